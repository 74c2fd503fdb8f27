//! `GET /api/v1/openapi.json`: the API described for other programs.

mod commands;
mod drafts;
mod kiosk;
mod listing;
mod parts;
mod people;
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
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Content, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Required, ResponseBuilder};

/// The secret of an invitation to a shared draft.
const INVITATION: &str = "invitation";
/// The cookie of somebody who is signed in.
const SESSION: &str = "session";
/// What most edges are sent.
const JSON: &[&str] = &["application/json"];
/// The cookie of a shared screen.
const KIOSK: &str = "kiosk";

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
    /// Done, and nothing to say.
    Nothing,
    /// Something new was made: JSON of this schema.
    Made(&'static str),
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
    /// JSON of this schema.
    Json(&'static str),
    /// Bytes of one of these media types.
    Bytes(&'static [&'static str]),
}

/// What one has to show.
#[derive(Clone, Copy)]
enum Needs {
    /// Nothing: open to everybody.
    Nothing,
    /// The secret of an invitation.
    Invitation,
    /// A session; without one the answer is 401.
    Session,
    /// Nothing, but with a session one may do more.
    SessionForMore,
    /// The cookie of a shared screen; without one the answer is 401.
    Kiosk,
    /// A session of the people that the scope is of, unless it is public: 401 without one, 403 for anybody else.
    SessionOfScope,
}

/// One edge.
struct Edge {
    method: HttpMethod,
    path: &'static str,
    summary: &'static str,
    takes: Takes,
    needs: Needs,
    /// Parameters in the query; those in the path stand in it as `{..}`.
    query: &'static [&'static str],
    answer: Answer,
}

const fn read(path: &'static str, summary: &'static str, query: &'static [&'static str], answer: Answer) -> Edge {
    Edge { method: HttpMethod::Get, path, summary, takes: Takes::Nothing, needs: Needs::Nothing, query, answer }
}

const fn write(path: &'static str, summary: &'static str, takes: Takes, needs: Needs, answer: Answer) -> Edge {
    Edge { method: HttpMethod::Post, path, summary, takes, needs, query: &[], answer }
}

const EDGES: &[Edge] = &[
    Edge {
        needs: Needs::SessionOfScope,
        ..read(
            "/api/v1/feed/{scope}",
            "A page of the feed of `public`, `account:ID`, `group:ID` or `staff:DESK`",
            &["since", "limit"],
            Answer::Json("FeedPage"),
        )
    },
    read("/api/v1/feed/public/snapshot", "Redirects to the newest snapshot", &[], Answer::Redirect),
    read("/api/v1/feed/public/snapshot/{name}", "All living records in order of rev, precompressed", &[], Answer::Snapshot),
    write(
        "/api/v1/commands",
        "Executes 1-100 commands; a receipt for each, in the same order",
        Takes::Commands,
        Needs::SessionForMore,
        Answer::Receipts,
    ),
    read("/api/v1/receipts/{receipt_no}", "How a submission stands, for whoever holds its secret", &["secret"], Answer::Json("SubmissionStanding")),
    write(
        "/api/v1/drafts/{id}",
        "Merges what a device knows of a draft that its group shares, and says what it lacks",
        Takes::Json("DraftRequest"),
        Needs::Invitation,
        Answer::Json("DraftAnswer"),
    ),
    Edge { needs: Needs::SessionForMore, ..read("/api/v1/me", "Whom the asker may write for", &[], Answer::Json("Me")) },
    write("/api/v1/passkeys/register/begin", "Asks for a new passkey", Takes::Nothing, Needs::Session, Answer::Json("PasskeyChallenge")),
    write("/api/v1/passkeys/register/finish", "Keeps a new passkey", Takes::Json("PasskeyMade"), Needs::Session, Answer::Nothing),
    write("/api/v1/passkeys/sign-in/begin", "Asks for any passkey of this site", Takes::Nothing, Needs::Nothing, Answer::Json("PasskeyChallenge")),
    write("/api/v1/passkeys/sign-in/finish", "Signs in", Takes::Json("PasskeyUsed"), Needs::Nothing, Answer::Json("SignedIn")),
    write("/api/v1/push", "Notices go to this device too", Takes::Json("PushSubscription"), Needs::Session, Answer::Nothing),
    Edge {
        method: HttpMethod::Delete,
        ..write("/api/v1/push", "Notices go to this device no more", Takes::Json("PushEndpoint"), Needs::Session, Answer::Nothing)
    },
    read("/api/v1/sealing-key", "The key to which a device seals what it cannot send; 404 if the site has none", &[], Answer::Json("SealingKey")),
    Edge { needs: Needs::Kiosk, ..read("/api/v1/kiosk", "What a shared screen is told of itself", &[], Answer::Json("KioskEnrolment")) },
    write("/api/v1/kiosk/beat", "Says how a shared screen is", Takes::Json("KioskBeat"), Needs::Kiosk, Answer::Json("KioskEnrolment")),
    Edge {
        method: HttpMethod::Put,
        ..write(
            "/api/v1/kiosk/picture",
            "Shows what a shared screen looks like at rest",
            Takes::Bytes(&["image/webp", "image/jpeg"]),
            Needs::Kiosk,
            Answer::Nothing,
        )
    },
    Edge {
        query: &["replaces"],
        ..write(
            "/api/v1/hand-overs",
            "A shared screen leaves a parcel that only its QR code opens",
            Takes::Bytes(&["application/octet-stream"]),
            Needs::Kiosk,
            Answer::Made("HandOver"),
        )
    },
    Edge {
        method: HttpMethod::Put,
        ..write(
            "/api/v1/kiosk/spare",
            "A shared screen says by which secret it is known again should it lose its cookie, for a day",
            Takes::Json("KioskSpare"),
            Needs::Kiosk,
            Answer::Nothing,
        )
    },
    write(
        "/api/v1/kiosk/again",
        "Gives a shared screen that lost its cookie a new one, for the secret that it left; 401 for any other",
        Takes::Json("KioskSpare"),
        Needs::Nothing,
        Answer::Json("KioskEnrolment"),
    ),
    write(
        "/api/v1/hand-overs/{id}/collect",
        "Collects a parcel, once; 410 when it is gone",
        Takes::Json("HandOverClaim"),
        Needs::Nothing,
        Answer::Other("application/octet-stream"),
    ),
    read(
        "/opendata/{kind}.csv",
        "Listings of a kind as CSV in the layout of the national data sets",
        &["encoding", "q", "field", "area", "from", "to"],
        Answer::Other("text/csv"),
    ),
    read("/opendata/{kind}.json", "Listings of a kind as JSON", &["q", "field", "area", "from", "to"], Answer::Json("OpenData")),
    read("/feeds/events.ics", "Events, courses and calls as iCalendar", &["q", "kind", "field", "area", "lang"], Answer::Other("text/calendar")),
    read("/feeds/{kind}.atom", "The newest listings of a kind, or of `all`, as Atom", &["q", "field", "area"], Answer::Other("application/atom+xml")),
    read("/listings/{id}/event.ics", "One listing as iCalendar", &["lang"], Answer::Other("text/calendar")),
    read("/media/{name}", "A picture", &["w"], Answer::Other("image/*")),
    read("/media/forms/{id}/{sha256}", "A picture, sound or film of a form, whole or in pieces", &[], Answer::Other("*/*")),
    read("/media/postcodes/{area}", "Places of postcodes with these first figures, or the city's `own`", &[], Answer::Other("application/json")),
    read("/healthz", "Alive", &[], Answer::Other("text/plain")),
    read("/readyz", "The database answers and is migrated", &[], Answer::Other("text/plain")),
    read("/metrics", "Prometheus text", &[], Answer::Other("text/plain")),
];

