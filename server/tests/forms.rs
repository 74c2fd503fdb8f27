//! 様式: what is published works offline and stays as it is, what is sent arrives once, what staff decide reaches the sender, and nobody
//! else sees any of it.

use crate::common::{NOW, TestSite, staff, text};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::command::{Attachment, Audience, FormCommand, Holder, Publish, Review, Settings, Submit};
use engawa_app::forms::{FormRecord, Provenance, SubmissionState, receipt};
use engawa_core::feed::Scope;
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers, Definition};
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_core::{Receipt, ReceiptStatus};
use engawa_server::commands::execute;
use engawa_server::feed::{self, sha256_hex};
use engawa_server::forms::blobs::{BlobStore, Blobs, FolderStore, Piece};
use engawa_server::forms::{store, tidy};
use engawa_server::params;
use engawa_server::people::Actor;
use std::sync::Arc;

const DAY: i64 = 24 * 60 * 60 * 1000;

fn definition(version: &str) -> Definition {
    let workbook = markdown::read(&format!(
        "| survey | | | | | | | |
         | | type | name | label | required | relevant | constraint | constraint_message |
         | | text | who | お名前 | yes | | | |
         | | integer | people | 人数 | | | . < 100 | 多すぎます |
         | | text | guardian | 保護者 | yes | ${{people}} = 13 | | |
         | | begin_repeat | cost | 経費 | | | | |
         | | integer | yen | 金額 | | | | |
         | | end_repeat | | | | | | |
         | | file | plan | 計画書 | | | | |
         | settings | | | |
         | | form_id | version | form_title |
         | | grant | {version} | 助成金の申請 |"
    ));
    xlsform::read(&workbook).unwrap().definition
}

fn command(body: FormCommand) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: CommandBody::Forms(body) }
}

fn publish(version: &str, settings: Settings) -> Command {
    command(FormCommand::Publish(Box::new(Publish { definition: definition(version), source: None, settings, open: true })))
}

fn submit(values: &[(&str, &str)]) -> Submit {
    let mut answers = Answers::default();
    answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
    answers.rows.insert(AnswerPath("cost".into()), Vec::new());
    Submit {
        form_id: "grant".into(),
        version: "1".into(),
        answers,
        attachments: Vec::new(),
        finished_at: None,
        language: String::new(),
        provenance: Provenance::Web,
        corrects: None,
        shared: None,
        paper_id: String::new(),
    }
}

fn send(values: &[(&str, &str)]) -> Command {
    command(FormCommand::Submit(Box::new(submit(values))))
}

async fn anonymous(site: &TestSite, command: &Command) -> Receipt {
    execute(&site.site, &Actor::anonymous(), command, NOW).await
}

fn codes(receipt: &Receipt) -> Vec<String> {
    receipt.problems.iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect()
}

async fn published(site: &TestSite) {
    let receipt = site.run(&publish("1", Settings::default())).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
}

async fn record(site: &TestSite) -> Option<FormRecord> {
    let body = feed::one(&site.site.db, &Scope::Public, "form", "grant").await.unwrap();
    body.map(|body| serde_json::from_str(&body).unwrap())
}

async fn ask(site: &TestSite, cookie: &str, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Response<Body> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, kind);
    site.send(request.body(Body::from(body)).unwrap()).await
}

async fn page(site: &TestSite, cookie: &str, path: &str) -> String {
    let response = ask(site, cookie, "GET", path, "text/plain", Vec::new()).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    text(response).await
}

