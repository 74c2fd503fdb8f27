//! The list of postcodes: taken in from the files of the post office, given out in parts, replaced as a whole or not at all.

use crate::common::people::{cookie_of, everybody};
use crate::common::{NOW, TestSite, text};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::command::{FormCommand, Publish, Settings};
use engawa_app::forms::postcodes::{Area, Summary, certain};
use engawa_core::ReceiptStatus;
use engawa_core::form::xlsform::{self, markdown};
use engawa_server::audit;
use engawa_server::db::Db;
use engawa_server::forms::postcodes;
use std::collections::BTreeMap;

/// A row as the national list has it; the places are made up.
fn row(municipality: &str, code: &str, city: &str, town: &str) -> String {
    format!("{municipality},\"990  \",\"{code}\",\"ケンホンケン\",\"ﾐﾎﾝｼ\",\"ミドリチョウ\",\"見本県\",\"{city}\",\"{town}\",0,0,0,0,0,0\r\n")
}

fn list() -> String {
    let whole = row("99201", "9900000", "みほん市", "以下に掲載がない場合");
    [row("99201", "9900001", "みほん市", "緑町"), whole, row("99301", "9910005", "となり町", "山田")].concat()
}

async fn take_in(db: &Db, name: &str, bytes: &[u8], own: &str) -> anyhow::Result<Summary> {
    postcodes::take_in(db, name, bytes.to_vec(), own, ("system", NOW)).await
}

/// What the list above holds.
fn whole() -> Summary {
    Summary { postcodes: 3, areas: 2, own: vec!["990".to_owned()], prefectures: vec![("見本県".to_owned(), 3)] }
}

/// What the log says of lists that were taken in: who, and what.
async fn rows(site: &TestSite) -> Vec<(String, String)> {
    let search = audit::Search { verb: "postcodes.".to_owned(), ..audit::Search::default() };
    let (rows, _) = audit::search(&site.site.db, &search).await.unwrap();
    rows.into_iter().map(|row| (row.actor, row.detail)).collect()
}

