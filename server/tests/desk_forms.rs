//! The plain forms of staff, as a browser without scripts sends them: nothing typed is lost, states are kept, files are told apart.

use crate::common::browser::run;
use crate::common::{NOW, TestSite, listing, text};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use chrono::Days;
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::command::{FormCommand, Holder, Publish, Settings, Submit};
use engawa_app::forms::letter::Letter;
use engawa_app::forms::{Provenance, SubmissionState, receipt, word};
use engawa_app::listings::State;
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::import::columns::Column;
use engawa_app::listings::query::encode;
use engawa_core::ReceiptStatus;
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers};
use engawa_server::clock::today;
use engawa_server::commands::execute;
use engawa_server::feed::{self, sha256_hex};
use engawa_server::forms::{letters, sql, store, tidy};
use engawa_server::listings::one;
use engawa_server::params;
use engawa_server::people::Actor;
use std::io::{Cursor, Read as _};

/// A multipart body: fields in their order, then a file.
fn multipart(fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    if let Some((field, name, bytes)) = file {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
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

async fn send(site: &TestSite, cookie: &str, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Response<Body> {
    ask(site, cookie, "POST", path, "multipart/form-data; boundary=x", multipart(fields, file)).await
}

async fn page(site: &TestSite, cookie: &str, path: &str) -> String {
    let response = ask(site, cookie, "GET", path, "text/plain", Vec::new()).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    text(response).await
}

fn with<'a>(basics: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [basics, more].concat()
}

fn location(response: &Response<Body>) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

story!(
    /// A file that is refused brings the form back as it was filled in, and says what happened.
    a_refused_file_keeps_what_was_said_about_it,
    site,
    {
        let cookie = site.cookie().await;
        let said = [("source", "みどり市 催し"), ("licence", "CC BY 4.0"), ("reference", "2026-04-01"), ("kind", "place"), ("draft", "1")];
        let cut = multipart(&said, Some(("file", "a.csv", b"a,b")));
        let cut = cut.get(..cut.len() - 12).unwrap().to_vec();
        for (body, sentence) in [
            (multipart(&said, None), "Please choose a file."),
            (multipart(&said, Some(("file", "", b""))), "Please choose a file."),
            (multipart(&said, Some(("file", "a.pdf", b"%PDF-1.7"))), "This kind of file is not supported."),
            (multipart(&said, Some(("file", "a.xlsx", b"PK\x03\x04 and then nothing"))), "The file is damaged."),
            (cut, "The upload broke off."),
        ] {
            let response = ask(&site, &cookie, "POST", "/staff/import", "multipart/form-data; boundary=x", body).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
            let page = text(response).await;
            assert!(page.contains(sentence), "{sentence}\n{page}");
            for kept in ["みどり市 催し", "CC BY 4.0", "2026-04-01", "Please choose only the file again."] {
                assert!(page.contains(kept), "{sentence}: {kept}\n{page}");
            }
            let place = page.split("<option").find(|option| option.contains("value=\"place\"")).unwrap();
            assert!(place.split('>').next().unwrap().contains("selected"), "{place}");
            let draft = page.split("<input").find(|input| input.contains("name=\"draft\"")).unwrap();
            assert!(draft.split('>').next().unwrap().contains("checked"), "{draft}");
        }
    }
);

story!(
    /// From the file to the page of the import: looked at, mapping corrected, taken in, and every note by row and column.
    an_import_ends_with_its_report,
    site,
    {
        let cookie = site.cookie().await;
        let csv = "イベント名,開始日,備考欄\n川の清掃,2026-11-20,a\n音楽会,2026-02-30,b\n";
        let response = send(&site, &cookie, "/staff/import", &[("source", "催し"), ("kind", "event")], Some(("file", "a.csv", csv.as_bytes()))).await;
        let look = location(&response);
        assert!(page(&site, &cookie, &look).await.contains("map-0-1"));

        let form = format!("map-0-2={}&apply=0", Column::Summary.code());
        let again = ask(&site, &cookie, "POST", &look, "application/x-www-form-urlencoded", form.clone().into_bytes()).await;
        assert_eq!(again.status(), StatusCode::OK);
        assert_eq!(site.site.catalog.read().unwrap().len(), 0, "nothing is taken in yet");

        let done = ask(&site, &cookie, "POST", &look, "application/x-www-form-urlencoded", form.replace("apply=0", "apply=1").into_bytes()).await;
        let report = page(&site, &cookie, &location(&done)).await.replace("<!>", "");
        assert!(!site.site.catalog.read().unwrap().is_empty());
        let row = report.split("<tr>").find(|row| row.contains("<th scope=\"row\">3</th>") && row.contains("<td>B</td>")).unwrap_or_default();
        assert!(row.contains("<td>a.csv</td>"), "{report}");
    }
);

story!(
    /// What ended stays ended when somebody corrects a word in it, and so does what was withdrawn.
    saving_keeps_the_state,
    site,
    {
        let cookie = site.cookie().await;
        for (state, label) in [(State::Ended, "Save, still ended"), (State::Withdrawn, "Save, still withdrawn"), (State::Published, "Publish")] {
            let listing = listing("ことば");
            let published = site.publish(&listing).await;
            let body = CommandBody::Listings(ListingCommand::SetState { id: listing.id.clone(), state });
            let moved = site.run(&Command { id: uuid::Uuid::now_v7().to_string(), base_rev: published.rev, body }).await;
            assert_eq!(moved.status, ReceiptStatus::Done);

            let path = format!("/staff/listings/{}", listing.id);
            let form = page(&site, &cookie, &path).await;
            let first = form.split("name=\"state\"").nth(1).unwrap();
            assert!(first.split("</button>").next().unwrap().contains(label), "{first}");

            let (command, base) = (uuid::Uuid::now_v7().to_string(), moved.rev.unwrap().to_string());
            let fields = [("command", command.as_str()), ("kind", "event"), ("base_rev", base.as_str()), ("title", "言葉"), ("organiser", "試験の会")];
            // Without a button, as some programs submit: the state is not touched either.
            location(&send(&site, &cookie, &path, &fields, None).await);
            let stored = one(&site.site.db, &listing.id).await.unwrap().unwrap().listing;
            assert_eq!((stored.state, stored.title.as_str()), (state, "言葉"));
        }
    }
);

story!(
    /// A repetition is said in plain fields, shown as a sentence, and refused at its field.
    a_repetition_in_plain_words,
    site,
    {
        let cookie = site.cookie().await;
        let path = format!("/staff/listings/{}", uuid::Uuid::now_v7());
        let command = uuid::Uuid::now_v7().to_string();
        let basics = [("command", command.as_str()), ("kind", "event"), ("title", "朝市"), ("state", "draft")];

        let wrong = send(&site, &cookie, &path, &with(&basics, &[("repeat", "month_weekday"), ("repeat.weekday", "SA"), ("rule_first", "2026-11-14")]), None).await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let form = text(wrong).await;
        assert!(form.contains("href=\"#f-repeat-nth\"") && form.contains("id=\"f-repeat-nth-error\""), "{form}");
        assert!(form.contains("2026-11-14"), "what was typed is still there");

        let right = [
            ("repeat", "month_weekday"),
            ("repeat.nth", "2"),
            ("repeat.weekday", "SA"),
            ("repeat.until", "2027-03-31"),
            ("rule_first", "2026-11-14"),
            ("rule_starts", "09:00"),
            ("extra", "2026-12-24"),
        ];
        let saved = location(&send(&site, &cookie, &path, &with(&basics, &right), None).await);
        let form = page(&site, &cookie, &saved).await;
        assert!(form.contains("It repeats: every month on the 2nd Saturday, from 9:00, until the end of March 2027"), "{form}");
        let id = path.rsplit('/').next().unwrap();
        let schedule = one(&site.site.db, id).await.unwrap().unwrap().listing.schedule.unwrap();
        assert_eq!(schedule.rules[0].rule.to_string(), "FREQ=MONTHLY;UNTIL=20270331;BYDAY=2SA");
        assert_eq!(schedule.sessions[0].starts, schedule.rules[0].starts);
    }
);

/// Publishes a form that takes submissions, or is closed.
async fn published(site: &TestSite, form_id: &str, title: &str, open: bool) {
    let workbook = markdown::read(&format!(
        "| survey | | | | | | |
         | | type | name | label | required | relevant | constraint |
         | | text | who | お名前 | yes | | |
         | | text | tel | 電話 | | | |
         | | integer | people | 人数 | | | |
         | | text | why | 理由 | | ${{people}} > 10 | |
         | | date | on | 日 | | | . <= today() |
         | | begin_repeat | cost | 経費 | | | |
         | | integer | yen | 金額 | | | |
         | | end_repeat | | | | | |
         | | select_one c | kind | 種類 | | | |
         | | file | plan | 計画書 | | | |
         | choices | | | | | | |
         | | list_name | name | label | | | |
         | | c | a | 清掃 | | | |
         | | c | b | 見守り | | | |
         | settings | | | |
         | | form_id | version | form_title |
         | | {form_id} | 1 | {title} |"
    ));
    let definition = xlsform::read(&workbook).unwrap().definition;
    let settings = Settings { retention_days: 10, ..Settings::default() };
    let receipt = site.run(&command(FormCommand::Publish(Box::new(Publish { definition, source: None, settings, open })))).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
}

fn command(body: FormCommand) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: CommandBody::Forms(body) }
}

