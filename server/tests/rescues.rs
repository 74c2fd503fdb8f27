//! 持ち出しファイル: what a device could not send is sealed for the city, and the counter takes it in once, whoever sends it again.

use crate::common::{NOW, SEALING, TestSite, text};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::Provenance;
use engawa_app::forms::command::{Attachment, Audience, FormCommand, Publish, Settings, Submit};
use engawa_app::forms::rescue::{ABOUT, Begun, Rescue, Sealing, Unsent, written};
use engawa_core::ReceiptStatus;
use engawa_core::command::number_of;
use engawa_core::form::draft::{Draft, Edit, Writer, file};
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers};
use engawa_core::kiosk::base64url;
use engawa_core::kiosk::seal::{ENTROPY, PublicKey};
use engawa_core::rights::Actor;
use engawa_server::commands::execute;
use engawa_server::db::Stmt;
use engawa_server::feed::sha256_hex;
use engawa_server::forms::store;
use engawa_server::http::assets::Assets;
use engawa_server::http::{Ctx, site_router};
use engawa_server::kiosk::keys::Keys;
use engawa_server::outside::Outside;
use engawa_server::params;
use engawa_server::sites::OpenSite;
use std::collections::BTreeMap;
use std::sync::Arc;
use tower::ServiceExt as _;

/// What somebody typed.
const TYPED: &str = "ひみつの名前";

fn command(body: FormCommand) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: CommandBody::Forms(body) }
}

async fn publish(site: &TestSite) {
    let workbook = markdown::read(
        "| survey | | | | |
         | | type | name | label | required |
         | | text | who | お名前 | yes |
         | | file | plan | 計画書 | |
         | | select_multiple days | days | 曜日 | |
         | choices | | | |
         | | list_name | name | label |
         | | days | mon | 月曜日 |
         | | days | tue | 火曜日 |
         | settings | | | |
         | | form_id | version | form_title |
         | | grant | 1 | 助成金の申請 |",
    );
    let definition = xlsform::read(&workbook).unwrap().definition;
    let publish = Publish { definition, source: None, settings: Settings::default(), open: true };
    assert_eq!(site.run(&command(FormCommand::Publish(Box::new(publish)))).await.status, ReceiptStatus::Done);
}

fn submit(values: &[(&str, &str)], attachments: Vec<Attachment>) -> Command {
    let mut answers = Answers::default();
    answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
    command(FormCommand::Submit(Box::new(Submit {
        form_id: "grant".into(),
        version: "1".into(),
        answers,
        attachments,
        finished_at: None,
        language: String::new(),
        provenance: Provenance::Web,
        corrects: None,
        shared: None,
        paper_id: String::new(),
    })))
}

fn unsent(command: &Command) -> Unsent {
    Unsent { title: "助成金の申請".into(), asked_at: NOW - 1, command: serde_json::to_string(command).unwrap() }
}

fn public_key(site: &str) -> PublicKey {
    PublicKey::parse(&Keys::new(SEALING, site).unwrap().public()).unwrap()
}

fn closed(key: &PublicKey, plain: &[u8], about: &str) -> Vec<u8> {
    let chance = [uuid::Uuid::now_v7().into_bytes(), uuid::Uuid::now_v7().into_bytes()].concat();
    let entropy: [u8; ENTROPY] = chance.try_into().unwrap();
    written(&key.seal(plain, about, &entropy).unwrap()).into_bytes()
}

fn file_of(rescue: &Rescue) -> Vec<u8> {
    closed(&public_key("test"), &serde_json::to_vec(rescue).unwrap(), ABOUT)
}

/// As browsers write it.
fn base64(bytes: &[u8]) -> String {
    let text = base64url::encode(bytes).replace('-', "+").replace('_', "/");
    let padding = (4 - text.len() % 4) % 4;
    text + &"=".repeat(padding)
}

fn request(cookie: &str, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "test.localhost");
    let request = request.header(header::COOKIE, format!("{cookie}; lang=en")).header(header::CONTENT_TYPE, kind);
    request.body(Body::from(body)).unwrap()
}

