//! A site for a test, on either engine: `SQLite` always, `PostgreSQL` where `ENGAWA_TEST_POSTGRES` names a server (`make test` starts
//! one). Every story runs on both.

pub mod browser;
pub mod documents;
pub mod people;
pub mod routes;
pub mod samples;
pub mod tables;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::{Kind, Listing, State};
use engawa_core::Receipt;
use engawa_server::db::Db;
use engawa_server::http::assets::Assets;
use engawa_server::http::{Ctx, Options, router, site_router};
use engawa_server::kiosk::keys::Keys;
use engawa_server::outside::Outside;
use engawa_server::people::Actor;
use engawa_server::people::demands::SignInRules;
use engawa_server::sites::{OpenSite, Settings, Sites};
use std::sync::Arc;
use tower::ServiceExt as _;

/// Two o'clock in the afternoon of 20 November 2026 in Japan.
pub const NOW: i64 = 1_795_150_800_000;

/// The secret of what is sealed at shared screens.
pub const SEALING: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// A site with its folder.
pub struct TestSite {
    pub site: Arc<OpenSite>,
    pub router: Router,
    _folder: tempfile::TempDir,
}

/// The engines that this run tests.
pub fn engines() -> Vec<&'static str> {
    if std::env::var_os("ENGAWA_TEST_POSTGRES").is_some() { vec!["sqlite", "postgres"] } else { vec!["sqlite"] }
}

/// An empty database of an engine, in `folder`.
pub async fn database(engine: &str, folder: &std::path::Path) -> Db {
    if engine == "sqlite" {
        return Db::open_sqlite(&folder.join("engawa.sqlite"), false).await.unwrap();
    }
    let server = std::env::var("ENGAWA_TEST_POSTGRES").unwrap();
    let name = format!("engawa_{}", uuid::Uuid::now_v7().simple());
    let admin = sqlx::PgPool::connect(&server).await.unwrap();
    let sql = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&admin).await.unwrap();
    admin.close().await;
    let (base, _) = server.rsplit_once('/').unwrap();
    Db::open_postgres(&format!("{base}/{name}")).await.unwrap()
}

impl TestSite {
    /// A new empty site.
    pub async fn new(engine: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = database(engine, folder.path()).await;
        Self::over(db, folder).await
    }

    /// A site over a database.
    pub async fn over(db: Db, folder: tempfile::TempDir) -> Self {
        let settings: Settings = toml::from_str(
            "default = true\nhosts = [\"test.localhost\"]\ncode = \"test\"\ntheme = \"indigo\"\n[name]\nja = \"試験市\"\nen = \"Test City\"\n[city]\nja = \"試験市\"\n",
        )
        .unwrap();
        let outside = Outside { sealing: Keys::new(SEALING, "test"), ..Outside::default() };
        let site = OpenSite::over(settings, folder.path(), db, outside).await.unwrap();
        let ctx = Ctx { site: Arc::clone(&site), assets: Arc::new(Assets::default()), https: false, bench: false };
        Self { router: site_router(&ctx), site, _folder: folder }
    }

    /// The same site with other rules of signing in.
    pub async fn with_rules(self, sign_in: SignInRules) -> Self {
        let settings = Settings { sign_in, ..self.site.settings.clone() };
        let site = OpenSite::over(settings, &self.site.folder, self.site.db.clone(), self.site.outside.clone()).await.unwrap();
        let ctx = Ctx { site: Arc::clone(&site), assets: Arc::new(Assets::default()), https: false, bench: false };
        Self { router: site_router(&ctx), site, ..self }
    }

    /// The whole server with this one site.
    pub fn server(&self) -> Router {
        let sites = Sites::of(vec![Arc::clone(&self.site)]).unwrap();
        router(&sites, &Arc::new(Assets::default()), Options::default())
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Reads an address without signing in.
    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        let response = self.send(Request::get(path).header(header::HOST, "test.localhost").body(Body::empty()).unwrap()).await;
        (response.status(), text(response).await)
    }

    /// Executes a command as staff.
    pub async fn run(&self, command: &Command) -> Receipt {
        engawa_server::commands::execute(&self.site, &staff(), command, NOW).await
    }

    /// Publishes a listing.
    pub async fn publish(&self, listing: &Listing) -> Receipt {
        self.run(&save(listing, None)).await
    }

    /// Signs in and gives the cookie.
    pub async fn cookie(&self) -> String {
        engawa_server::people::add_staff(&self.site.db, "staff", "担当", "correct horse battery".to_owned(), NOW).await.unwrap();
        let request = Request::post("/staff/sign-in")
            .header(header::HOST, "test.localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("login=staff&password=correct+horse+battery&next=/staff"))
            .unwrap();
        let response = self.send(request).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookie = response.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Posts commands with a cookie.
    pub async fn post_commands(&self, cookie: Option<&str>, body: String) -> (StatusCode, serde_json::Value) {
        let mut request = Request::post("/api/v1/commands").header(header::HOST, "test.localhost").header(header::CONTENT_TYPE, "application/json");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let response = self.send(request.body(Body::from(body)).unwrap()).await;
        let status = response.status();
        (status, serde_json::from_str(&text(response).await).unwrap_or_default())
    }
}

/// The body as text.
pub async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 64 * 1024 * 1024).await.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A member of staff.
pub fn staff() -> Actor {
    Actor::staff("1", "staff", "担当")
}

/// A published listing.
pub fn listing(title: &str) -> Listing {
    let mut listing = Listing::draft(uuid::Uuid::now_v7().to_string(), Kind::Event);
    listing.state = State::Published;
    listing.title = title.into();
    listing.organiser.name = "試験の会".into();
    listing
}

/// A command that saves a listing.
pub fn save(listing: &Listing, base_rev: Option<u64>) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev, body: CommandBody::Listings(ListingCommand::Save(Box::new(listing.clone()))) }
}

/// Runs an async story on every engine of this run.
#[macro_export]
macro_rules! story {
    ($(#[$doc:meta])* $name:ident, $site:ident, $body:block) => {
        $(#[$doc])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $name() {
            for engine in $crate::common::engines() {
                let $site = $crate::common::TestSite::new(engine).await;
                $body
            }
        }
    };
}
