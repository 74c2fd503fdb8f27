//! What is sent to do harm by way of forms costs little, is refused in words, and affects nothing else: after each attempt an ordinary
//! submission still arrives.

use crate::common::{NOW, TestSite, text};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::Provenance;
use engawa_app::forms::command::{Attachment, FormCommand, Publish, Settings, Submit};
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers};
use engawa_core::outbox::entry::MAX_BODY_BYTES;
use engawa_core::{Receipt, ReceiptStatus};
use engawa_server::commands::execute;
use engawa_server::feed::sha256_hex;
use engawa_server::forms::store;
use engawa_server::people::Actor;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Slower than anything should be, also without optimisation and with other tests beside it.
const LONG: Duration = Duration::from_secs(20);

const ORDINARY: &str = "| survey | | | | |
    | | type | name | label | calculation |
    | | text | who | お名前 | |
    | | begin_repeat | cost | 経費 | |
    | | integer | yen | 金額 | |
    | | calculate | half | | ${yen} div 2 |
    | | end_repeat | | | |
    | | calculate | total | | sum(${half}) |
    | | image | photo | 写真 | |
    | | file | plan | 計画書 | |
    | settings | | | |
    | | form_id | version | form_title |
    | | ordinary | 1 | ふつうの様式 |";

fn command(body: FormCommand) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: CommandBody::Forms(body) }
}

async fn publish(site: &TestSite, markdown: &str) -> Receipt {
    let definition = xlsform::read(&markdown::read(markdown)).unwrap_or_else(|problems| panic!("{problems:?}")).definition;
    let body = FormCommand::Publish(Box::new(Publish { definition, source: None, settings: Settings::default(), open: true }));
    site.run(&command(body)).await
}