async fn place(site: &TestSite, area: &str, rest: &str) -> Option<String> {
    let (status, body) = site.get(&format!("/media/postcodes/{area}")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let area: Area = serde_json::from_str(&body).unwrap();
    area.get(rest).and_then(certain).map(|place| place.words())
}

story!(
    /// The list in UTF-8, in CP932 and in an archive says the same; devices get an area, or those of the city itself.
    a_list_is_taken_in_and_given_out_in_parts,
    site,
    {
        let db = &site.site.db;
        for (part, status) in [("990", StatusCode::OK), ("own", StatusCode::OK), ("99", StatusCode::NOT_FOUND), ("9 0", StatusCode::NOT_FOUND)] {
            let (answered, body) = site.get(&format!("/media/postcodes/{}", part.replace(' ', "%20"))).await;
            assert_eq!((answered, body == "{}"), (status, status == StatusCode::OK), "{part}: there is no list");
        }
        let text = list();
        let cp932 = encoding_rs::SHIFT_JIS.encode(&text).0.into_owned();
        let archive = engawa_core::zip::archive(&[("KEN_ALL.CSV", cp932.as_slice())]).unwrap();
        for (name, bytes) in [("utf_ken_all.csv", text.as_bytes()), ("KEN_ALL.CSV", cp932.as_slice()), ("ken_all.zip", archive.as_slice())] {
            assert_eq!(take_in(db, name, bytes, "99201").await.unwrap(), whole(), "{name}");
            assert_eq!(place(&site, "990", "0001").await.as_deref(), Some("見本県みほん市緑町"), "{name}");
            assert_eq!(place(&site, "990", "0000").await.as_deref(), Some("見本県みほん市"), "{name}");
            assert_eq!(place(&site, "991", "0005").await.as_deref(), Some("見本県となり町山田"), "{name}");
        }
        let (_, own) = site.get("/media/postcodes/own").await;
        let own: BTreeMap<String, Area> = serde_json::from_str(&own).unwrap();
        assert_eq!(own.keys().map(String::as_str).collect::<Vec<_>>(), ["990"]);
        assert_eq!(own["990"].len(), 2);
    }
);

story!(
    /// A file that is no such list is refused with its row, and the list is as before; a newer list takes the place of the older one.
    a_list_is_replaced_as_a_whole,
    site,
    {
        let db = &site.site.db;
        take_in(db, "utf_ken_all.csv", list().as_bytes(), "").await.unwrap();
        for (name, bytes, said) in [
            ("facilities.csv", "名称,住所,電話\r\n会館,見本県,0\r\n".to_owned(), "facilities.csv:1"),
            ("cut.csv", [list(), "99301,991,991\r\n".to_owned()].concat(), "cut.csv:4"),
            ("empty.csv", String::new(), "empty.csv:0"),
        ] {
            let wrong = take_in(db, name, bytes.as_bytes(), "").await.unwrap_err().to_string();
            assert!(wrong.contains(said), "{wrong}");
            assert_eq!(place(&site, "990", "0001").await.as_deref(), Some("見本県みほん市緑町"), "{name}");
        }
        take_in(db, "utf_ken_all.csv", row("99201", "9900001", "みほん市", "新緑町").as_bytes(), "").await.unwrap();
        assert_eq!(place(&site, "990", "0001").await.as_deref(), Some("見本県みほん市新緑町"));
        assert_eq!(place(&site, "990", "0000").await, None);
        assert_eq!(place(&site, "991", "0005").await, None);
    }
);

/// Sends a file to the page.
async fn send(site: &TestSite, cookie: &str, file: Option<(&str, &[u8])>, own: &str) -> Response<Body> {
    let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"own\"\r\n\r\n{own}\r\n").into_bytes();
    if let Some((name, bytes)) = file {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    let request = Request::post("/staff/postcodes").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let request = request.header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    site.send(request.body(Body::from(body)).unwrap()).await
}

async fn ask(site: &TestSite, method: &str, path: &str, cookie: &str) -> Response<Body> {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "test.localhost");
    site.send(request.header(header::COOKIE, format!("{cookie}; lang=en")).body(Body::empty()).unwrap()).await
}

fn leads_to(response: &Response<Body>) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers().get(header::LOCATION).unwrap().to_str().unwrap().to_owned()
}

story!(
    /// Staff look into a file first; it changes nothing until they say so, and then it is served, with one row in the log.
    staff_look_first_and_then_take_a_list_in,
    site,
    {
        everybody(&site).await;
        let lead = cookie_of(&site, "lead").await;
        let page = text(ask(&site, "GET", "/staff/postcodes", &lead).await).await;
        assert!(page.contains("There is no list yet") && page.contains("name=\"file\""), "{page}");

        let cp932 = encoding_rs::SHIFT_JIS.encode(&list()).0.into_owned();
        let archive = engawa_core::zip::archive(&[("KEN_ALL.CSV", cp932.as_slice())]).unwrap();
        let looked = leads_to(&send(&site, &lead, Some(("ken_all.zip", &archive)), "９９２０１").await);
        let page = text(ask(&site, "GET", &looked, &lead).await).await;
        assert!(page.contains("KEN_ALL.CSV (3 rows)") && page.contains("3 postcodes in 2 areas") && page.contains("見本県: 3"), "{page}");
        assert_eq!(place(&site, "990", "0001").await, None, "a look changes nothing");
        assert!(rows(&site).await.is_empty());

        assert_eq!(leads_to(&ask(&site, "POST", &looked, &lead).await), "/staff/postcodes?done=1");
        assert_eq!(place(&site, "990", "0001").await.as_deref(), Some("見本県みほん市緑町"));
        let detail = "{\"file\":\"KEN_ALL.CSV\",\"postcodes\":3}";
        assert_eq!(rows(&site).await, [("staff:lead".to_owned(), detail.to_owned())]);
        let page = text(ask(&site, "GET", "/staff/postcodes?done=1", &lead).await).await;
        assert!(page.contains("The list was taken in") && page.contains("KEN_ALL.CSV") && page.contains("Areas of the city itself: 990"), "{page}");
        // It waits no more: the button pressed twice takes nothing in twice.
        assert_eq!(leads_to(&ask(&site, "POST", &looked, &lead).await), "/staff/postcodes");
        assert_eq!(rows(&site).await.len(), 1);
    }
);

