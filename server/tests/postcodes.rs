//! The list of postcodes: taken in from the files of the post office, given out in parts, replaced as a whole or not at all.

use crate::common::TestSite;
use axum::http::StatusCode;
use engawa_app::forms::postcodes::{Area, certain};
use engawa_server::forms::postcodes::{Taken, take_in};
use std::collections::BTreeMap;

/// A row as the national list has it; the places are made up.
fn row(municipality: &str, code: &str, city: &str, town: &str) -> String {
    format!("{municipality},\"990  \",\"{code}\",\"ケンホンケン\",\"ﾐﾎﾝｼ\",\"ミドリチョウ\",\"見本県\",\"{city}\",\"{town}\",0,0,0,0,0,0\r\n")
}

fn list() -> String {
    let whole = row("99201", "9900000", "みほん市", "以下に掲載がない場合");
    [row("99201", "9900001", "みほん市", "緑町"), whole, row("99301", "9910005", "となり町", "山田")].concat()
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
            assert_eq!(take_in(db, name, bytes, "99201").await.unwrap(), Taken { areas: 2, postcodes: 3, own: 1 }, "{name}");
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
