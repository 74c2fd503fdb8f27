//! `GET /api/v1/openapi.json`: the API described for other programs.

use super::Ctx;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, ResponseBuilder};

/// Route of the description.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/openapi.json", get(document))
}

/// One line an edge: method, path, what it is, parameters in the path (`{..}`) and in the query.
const EDGES: &[(HttpMethod, &str, &str, &[&str])] = &[
    (
        HttpMethod::Get,
        "/api/v1/feed/{scope}",
        "A page of the feed: {records:[{collection,id,rev,body|deleted}],cursor,more,epoch}",
        &["since", "limit"],
    ),
    (HttpMethod::Get, "/api/v1/feed/public/snapshot", "Redirects to an immutable, precompressed snapshot (NDJSON, in order of rev)", &[]),
    (HttpMethod::Post, "/api/v1/commands", "A JSON array of 1-100 commands; answers an array of receipts in the same order", &[]),
    (
        HttpMethod::Get,
        "/opendata/{kind}.csv",
        "Listings of a kind as CSV in the layout of the national data sets",
        &["encoding", "q", "field", "area", "from", "to"],
    ),
    (HttpMethod::Get, "/opendata/{kind}.json", "Listings of a kind as JSON", &["q", "field", "area", "from", "to"]),
    (HttpMethod::Get, "/feeds/events.ics", "Events, courses and calls as iCalendar", &["q", "kind", "field", "area"]),
    (HttpMethod::Get, "/feeds/{kind}.atom", "The newest listings of a kind, or of `all`, as Atom", &["q", "field", "area"]),
    (HttpMethod::Get, "/listings/{id}/event.ics", "One listing as iCalendar", &[]),
    (HttpMethod::Get, "/media/{name}", "A picture", &["w"]),
    (HttpMethod::Get, "/healthz", "Alive", &[]),
    (HttpMethod::Get, "/readyz", "The database answers and is migrated", &[]),
    (HttpMethod::Get, "/metrics", "Prometheus text", &[]),
];

/// The description of all edges.
pub fn describe() -> OpenApi {
    let mut paths = PathsBuilder::new();
    for (method, path, summary, query) in EDGES {
        let mut operation =
            OperationBuilder::new().summary(Some(*summary)).response("200", ResponseBuilder::new().description(*summary).build()).response(
                "default",
                ResponseBuilder::new().description("application/problem+json: {status,title,problems:[{path,code,message}]}").build(),
            );
        for name in path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
            operation = operation
                .parameter(ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(utoipa::openapi::Required::True).build());
        }
        for name in *query {
            operation = operation.parameter(ParameterBuilder::new().name(*name).parameter_in(ParameterIn::Query).build());
        }
        paths = paths.path(*path, PathItem::new(method.clone(), operation.build()));
    }
    let info = InfoBuilder::new().title("Engawa").version("1").description(Some("The stable edges of an Engawa site.")).build();
    OpenApiBuilder::new().info(info).paths(paths.build()).build()
}

async fn document() -> Response {
    let text = serde_json::to_string(&describe()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], text).into_response()
}