story!(
    /// A file with a row that is none of such a list, or that is something else, is told and changes nothing.
    a_bad_file_changes_nothing,
    site,
    {
        everybody(&site).await;
        let lead = cookie_of(&site, "lead").await;
        take_in(&site.site.db, "utf_ken_all.csv", list().as_bytes(), "").await.unwrap();
        let before = postcodes::held(&site.site.db).await.unwrap();
        let cut = [list(), "99301,991,991\r\n".to_owned(), "99301,\"990  \",\"9910009\"\r\n".to_owned()].concat();
        let many = "名称,住所,電話\r\n".repeat(200);
        let two = engawa_core::zip::archive(&[("a.csv", b"a".as_slice()), ("b.csv", b"b".as_slice())]).unwrap();
        for (file, own, said) in [
            (Some(("cut.csv", cut.as_bytes())), "", "Row 4: There is no postcode of seven figures"),
            (Some(("cut.csv", cut.as_bytes())), "", "Row 5: There is no prefecture"),
            (Some(("facilities.csv", many.as_bytes())), "", "Only the first 50 are shown"),
            (Some(("empty.csv", b"\r\n".as_slice())), "", "This is no list of postcodes"),
            (Some(("two.zip", two.as_slice())), "", "Too large"),
            (Some(("damaged.zip", b"PK\x03\x04 and nothing".as_slice())), "", "The file is damaged"),
            (Some(("list.csv", list().as_bytes())), "みほん市", "The code has figures only"),
            (None, "", "Please choose a file"),
        ] {
            let response = send(&site, &lead, file, own).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{said}");
            let page = text(response).await;
            assert!(page.contains(said), "{said}: {page}");
            assert_eq!(postcodes::held(&site.site.db).await.unwrap(), before, "{said}");
            assert_eq!(place(&site, "990", "0001").await.as_deref(), Some("見本県みほん市緑町"), "{said}");
        }
        assert_eq!(rows(&site).await.len(), 1, "the one of before");
    }
);