/// A multipart body: fields in their order, then files (field, name, bytes).
fn multipart(fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    for (field, name, bytes) in files {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

async fn post(site: &TestSite, cookie: &str, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Response<Body> {
    ask(site, cookie, "POST", path, "multipart/form-data; boundary=x", multipart(fields, files)).await
}

fn location(response: &Response<Body>) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

/// The value of a hidden field, as it is written in the page.
fn hidden(page: &str, name: &str) -> String {
    let rest = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    let value = rest.split_once('"').unwrap().0;
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The value of a field, if it is in the page.
fn field_of(page: &str, name: &str) -> Option<String> {
    let field = page.split("<input").find(|field| field.contains(&format!("name=\"{name}\"")))?;
    field.split_once("value=\"")?.1.split_once('"').map(|(value, _)| value.to_owned())
}

async fn put(site: &TestSite, bytes: &[u8], name: &str, range: Option<String>) -> Response<Body> {
    let mut request = Request::put(format!("/api/v1/blobs/{name}")).header(header::HOST, "test.localhost");
    if let Some(range) = range {
        request = request.header(header::CONTENT_RANGE, range);
    }
    site.send(request.body(Body::from(bytes.to_vec())).unwrap()).await
}

fn offset(response: &Response<Body>) -> &str {
    response.headers()["upload-offset"].to_str().unwrap()
}

story!(
    /// An open form for everybody is in the feed with its questions; a closed one leaves a tombstone; one for staff never was there.
    open_forms_are_in_the_feed,
    site,
    {
        published(&site).await;
        let found = record(&site).await.unwrap();
        assert_eq!((found.version.as_str(), found.title.as_str(), found.definition), ("1", "助成金の申請", definition("1")));
        let close = command(FormCommand::SetOpen { form_id: "grant".into(), open: false });
        assert_eq!(site.run(&close).await.status, ReceiptStatus::Done);
        let feed = feed::page(&site.site.db, "e", &Scope::Public, 0, 100).await.unwrap();
        assert_eq!(feed.records.iter().map(|record| record.body.is_none()).collect::<Vec<_>>(), [true]);
        let for_staff = Settings { audience: Audience::Staff, ..Settings::default() };
        assert_eq!(site.run(&command(FormCommand::SetOpen { form_id: "grant".into(), open: true })).await.status, ReceiptStatus::Done);
        assert!(record(&site).await.is_some());
        let configure = command(FormCommand::Configure { form_id: "grant".into(), settings: for_staff });
        assert_eq!(site.run(&configure).await.status, ReceiptStatus::Done);
        assert!(record(&site).await.is_none());
        assert_eq!(codes(&anonymous(&site, &send(&[("who", "a")])).await), [":form_for_staff"]);
    }
);

story!(
    /// A form for people who are signed in, or for registered groups, is read by everybody and sent by those alone; whoever lost the right
    /// sends nothing, and staff enter what came on paper.
    forms_for_those_who_are_signed_in,
    site,
    {
        let for_whom = |audience| command(FormCommand::Configure { form_id: "grant".into(), settings: Settings { audience, ..Settings::default() } });
        let send_as = |actor: Actor| {
            let site = &site;
            async move { codes(&execute(&site.site, &actor, &send(&[("who", "a")]), NOW).await) }
        };
        published(&site).await;
        assert_eq!(site.run(&for_whom(Audience::Residents)).await.status, ReceiptStatus::Done);
        assert_eq!(record(&site).await.unwrap().settings.audience, Audience::Residents, "the form is no secret");
        for actor in [Actor::anonymous(), Actor::kiosk("k1")] {
            assert_eq!(send_as(actor).await, [":form_for_residents"]);
        }
        assert_eq!(send_as(Actor::resident("a1", "花子")).await, Vec::<String>::new());
        let shown = page(&site, "", "/forms/grant").await;
        assert!(shown.contains("/sign-in"), "{shown}");
        let response = ask(&site, "", "GET", "/forms/grant/plain", "text/plain", Vec::new()).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert!(text(response).await.contains("/sign-in"));

        assert_eq!(site.run(&for_whom(Audience::Groups)).await.status, ReceiptStatus::Done);
        let member = |role| Actor { groups: vec![("g1".to_owned(), role)], ..Actor::resident("a1", "花子") };
        let state = async |state: &str| {
            let sql = "INSERT INTO group_registration (group_id, state, class, trust, valid_until, submission_id, merged_into, reminded_ms, rev, changed_ms)
                       VALUES ('g1', $1, '', 'new', '', '', '', 0, 0, 0) ON CONFLICT (group_id) DO UPDATE SET state = EXCLUDED.state";
            let mut tx = site.site.db.begin().await.unwrap();
            tx.run(engawa_server::db::Stmt { name: "REGISTER", sql }, params![state]).await.unwrap();
            tx.commit().await.unwrap();
        };
        assert_eq!(send_as(Actor::anonymous()).await, [":form_for_groups"]);
        assert_eq!(send_as(Actor::resident("a1", "花子")).await, [":form_for_groups"]);
        assert_eq!(send_as(member(GroupRole::Editor)).await, [":form_for_groups"], "nobody registered it");
        state("registered").await;
        assert_eq!(send_as(member(GroupRole::Editor)).await, Vec::<String>::new());
        assert_eq!(send_as(member(GroupRole::Accountant)).await, Vec::<String>::new());
        assert_eq!(send_as(member(GroupRole::Viewer)).await, [":form_for_groups"]);
        state("lapsed").await;
        assert_eq!(send_as(member(GroupRole::Owner)).await, [":form_for_groups"]);
        let mut on_paper = submit(&[("who", "紙の会")]);
        on_paper.provenance = Provenance::Paper;
        let entered = site.run(&command(FormCommand::Submit(Box::new(on_paper)))).await;
        assert_eq!(entered.status, ReceiptStatus::Done, "{entered:?}");
    }
);

story!(
    /// The pages of forms are whole without scripts: the list, one form with its way on; a form that closed says so.
    open_forms_have_pages,
    site,
    {
        assert!(page(&site, "", "/forms").await.contains("There is no open form"));
        let settings = Settings { retention_days: 730, quota: Some(30), ..Settings::default() };
        assert_eq!(site.run(&publish("1", settings)).await.status, ReceiptStatus::Done);
        let list = page(&site, "", "/forms").await;
        assert!(list.contains("href=\"/forms/grant\"") && list.contains("助成金の申請") && list.contains("5 questions (about 2 min)"), "{list}");
        let one = page(&site, "", "/forms/grant").await;
        for part in ["助成金の申請", "href=\"/forms/grant/plain\"", "href=\"/forms/grant/print\"", "計画書", "経費 (1)", "2 years", "30 submissions"] {
            assert!(one.contains(part), "{part} in {one}");
        }
        let (_, sitemap) = site.get("/sitemap.xml").await;
        assert!(sitemap.contains("/forms</loc>") && sitemap.contains("/forms/grant</loc>"), "{sitemap}");
        for path in ["/drafts", "/outbox", "/join"] {
            assert!(page(&site, "", path).await.contains("noindex"), "{path}");
        }
        let close = command(FormCommand::SetOpen { form_id: "grant".into(), open: false });
        assert_eq!(site.run(&close).await.status, ReceiptStatus::Done);
        for path in ["/forms/grant", "/forms/unknown"] {
            let response = ask(&site, "", "GET", path, "text/plain", Vec::new()).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert!(text(response).await.contains("it has closed"), "{path}");
        }
        assert!(!page(&site, "", "/forms").await.contains("/forms/grant"));
    }
);

story!(
    /// A version that was published never changes, and a form that cannot be computed is not published.
    a_version_never_changes,
    site,
    {
        published(&site).await;
        assert_eq!(codes(&site.run(&publish("1", Settings::default())).await), ["version:form_version_exists"]);
        assert_eq!(site.run(&publish("2", Settings::default())).await.status, ReceiptStatus::Done);
        // A draft that was begun with the older version still arrives.
        assert_eq!(anonymous(&site, &send(&[("who", "a")])).await.status, ReceiptStatus::Done);
        let mut broken = definition("3");
        broken.nodes[1].relevant = Some("1 +".into());
        let body = FormCommand::Publish(Box::new(Publish { definition: broken, source: None, settings: Settings::default(), open: true }));
        assert_eq!(site.run(&command(body)).await.status, ReceiptStatus::Rejected);
        assert_eq!(record(&site).await.unwrap().version, "2");
        let (status, body) = site.get("/api/v1/forms/grant/versions/1").await;
        assert_eq!((status, serde_json::from_str::<Definition>(&body).unwrap()), (StatusCode::OK, definition("1")));
        assert_eq!(site.get("/api/v1/forms/grant/versions/9").await.0, StatusCode::NOT_FOUND);
    }
);

story!(
    /// Without an account anybody may send, once; the same id gets the same receipt also after a session began; nothing of it is public.
    a_submission_arrives_once,
    site,
    {
        published(&site).await;
        let sent = send(&[("who", "ひみつの名前"), ("people", "12")]);
        let first = anonymous(&site, &sent).await;
        assert_eq!(first.status, ReceiptStatus::Done, "{first:?}");
        for actor in [Actor::anonymous(), staff()] {
            assert_eq!(execute(&site.site, &actor, &sent, NOW + 5).await, first);
        }
        let mut forged = send(&[("who", "別人")]);
        forged.id.clone_from(&sent.id);
        assert_eq!(codes(&anonymous(&site, &forged).await), ["id:forbidden"]);
        let all = store::inbox(&site.site.db, "grant", &store::Ask::default(), 10, 0).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].id.as_str(), all[0].sender.as_str(), all[0].state), (sent.id.as_str(), "anonymous", SubmissionState::Received));
        for path in ["/api/v1/feed/public", "/api/v1/feed/public?since=1", "/listings"] {
            let (_, body) = site.get(path).await;
            assert!(!body.contains("ひみつの名前") && !body.contains(&sent.id), "{path}");
        }
        assert!(feed::check_audit(&site.site.db).await.unwrap() >= 2);
    }
);

story!(
    /// What the form refuses is refused at the answer, in the form's words where it has some, and nothing is kept.
    refusals_stand_at_the_answer,
    site,
    {
        published(&site).await;
        for (values, expected) in [
            (vec![], "who:answer_required"),
            (vec![("who", "a"), ("people", "many")], "people:answer_type"),
            (vec![("who", "a"), ("people", "13")], "guardian:answer_required"),
        ] {
            let refused = anonymous(&site, &send(&values)).await;
            assert_eq!((refused.status, codes(&refused)), (ReceiptStatus::Rejected, vec![expected.to_owned()]));
        }
        let constrained = anonymous(&site, &send(&[("who", "a"), ("people", "100")])).await;
        assert_eq!((codes(&constrained), constrained.problems[0].message.as_str()), (vec!["people:answer_constraint".to_owned()], "多すぎます"));
        let mut unknown = submit(&[("who", "a")]);
        unknown.version = "9".into();
        assert_eq!(codes(&anonymous(&site, &command(FormCommand::Submit(Box::new(unknown)))).await), ["version:form_version_unknown"]);
        assert!(store::inbox(&site.site.db, "grant", &store::Ask::default(), 10, 0).await.unwrap().is_empty());
    }
);

story!(
    /// Before its time, after it, closed and full: each says so. What staff enter from paper still goes in.
    a_form_takes_nothing_out_of_time,
    site,
    {
        let configure = |settings: Settings| command(FormCommand::Configure { form_id: "grant".into(), settings });
        published(&site).await;
        for (settings, expected) in [
            (Settings { opens_at: Some(NOW + DAY), ..Settings::default() }, ":form_not_yet_open"),
            (Settings { closes_at: Some(NOW), ..Settings::default() }, ":form_over"),
        ] {
            assert_eq!(site.run(&configure(settings)).await.status, ReceiptStatus::Done);
            assert_eq!(codes(&anonymous(&site, &send(&[("who", "a")])).await), [expected]);
        }
        let mut paper = submit(&[("who", "紙の人")]);
        paper.provenance = Provenance::Paper;
        let paper = command(FormCommand::Submit(Box::new(paper)));
        assert_eq!(codes(&anonymous(&site, &paper).await), [":forbidden"]);
        assert_eq!(site.run(&paper).await.status, ReceiptStatus::Done);
        assert_eq!(site.run(&configure(Settings { quota: Some(2), ..Settings::default() })).await.status, ReceiptStatus::Done);
        assert_eq!(anonymous(&site, &send(&[("who", "b")])).await.status, ReceiptStatus::Done);
        assert_eq!(codes(&anonymous(&site, &send(&[("who", "c")])).await), [":form_full"]);
        assert_eq!(site.run(&command(FormCommand::SetOpen { form_id: "grant".into(), open: false })).await.status, ReceiptStatus::Done);
        assert_eq!(codes(&anonymous(&site, &send(&[("who", "d")])).await), [":form_closed"]);
    }
);

story!(
    /// Only staff publish, open, and decide; sending and taking back are for everybody.
    strangers_only_send,
    site,
    {
        published(&site).await;
        for body in [
            FormCommand::SetOpen { form_id: "grant".into(), open: false },
            FormCommand::Configure { form_id: "grant".into(), settings: Settings::default() },
            FormCommand::Review(Box::new(Review { submission: "x".into(), note: "n".into(), ..Review::default() })),
        ] {
            let body = serde_json::to_string(&[command(body)]).unwrap();
            let (_, receipts) = site.post_commands(None, body).await;
            assert_eq!(receipts[0]["problems"][0]["code"], "forbidden");
        }
        let body = serde_json::to_string(&[send(&[("who", "だれか")])]).unwrap();
        let (status, receipts) = site.post_commands(None, body).await;
        assert_eq!((status, &receipts[0]["status"]), (StatusCode::OK, &serde_json::json!("done")), "{receipts}");
        for path in ["/staff/forms", "/staff/forms/grant/submissions", "/staff/forms/grant/export.csv", "/staff/submissions/x"] {
            assert_eq!(site.get(path).await.0, StatusCode::SEE_OTHER, "{path}");
        }
    }
);

story!(
    /// A file arrives in pieces, goes on where it broke off, is checked at its end, and until then the submission waits without a trace.
    files_arrive_in_pieces_before_the_submission,
    site,
    {
        published(&site).await;
        let file: Vec<u8> = [b"%PDF-1.7 ".to_vec(), vec![7; 3_000]].concat();
        let name = sha256_hex(&file);
        let mut with_file = submit(&[("who", "a"), ("plan", &format!("sha256:{name}/計画.pdf"))]);
        with_file.attachments.push(Attachment {
            path: "plan".into(),
            sha256: name.clone(),
            name: "計画.pdf".into(),
            bytes: 3_009,
            media_type: "text/html".into(),
        });
        let sent = command(FormCommand::Submit(Box::new(with_file)));
        let waits = anonymous(&site, &sent).await;
        assert_eq!((waits.status, codes(&waits)), (ReceiptStatus::Retry, vec!["plan:attachment_missing".to_owned()]));

        let head = Request::head(format!("/api/v1/blobs/{name}")).header(header::HOST, "test.localhost").body(Body::empty()).unwrap();
        assert_eq!(offset(&site.send(head).await), "0");
        let first = put(&site, &file[..1_000], &name, Some("bytes 0-999/3009".into())).await;
        assert_eq!((first.status(), offset(&first)), (StatusCode::ACCEPTED, "1000"));
        let gap = put(&site, &file[2_000..], &name, Some("bytes 2000-3008/3009".into())).await;
        assert_eq!((gap.status(), offset(&gap)), (StatusCode::CONFLICT, "1000"));
        let again = put(&site, &file[500..1_500], &name, Some("bytes 500-1499/3009".into())).await;
        assert_eq!(offset(&again), "1500");
        let last = put(&site, &file[1_500..], &name, Some("bytes 1500-3008/3009".into())).await;
        assert_eq!((last.status(), offset(&last)), (StatusCode::OK, "3009"));
        let once_more = put(&site, &file, &name, None).await;
        assert_eq!((once_more.status(), offset(&once_more)), (StatusCode::OK, "3009"));

        assert_eq!(anonymous(&site, &sent).await.status, ReceiptStatus::Done);
        let files = store::files(&site.site.db, &sent.id).await.unwrap();
        assert_eq!((files[0].media_type.as_str(), files[0].bytes, files[0].name.as_str()), ("application/pdf", 3_009, "計画.pdf"));
        for path in [format!("/api/v1/blobs/{name}"), format!("/media/{name}"), format!("/blobs/{name}")] {
            assert_ne!(site.get(&path).await.0, StatusCode::OK, "{path}");
        }
        let cookie = site.cookie().await;
        let response = ask(&site, &cookie, "GET", &format!("/staff/submissions/{}/files/0", sent.id), "text/plain", Vec::new()).await;
        let headers = response.headers();
        assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment;"));
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS].to_str().unwrap(), "nosniff");
        assert_eq!(headers[header::CACHE_CONTROL].to_str().unwrap(), "no-store");
        assert_eq!(axum::body::to_bytes(response.into_body(), 10_000).await.unwrap().to_vec(), file);
    }
);

