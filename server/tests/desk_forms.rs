//! The plain forms of staff, as a browser without scripts sends them: nothing typed is lost, states are kept, files are told apart.

mod common;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use common::{TestSite, listing, text};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::listings::State;
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::import::columns::Column;
use engawa_core::ReceiptStatus;
use engawa_server::listings::one;

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