story!(
    /// All staff see which list there is; leads and administrators alone take one in, and only files that were sent for that.
    the_list_is_taken_in_by_whoever_may,
    site,
    {
        everybody(&site).await;
        let (lead, reader) = (cookie_of(&site, "lead").await, cookie_of(&site, "reader").await);
        let looked = leads_to(&send(&site, &lead, Some(("utf_ken_all.csv", list().as_bytes())), "").await);
        for who in ["reader", "staff", "other_desk"] {
            let cookie = cookie_of(&site, who).await;
            let page = ask(&site, "GET", "/staff/postcodes", &cookie).await;
            assert_eq!(page.status(), StatusCode::OK, "{who}");
            assert!(!text(page).await.contains("name=\"file\""), "{who}");
            assert_eq!(send(&site, &cookie, Some(("utf_ken_all.csv", list().as_bytes())), "").await.status(), StatusCode::FORBIDDEN, "{who}");
            assert_eq!(ask(&site, "POST", &looked, &cookie).await.status(), StatusCode::FORBIDDEN, "{who}");
        }
        assert!(leads_to(&ask(&site, "GET", "/staff/postcodes", &cookie_of(&site, "owner").await).await).starts_with("/staff/sign-in"));
        assert_eq!(place(&site, "990", "0001").await, None);
        let forms = text(ask(&site, "GET", "/staff/forms", &reader).await).await;
        assert!(forms.contains("href=\"/staff/postcodes\""), "{forms}");

        // What waits to become listings is no list of postcodes.
        let mut tx = site.site.db.begin().await.unwrap();
        let other = engawa_server::listings::sql::PUT_UPLOAD;
        let source = "{\"source\":\"催し\"}";
        tx.run(other, engawa_server::params!["u1", NOW, "staff:x", "a.csv", source, list().into_bytes()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(leads_to(&ask(&site, "POST", "/staff/postcodes/u1", &lead).await), "/staff/postcodes");
        assert_eq!(place(&site, "990", "0001").await, None);
        assert_eq!(leads_to(&ask(&site, "POST", &looked, &cookie_of(&site, "admin").await).await), "/staff/postcodes?done=1");
        assert_eq!(place(&site, "990", "0001").await.as_deref(), Some("見本県みほん市緑町"));
    }
);

/// A form that asks for a postcode and an address, open to everybody.
async fn publish(site: &TestSite) {
    let workbook = markdown::read(
        "| survey | | | |
         | | type | name | label |
         | | text | who | お名前 |
         | | text | postcode | 郵便番号 |
         | | text | address | 住所 |
         | settings | | | |
         | | form_id | version | form_title |
         | | move | 1 | 住所の届出 |",
    );
    let definition = xlsform::read(&workbook).unwrap().definition;
    let publish = Publish { definition, source: None, settings: Settings::default(), open: true };
    let body = CommandBody::Forms(FormCommand::Publish(Box::new(publish)));
    let command = Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body };
    assert_eq!(site.run(&command).await.status, ReceiptStatus::Done);
}

/// Sends a page of the form as it was drawn, with other answers.
async fn press(site: &TestSite, (path, cookie): (&str, &str), page: &str, answers: [&str; 2], go: &str) -> (StatusCode, String) {
    let raw = page.split("name=\"carried\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let carried = raw.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let fields = [("carried", carried.as_str()), ("a:who", "縁側の会"), ("a:postcode", answers[0]), ("a:address", answers[1]), ("go", go)];
    let part = |(name, value): &(&str, &str)| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let body = format!("{}--x--\r\n", fields.iter().map(part).collect::<String>());
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let request = request.header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    let response = site.send(request.body(Body::from(body)).unwrap()).await;
    (response.status(), text(response).await)
}

story!(
    /// Without scripts a button fills in the address, never over what somebody wrote; everything else of the page is kept.
    an_address_is_filled_in_without_scripts,
    site,
    {
        publish(&site).await;
        let cookie = site.cookie().await;
        for (path, who) in [("/forms/move/plain", ""), ("/staff/forms/move/test", cookie.as_str()), ("/staff/forms/move/intake", cookie.as_str())] {
            let first = text(ask(&site, "GET", path, who).await).await;
            assert_eq!(first.contains("value=\"place:postcode\""), path != "/forms/move/plain", "{path}: only where there is a list");
            take_in(&site.site.db, "utf_ken_all.csv", list().as_bytes(), "").await.unwrap();
            let first = text(ask(&site, "GET", path, who).await).await;
            assert!(first.contains("value=\"place:postcode\"") && first.contains("Fill in the address from “郵便番号”"), "{path}: {first}");

            let (status, unknown) = press(&site, (path, who), &first, ["999-9999", ""], "place:postcode").await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(unknown.contains("There is no postcode 999-9999 in the list") && unknown.contains("value=\"縁側の会\""), "{path}: {unknown}");
            assert!(unknown.contains("id=\"f-postcode-error\""), "{path}: at its field");

            let (status, placed) = press(&site, (path, who), &unknown, ["９９０−０００１", ""], "place:postcode").await;
            assert_eq!(status, StatusCode::OK, "{path}: {placed}");
            assert!(placed.contains("value=\"見本県みほん市緑町\"") && placed.contains("value=\"縁側の会\""), "{path}: {placed}");
            assert!(placed.contains("The address begins with 見本県みほん市緑町 now") && placed.contains("href=\"#f-address\""), "{path}");

            let (_, other) = press(&site, (path, who), &placed, ["9910005", "見本県みほん市緑町"], "place:postcode").await;
            assert!(other.contains("value=\"見本県となり町山田\""), "{path}: what was filled in is replaced: {other}");
            let (status, kept) = press(&site, (path, who), &other, ["9900001", "見本県となり町山田1-2"], "place:postcode").await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(kept.contains("value=\"見本県となり町山田1-2\"") && kept.contains("left as it is"), "{path}: {kept}");
        }
    }
);