fn submit(form: &str, values: &[(&str, &str)]) -> Submit {
    let mut answers = Answers::default();
    answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
    Submit {
        form_id: form.into(),
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

async fn send(site: &TestSite, submit: Submit) -> Receipt {
    execute(&site.site, &Actor::anonymous(), &command(FormCommand::Submit(Box::new(submit))), NOW).await
}

/// An ordinary submission arrives, within an ordinary time.
async fn still_works(site: &TestSite) {
    let begun = Instant::now();
    if store::form(&site.site.db, "ordinary").await.unwrap().is_none() {
        assert_eq!(publish(site, ORDINARY).await.status, ReceiptStatus::Done);
    }
    let receipt = send(site, submit("ordinary", &[("who", "みどりの会")])).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

async fn post(site: &TestSite, cookie: &str, path: &str, kind: &str, body: Vec<u8>) -> Response<Body> {
    let request = Request::post(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, kind);
    site.send(request.body(Body::from(body)).unwrap()).await
}

async fn page(site: &TestSite, cookie: &str, path: &str) -> Response<Body> {
    let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    site.send(request.body(Body::empty()).unwrap()).await
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

story!(
    /// What an outbox may hold arrives at the edge of commands, and more is refused in words; other edges keep their smaller bound.
    bodies_have_bounds,
    site,
    {
        still_works(&site).await;
        // What the form does not ask for is read and thrown away.
        let mut large = command(FormCommand::Submit(Box::new(submit("ordinary", &[("who", "大きい"), ("nobody_asked", "")]))));
        let room = MAX_BODY_BYTES - serde_json::to_string(&large.body).unwrap().len();
        if let CommandBody::Forms(FormCommand::Submit(it)) = &mut large.body {
            it.answers.values.insert(AnswerPath("nobody_asked".into()), "x".repeat(room));
        }
        assert_eq!(serde_json::to_string(&large.body).unwrap().len(), MAX_BODY_BYTES);
        let (status, receipts) = site.post_commands(None, serde_json::to_string(&[large]).unwrap()).await;
        assert_eq!((status, &receipts[0]["status"]), (StatusCode::OK, &serde_json::json!("done")), "{receipts}");

        for bytes in [MAX_BODY_BYTES + 64 * 1024 + 1, 100 * 1024 * 1024] {
            let begun = Instant::now();
            let refused = post(&site, "", "/api/v1/commands", "application/json", vec![b' '; bytes]).await;
            assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
            let refused = json(&text(refused).await);
            assert_eq!((&refused["problems"][0]["code"], &refused["title"]), (&"too_large".into(), &"Too large. At most 4 MB.".into()));
            assert!(begun.elapsed() < Duration::from_secs(5), "{bytes}: {:?}", begun.elapsed());
        }
        let other = post(&site, "", "/staff/sign-in", "application/x-www-form-urlencoded", vec![b'a'; 3 * 1024 * 1024]).await;
        assert_eq!(other.status(), StatusCode::PAYLOAD_TOO_LARGE);
        still_works(&site).await;
    }
);

story!(
    /// A form with as many rows as there may be is computed and kept.
    ten_thousand_rows_are_taken,
    site,
    {
        still_works(&site).await;
        let mut many = submit("ordinary", &[("who", "行の会")]);
        let keys: Vec<String> = (0..10_000).map(|row| format!("r{row}")).collect();
        many.answers.values.extend(keys.iter().map(|key| (AnswerPath(format!("cost[{key}]/yen")), "3".to_owned())));
        many.answers.rows.insert(AnswerPath("cost".into()), keys);
        let begun = Instant::now();
        let body = serde_json::to_string(&[command(FormCommand::Submit(Box::new(many)))]).unwrap();
        let (status, receipts) = site.post_commands(None, body).await;
        assert_eq!((status, &receipts[0]["status"]), (StatusCode::OK, &serde_json::json!("done")), "{receipts}");
        assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
        let kept = store::inbox(&site.site.db, "ordinary", &store::Ask { words: "行の会".into(), ..store::Ask::default() }, 10, 0).await.unwrap();
        let answers = store::answers(&site.site.db, &kept[0].id).await.unwrap();
        assert_eq!(answers.rows.values().map(Vec::len).sum::<usize>(), 10_000);
        still_works(&site).await;
    }
);

story!(
    /// JSON that is nested deeply is refused before anything is made of it.
    deep_nesting_is_refused,
    site,
    {
        let (open, close) = ("{\"a\":".repeat(50_000), "}".repeat(50_000));
        for body in [
            "[".repeat(1_000_000),
            format!("[{open}1{close}]"),
            format!("[{{\"id\":\"x\",\"body\":{{\"room\":\"forms\",\"do\":{{\"submit\":{open}1{close}}}}}}}]"),
        ] {
            let begun = Instant::now();
            let (status, answer) = site.post_commands(None, body).await;
            assert_eq!((status, &answer["problems"][0]["code"]), (StatusCode::BAD_REQUEST, &serde_json::json!("bad_json")), "{answer}");
            assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
        }
        still_works(&site).await;
    }
);

story!(
    /// A form whose expressions explode is refused when it is published or when it is filled in, never carried out.
    expressions_that_explode_are_bounded,
    site,
    {
        // Forty times twice as long: four terabytes.
        let doubling: String = (1..=40).fold(String::new(), |lines, at| {
            let before = at - 1;
            lines + &format!("| | calculate | c{at} | | concat(${{c{before}}}, ${{c{before}}}) |\n")
        });
        // Each of twenty values counts all rows once for each row.
        let squares: String = (0..20).fold(String::new(), |lines, at| {
            lines + &format!("| | calculate | s{at} | | count(/data/row[count(/data/row) > {at}]) |\n")
        });
        let rows = "| | begin_repeat | row | 行 | |\n| | text | cell | 欄 | |\n| | end_repeat | | | |\n";
        let forms = [
            ("doubling", format!("| | text | c0 | 言葉 | |\n{doubling}")),
            ("squares", format!("{rows}{squares}")),
            ("pattern", "| | text | c0 | 言葉 | |\n| | calculate | c1 | | regex(${c0}, '((((a{1,200}){1,200}){1,200}){1,200})*b') |\n".to_owned()),
            ("digits", "| | text | c0 | 言葉 | |\n| | calculate | c1 | | 10 ^ 308 * 10 ^ 308 * number(${c0}) |\n".to_owned()),
        ];
        for (id, survey) in forms {
            let begun = Instant::now();
            let text = format!(
                "| survey | | | | |\n| | type | name | label | calculation |\n{survey}| settings | | | |\n| | form_id | version | form_title |\n| | {id} | 1 | {id} |"
            );
            let Ok(checked) = xlsform::read(&markdown::read(&text)) else {
                // Refused with its cell.
                assert_ne!(id, "doubling");
                continue;
            };
            let definition = checked.definition;
            let publish = Publish { definition, source: None, settings: Settings::default(), open: true };
            let published = site.run(&command(FormCommand::Publish(Box::new(publish)))).await;
            assert!(matches!(published.status, ReceiptStatus::Done | ReceiptStatus::Rejected), "{id}: {published:?}");
            if published.status == ReceiptStatus::Done {
                let mut sent = submit(id, &[("c0", &"a".repeat(1_000))]);
                sent.answers.rows.insert(AnswerPath("row".into()), (0..1_000).map(|row| format!("r{row}")).collect());
                let receipt = send(&site, sent).await;
                // Done: with what could be computed. Rejected: with the sentence that the form itself has a mistake.
                assert!(matches!(receipt.status, ReceiptStatus::Done | ReceiptStatus::Rejected), "{id}: {receipt:?}");
            }
            assert!(begun.elapsed() < LONG, "{id}: {:?}", begun.elapsed());
        }
        still_works(&site).await;
    }
);

story!(
    /// A repeat that counts itself into the millions has no more rows than there may be.
    a_repeat_has_a_bound,
    site,
    {
        let published = publish(
            &site,
            "| survey | | | | |
             | | type | name | label | repeat_count |
             | | integer | n | 数 | |
             | | begin_repeat | row | 行 | ${n} |
             | | text | cell | 欄 | |
             | | end_repeat | | | |
             | settings | | | |
             | | form_id | version | form_title |
             | | millions | 1 | 百万 |",
        )
        .await;
        assert_eq!(published.status, ReceiptStatus::Done, "{published:?}");
        for n in ["1000000000", "-5", "999999999999999999999", "1e300"] {
            let begun = Instant::now();
            let receipt = send(&site, submit("millions", &[("n", n)])).await;
            assert!(matches!(receipt.status, ReceiptStatus::Done | ReceiptStatus::Rejected), "{n}: {receipt:?}");
            assert!(begun.elapsed() < LONG, "{n}: {:?}", begun.elapsed());
        }
        for it in store::inbox(&site.site.db, "millions", &store::Ask::default(), 10, 0).await.unwrap() {
            let answers = store::answers(&site.site.db, &it.id).await.unwrap();
            assert!(answers.rows.values().map(Vec::len).sum::<usize>() <= 10_000);
        }
        still_works(&site).await;
    }
);

/// An archive of one file that unpacks to so many million zeros, and takes about a thousandth of that.
fn bomb(millions: usize) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&vec![0; 1_000_000]).unwrap();
    encoder.flush().unwrap();
    // After a flush the bits begin anew at a byte, so that the same again is the same again; then an empty last block.
    let data = [encoder.get_ref().repeat(millions), vec![0x03, 0x00]].concat();
    let size = u32::try_from(data.len()).unwrap().to_le_bytes();
    let mut out = b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00".to_vec();
    out.extend_from_slice(&size);
    // It says of itself that it is small.
    out.extend_from_slice(&[1, 0, 0, 0, 1, 0, 0, 0, b'a']);
    out.extend_from_slice(&data);
    let directory = u32::try_from(out.len()).unwrap().to_le_bytes();
    out.extend_from_slice(b"PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00");
    out.extend_from_slice(&size);
    out.extend_from_slice(&[1, 0, 0, 0, 1, 0]);
    out.extend_from_slice(&[0; 16]);
    out.push(b'a');
    out.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x2F\x00\x00\x00");
    out.extend_from_slice(&directory);
    out.extend_from_slice(&[0, 0]);
    out
}

fn upload(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"workbook\"; filename=\"{name}\"\r\n\r\n");
    [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat()
}

story!(
    /// A workbook that unpacks to more than a workbook is, that is none, or whose name is a script: refused on the page, in words.
    hostile_workbooks_are_refused,
    site,
    {
        let cookie = site.cookie().await;
        let bomb = bomb(200);
        assert!(bomb.len() < 2_000_000, "{}", bomb.len());
        for (name, bytes, sentence) in [
            ("bomb.xlsx", bomb.as_slice(), "Too large."),
            ("empty.xlsx", b"", ""),
            ("page.xlsx", b"<html><script>alert(1)</script>", ""),
            ("<script>alert(1)</script>.xlsx", b"PK\x03\x04 and then nothing", "The file is damaged."),
        ] {
            let begun = Instant::now();
            let refused = post(&site, &cookie, "/staff/forms/new", "multipart/form-data; boundary=x", upload(name, bytes)).await;
            assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            let refused = text(refused).await;
            assert!(refused.contains("role=\"alert\"") && refused.contains(sentence), "{name}: {refused}");
            assert!(!refused.contains("<script>alert"), "{name}: {refused}");
            assert!(begun.elapsed() < LONG, "{name}: {:?}", begun.elapsed());
        }
        assert!(store::forms(&site.site.db).await.unwrap().is_empty());
        still_works(&site).await;
    }
);

async fn put(site: &TestSite, bytes: &[u8], kind: &str) -> String {
    let name = sha256_hex(bytes);
    let request = Request::put(format!("/api/v1/blobs/{name}")).header(header::HOST, "test.localhost").header(header::CONTENT_TYPE, kind);
    assert_eq!(site.send(request.body(Body::from(bytes.to_vec())).unwrap()).await.status(), StatusCode::OK);
    name
}

fn with_file(path: &str, sha256: &str, name: &str, bytes: usize) -> Submit {
    let mut it = submit("ordinary", &[("who", "a"), (path, &format!("sha256:{sha256}/{name}"))]);
    it.attachments.push(Attachment {
        path: path.into(),
        sha256: sha256.into(),
        name: name.into(),
        bytes: u64::try_from(bytes).unwrap(),
        media_type: "image/png".into(),
    });
    it
}

story!(
    /// A file is what its bytes say: what its sender and its name say does not count.
    a_wrong_media_type_is_found_out,
    site,
    {
        still_works(&site).await;
        let page: &[u8] = b"<html><body><script>alert(1)</script></body></html>";
        let sha256 = put(&site, page, "image/png").await;
        let refused = send(&site, with_file("photo", &sha256, "cat.png", page.len())).await;
        let found: Vec<&str> = refused.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!((refused.status, found), (ReceiptStatus::Rejected, vec!["attachment_kind"]));
        let png: &[u8] = b"\x89PNG\r\n\x1a\n and so on";
        let sha256 = put(&site, png, "text/html").await;
        assert_eq!(send(&site, with_file("photo", &sha256, "cat.html", png.len())).await.status, ReceiptStatus::Done);
        still_works(&site).await;
    }
);

story!(
    /// A script as the name of a file is a name on the page and in the header.
    a_name_of_a_file_is_only_a_name,
    site,
    {
        still_works(&site).await;
        let file: &[u8] = b"<script>alert(1)</script>";
        let sha256 = put(&site, file, "text/html").await;
        let name = "\"><img src=x onerror=alert(1)>\r\nSet-Cookie: a=b;.html";
        let sent = command(FormCommand::Submit(Box::new(with_file("plan", &sha256, name, file.len()))));
        assert_eq!(execute(&site.site, &Actor::anonymous(), &sent, NOW).await.status, ReceiptStatus::Done);
        let cookie = site.cookie().await;
        let shown = text(page(&site, &cookie, &format!("/staff/submissions/{}", sent.id)).await).await;
        assert!(shown.contains("onerror=alert(1)") && !shown.contains("<img src=x"), "{shown}");
        let file = page(&site, &cookie, &format!("/staff/submissions/{}/files/0", sent.id)).await;
        assert_eq!(file.status(), StatusCode::OK);
        let head = file.headers();
        let disposition = head[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(disposition.starts_with("attachment; filename=\"") && disposition.matches('"').count() == 2, "{disposition}");
        assert!(!head.contains_key(header::SET_COOKIE) || !head[header::SET_COOKIE].to_str().unwrap().contains("a=b"));
        assert_eq!(head[header::CONTENT_TYPE], "application/octet-stream");
        assert_eq!(head[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        still_works(&site).await;
    }
);