/// Sends a form without an account. Its id and its receipt number.
async fn submitted(site: &TestSite, form_id: &str, values: &[(&str, &str)]) -> (String, String) {
    let mut answers = Answers::default();
    answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
    let sent = command(FormCommand::Submit(Box::new(Submit {
        form_id: form_id.into(),
        version: "1".into(),
        answers,
        attachments: Vec::new(),
        finished_at: None,
        language: String::new(),
        provenance: Provenance::Web,
        corrects: None,
        shared: None,
        paper_id: String::new(),
    })));
    let receipt = execute(&site.site, &Actor::anonymous(), &sent, NOW).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    (sent.id, receipt.receipt_no.unwrap())
}

async fn withdrawn(site: &TestSite, (id, number): &(String, String)) {
    let holder = Holder { receipt_no: number.clone(), secret: receipt::secret_of(id).unwrap() };
    let receipt = execute(&site.site, &Actor::anonymous(), &command(FormCommand::Withdraw { holder, reason: String::new() }), NOW).await;
    assert_eq!(receipt.status, ReceiptStatus::Done);
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let rest = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    let value = rest.split_once('"').unwrap().0;
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Sends an ordinary form.
async fn post(site: &TestSite, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Response<Body> {
    let body = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&");
    ask(site, cookie, "POST", path, "application/x-www-form-urlencoded", body.into_bytes()).await
}

async fn inbox(site: &TestSite, form_id: &str) -> Vec<store::Submission> {
    store::inbox(&site.site.db, form_id, &store::Ask::default(), 100, 0).await.unwrap()
}

story!(
    /// Nobody sees or does anything at the desk of forms without signing in.
    strangers_are_asked_to_sign_in,
    site,
    {
        published(&site, "grant", "助成金の申請", true).await;
        let (id, _) = submitted(&site, "grant", &[("who", "ひみつの人")]).await;
        let forms = ["intake", "letters", "test", "submissions"].map(|page| format!("/staff/forms/grant/{page}"));
        let of_one = ["", "/print", "/document.docx", "/slip", "/letter/1"].map(|page| format!("/staff/submissions/{id}{page}"));
        for path in [forms.as_slice(), of_one.as_slice(), &["/staff/submissions".to_owned()]].concat() {
            let asked = ask(&site, "", "GET", &path, "text/plain", Vec::new()).await;
            assert!(location(&asked).starts_with("/staff/sign-in"), "{path}");
        }
        for path in [forms.as_slice(), &["/staff/submissions".to_owned(), format!("/staff/forms/grant/letters/{id}/drop")]].concat() {
            let sent = send(&site, "", &path, &[("carried", "{}")], None).await;
            assert!(location(&sent).starts_with("/staff/sign-in"), "{path}");
        }
        let letter = Letter { id: uuid::Uuid::now_v7().to_string(), form_id: "grant".into(), name: "a".into(), state: SubmissionState::Accepted, body: "b".into() };
        for body in [FormCommand::PutLetter(Box::new(letter)), FormCommand::DropLetter { form_id: "grant".into(), id: "x".into() }] {
            let (_, receipts) = site.post_commands(None, serde_json::to_string(&[command(body)]).unwrap()).await;
            assert_eq!(receipts[0]["problems"][0]["code"], "forbidden");
        }
        assert!(letters::of_form(&site.site.db, "grant").await.unwrap().is_empty());
    }
);

story!(
    /// Paper that arrived in time goes into the same record, with its number and its day, also when the form is closed meanwhile.
    paper_becomes_a_record,
    site,
    {
        published(&site, "grant", "助成金の申請", false).await;
        let cookie = site.cookie().await;
        let path = "/staff/forms/grant/intake";
        let first = page(&site, &cookie, &format!("{path}?paper=p-1a2b3c4d")).await;
        assert!(first.contains("value=\"p-1a2b3c4d\"") && first.contains("お名前") && first.contains("種類"), "{first}");
        let (now, arrived) = (today().to_string(), today().checked_sub_days(Days::new(10)).unwrap().to_string());
        let about = [("i:provenance", "paper"), ("i:received_on", arrived.as_str()), ("i:paper_id", "p-1a2b3c4d"), ("a:who", "紙の人")];

        let carried = hidden(&first, "carried");
        let row = [("carried", carried.as_str()), ("a:cost[1]/yen", "500"), ("go", "add:cost")];
        let added = text(send(&site, &cookie, path, &with(&about, &row), None).await).await;
        assert!(added.contains("value=\"500\"") && added.contains("name=\"a:cost[2]/yen\"") && added.contains("紙の人"), "{added}");
        assert!(added.contains(&format!("value=\"{arrived}\"")), "what was said about the whole is kept");

        let carried = hidden(&added, "carried");
        let more = [("carried", carried.as_str()), ("a:people", "20"), ("a:cost[1]/yen", "500"), ("a:cost[2]/yen", "700"), ("go", "send")];
        let more = text(send(&site, &cookie, path, &with(&about, &more), None).await).await;
        assert!(more.contains("further questions") && more.contains("name=\"a:why\""), "{more}");
        assert!(inbox(&site, "grant").await.is_empty(), "nobody saw the question that came up");

        let carried = hidden(&more, "carried");
        let wrong = [("carried", carried.as_str()), ("i:received_on", arrived.as_str()), ("a:who", "紙の人"), ("a:people", "20"), ("a:on", now.as_str()), ("go", "send")];
        let wrong = send(&site, &cookie, path, &wrong, None).await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = text(wrong).await;
        assert!(wrong.contains("Choose paper, phone or counter.") && wrong.contains("href=\"#f-on\""), "today is the day of arrival: {wrong}");

        let carried = hidden(&wrong, "carried");
        let right = [("carried", carried.as_str()), ("a:people", "20"), ("a:why", "雨"), ("a:on", arrived.as_str()), ("go", "send")];
        let slip = location(&send(&site, &cookie, path, &with(&about, &right), None).await);
        assert_eq!(location(&send(&site, &cookie, path, &with(&about, &right), None).await), slip, "the button was pressed twice");
        let all = inbox(&site, "grant").await;
        assert_eq!(all.len(), 1);
        let it = &all[0];
        assert_eq!((it.provenance, it.paper_id.as_str(), it.sender.as_str()), (Provenance::Paper, "P-1A2B3C4D", "staff:staff"));
        assert_eq!(it.received_on.map(|on| on.to_string()), Some(arrived));
        let answers = store::answers(&site.site.db, &it.id).await.unwrap();
        assert_eq!(answers.values.get(&AnswerPath("cost[2]/yen".into())).map(String::as_str), Some("700"), "a row that is not on the page stays");

        let slip = page(&site, &cookie, &slip).await;
        assert!(slip.contains(&it.receipt_no) && slip.contains(&receipt::secret_of(&it.id).unwrap()), "{slip}");
        let again = page(&site, &cookie, &format!("{path}?paper=P-1A2B3C4D")).await;
        assert!(again.contains(&it.receipt_no), "the paper was entered already: {again}");
        let found = page(&site, &cookie, "/staff/submissions?q=p-1a2b3c4d").await;
        assert!(found.contains(&it.receipt_no), "{found}");
        let csv = page(&site, &cookie, "/staff/forms/grant/export.csv").await;
        assert!(csv.contains("P-1A2B3C4D") && csv.contains("Paper"), "{csv}");
    }
);

story!(
    /// A form can be printed by anybody who may fill it in, each time with another number; a submission is filed in the same layout.
    forms_are_printed_blank_and_filled,
    site,
    {
        published(&site, "grant", "助成金の申請", true).await;
        let (status, first) = site.get("/forms/grant/print").await;
        assert_eq!(status, StatusCode::OK);
        assert!(first.contains("お名前") && first.contains('□') && first.contains("見守り") && !first.contains("<script"), "{first}");
        let number = |page: &str| page.split("P-").nth(1).unwrap().chars().take(8).collect::<String>();
        let (_, second) = site.get("/forms/grant/print").await;
        assert_ne!(number(&first), number(&second));
        assert_eq!(site.get("/forms/nothing/print").await.0, StatusCode::NOT_FOUND);

        let (id, no) = submitted(&site, "grant", &[("who", "<b>会</b>"), ("kind", "b")]).await;
        let cookie = site.cookie().await;
        let filed = page(&site, &cookie, &format!("/staff/submissions/{id}/print")).await;
        assert!(filed.contains(&no) && filed.contains("&lt;b&gt;会&lt;/b&gt;") && filed.contains('☑'), "{filed}");

        let settings = Settings { audience: engawa_app::forms::Audience::Staff, ..Settings::default() };
        assert_eq!(site.run(&command(FormCommand::Configure { form_id: "grant".into(), settings })).await.status, ReceiptStatus::Done);
        assert_eq!(site.get("/forms/grant/print").await.0, StatusCode::FORBIDDEN);
        page(&site, &cookie, "/forms/grant/print").await;
    }
);

/// The text of a Word file, read by another reader than the one that wrote it.
fn word_text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let words = document.descendants().filter(|it| it.tag_name().name() == "t").filter_map(|it| it.text());
    words.collect::<Vec<_>>().join("\n")
}

story!(
    /// Whoever may print a submission, and whoever holds its receipt, has it as a Word file; nobody else, and staff are in the audit log.
    submissions_are_taken_along_as_word_files,
    site,
    {
        published(&site, "grant", "助成金の申請", true).await;
        let hostile = "<b>会</b> & \u{202E}\"川\"";
        let (id, no) = submitted(&site, "grant", &[("who", hostile), ("kind", "b"), ("on", "2020-11-20")]).await;
        let path = format!("/staff/submissions/{id}/document.docx");
        let secret = receipt::secret_of(&id).unwrap();
        let own = format!("/forms/receipts/{no}/document.docx");
        let held = format!("{own}?secret={}", encode(&secret));

        for wrong in [own.clone(), format!("{own}?secret=AAAA-AAAA-AAAA-AAAA")] {
            let response = ask(&site, "", "GET", &wrong, "text/plain", Vec::new()).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{wrong}");
            assert!(!text(response).await.contains("川"), "{wrong}");
        }
        let cookie = site.cookie().await;
        let unknown = format!("/staff/submissions/{}/document.docx", uuid::Uuid::now_v7());
        assert!(!ask(&site, &cookie, "GET", &unknown, "text/plain", Vec::new()).await.status().is_success());

        let mut files = Vec::new();
        for (cookie, path) in [(cookie.as_str(), &path), ("", &held)] {
            let response = ask(&site, cookie, "GET", path, "text/plain", Vec::new()).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            let head = |name: header::HeaderName| response.headers()[name].to_str().unwrap().to_owned();
            assert_eq!(head(header::CONTENT_TYPE), word::MEDIA_TYPE);
            assert_eq!(head(header::CACHE_CONTROL), "no-store");
            assert!(head(header::CONTENT_DISPOSITION).starts_with(&format!("attachment; filename=\"{no}.docx\"")), "{path}");
            files.push(axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap());
        }
        assert_eq!(files[0], files[1], "both have the same file");
        let words = word_text(&files[0]);
        for shown in ["助成金の申請", &no, "<b>会</b> & \"川\"", "☑ 見守り", "□ 清掃", "令和2年11月20日", "お名前"] {
            assert!(words.contains(shown), "{shown}: {words}");
        }
        assert!(!words.contains("Draft"), "{words}");

        assert!(page(&site, &cookie, &format!("/staff/submissions/{id}")).await.contains(&format!("href=\"{path}\"")));
        let shown = page(&site, "", &format!("/forms/receipts/{no}?secret={}", encode(&secret))).await;
        assert!(shown.contains(&format!("href=\"{held}\"")), "{shown}");
        let rows = site.site.db.all::<(i64, i64, String, String, String, String)>(feed::sql::RECENT_AUDIT, params![100_i64]).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.3 == "submission.word").count(), 1, "the look of the desk, and not that of its holder");
        feed::check_audit(&site.site.db).await.unwrap();
    }
);

