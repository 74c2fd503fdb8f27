//! `GET /api/v1/openapi.json`: the API described for other programs.

mod drafts;
mod listing;
mod parts;
mod schemas;

use super::Ctx;
use super::commands::COMMANDS_MAX;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use parts::{Part, either, list_of, named, text, whole};
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Content, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Required, ResponseBuilder};

/// The secret of an invitation to a shared draft.
const INVITATION: &str = "invitation";

/// Route of the description.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/openapi.json", get(document))
}

/// What an edge answers when all is well.
#[derive(Clone, Copy)]
enum Answer {
    /// JSON of this schema.
    Json(&'static str),
    /// A receipt for each command, in the same order.
    Receipts,
    /// One JSON value a line: the head of a snapshot, then records.
    Snapshot,
    /// Another address.
    Redirect,
    /// Something of this media type that is described elsewhere.
    Other(&'static str),
}

/// What an edge is sent.
#[derive(Clone, Copy)]
enum Takes {
    /// Nothing.
    Nothing,
    /// Commands, in the order in which they are to be done.
    Commands,
    /// What a device tells about a shared draft, with the secret of its invitation.
    Draft,
}

/// One edge.
struct Edge {
    method: HttpMethod,
    path: &'static str,
    summary: &'static str,
    takes: Takes,
    /// Parameters in the query; those in the path stand in it as `{..}`.
    query: &'static [&'static str],
    answer: Answer,
}

const fn read(path: &'static str, summary: &'static str, query: &'static [&'static str], answer: Answer) -> Edge {
    Edge { method: HttpMethod::Get, path, summary, takes: Takes::Nothing, query, answer }
}

const EDGES: &[Edge] = &[
    read("/api/v1/feed/{scope}", "A page of the feed", &["since", "limit"], Answer::Json("FeedPage")),
    read("/api/v1/feed/public/snapshot", "Redirects to the newest snapshot", &[], Answer::Redirect),
    read("/api/v1/feed/public/snapshot/{name}", "All living records in order of rev, precompressed", &[], Answer::Snapshot),
    Edge {
        method: HttpMethod::Post,
        path: "/api/v1/commands",
        summary: "Executes 1-100 commands; a receipt for each, in the same order",
        takes: Takes::Commands,
        query: &[],
        answer: Answer::Receipts,
    },
    Edge {
        method: HttpMethod::Post,
        path: "/api/v1/drafts/{id}",
        summary: "Merges what a device knows of a draft that its group shares, and says what it lacks",
        takes: Takes::Draft,
        query: &[],
        answer: Answer::Json("DraftAnswer"),
    },
    read(
        "/opendata/{kind}.csv",
        "Listings of a kind as CSV in the layout of the national data sets",
        &["encoding", "q", "field", "area", "from", "to"],
        Answer::Other("text/csv"),
    ),
    read("/opendata/{kind}.json", "Listings of a kind as JSON", &["q", "field", "area", "from", "to"], Answer::Json("OpenData")),
    read("/feeds/events.ics", "Events, courses and calls as iCalendar", &["q", "kind", "field", "area"], Answer::Other("text/calendar")),
    read("/feeds/{kind}.atom", "The newest listings of a kind, or of `all`, as Atom", &["q", "field", "area"], Answer::Other("application/atom+xml")),
    read("/listings/{id}/event.ics", "One listing as iCalendar", &[], Answer::Other("text/calendar")),
    read("/media/{name}", "A picture", &["w"], Answer::Other("image/*")),
    read("/healthz", "Alive", &[], Answer::Other("text/plain")),
    read("/readyz", "The database answers and is migrated", &[], Answer::Other("text/plain")),
    read("/metrics", "Prometheus text", &[], Answer::Other("text/plain")),
];

/// The description of all edges.
pub fn describe() -> OpenApi {
    let paths = EDGES.iter().fold(PathsBuilder::new(), |paths, edge| paths.path(edge.path, PathItem::new(edge.method.clone(), operation(edge))));
    let components = schemas::all().into_iter().fold(ComponentsBuilder::new(), |components, (name, part)| components.schema(name, part));
    let components = components.security_scheme(INVITATION, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    let info = InfoBuilder::new().title("Engawa").version("1").description(Some("The stable edges of an Engawa site.")).build();
    OpenApiBuilder::new().info(info).paths(paths.build()).components(Some(components.build())).build()
}

fn operation(edge: &Edge) -> OperationBuilder {
    let (status, answer) = answer(edge);
    let refusal = ResponseBuilder::new()
        .description("Refused: what is wrong, by place. 429 and 503 say in `Retry-After` when to ask again.")
        .content("application/problem+json", json("ProblemDocument"));
    let mut operation = OperationBuilder::new().summary(Some(edge.summary)).response(status, answer).response("default", refusal);
    let takes = match edge.takes {
        Takes::Nothing => None,
        Takes::Commands => Some(list_of("In the order in which they are to be done.", named("Command"), 1, COMMANDS_MAX)),
        Takes::Draft => {
            operation = operation.security(SecurityRequirement::new(INVITATION, Vec::<String>::new()));
            Some(named("DraftRequest"))
        }
    };
    if let Some(takes) = takes {
        let body = RequestBodyBuilder::new().content("application/json", Content::new(Some(takes))).required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    for name in edge.path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
        operation = operation.parameter(parameter.schema(Some(parameter_schema(edge, name))));
    }
    for name in edge.query {
        let parameter = ParameterBuilder::new().name(*name).parameter_in(ParameterIn::Query);
        operation = operation.parameter(parameter.schema(Some(parameter_schema(edge, name))));
    }
    operation
}

fn json(name: &str) -> Content {
    Content::new(Some(named(name)))
}

fn answer(edge: &Edge) -> (&'static str, ResponseBuilder) {
    let response = ResponseBuilder::new().description(edge.summary);
    match edge.answer {
        Answer::Json(name) => ("200", response.content("application/json", json(name))),
        Answer::Receipts => {
            let receipts = list_of("One for each command.", named("Receipt"), 1, COMMANDS_MAX);
            ("200", response.content("application/json", Content::new(Some(receipts))))
        }
        Answer::Snapshot => {
            let line = either("The head first, then records.", [named("SnapshotHead"), named("Record")]);
            ("200", response.content("application/x-ndjson", ContentBuilder::new().item_schema(Some(line)).build()))
        }
        Answer::Redirect => ("302", response),
        Answer::Other(media_type) => ("200", response.content(media_type, Content::new(Some(text(""))))),
    }
}

fn parameter_schema(edge: &Edge, name: &str) -> Part {
    match name {
        "since" => whole("The revision that you know; missing: 0."),
        "limit" => whole("Records at most, up to 2,000."),
        "w" => whole("Width of a thumbnail in pixels: 320 or 640."),
        "kind" if edge.path.contains(".atom") => parts::code("A kind of listing, or all.", schemas::kinds().chain(["all"])),
        "kind" => parts::code("A kind of listing.", schemas::kinds()),
        "encoding" => parts::code("Missing: UTF-8.", ["utf8", "cp932"]),
        "from" | "to" => parts::date("A day."),
        _ => text(""),
    }
}

async fn document() -> Response {
    let text = serde_json::to_string(&describe()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], text).into_response()
}
