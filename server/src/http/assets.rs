//! The browser's files: built once, served precompressed and, where their name carries a hash, for ever.

use axum::Router;
use axum::http::{HeaderValue, header};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// `build.json` of the site folder.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Build {
    /// Short name of the build.
    pub build: String,
    /// Address of the style sheet.
    pub css: String,
    /// Address of the script that starts the app.
    pub boot: String,
    /// Address of the script made by wasm-bindgen.
    pub js: String,
    /// Address of the WebAssembly.
    pub wasm: String,
}

/// The folder of files and what the build put there.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The folder.
    pub folder: PathBuf,
    /// Its build.
    pub build: Build,
}

impl Assets {
    /// Reads `<folder>/build.json`. Without it pages still work, without styles and scripts.
    pub fn read(folder: &Path) -> Self {
        let path = folder.join("build.json");
        let build =
            std::fs::read_to_string(&path).map_err(|why| why.to_string()).and_then(|text| serde_json::from_str(&text).map_err(|why| why.to_string()));
        let build = build.unwrap_or_else(|why| {
            tracing::warn!(path = %path.display(), %why, "no build of the browser's files: pages are served plain");
            Build::default()
        });
        Self { folder: folder.to_owned(), build }
    }
}

/// Serves the files. Only `/pkg` is immutable; the service worker is never cached.
pub fn routes(assets: &Assets) -> Router {
    let header = |value: &'static str| SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static(value));
    let dir = |name: &str| ServeDir::new(assets.folder.join(name)).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    let file = |name: &str| ServeFile::new(assets.folder.join(name)).precompressed_br().precompressed_gzip();
    Router::new()
        .nest_service("/pkg", ServiceBuilder::new().layer(header("public, max-age=31536000, immutable")).service(dir("pkg")))
        .nest_service("/icons", ServiceBuilder::new().layer(header("public, max-age=86400")).service(dir("icons")))
        .nest_service("/og", ServiceBuilder::new().layer(header("public, max-age=86400")).service(dir("og")))
        .route_service("/favicon.ico", ServiceBuilder::new().layer(header("public, max-age=86400")).service(file("icons/favicon.ico")))
        .route_service("/passkey.js", ServiceBuilder::new().layer(header("no-cache")).service(file("passkey.js")))
        .route_service("/push.js", ServiceBuilder::new().layer(header("no-cache")).service(file("push.js")))
        .route_service("/sw.js", ServiceBuilder::new().layer(header("no-cache")).service(file("sw.js")))
}