story!(
    /// A letter is checked when it is saved, filled in when it is chosen, sent with the decision, and printed.
    letters_tell_decisions,
    site,
    {
        published(&site, "grant", "助成金の申請", true).await;
        let (id, no) = submitted(&site, "grant", &[("who", "えんがわ会")]).await;
        let cookie = site.cookie().await;
        let (path, of_one) = ("/staff/forms/grant/letters", format!("/staff/submissions/{id}"));
        let letter = uuid::Uuid::now_v7().to_string();
        let ids: [String; 4] = std::array::from_fn(|_| uuid::Uuid::now_v7().to_string());
        let basics = [("letter", letter.as_str()), ("name", "承認A"), ("state", "accepted")];
        let bad = post(&site, &cookie, path, &with(&basics, &[("command", &ids[0]), ("body", "{受付番号}\r\n{だれか}")])).await;
        assert_eq!(bad.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let bad = text(bad).await;
        assert!(bad.contains("Line 2") && bad.contains("承認A"), "{bad}");
        let good = post(&site, &cookie, path, &with(&basics, &[("command", &ids[1]), ("body", "{受付番号} {回答:who} 様 {様式名}")])).await;
        location(&good);
        let kept = letters::of_form(&site.site.db, "grant").await.unwrap();
        assert_eq!((kept.len(), kept[0].letter.name.as_str()), (1, "承認A"));
        // Somebody else wrote it meanwhile.
        let stale = post(&site, &cookie, path, &with(&basics, &[("command", &ids[2]), ("base_rev", "1"), ("body", "x")])).await;
        assert_eq!(stale.status(), StatusCode::UNPROCESSABLE_ENTITY);

        let shown = page(&site, &cookie, &of_one).await;
        assert!(shown.contains("承認A") && shown.contains("不承認の通知") && !shown.contains("承認の通知 (Accepted)</option>"), "{shown}");
        let filled = page(&site, &cookie, &format!("{of_one}?letter={letter}")).await;
        let words = format!("{no} えんがわ会 様 助成金の申請");
        assert!(filled.contains(&words) && filled.contains("<option value=\"accepted\" selected>"), "{filled}");
        assert_eq!(inbox(&site, "grant").await[0].state, SubmissionState::Received, "nothing was decided yet");
        let built_in = page(&site, &cookie, &format!("{of_one}?letter=declined")).await;
        assert!(built_in.contains("承認しないことを決定") && built_in.contains(&no) && built_in.contains("令和"), "{built_in}");

        let fields = [("command", hidden(&filled, "command")), ("base_rev", hidden(&filled, "base_rev")), ("to", "accepted".into()), ("message", words.clone())];
        let fields = fields.each_ref().map(|(name, value): &(&str, String)| (*name, value.as_str()));
        location(&post(&site, &cookie, &of_one, &fields).await);
        let printed = page(&site, &cookie, &format!("{of_one}/letter/1")).await;
        assert!(printed.contains(&words) && printed.contains("試験市"), "{printed}");
        let none = ask(&site, &cookie, "GET", &format!("{of_one}/letter/2"), "text/plain", Vec::new()).await;
        assert_eq!(none.status(), StatusCode::NOT_FOUND);

        let rev = kept[0].rev.to_string();
        location(&post(&site, &cookie, &format!("{path}/{letter}/drop"), &[("command", &ids[3]), ("base_rev", &rev)]).await);
        assert!(letters::of_form(&site.site.db, "grant").await.unwrap().is_empty());
        let rows = site.site.db.all::<(i64, i64, String, String, String, String)>(feed::sql::RECENT_AUDIT, params![100_i64]).await.unwrap();
        for verb in ["letter.put", "letter.drop", "submission.letter"] {
            assert!(rows.iter().any(|row| row.3 == verb), "{verb}");
        }
        feed::check_audit(&site.site.db).await.unwrap();
    }
);

story!(
    /// What may be the same is shown with what is equal; one equal word is not enough, a telephone number is; what ends is forgotten.
    duplicates_are_shown_and_never_merged,
    site,
    {
        published(&site, "grant", "助成金の申請", true).await;
        let first = submitted(&site, "grant", &[("who", "えんがわ会"), ("tel", "0422-00-1234")]).await;
        let second = submitted(&site, "grant", &[("who", "別の名前の会"), ("tel", "０４２２００１２３４")]).await;
        let third = submitted(&site, "grant", &[("who", "えんがわ会"), ("people", "20"), ("why", "川の清掃のため")]).await;
        let fourth = submitted(&site, "grant", &[("who", "エンガワ会"), ("people", "30"), ("why", "川の清掃のため")]).await;
        published(&site, "other", "別の様式", true).await;
        let elsewhere = submitted(&site, "other", &[("who", "えんがわ会"), ("tel", "0422-00-1234")]).await;
        let cookie = site.cookie().await;
        let shown = async |(id, _): &(String, String)| page(&site, &cookie, &format!("/staff/submissions/{id}")).await;
        let of_first = shown(&first).await;
        assert!(of_first.contains(&second.1) && of_first.contains("Equal: 電話"), "{of_first}");
        assert!(!of_first.contains(&third.1) && !of_first.contains(&elsewhere.1), "{of_first}");
        let of_third = shown(&third).await;
        assert!(of_third.contains(&fourth.1) && of_third.contains("Equal: お名前 / 理由") && !of_third.contains(&first.1), "{of_third}");
        withdrawn(&site, &second).await;
        assert!(!shown(&first).await.contains(&second.1));
        assert_eq!(inbox(&site, "grant").await.len(), 4);

        let keys = async |id: &str| site.site.db.all::<(String,)>(sql::SHARED_KEYS, params![id, id]).await.unwrap().len();
        assert_eq!(keys(&first.0).await, 2);
        tidy::tidy(&site.site, NOW + 11 * 24 * 60 * 60 * 1000).await.unwrap();
        assert_eq!((keys(&first.0).await, inbox(&site, "grant").await.len()), (0, 0));
    }
);

story!(
    /// Many at a time: each is told of by itself, pressing twice moves each on once, all of a page can be chosen without scripts.
    many_are_moved_on_and_each_is_told_of,
    site,
    {
        published(&site, "grant", "助成金の申請", true).await;
        published(&site, "other", "別の様式", true).await;
        let kept = submitted(&site, "grant", &[("who", "甲の会")]).await;
        let gone = submitted(&site, "grant", &[("who", "乙の会")]).await;
        let elsewhere = submitted(&site, "other", &[("who", "丙の会")]).await;
        withdrawn(&site, &gone).await;
        let cookie = site.cookie().await;
        let all = page(&site, &cookie, "/staff/submissions").await;
        for (_, number) in [&kept, &gone, &elsewhere] {
            assert!(all.contains(number), "{number}: {all}");
        }
        assert!(all.contains("別の様式") && all.contains("助成金の申請"));

        let id = hidden(&all, "command");
        let fields = [("command", id.as_str()), ("id", kept.0.as_str()), ("id", gone.0.as_str()), ("to", "in_review"), ("note", "見ます"), ("go", "do")];
        for _ in 0..2 {
            let report = post(&site, &cookie, "/staff/submissions", &fields).await;
            assert_eq!(report.status(), StatusCode::UNPROCESSABLE_ENTITY);
            let report = text(report).await;
            let line = |number: &str| {
                let rest = report.split("id=\"report\"").nth(1).unwrap();
                let rest = rest.split("<li>").find(|line| line.contains(number)).unwrap();
                rest.split("</li>").next().unwrap().to_owned()
            };
            assert!(line(&kept.1).contains(">done<") && line(&gone.1).contains(">not done<"), "{report}");
            assert!(report.contains("見ます"), "what was typed is kept");
        }
        assert_eq!(store::events(&site.site.db, &kept.0).await.unwrap().len(), 2, "the button was pressed twice");

        let chosen = text(post(&site, &cookie, "/staff/forms/grant/submissions", &[("command", &id), ("note", "まだ"), ("go", "all")]).await).await;
        let ticked = chosen.split("<input").filter(|input| input.contains("name=\"id\"") && input.split('>').next().unwrap().contains(" checked")).count();
        assert!(ticked == 2 && chosen.contains("まだ"), "{chosen}");

        let detail = format!("/staff/submissions/{}", elsewhere.0);
        let shown = page(&site, &cookie, &detail).await;
        let (id, rev) = (hidden(&shown, "command"), hidden(&shown, "base_rev"));
        location(&post(&site, &cookie, &detail, &[("command", &id), ("base_rev", &rev), ("mine", "1")]).await);
        let mine = page(&site, &cookie, &format!("/staff/submissions?assignee={}", encode("担当"))).await;
        assert!(mine.contains(&elsewhere.1) && !mine.contains(&kept.1), "{mine}");
    }
);

story!(
    /// A letter that tells many of a decision is made for each by itself; one with a place that nothing fills is sent to nobody.
    one_letter_tells_many,
    site,
    {
        published(&site, "grant", "助成金の申請", true).await;
        let sent = [submitted(&site, "grant", &[("who", "甲の会")]).await, submitted(&site, "grant", &[("who", "乙の会")]).await];
        let cookie = site.cookie().await;
        let path = "/staff/forms/grant/submissions";
        let letter = Letter {
            id: uuid::Uuid::now_v7().to_string(),
            form_id: "grant".into(),
            name: "決定A".into(),
            state: SubmissionState::Accepted,
            body: "{受付番号} {回答:who} 様 担当 {担当}".into(),
        };
        assert_eq!(site.run(&command(FormCommand::PutLetter(Box::new(letter.clone())))).await.status, ReceiptStatus::Done);
        assert!(!page(&site, &cookie, "/staff/submissions").await.contains("決定A"), "letters are of a form");
        let first = page(&site, &cookie, path).await;
        assert!(first.contains("決定A") && first.contains("<option value=\"担当\">"), "letters, and whoever can take care of them: {first}");
        let id = hidden(&first, "command");
        let both = [("command", id.as_str()), ("id", sent[0].0.as_str()), ("id", sent[1].0.as_str()), ("to_assignee", "花子")];

        let filled = text(post(&site, &cookie, path, &with(&both, &[("letter", letter.id.as_str()), ("go", "letter")])).await).await;
        for kept in [letter.body.as_str(), "<option value=\"accepted\" selected>", "value=\"花子\""] {
            assert!(filled.contains(kept), "{kept}: {filled}");
        }
        let ticked = filled.split("<input").filter(|input| input.contains("name=\"id\"") && input.split('>').next().unwrap().contains(" checked")).count();
        assert_eq!(ticked, 2, "{filled}");
        assert!(inbox(&site, "grant").await.iter().all(|it| it.state == SubmissionState::Received), "nothing was decided yet");

        let wrong = post(&site, &cookie, path, &with(&both, &[("to", "accepted"), ("message", "{だれか} 様"), ("go", "do")])).await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = text(wrong).await;
        assert!(wrong.matches(">not done<").count() == 2 && wrong.contains("だれか"), "{wrong}");
        assert!(inbox(&site, "grant").await.iter().all(|it| it.state == SubmissionState::Received));

        for _ in 0..2 {
            location(&post(&site, &cookie, path, &with(&both, &[("to", "accepted"), ("message", letter.body.as_str()), ("go", "do")])).await);
        }
        for ((id, number), who) in sent.iter().zip(["甲の会", "乙の会"]) {
            let events = store::events(&site.site.db, id).await.unwrap();
            let told: Vec<&str> = events.iter().map(|event| event.message.as_str()).filter(|message| !message.is_empty()).collect();
            assert_eq!(told, [format!("{number} {who} 様 担当 花子")], "each once, though the button was pressed twice");
        }
    }
);

story!(
    /// One of many that cannot be read is told, and holds up none of the others.
    what_cannot_be_read_holds_up_nothing,
    site,
    {
        published(&site, "grant", "助成金の申請", true).await;
        let sent = [submitted(&site, "grant", &[("who", "甲の会")]).await, submitted(&site, "grant", &[("who", "乙の会")]).await];
        run(&site, "UPDATE form_submission SET version = 'gone' WHERE id = $1", params![&sent[0].0]).await;
        let cookie = site.cookie().await;
        let path = "/staff/forms/grant/submissions";
        let id = hidden(&page(&site, &cookie, path).await, "command");
        let both = [("command", id.as_str()), ("id", sent[0].0.as_str()), ("id", sent[1].0.as_str()), ("to", "accepted")];
        let done = text(post(&site, &cookie, path, &with(&both, &[("message", "{回答:who} 様"), ("go", "do")])).await).await;
        assert!(done.matches(">not done<").count() == 1 && done.matches(">done<").count() == 1, "{done}");
        for ((id, _), told) in sent.iter().zip([vec![], vec!["乙の会 様"]]) {
            let events = store::events(&site.site.db, id).await.unwrap();
            assert_eq!(events.iter().map(|event| event.message.as_str()).filter(|message| !message.is_empty()).collect::<Vec<_>>(), told);
        }
    }
);

story!(
    /// A closed form can be tried to its end; nothing of it is kept.
    trying_a_form_keeps_nothing,
    site,
    {
        published(&site, "grant", "助成金の申請", false).await;
        let cookie = site.cookie().await;
        let path = "/staff/forms/grant/test";
        let first = page(&site, &cookie, path).await;
        assert!(first.contains("This is a test.") && first.contains(&format!("action=\"{path}\"")), "{first}");
        let carried = hidden(&first, "carried");
        let refused = send(&site, &cookie, path, &[("carried", &carried), ("a:who", ""), ("go", "next")], None).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let second = text(send(&site, &cookie, path, &[("carried", &carried), ("a:who", "試す人"), ("go", "next")], None).await).await;
        let third = text(send(&site, &cookie, path, &[("carried", &hidden(&second, "carried")), ("a:cost[1]/yen", "5"), ("go", "next")], None).await).await;
        let file = Some(("f:plan", "plan.pdf", b"%PDF-1.7".as_slice()));
        let last = send(&site, &cookie, path, &[("carried", &hidden(&third, "carried")), ("a:kind", "b"), ("go", "send")], file).await;
        assert_eq!(last.status(), StatusCode::OK);
        let last = text(last).await;
        for shown in ["what would be received", "試す人", "見守り", "plan.pdf"] {
            assert!(last.contains(shown), "{shown}: {last}");
        }
        assert!(inbox(&site, "grant").await.is_empty());
        assert!(site.site.blobs.read(&sha256_hex(b"%PDF-1.7")).await.unwrap().is_none());
    }
);

story!(
    /// A workbook is filled in as the form that it will be before it is published; nothing of it is kept.
    a_workbook_is_tried_before_it_is_published,
    site,
    {
        let survey: &[&[&str]] = &[&["type", "name", "label", "required"], &["text", "who", "お名前", "yes"]];
        let settings: &[&[&str]] = &[&["form_id", "form_title"], &["join", "入会の届出"]];
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, rows) in [("survey", survey), ("settings", settings)] {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            for (row, cells) in (0_u32..).zip(rows) {
                for (column, cell) in (0_u16..).zip(*cells) {
                    sheet.write_string(row, column, *cell).unwrap();
                }
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        let cookie = site.cookie().await;
        let preview = text(send(&site, &cookie, "/staff/forms/new", &[], Some(("workbook", "join.xlsx", &bytes))).await).await;
        let link = preview.split("href=\"").find(|link| link.starts_with("/staff/forms/new/test?")).unwrap();
        let address = link.split('"').next().unwrap().replace("&amp;", "&");

        let first = page(&site, &cookie, &address).await;
        for shown in ["This is a test.", "入会の届出", "お名前", &format!("action=\"{}\"", address.replace('&', "&amp;"))] {
            assert!(first.contains(shown), "{shown}: {first}");
        }
        let carried = hidden(&first, "carried");
        let refused = send(&site, &cookie, &address, &[("carried", &carried), ("a:who", ""), ("go", "send")], None).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let last = send(&site, &cookie, &address, &[("carried", &carried), ("a:who", "試す人"), ("go", "send")], None).await;
        assert_eq!(last.status(), StatusCode::OK);
        let last = text(last).await;
        assert!(last.contains("what would be received") && last.contains("試す人"), "{last}");
        assert!(store::form(&site.site.db, "join").await.unwrap().is_none());

        assert_eq!(site.get(&address).await.0, StatusCode::SEE_OTHER, "nobody but staff");
        let nothing = ask(&site, &cookie, "GET", "/staff/forms/new/test", "text/plain", Vec::new()).await;
        assert_eq!(location(&nothing), "/staff/forms/new");
        let gone = format!("/staff/forms/new/test?sha256={}&file=join.xlsx", "0".repeat(64));
        let gone = ask(&site, &cookie, "GET", &gone, "text/plain", Vec::new()).await;
        assert_eq!(gone.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
);