story!(
    /// The server died between the last byte of a file and its check: whoever asks next has it checked, and nobody waits for ever.
    a_file_whose_last_byte_arrived_before_a_crash_is_made_up_for,
    site,
    {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(FolderStore::new(folder.path()));
        let blobs = Blobs::new(Arc::clone(&store) as Arc<dyn BlobStore>);
        let (whole, other) = (b"%PDF-1.7 whole".to_vec(), b"%PDF-1.7 other".to_vec());
        let name = sha256_hex(&whole);
        for (arrived, is_whole, has) in [(&other, false, 0), (&whole, true, 14)] {
            let piece = Piece { sha256: &name, from: 0, whole: 14, bytes: &arrived[..9] };
            assert_eq!(blobs.take(&site.site.db, &piece, NOW).await.unwrap().has, 9);
            store.append(&name, &arrived[9..]).await.unwrap();
            let progress = blobs.progress(&site.site.db, &name, NOW).await.unwrap();
            assert_eq!((progress.is_whole, progress.has), (is_whole, has));
        }
        assert_eq!(blobs.read(&name).await.unwrap(), Some(whole));
    }
);

story!(
    /// Bytes that are not those of their name, names that are none, and too much are refused, and leave room for the right ones.
    wrong_bytes_are_thrown_away,
    site,
    {
        let name = sha256_hex(b"right");
        assert_eq!(put(&site, b"wrong", &name, None).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(put(&site, b"right", &name, None).await.status(), StatusCode::OK);
        assert_eq!(put(&site, b"x", "..%2Fevil", None).await.status(), StatusCode::BAD_REQUEST);
        assert_eq!(put(&site, b"x", &name.to_uppercase(), None).await.status(), StatusCode::BAD_REQUEST);
        assert_eq!(put(&site, b"x", &sha256_hex(b"x"), Some("bytes 0-0/99999999".into())).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let empty = put(&site, b"", &sha256_hex(b""), None).await;
        assert_eq!((empty.status(), offset(&empty)), (StatusCode::OK, "0"));
    }
);

story!(
    /// The holder of a receipt sees how it stands; anybody else learns nothing, and guessing is slowed down.
    receipts_are_for_their_holders,
    site,
    {
        published(&site).await;
        let sent = send(&[("who", "a")]);
        let number = anonymous(&site, &sent).await.receipt_no.unwrap();
        let secret = receipt::secret_of(&sent.id).unwrap();
        // Its page leads on: whoever sent a form without scripts has no page to go back to.
        let (_, page) = site.get(&format!("/forms/receipts/{number}?secret={secret}")).await;
        for way in ["href=\"/\"", "href=\"/forms\"", "href=\"/drafts\"", "href=\"/outbox\"", "href=\"/forms/"] {
            assert!(page.contains(way), "{way}: {page}");
        }
        let (status, body) = site.get(&format!("/api/v1/receipts/{number}?secret={secret}")).await;
        let standing: receipt::Standing = serde_json::from_str(&body).unwrap();
        assert_eq!((status, standing.state, standing.messages.len()), (StatusCode::OK, SubmissionState::Received, 0));
        let typed = format!("/api/v1/receipts/{}?secret={}", number.to_lowercase().replace('-', ""), secret.to_lowercase());
        assert_eq!(site.get(&typed).await.0, StatusCode::OK);
        for wrong in ["0000-0000-0000-0000", "", &secret[..18]] {
            assert_eq!(site.get(&format!("/api/v1/receipts/{number}?secret={wrong}")).await.0, StatusCode::NOT_FOUND);
        }
        assert_eq!(site.get(&format!("/api/v1/receipts/AAAA-AAAA?secret={secret}")).await.0, StatusCode::NOT_FOUND);
        for _ in 0..5 {
            site.get(&format!("/api/v1/receipts/{number}?secret=guess")).await;
        }
        assert_eq!(site.get(&format!("/api/v1/receipts/{number}?secret={secret}")).await.0, StatusCode::TOO_MANY_REQUESTS);
    }
);

story!(
    /// The digest on a receipt is that of what was sent, however often it was sent; its holder, the desk and the slip say the same.
    a_receipt_says_the_digest_of_what_was_sent,
    site,
    {
        published(&site).await;
        let sent = send(&[("who", "a")]);
        let number = anonymous(&site, &sent).await.receipt_no.unwrap();
        let secret = receipt::secret_of(&sent.id).unwrap();
        let expected = sha256_hex(&serde_json::to_vec(&sent).unwrap());
        for _ in 0..2 {
            let (_, body) = site.get(&format!("/api/v1/receipts/{number}?secret={secret}")).await;
            let standing: receipt::Standing = serde_json::from_str(&body).unwrap();
            assert_eq!(standing.content_sha256, expected);
            assert_eq!(anonymous(&site, &sent).await.receipt_no.as_deref(), Some(number.as_str()), "the same once more");
        }
        let short = receipt::short_digest(&expected);
        let cookie = site.cookie().await;
        for (cookie, path) in [
            ("", format!("/forms/receipts/{number}?secret={secret}")),
            (cookie.as_str(), format!("/staff/submissions/{}", sent.id)),
            (cookie.as_str(), format!("/staff/submissions/{}/slip", sent.id)),
        ] {
            let drawn = page(&site, cookie, &path).await;
            assert!(drawn.contains(&short) && drawn.contains(&expected), "{path}: {drawn}");
        }

        // What differs in one letter has another digest, and does not get the receipt of the first.
        let other = Command { body: send(&[("who", "b")]).body, ..sent.clone() };
        assert_ne!(sha256_hex(&serde_json::to_vec(&other).unwrap()), expected);
        assert_eq!(codes(&anonymous(&site, &other).await), ["id:forbidden"]);
        assert_eq!(store::content_sha256(&site.site.db, &sent.id).await.unwrap(), expected);
    }
);

story!(
    /// What staff decide reaches the sender; what they note does not; what changed meanwhile is a conflict.
    decisions_reach_the_sender,
    site,
    {
        published(&site).await;
        let sent = send(&[("who", "a")]);
        let number = anonymous(&site, &sent).await.receipt_no.unwrap();
        let review = |state, message: &str, note: &str| {
            let review = Review { submission: sent.id.clone(), state, message: message.into(), note: note.into(), assignee: None };
            command(FormCommand::Review(Box::new(review)))
        };
        assert_eq!(codes(&site.run(&review(Some(SubmissionState::SentBack), "", "")).await), ["message:required"]);
        let first = site.run(&review(Some(SubmissionState::SentBack), "予算書を付けてください", "内緒のメモ")).await;
        assert_eq!(first.status, ReceiptStatus::Done, "{first:?}");
        let mut stale = review(Some(SubmissionState::Accepted), "", "");
        stale.base_rev = Some(first.rev.unwrap() - 1);
        assert_eq!(site.run(&stale).await.status, ReceiptStatus::Conflict);
        let secret = receipt::secret_of(&sent.id).unwrap();
        let (_, body) = site.get(&format!("/api/v1/receipts/{number}?secret={secret}")).await;
        assert!(body.contains("予算書を付けてください") && !body.contains("内緒のメモ"), "{body}");

        // The sender corrects it: the new one arrives, the old one is taken back.
        let mut corrected = submit(&[("who", "a"), ("people", "3")]);
        corrected.corrects = Some(Holder { receipt_no: number.clone(), secret: secret.clone() });
        let corrected = command(FormCommand::Submit(Box::new(corrected)));
        assert_eq!(anonymous(&site, &corrected).await.status, ReceiptStatus::Done);
        let old = store::submission(&site.site.db, &sent.id).await.unwrap().unwrap();
        let new = store::submission(&site.site.db, &corrected.id).await.unwrap().unwrap();
        assert_eq!((old.state, new.state, new.corrects.as_str()), (SubmissionState::Withdrawn, SubmissionState::Received, sent.id.as_str()));
        assert_eq!(codes(&site.run(&review(Some(SubmissionState::Accepted), "", "")).await), ["state:bad_state_change"]);
    }
);

story!(
    /// A correction that is refused leaves the first form as it was.
    a_refused_correction_changes_nothing,
    site,
    {
        published(&site).await;
        let sent = send(&[("who", "a")]);
        let number = anonymous(&site, &sent).await.receipt_no.unwrap();
        let closed = Settings { closes_at: Some(NOW), ..Settings::default() };
        site.run(&command(FormCommand::Configure { form_id: "grant".into(), settings: closed })).await;
        let correct = |who: &str| {
            let mut corrected = submit(&[("who", who)]);
            corrected.corrects = Some(Holder { receipt_no: number.clone(), secret: receipt::secret_of(&sent.id).unwrap() });
            command(FormCommand::Submit(Box::new(corrected)))
        };
        assert_eq!(codes(&anonymous(&site, &correct("b")).await), ["corrects:correction_not_asked"], "nobody asked for it");
        assert_eq!(store::submission(&site.site.db, &sent.id).await.unwrap().unwrap().state, SubmissionState::Received);
        let back = Review { submission: sent.id.clone(), state: Some(SubmissionState::SentBack), message: "予算書を".into(), ..Review::default() };
        assert_eq!(site.run(&command(FormCommand::Review(Box::new(back)))).await.status, ReceiptStatus::Done);
        assert_eq!(codes(&anonymous(&site, &correct("")).await), ["who:answer_required"]);
        assert_eq!(store::submission(&site.site.db, &sent.id).await.unwrap().unwrap().state, SubmissionState::SentBack);
        // The desk asked for it, so the form is open for it, also after its last day; and once.
        let done = correct("b");
        assert_eq!(anonymous(&site, &done).await.status, ReceiptStatus::Done);
        assert_eq!(anonymous(&site, &done).await.status, ReceiptStatus::Done, "it comes once more");
        assert_eq!(codes(&anonymous(&site, &correct("c")).await), ["corrects:correction_not_asked"]);
    }
);

story!(
    /// A photo that comes without scripts is kept without what the camera noted in it; one that is damaged is not kept.
    photos_lose_their_notes_on_the_server,
    site,
    {
        published(&site).await;
        let first = page(&site, "", "/forms/grant/plain").await;
        let carried = |page: &str| {
            let raw = page.split("name=\"carried\" value=\"").nth(1).unwrap().split('"').next().unwrap();
            raw.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        };
        let note = b"Exif\0\0GPS 35.6895N 139.6917E";
        let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
        let picture: &[u8] = &[0xFF, 0xDB, 0, 3, 1, 0xFF, 0xDA, 0, 3, 0, 7, 7, 7, 0xFF, 0xD9];
        let photo = [&[0xFF, 0xD8, 0xFF, 0xE1][..], &length, note, picture].concat();
        let path = "/forms/grant/plain";
        let kind = "multipart/form-data; boundary=x";
        // On to the page that asks for the file.
        let mut drawn = first;
        for _ in 0..6 {
            if drawn.contains("name=\"f:plan\"") {
                break;
            }
            let state = carried(&drawn);
            let fields = [("carried", state.as_str()), ("a:who", "写真の会"), ("go", "next")];
            drawn = text(ask(&site, "", "POST", path, kind, multipart(&fields, &[])).await).await;
        }
        assert!(drawn.contains("name=\"f:plan\""), "{drawn}");
        for round in 0..2 {
            let state = carried(&drawn);
            let fields = [("carried", state.as_str()), ("a:who", "写真の会"), ("go", "next")];
            let bytes: &[u8] = if round == 0 { b"\xFF\xD8\xFF damaged" } else { &photo };
            let response = ask(&site, "", "POST", path, kind, multipart(&fields, &[("f:plan", "a.jpg", bytes)])).await;
            assert_eq!(response.status().is_success(), round == 1, "{round}");
            drawn = text(response).await;
        }
        let state = carried(&drawn);
        let kept = state.split("sha256:").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let bytes = site.site.blobs.read(&kept).await.unwrap().unwrap();
        assert_eq!(bytes, [&[0xFF, 0xD8][..], picture].concat());

        // Films and pictures in boxes say no longer where they were taken, and are as long as before; a WebP loses the chunk that says so.
        let within = |kind: &[u8], body: &[u8]| [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, body].concat();
        let place = b"+35.6895+139.6917/";
        let film = [within(b"ftyp", b"isom\0\0\0\0"), within(b"moov", &within(b"udta", &within(b"\xA9xyz", place)))].concat();
        let items = within(b"iinf", &[&[0_u8, 0, 0, 0, 0, 1][..], &within(b"infe", b"\x02\0\0\0\0\x01\0\0Exif\0")].concat());
        let lies = within(b"iloc", &[0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 24, 0, 0, 0, 18]);
        let heic = [within(b"ftyp", b"heix\0\0\0\0"), within(b"mdat", place), within(b"meta", &[&[0_u8; 4][..], &items, &lies].concat())].concat();
        let webp = b"RIFF\x2A\0\0\0WEBPVP8L\x04\0\0\0pictEXIF\x12\0\0\0+35.6895+139.6917/".to_vec();
        for (name, noted, length) in [("a.mp4", &film, film.len()), ("a.heic", &heic, heic.len()), ("a.webp", &webp, webp.len() - 26)] {
            let fields = [("carried", state.as_str()), ("a:who", "写真の会"), ("go", "next")];
            let drawn = text(ask(&site, "", "POST", path, kind, multipart(&fields, &[("f:plan", name, noted)])).await).await;
            let kept = carried(&drawn).split("sha256:").nth(1).unwrap().split('/').next().unwrap().to_owned();
            let bytes = site.site.blobs.read(&kept).await.unwrap().unwrap();
            assert_eq!(bytes.len(), length, "{name}");
            assert!(bytes.get(8..12) == noted.get(8..12) && !bytes.windows(7).any(|part| part == b"35.6895"), "{name} {bytes:?}");
        }
    }
);

story!(
    /// Whoever leads the desk deletes a submission at once or keeps it until another day, with a reason that the log keeps; nobody else does.
    one_submission_is_deleted_or_kept_longer,
    site,
    {
        published(&site).await;
        let file = b"%PDF-1.7 wrong upload";
        let plan = site.site.blobs.take_whole(&site.site.db, file, NOW).await.unwrap();
        let mut wrong = submit(&[("who", "まちがい"), ("plan", &format!("sha256:{plan}/a.pdf"))]);
        let bytes = u64::try_from(file.len()).unwrap();
        wrong.attachments = vec![Attachment { path: "plan".into(), sha256: plan.clone(), name: "a.pdf".into(), bytes, media_type: String::new() }];
        let wrong = command(FormCommand::Submit(Box::new(wrong)));
        let number = anonymous(&site, &wrong).await.receipt_no.unwrap();
        let other = send(&[("who", "のこる")]);
        anonymous(&site, &other).await;
        let lead = Actor { desks: vec![("main".to_owned(), DeskRole::Lead)], ..staff() };
        let erase = |reason: &str| command(FormCommand::Erase { submission: wrong.id.clone(), reason: reason.to_owned() });
        let keep = |until: &str| {
            let until = until.parse().unwrap();
            command(FormCommand::Keep { submission: wrong.id.clone(), until, reason: "係争中".to_owned() })
        };
        assert_eq!(codes(&site.run(&erase("誤送信")).await), [":forbidden"], "staff who do not lead");
        assert_eq!(codes(&anonymous(&site, &erase("誤送信")).await), [":forbidden"]);
        for until in ["2020-01-01", "2999-01-01"] {
            assert_eq!(codes(&execute(&site.site, &lead, &keep(until), NOW).await), ["until:out_of_range"], "{until}");
        }
        assert_eq!(execute(&site.site, &lead, &keep("2040-03-31"), NOW).await.status, ReceiptStatus::Done);
        let kept = store::submission(&site.site.db, &wrong.id).await.unwrap().unwrap();
        assert_eq!(engawa_core::time::jst_date(kept.delete_at).to_string(), "2040-03-31");
        tidy::tidy(&site.site, NOW + 3_000 * DAY).await.unwrap();
        assert!(store::submission(&site.site.db, &wrong.id).await.unwrap().is_some(), "it outlives the form's time");
        assert!(store::submission(&site.site.db, &other.id).await.unwrap().is_none());

        assert_eq!(codes(&execute(&site.site, &lead, &erase(" "), NOW).await), ["reason:required"]);
        assert_eq!(execute(&site.site, &lead, &erase("誤送信"), NOW).await.status, ReceiptStatus::Done);
        assert!(store::submission(&site.site.db, &wrong.id).await.unwrap().is_none());
        assert!(store::events(&site.site.db, &wrong.id).await.unwrap().is_empty());
        let secret = receipt::secret_of(&wrong.id).unwrap();
        assert_eq!(site.get(&format!("/api/v1/receipts/{number}?secret={secret}")).await.0, StatusCode::NOT_FOUND);
        tidy::tidy(&site.site, NOW).await.unwrap();
        assert_eq!(site.site.blobs.read(&plan).await.unwrap(), None, "its file goes with the next tidying");
        let sql = "SELECT about, detail FROM audit WHERE verb = 'submission.erase' AND about <> ''";
        let rows = site.site.db.all::<(String, String)>(engawa_server::db::Stmt { name: "LOG", sql }, params![]).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert!(rows[0].0.contains(&number) && rows[0].1.contains("誤送信") && !rows[0].1.contains("まちがい"), "{rows:?}");
        assert_eq!(codes(&execute(&site.site, &lead, &erase("もう一度"), NOW).await), ["submission:not_found"]);
    }
);

story!(
    /// Any two versions are compared; one that is not there is not.
    any_two_versions_are_compared,
    site,
    {
        for version in ["1", "2", "3"] {
            let mut publish = publish(version, Settings::default());
            if let CommandBody::Forms(FormCommand::Publish(it)) = &mut publish.body
                && version == "3"
            {
                it.definition.title = "別の名前".into();
            }
            assert_eq!(site.run(&publish).await.status, ReceiptStatus::Done);
        }
        let cookie = site.cookie().await;
        let compared = |page: &str| page.split("id=\"compare\"").nth(1).unwrap_or_default().split("</section>").next().unwrap_or_default().to_owned();
        let same = compared(&page(&site, &cookie, "/staff/forms/grant?from=1&to=2").await);
        assert!(same.contains("What changed from 1 to 2") && same.contains("Nothing changed."), "{same}");
        let other = compared(&page(&site, &cookie, "/staff/forms/grant?from=1&to=3").await);
        assert!(other.contains("What changed from 1 to 3") && !other.contains("Nothing changed."), "{other}");
        let none = compared(&page(&site, &cookie, "/staff/forms/grant?from=1&to=9").await);
        assert!(!none.is_empty() && !none.contains("What changed from"), "{none}");
    }
);

story!(
    /// Up to eight words narrow the inbox; what is more is said.
    words_narrow_the_inbox,
    site,
    {
        published(&site).await;
        anonymous(&site, &send(&[("who", "one two three four five six seven eight nine")])).await;
        let cookie = site.cookie().await;
        let inbox = "/staff/forms/grant/submissions";
        let eight = "one+two+three+four+five+six+seven+eight";
        let has = |page: &str| page.contains("/staff/submissions/0");
        assert!(has(&page(&site, &cookie, &format!("{inbox}?q={eight}")).await));
        assert!(!has(&page(&site, &cookie, &format!("{inbox}?q={}", eight.replace("eight", "zero"))).await), "the eighth counts");
        let more = page(&site, &cookie, &format!("{inbox}?q={eight}+zero")).await;
        assert!(has(&more) && more.contains("Not looked for: zero"), "{more}");
    }
);

story!(
    /// A form that asks for the account's name gets the one of whoever sends it, whatever the device says; without an account it is blank.
    the_name_of_the_account_is_the_servers_word,
    site,
    {
        let workbook = markdown::read(
            "| survey | | | |
             | | type | name | label |
             | | username | by | |
             | | text | who | お名前 |
             | settings | | | |
             | | form_id | version | form_title |
             | | named | 1 | 名前の様式 |",
        );
        let definition = xlsform::read(&workbook).unwrap().definition;
        let publish = Publish { definition, source: None, settings: Settings::default(), open: true };
        assert_eq!(site.run(&command(FormCommand::Publish(Box::new(publish)))).await.status, ReceiptStatus::Done);
        let send = |provenance| {
            let mut sent = submit(&[("by", "にせの名前"), ("who", "a")]);
            sent.form_id = "named".into();
            sent.answers.rows.clear();
            sent.provenance = provenance;
            command(FormCommand::Submit(Box::new(sent)))
        };
        for (actor, provenance, expected) in [
            (Actor::resident("a1", "花子"), Provenance::Web, Some("花子")),
            (Actor::anonymous(), Provenance::Web, None),
            (staff(), Provenance::Paper, None),
        ] {
            let sent = send(provenance);
            let receipt = execute(&site.site, &actor, &sent, NOW).await;
            assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
            let answers = store::answers(&site.site.db, &sent.id).await.unwrap();
            assert_eq!(answers.values.get(&AnswerPath("by".into())).map(String::as_str), expected, "{provenance:?}");
        }
    }
);

/// Sends a form in and has it sent back. The command and the receipt's two numbers.
async fn sent_back(site: &TestSite, values: &[(&str, &str)]) -> (Command, String, String) {
    let sent = send(values);
    let number = anonymous(site, &sent).await.receipt_no.unwrap();
    let back =
        Review {
            submission: sent.id.clone(), state: Some(SubmissionState::SentBack), message: "人数を教えてください".into(), ..Review::default()
        };
    assert_eq!(site.run(&command(FormCommand::Review(Box::new(back)))).await.status, ReceiptStatus::Done);
    let secret = receipt::secret_of(&sent.id).unwrap();
    (sent, number, secret)
}

story!(
    /// Without scripts: the page of the receipt opens the form with what was sent, and sending it takes the place of the earlier one. The desk
    /// sees what became different.
    what_came_back_is_corrected_without_scripts,
    site,
    {
        published(&site).await;
        let (sent, number, secret) = sent_back(&site, &[("who", "みどりの会")]).await;
        let receipt_page = page(&site, "", &format!("/forms/receipts/{number}?secret={secret}")).await;
        assert!(receipt_page.contains(&format!("/forms/receipts/{number}/correct")) && receipt_page.contains("人数を教えてください"), "{receipt_page}");
        let correct = |secret: String| {
            let (site, path) = (&site, format!("/forms/receipts/{number}/correct"));
            async move { ask(site, "", "POST", &path, "application/x-www-form-urlencoded", format!("secret={secret}").into_bytes()).await }
        };
        assert_eq!(correct("0000-0000-0000-0000".into()).await.status(), StatusCode::NOT_FOUND);
        let response = correct(secret.clone()).await;
        assert_eq!(response.status(), StatusCode::OK);
        let form = text(response).await;
        assert!(form.contains("みどりの会") && form.contains(&number), "{form}");
        let carried = form.split("name=\"carried\" value=\"").nth(1).unwrap().split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&");
        let fields = [("carried", carried.as_str()), ("a:who", "みどりの会"), ("a:people", "12"), ("go", "send")];
        let response = ask(&site, "", "POST", "/forms/grant/plain", "multipart/form-data; boundary=x", multipart(&fields, &[])).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let old = store::submission(&site.site.db, &sent.id).await.unwrap().unwrap();
        assert_eq!(old.state, SubmissionState::Withdrawn);
        let all = store::inbox(&site.site.db, "grant", &store::Ask::default(), 10, 0).await.unwrap();
        let new = all.iter().find(|it| it.corrects == sent.id).unwrap();
        // The earlier one says by what it was replaced, to its sender and at the desk; the new one says what is different.
        let receipt_page = page(&site, "", &format!("/forms/receipts/{number}?secret={secret}")).await;
        assert!(receipt_page.contains(&new.receipt_no) && !receipt_page.contains("/correct"), "{receipt_page}");
        let cookie = site.cookie().await;
        let before = page(&site, &cookie, &format!("/staff/submissions/{}", sent.id)).await;
        assert!(before.contains(&format!("/staff/submissions/{}", new.id)), "{before}");
        let after = page(&site, &cookie, &format!("/staff/submissions/{}", new.id)).await;
        let changed = after.split("id=\"changed\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(changed.contains("人数") && changed.contains("12") && !changed.contains("みどりの会"), "{changed}");
        // What was corrected is not corrected once more.
        assert_eq!(correct(secret).await.status(), StatusCode::CONFLICT);
    }
);

story!(
    /// An account corrects what it has without showing a secret; another account does not.
    an_account_corrects_its_own,
    site,
    {
        published(&site).await;
        let owner = Actor::resident("a1", "花子");
        let sent = send(&[("who", "a")]);
        let number = execute(&site.site, &owner, &sent, NOW).await.receipt_no.unwrap();
        let back = Review { submission: sent.id.clone(), state: Some(SubmissionState::SentBack), message: "予算書を".into(), ..Review::default() };
        site.run(&command(FormCommand::Review(Box::new(back)))).await;
        let correct = || {
            let mut corrected = submit(&[("who", "b")]);
            corrected.corrects = Some(Holder { receipt_no: number.clone(), secret: String::new() });
            command(FormCommand::Submit(Box::new(corrected)))
        };
        for actor in [Actor::anonymous(), Actor::resident("a2", "次郎")] {
            assert_eq!(codes(&execute(&site.site, &actor, &correct(), NOW).await), ["corrects:receipt_unknown"]);
        }
        assert_eq!(execute(&site.site, &owner, &correct(), NOW).await.status, ReceiptStatus::Done);
    }
);

story!(
    /// A question is answered in words: the desk reads it, the log has it, and nobody fills the desk's history.
    a_question_is_answered,
    site,
    {
        published(&site).await;
        let (sent, number, secret) = sent_back(&site, &[("who", "a")]).await;
        let reply = |secret: &str, text: &str| {
            let holder = Holder { receipt_no: number.clone(), secret: secret.to_owned() };
            command(FormCommand::Reply { holder, text: text.to_owned() })
        };
        assert_eq!(codes(&anonymous(&site, &reply("0000-0000-0000-0000", "x")).await), ["receipt_no:receipt_unknown"]);
        assert_eq!(codes(&anonymous(&site, &reply(&secret, " ")).await), ["text:required"]);
        assert_eq!(codes(&anonymous(&site, &reply(&secret, &"長".repeat(4_001))).await), ["text:too_long"]);
        for number in 0..5 {
            let said = reply(&secret, &format!("十二人です {number}"));
            assert_eq!(anonymous(&site, &said).await.status, ReceiptStatus::Done);
        }
        assert_eq!(codes(&anonymous(&site, &reply(&secret, "六つ目")).await), [":reply_too_many"]);
        let it = store::submission(&site.site.db, &sent.id).await.unwrap().unwrap();
        assert_eq!(it.state, SubmissionState::SentBack, "it is still to be corrected");
        let cookie = site.cookie().await;
        let desk = page(&site, &cookie, &format!("/staff/submissions/{}", sent.id)).await;
        assert!(desk.contains("十二人です 0") && !desk.contains("六つ目"), "{desk}");
        let (rows,): (i64,) = {
            let count = engawa_server::db::Stmt { name: "COUNT", sql: "SELECT COUNT(*) FROM audit WHERE verb = $1" };
            site.site.db.first(count, params!["submission.reply"]).await.unwrap().unwrap()
        };
        assert_eq!(rows, 5);
    }
);

story!(
    /// Whoever holds the receipt may take back what they sent, once; nobody else.
    the_holder_takes_it_back,
    site,
    {
        published(&site).await;
        let sent = send(&[("who", "a")]);
        let number = anonymous(&site, &sent).await.receipt_no.unwrap();
        let withdraw = |secret: String| {
            command(FormCommand::Withdraw { holder: Holder { receipt_no: number.clone(), secret }, reason: "都合により".into() })
        };
        assert_eq!(codes(&anonymous(&site, &withdraw("0000-0000-0000-0000".into())).await), ["receipt_no:receipt_unknown"]);
        let secret = receipt::secret_of(&sent.id).unwrap();
        assert_eq!(anonymous(&site, &withdraw(secret.clone())).await.status, ReceiptStatus::Done);
        assert_eq!(codes(&anonymous(&site, &withdraw(secret)).await), ["state:bad_state_change"]);
        let events = store::events(&site.site.db, &sent.id).await.unwrap();
        assert_eq!(events.iter().map(|event| (event.to, event.note.as_str())).collect::<Vec<_>>(), [
            (SubmissionState::Received, ""),
            (SubmissionState::Withdrawn, "都合により")
        ]);
    }
);

story!(
    /// The inbox finds folded words and receipt numbers, moves many on, exports without formulas, and every look is in the audit log.
    staff_find_move_and_export,
    site,
    {
        published(&site).await;
        let mut sent = Vec::new();
        for who in ["えんがわの会", "=HYPERLINK(\"http://evil\")", "<script>alert(1)</script>"] {
            let command = send(&[("who", who), ("people", "5")]);
            sent.push((command.id.clone(), anonymous(&site, &command).await.receipt_no.unwrap()));
        }
        let cookie = site.cookie().await;
        let inbox = "/staff/forms/grant/submissions";
        let found = page(&site, &cookie, &format!("{inbox}?q=%E3%82%A8%E3%83%B3%E3%82%AC%E3%83%AF")).await;
        assert!(found.contains(&sent[0].1) && !found.contains(&sent[1].1), "{found}");
        let by_number = page(&site, &cookie, &format!("{inbox}?q={}", sent[1].1.to_lowercase())).await;
        assert!(by_number.contains(&sent[1].0) && !by_number.contains(&sent[0].0), "{by_number}");

        let detail = page(&site, &cookie, &format!("/staff/submissions/{}", sent[2].0)).await;
        assert!(detail.contains("&lt;script&gt;") && !detail.contains("<script>alert"), "{detail}");

        let listed = page(&site, &cookie, inbox).await;
        let body = format!("command={}&state=&id={}&id={}&to=in_review&message=&note=", hidden(&listed, "command"), sent[0].0, sent[1].0);
        let done = ask(&site, &cookie, "POST", inbox, "application/x-www-form-urlencoded", body.into_bytes()).await;
        assert_eq!(location(&done), format!("{inbox}?state=&done=2"));
        let states: Vec<SubmissionState> = {
            let ask = store::Ask { state: Some(SubmissionState::InReview), ..store::Ask::default() };
            store::inbox(&site.site.db, "grant", &ask, 10, 0).await.unwrap().iter().map(|it| it.state).collect()
        };
        assert_eq!(states.len(), 2);

        let csv = page(&site, &cookie, "/staff/forms/grant/export.csv?state=in_review").await;
        assert!(csv.starts_with('\u{feff}') && csv.contains("\"'=HYPERLINK"), "{csv}");
        assert_eq!(csv.lines().count(), 3);
        let xlsx = ask(&site, &cookie, "GET", "/staff/forms/grant/export.xlsx", "text/plain", Vec::new()).await;
        let bytes = axum::body::to_bytes(xlsx.into_body(), 1_000_000).await.unwrap();
        assert!(bytes.starts_with(b"PK"));

        let rows = site.site.db.all::<(i64, i64, String, String, String, String)>(feed::sql::RECENT_AUDIT, params![100_i64]).await.unwrap();
        for verb in ["submission.list", "submission.view", "submission.export", "submission.review", "submission.submit", "form.publish"] {
            assert!(rows.iter().any(|row| row.3 == verb), "{verb}");
        }
        feed::check_audit(&site.site.db).await.unwrap();
    }
);

story!(
    /// Without scripts: page by page, mistakes at their questions, rows, a file, and a receipt; sent twice it arrives once.
    a_form_goes_through_without_scripts,
    site,
    {
        published(&site).await;
        let path = "/forms/grant/plain";
        let first = page(&site, "", path).await;
        assert!(first.contains("お名前") && !first.contains("<script"), "{first}");
        let carried = hidden(&first, "carried");
        let refused = post(&site, "", path, &[("carried", &carried), ("a:who", ""), ("a:people", "多い"), ("go", "next")], &[]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let refused = text(refused).await;
        assert!(refused.contains("Please answer this question.") && refused.contains("value=\"多い\""), "{refused}");
        let second = post(&site, "", path, &[("carried", &hidden(&refused, "carried")), ("a:who", "会"), ("a:people", "１２"), ("go", "next")], &[]).await;
        let second = text(second).await;
        assert!(second.contains("name=\"a:cost[1]/yen\""), "{second}");
        let added = post(&site, "", path, &[("carried", &hidden(&second, "carried")), ("a:cost[1]/yen", "500"), ("go", "add:cost")], &[]).await;
        let added = text(added).await;
        assert!(added.contains("value=\"500\"") && added.contains("name=\"a:cost[2]/yen\""), "{added}");
        let fields = [("carried", hidden(&added, "carried")), ("a:cost[1]/yen", "500".into()), ("a:cost[2]/yen", "1,000".into()), ("go", "next".into())];
        let fields = fields.each_ref().map(|(name, value): &(&str, String)| (*name, value.as_str()));
        let third = text(post(&site, "", path, &fields, &[]).await).await;
        let carried = hidden(&third, "carried");
        let fields = [("carried", carried.as_str()), ("go", "send")];
        let files: [(&str, &str, &[u8]); 1] = [("f:plan", "plan.pdf", b"%PDF-1.7")];
        let sent = location(&post(&site, "", path, &fields, &files).await);
        assert_eq!(location(&post(&site, "", path, &fields, &files).await), sent, "the button was pressed twice");
        assert!(page(&site, "", &sent).await.contains("It arrived."));
        let all = store::inbox(&site.site.db, "grant", &store::Ask::default(), 10, 0).await.unwrap();
        assert_eq!(all.len(), 1);
        let answers = store::answers(&site.site.db, &all[0].id).await.unwrap();
        let value = |path: &str| answers.values.get(&AnswerPath(path.into())).cloned().unwrap_or_default();
        assert_eq!((value("who"), value("people"), value("cost[2]/yen")), ("会".into(), "12".into(), "1000".into()));
        assert_eq!(store::files(&site.site.db, &all[0].id).await.unwrap().len(), 1);
    }
);

story!(
    /// Staff upload a workbook: mistakes by cell, then a preview, then it is published as it was seen, and its file can be had again.
    a_workbook_becomes_a_form,
    site,
    {
        let book = |kind: &str| {
            let mut book = rust_xlsxwriter::Workbook::new();
            let survey = book.add_worksheet();
            survey.set_name("survey").unwrap();
            for (row, cells) in (0_u32..).zip([["type", "name", "label"], [kind, "who", "お名前"]]) {
                for (column, cell) in (0_u16..).zip(cells) {
                    survey.write_string(row, column, cell).unwrap();
                }
            }
            let settings = book.add_worksheet();
            settings.set_name("settings").unwrap();
            for (row, cells) in (0_u32..).zip([["form_id", "form_title"], ["join", "入会の届出"]]) {
                for (column, cell) in (0_u16..).zip(cells) {
                    settings.write_string(row, column, cell).unwrap();
                }
            }
            book.save_to_buffer().unwrap()
        };
        let cookie = site.cookie().await;
        let wrong = post(&site, &cookie, "/staff/forms/new", &[], &[("workbook", "join.xlsx", &book("txet"))]).await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = text(wrong).await;
        assert!(wrong.contains("survey!A2") && wrong.contains("There is no type txet."), "{wrong}");
        let good = book("text");
        let preview = text(post(&site, &cookie, "/staff/forms/new", &[], &[("workbook", "join.xlsx", &good)]).await).await;
        assert!(preview.contains("お名前") && preview.contains("name=\"version\""), "{preview}");
        assert!(store::form(&site.site.db, "join").await.unwrap().is_none());
        let fields = [
            ("file", "join.xlsx".to_owned()),
            ("sha256", hidden(&preview, "sha256")),
            ("command", hidden(&preview, "command")),
            ("form_id", "join".to_owned()),
            ("version", "2026.1".to_owned()),
            ("retention_days", "30".to_owned()),
            ("audience", "anyone".to_owned()),
            ("open", "1".to_owned()),
        ];
        let body = fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let done = ask(&site, &cookie, "POST", "/staff/forms/publish", "application/x-www-form-urlencoded", body.into_bytes()).await;
        assert!(location(&done).starts_with("/staff/forms/join?done="));
        let form = store::form(&site.site.db, "join").await.unwrap().unwrap();
        assert_eq!((form.version.as_str(), form.open, form.settings.retention_days), ("2026.1", true, 30));
        let shown = page(&site, &cookie, "/staff/forms/join").await;
        assert!(shown.contains("join.xlsx"), "{shown}");
        let again = ask(&site, &cookie, "GET", "/staff/forms/join/versions/2026.1/workbook", "text/plain", Vec::new()).await;
        assert_eq!(axum::body::to_bytes(again.into_body(), 1_000_000).await.unwrap().to_vec(), good);
        assert!(page(&site, &cookie, "/staff/forms").await.contains("入会の届出"));
    }
);

story!(
    /// A question whose choices are in a file beside the workbook: without the file it is not published, with it only they are taken.
    choices_come_from_a_file_beside_the_workbook,
    site,
    {
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, rows) in [
            ("survey", [["type", "name", "label", "required"], ["select_one_from_file towns.csv", "town", "町", "yes"]]),
            ("settings", [["form_id", "form_title", "version", ""], ["towns", "町の様式", "1", ""]]),
        ] {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            for (row, cells) in (0_u32..).zip(rows) {
                for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
        let workbook = book.save_to_buffer().unwrap();
        let cookie = site.cookie().await;
        let csv = "name,label\nmihon,見本町\nrei,例町\n".as_bytes();
        let publish = async |files: &[(&str, &str, &[u8])]| {
            let preview = text(post(&site, &cookie, "/staff/forms/new", &[], files).await).await;
            let said = "file=towns.xlsx&version=1&retention_days=30&audience=anyone&open=1".to_owned();
            let seen = ["sha256", "command", "form_id", "choices"].map(|name| field_of(&preview, name).map(|value| format!("{name}={value}")));
            let body = seen.into_iter().flatten().chain([said]).collect::<Vec<_>>().join("&");
            ask(&site, &cookie, "POST", "/staff/forms/publish", "application/x-www-form-urlencoded", body.into_bytes()).await
        };
        let refused = publish(&[("workbook", "towns.xlsx", workbook.as_slice())]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text(refused).await.contains("towns.csv"));
        assert!(store::form(&site.site.db, "towns").await.unwrap().is_none());
        location(&publish(&[("workbook", "towns.xlsx", workbook.as_slice()), ("choices", "towns.csv", csv)]).await);

        for (town, expected) in [("mihon", ReceiptStatus::Done), ("elsewhere", ReceiptStatus::Rejected)] {
            let mut sent = submit(&[("town", town)]);
            (sent.form_id, sent.version) = ("towns".into(), "1".into());
            sent.answers.rows.clear();
            let receipt = execute(&site.site, &Actor::anonymous(), &command(FormCommand::Submit(Box::new(sent))), NOW).await;
            assert_eq!(receipt.status, expected, "{receipt:?}");
            assert!(receipt.problems.iter().all(|problem| problem.path == "town"), "{receipt:?}");
        }
        assert!(page(&site, &cookie, "/staff/forms/towns/export.csv").await.contains("見本町"), "the word of the file");
    }
);

story!(
    /// Whoever sent it from an account hears of a question and of a decision, and of nothing that only staff read.
    an_account_hears_of_questions_and_decisions,
    site,
    {
        published(&site).await;
        let sent = send(&[("who", "a")]);
        assert_eq!(execute(&site.site, &Actor::resident("a1", "花子"), &sent, NOW).await.status, ReceiptStatus::Done);
        let steps = [
            (None, "", "内緒のメモ", vec![]),
            (None, "人数を教えてください", "", vec!["submission_told"]),
            (Some(SubmissionState::Accepted), "おめでとうございます", "", vec!["submission_decided", "submission_told"]),
        ];
        for (state, message, note, expected) in steps {
            let review = Review { submission: sent.id.clone(), state, message: message.into(), note: note.into(), assignee: None };
            assert_eq!(site.run(&command(FormCommand::Review(Box::new(review)))).await.status, ReceiptStatus::Done);
            let heard = engawa_server::db::Stmt { name: "HEARD", sql: "SELECT code FROM notice WHERE account_id = $1 ORDER BY code" };
            let heard = site.site.db.all::<(String,)>(heard, params!["a1"]).await.unwrap();
            assert_eq!(heard.into_iter().map(|(code,)| code).collect::<Vec<_>>(), expected);
        }
    }
);

story!(
    /// The ready forms can be taken away as workbooks, by staff, and uploading one gives a preview without a mistake.
    ready_forms_are_workbooks,
    site,
    {
        assert_eq!(site.get("/staff/forms/ready").await.0, StatusCode::SEE_OTHER);
        assert_eq!(site.get("/staff/forms/ready/opinion_box.xlsx").await.0, StatusCode::SEE_OTHER);
        let cookie = site.cookie().await;
        let listed = page(&site, &cookie, "/staff/forms/ready").await;
        assert_eq!(listed.matches("href=\"/staff/forms/ready/").count(), 13, "{listed}");
        assert!(listed.contains("市民の意見箱"), "{listed}");
        let saved = ask(&site, &cookie, "GET", "/staff/forms/ready/opinion_box.xlsx", "text/plain", Vec::new()).await;
        assert!(saved.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; filename=\"opinion_box.xlsx\""));
        let workbook = axum::body::to_bytes(saved.into_body(), 1_000_000).await.unwrap().to_vec();
        let preview = post(&site, &cookie, "/staff/forms/new", &[], &[("workbook", "opinion_box.xlsx", &workbook)]).await;
        assert_eq!(preview.status(), StatusCode::OK);
        assert!(text(preview).await.contains("value=\"opinion_box\""));
        let missing = ask(&site, &cookie, "GET", "/staff/forms/ready/other.xlsx", "text/plain", Vec::new()).await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    }
);

story!(
    /// Time ends submissions, files that nobody sent, and forms; what is still wanted stays.
    time_ends_what_was_kept_long_enough,
    site,
    {
        let settings = Settings { retention_days: 10, closes_at: Some(NOW + DAY), ..Settings::default() };
        assert_eq!(site.run(&publish("1", settings)).await.status, ReceiptStatus::Done);
        let file = b"%PDF-1.7".to_vec();
        let name = sha256_hex(&file);
        let idle = sha256_hex(b"nobody sends it");
        for (bytes, name) in [(file.as_slice(), &name), (b"nobody sends it".as_slice(), &idle)] {
            assert_eq!(put(&site, bytes, name, None).await.status(), StatusCode::OK);
        }
        let mut with_file = submit(&[("who", "a"), ("plan", &format!("sha256:{name}/a.pdf"))]);
        let attachment = Attachment { path: "plan".into(), sha256: name.clone(), name: "a.pdf".into(), bytes: 8, media_type: String::new() };
        with_file.attachments.push(attachment);
        let sent = command(FormCommand::Submit(Box::new(with_file)));
        assert_eq!(anonymous(&site, &sent).await.status, ReceiptStatus::Done);

        let blobs = &site.site.blobs;
        // Uploads carry the real time, so what is idle is measured from there.
        let later = engawa_server::clock::now_ms().max(NOW) + 9 * DAY;
        let tidied = tidy::tidy(&site.site, NOW + 2 * DAY).await.unwrap();
        assert_eq!((tidied.forms, tidied.submissions), (1, 0));
        assert!(record(&site).await.is_none(), "a form that is over leaves the feed");
        assert_eq!(tidy::tidy(&site.site, NOW + 11 * DAY).await.unwrap().submissions, 1);
        assert!(store::submission(&site.site.db, &sent.id).await.unwrap().is_none());
        assert!(store::events(&site.site.db, &sent.id).await.unwrap().is_empty());
        tidy::tidy(&site.site, later + 11 * DAY).await.unwrap();
        for name in [&name, &idle] {
            assert!(blobs.read(name).await.unwrap().is_none());
            assert!(!blobs.progress(&site.site.db, name, NOW).await.unwrap().is_whole);
        }
        assert_eq!(tidy::tidy(&site.site, later + 12 * DAY).await.unwrap(), tidy::Tidied::default());
    }
);

story!(
    /// Hostile answers cost little and are refused clearly.
    hostile_answers_are_refused,
    site,
    {
        published(&site).await;
        let mut many = submit(&[("who", "a")]);
        many.answers.rows.insert(AnswerPath("cost".into()), (0..30_000).map(|row| format!("r{row}")).collect());
        let mut deep = submit(&[("who", "a")]);
        deep.answers.values.insert(AnswerPath("cost[a]/".repeat(5_000)), "x".into());
        let mut long = submit(&[("who", "a")]);
        long.answers.values.insert(AnswerPath("people".into()), "9".repeat(1_500_000));
        for (sent, expected) in [(many, ReceiptStatus::Done), (deep, ReceiptStatus::Done), (long, ReceiptStatus::Rejected)] {
            let begun = std::time::Instant::now();
            let receipt = anonymous(&site, &command(FormCommand::Submit(Box::new(sent)))).await;
            assert_eq!(receipt.status, expected, "{:?}", codes(&receipt));
            assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
        }
        // What has no place in the form was not kept.
        for it in store::inbox(&site.site.db, "grant", &store::Ask::default(), 10, 0).await.unwrap() {
            let answers = store::answers(&site.site.db, &it.id).await.unwrap();
            assert!(answers.rows.values().map(Vec::len).sum::<usize>() <= 10_000);
            assert!(answers.values.keys().all(|path| path.0.len() < 1_000));
        }
    }
);