/// The description of all edges.
pub fn describe() -> OpenApi {
    let paths = EDGES.iter().fold(PathsBuilder::new(), |paths, edge| paths.path(edge.path, PathItem::new(edge.method.clone(), operation(edge))));
    let components = schemas::all().into_iter().fold(ComponentsBuilder::new(), |components, (name, part)| components.schema(name, part));
    let components = components.security_scheme(INVITATION, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    let components = components.security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("__Host-engawa"))));
    let components = components.security_scheme(KIOSK, SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("__Host-engawa-kiosk"))));
    let info = InfoBuilder::new().title("Engawa").version("1").description(Some("The stable edges of an Engawa site.")).build();
    OpenApiBuilder::new().info(info).paths(paths.build()).components(Some(components.build())).build()
}

fn operation(edge: &Edge) -> OperationBuilder {
    let (status, answer) = answer(edge);
    let refusal = ResponseBuilder::new()
        .description("Refused: what is wrong, by place. 429 and 503 say in `Retry-After` when to ask again.")
        .content("application/problem+json", json("ProblemDocument"));
    let operation = OperationBuilder::new().summary(Some(edge.summary)).response(status, answer).response("default", refusal);
    let mut operation = guarded(operation, edge.needs);
    let takes = match edge.takes {
        Takes::Nothing => None,
        Takes::Commands => Some((JSON, list_of("In the order in which they are to be done.", named("Command"), 1, COMMANDS_MAX))),
        Takes::Json(name) => Some((JSON, named(name))),
        Takes::Bytes(kinds) => Some((kinds, text(""))),
    };
    if let Some((kinds, part)) = takes {
        let body = kinds.iter().fold(RequestBodyBuilder::new(), |body, kind| body.content(*kind, Content::new(Some(part.clone()))));
        let body = body.required(Some(Required::True));
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

/// What one has to show, and what happens to whoever does not.
fn guarded(operation: OperationBuilder, needs: Needs) -> OperationBuilder {
    let shown = |name: &str| SecurityRequirement::new(name, Vec::<String>::new());
    let refused = |about: &str| ResponseBuilder::new().description(about).content("application/problem+json", json("ProblemDocument"));
    let sign_in = || refused("Nobody is signed in.");
    match needs {
        Needs::Nothing => operation,
        Needs::Invitation => operation.security(shown(INVITATION)),
        Needs::Session => operation.security(shown(SESSION)).response("401", sign_in()),
        Needs::Kiosk => operation.security(shown(KIOSK)).response("401", refused("The device is no shared screen of this site.")),
        Needs::SessionForMore => operation.security(SecurityRequirement::default()).security(shown(SESSION)),
        Needs::SessionOfScope => operation
            .security(SecurityRequirement::default())
            .security(shown(SESSION))
            .response("401", sign_in())
            .response("403", refused("The scope is of other people.")),
    }
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
        Answer::Nothing => ("204", response),
        Answer::Made(name) => ("201", response.content("application/json", json(name))),
        Answer::Redirect => ("302", response),
        Answer::Other(media_type) => ("200", response.content(media_type, Content::new(Some(text(""))))),
    }
}

fn parameter_schema(edge: &Edge, name: &str) -> Part {
    match name {
        "since" => whole("The revision that you know; missing: 0."),
        "limit" => whole("Records at most, up to 2,000 of `public` and 200 of other scopes."),
        "replaces" => text("The parcel of this screen whose place it takes, if nobody collected that one; missing: none."),
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