fn multipart(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    if let Some(file) = file {
        body.extend_from_slice(b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.engawa-rescue.json\"\r\n\r\n");
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

const FORM: &str = "multipart/form-data; boundary=x";

async fn bring(site: &TestSite, cookie: &str, file: &[u8]) -> Response<Body> {
    site.send(request(cookie, "POST", "/staff/rescue", FORM, multipart(&[], Some(file)))).await
}

async fn inbox(site: &TestSite) -> Vec<String> {
    let all = store::inbox(&site.site.db, "grant", &store::Ask::default(), 10, 0).await.unwrap();
    all.into_iter().map(|it| it.id).collect()
}

async fn audited(site: &TestSite, verb: &str) -> Vec<(String, String)> {
    let rows = Stmt { name: "TEST", sql: "SELECT actor, about FROM audit WHERE verb = $1 ORDER BY seq" };
    site.site.db.all::<(String, String)>(rows, params![verb]).await.unwrap()
}

story!(
    /// What waited is taken in under its own id with its file; the file brought again, and the device that sends after all, change nothing.
    what_waited_is_taken_in_once,
    site,
    {
        publish(&site).await;
        let cookie = site.cookie().await;
        let (status, key) = site.get("/api/v1/sealing-key").await;
        let key: Sealing = serde_json::from_str(&key).unwrap();
        assert_eq!((status, key.key), (StatusCode::OK, public_key("test").text()));

        let plan = b"%PDF-1.7 \xfb\xff plan".to_vec();
        let sha256 = sha256_hex(&plan);
        let attached =
            Attachment { path: "plan".into(), sha256: sha256.clone(), name: "a.pdf".into(), bytes: u64::try_from(plan.len()).unwrap(), media_type: String::new() };
        let good = submit(&[("who", TYPED), ("plan", &format!("sha256:{sha256}/a.pdf"))], vec![attached]);
        let refused = submit(&[], Vec::new());
        let not_for_anyone = command(FormCommand::SetOpen { form_id: "grant".into(), open: false });
        let mut entries: Vec<Unsent> = [&good, &refused, &not_for_anyone].into_iter().map(unsent).collect();
        entries.push(Unsent { title: "こわれた".into(), asked_at: NOW, command: "{}".into() });
        let files = BTreeMap::from([(sha256.clone(), base64(&plan)), ("0".repeat(64), base64(b"another"))]);
        let file = file_of(&Rescue { made_at: NOW, entries, drafts: Vec::new(), files });

        let response = bring(&site, &cookie, &file).await;
        assert_eq!(response.status(), StatusCode::OK);
        let page = text(response).await;
        let number = number_of(&good.id);
        assert!(page.contains(&format!("Receipt number: {number}")), "{page}");
        assert_eq!(page.matches("It cannot be taken in.").count(), 3);
        assert!(page.contains("1 attached files could not be read") && !page.contains(TYPED));
        assert_eq!(inbox(&site).await, std::slice::from_ref(&good.id));
        assert_eq!(site.site.blobs.read(&sha256).await.unwrap(), Some(plan));
        assert_eq!(audited(&site, "rescue.open").await.len(), 1);
        assert_eq!(audited(&site, "rescue.take").await, [("staff:staff".to_owned(), format!("receipt:{number}"))]);

        let again = text(bring(&site, &cookie, &file).await).await;
        assert!(again.contains(&number));
        let (_, answer) = site.post_commands(None, serde_json::to_string(&[&good]).unwrap()).await;
        assert_eq!((answer[0]["status"].as_str(), answer[0]["receipt_no"].as_str()), (Some("done"), Some(number.as_str())));
        assert_eq!(inbox(&site).await, [good.id]);
    }
);

story!(
    /// The other way round: the device has sent it meanwhile. And what only its account may send stays with the device, undecided.
    what_the_device_sent_itself_is_known,
    site,
    {
        publish(&site).await;
        let cookie = site.cookie().await;
        let sent = submit(&[("who", TYPED)], Vec::new());
        assert_eq!(execute(&site.site, &Actor::anonymous(), &sent, NOW).await.status, ReceiptStatus::Done);
        let own = submit(&[("who", "別の人")], Vec::new());
        let settings = Settings { audience: Audience::Residents, ..Settings::default() };
        let configure = command(FormCommand::Configure { form_id: "grant".into(), settings });
        assert_eq!(site.run(&configure).await.status, ReceiptStatus::Done);
        let rescue = Rescue { made_at: NOW, entries: vec![unsent(&sent), unsent(&own)], ..Rescue::default() };
        let page = text(bring(&site, &cookie, &file_of(&rescue)).await).await;
        assert!(page.contains(&number_of(&sent.id)) && page.contains("has to be sent from their device"), "{page}");
        let stored = Stmt { name: "TEST", sql: "SELECT receipt_no FROM receipt WHERE command_id = $1" };
        assert!(site.site.db.first::<(String,)>(stored, params![&own.id]).await.unwrap().is_none(), "nothing was decided");
        assert_eq!(inbox(&site).await, [sent.id]);
    }
);

story!(
    /// A draft is not taken in; it opens as an entry at the counter with everything that was answered.
    a_draft_goes_on_at_the_counter,
    site,
    {
        publish(&site).await;
        let cookie = site.cookie().await;
        let writer = Writer { replica: "r".into(), by: String::new(), at: 1 };
        let mut draft = Draft::begin("0198c0de-0000-7000-8000-000000000001", "grant", "1", &writer).unwrap();
        for (path, value) in [("who", TYPED), ("days", "mon tue")] {
            draft.edit(&writer, Edit::set(AnswerPath(path.into()), value)).unwrap();
        }
        let begun = |text: String| Begun { title: "春の分".into(), form_title: "助成金の申請".into(), changed_at: NOW, progress: 40, text };
        let elsewhere = Draft::begin("0198c0de-0000-7000-8000-000000000002", "nothing", "1", &writer).unwrap();
        let drafts = [file::export(&draft, &BTreeMap::new()), file::export(&elsewhere, &BTreeMap::new()), "{}".to_owned()];
        let rescue = Rescue { made_at: NOW, drafts: drafts.into_iter().map(begun).collect(), ..Rescue::default() };
        let page = text(bring(&site, &cookie, &file_of(&rescue)).await).await;
        assert!(page.contains("Half done: 3") && page.contains("has no such form") && page.contains("cannot be read"), "{page}");
        assert!(inbox(&site).await.is_empty());
        let carried = page.split("name=\"carried\" value=\"").nth(1).unwrap().split('"').next().unwrap().replace("&quot;", "\"");
        let fields = [("carried", carried.as_str()), ("i:provenance", "staff"), ("i:received_on", "2026-11-20"), ("go", "resume")];
        let response = site.send(request(&cookie, "POST", "/staff/forms/grant/intake", FORM, multipart(&fields, None))).await;
        assert_eq!(response.status(), StatusCode::OK);
        let entry = text(response).await;
        assert!(entry.contains(TYPED), "{entry}");
        let ticked = entry.split("<input").filter(|input| input.contains("type=\"checkbox\"") && input.contains("checked")).count();
        assert_eq!(ticked, 2, "what was ticked stays ticked: {entry}");
    }
);

story!(
    /// Another file, another city's, one that was changed: each is said, and nothing is taken in. Without a key nothing is offered.
    what_cannot_be_opened_is_said,
    site,
    {
        publish(&site).await;
        let cookie = site.cookie().await;
        let it = Rescue { made_at: NOW, entries: vec![unsent(&submit(&[("who", TYPED)], Vec::new()))], ..Rescue::default() };
        let plain = serde_json::to_vec(&it).unwrap();
        let mut changed = String::from_utf8(file_of(&it)).unwrap();
        let at = changed.rfind(|c: char| c.is_ascii_alphanumeric()).unwrap() - 8;
        let other = if &changed[at..=at] == "A" { "B" } else { "A" };
        changed.replace_range(at..=at, other);
        for (file, sentence) in [
            (b"{}".to_vec(), "This is no such file."),
            (closed(&public_key("other"), &plain, ABOUT), "another city"),
            (closed(&public_key("test"), &plain, "engawa/kiosk/command/1"), "damaged"),
            (closed(&public_key("test"), b"[]", ABOUT), "damaged"),
            (changed.into_bytes(), "damaged"),
        ] {
            let response = bring(&site, &cookie, &file).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
            let page = text(response).await;
            assert!(page.contains(sentence) && page.contains("aria-invalid"), "{page}");
        }
        let response = site.send(request(&cookie, "POST", "/staff/rescue", FORM, multipart(&[], None))).await;
        assert!(text(response).await.contains("Please choose a file."));
        assert!(inbox(&site).await.is_empty() && audited(&site, "rescue.open").await.is_empty());

        let outside = Outside { sealing: None, ..Outside::default() };
        let open = OpenSite::over(site.site.settings.clone(), &site.site.folder, site.site.db.clone(), outside).await.unwrap();
        let without = site_router(&Ctx { site: open, assets: Arc::new(Assets::default()), https: false, bench: false });
        let asked = without.clone().oneshot(request("", "GET", "/api/v1/sealing-key", "text/plain", Vec::new())).await.unwrap();
        assert_eq!(asked.status(), StatusCode::NOT_FOUND);
        let page = without.oneshot(request(&cookie, "GET", "/staff/rescue", "text/plain", Vec::new())).await.unwrap();
        let page = text(page).await;
        assert!(page.contains("no sealing key") && !page.contains("type=\"file\""), "{page}");
    }
);
