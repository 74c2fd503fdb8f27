//! What chats and search engines learn of a page before anybody opens it.

use crate::common::{TestSite, listing};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use engawa_app::listings::kind::{Details, Group, GroupType};
use engawa_app::listings::listing::{Image, Variant};
use engawa_app::listings::{Kind, Listing};
use engawa_core::time::{Schedule, Session};
use engawa_core::{Lang, ReceiptStatus};

/// The content of a tag of Open Graph, which stands once in a page.
fn tag(page: &str, property: &str) -> String {
    let wanted = format!("property=\"{property}\"");
    let tags: Vec<&str> = page.split("<meta ").skip(1).filter_map(|rest| rest.split('>').next()).filter(|tag| tag.contains(&wanted)).collect();
    assert_eq!(tags.len(), 1, "{property}: {tags:?}");
    let content = tags[0].split("content=\"").nth(1).and_then(|rest| rest.split('"').next());
    content.unwrap_or_default().to_owned()
}

/// The addresses of the links of a page that hold some words.
fn links(page: &str, words: &str) -> Vec<String> {
    let links = page.split("<link ").skip(1).filter_map(|rest| rest.split('>').next()).filter(|link| link.contains(words));
    links.map(|link| link.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()).collect()
}

async fn page_of(site: &TestSite, listing: &Listing, lang: &str) -> String {
    assert_eq!(site.publish(listing).await.status, ReceiptStatus::Done);
    let (status, page) = site.get(&format!("/listings/{}?lang={lang}", listing.id)).await;
    assert_eq!(status, StatusCode::OK);
    page
}

story!(
    /// A listing is shown by its own picture, else by that of its kind; every other page by that of the site.
    previews_show_what_a_page_is,
    site,
    {
        for kind in [Kind::Event, Kind::Place, Kind::Call] {
            let it = Listing { details: Details::empty(kind), ..listing("朝市") };
            let page = page_of(&site, &it, "ja").await;
            assert_eq!(tag(&page, "og:image"), format!("http://test.localhost/og/{}.png", kind.code()));
            assert!(!tag(&page, "og:image:alt").is_empty());
            assert_eq!((tag(&page, "og:image:width"), tag(&page, "og:image:height")), ("1200".to_owned(), "630".to_owned()));
            assert_eq!(tag(&page, "og:locale"), "ja_JP");
        }
        let mut pictured = listing("音楽会");
        let src = format!("{}.jpg", "a".repeat(64));
        pictured.images = vec![Image { src: src.clone(), alt: "舞台".into(), width: 800, height: 600, ..Image::default() }];
        let page = page_of(&site, &pictured, "en").await;
        assert_eq!(tag(&page, "og:image"), format!("http://test.localhost/media/{src}"));
        assert_eq!(tag(&page, "og:image:alt"), "舞台");
        assert_eq!((tag(&page, "og:image:width"), tag(&page, "og:image:height")), ("800".to_owned(), "600".to_owned()));
        assert_eq!(tag(&page, "og:locale"), "en_US");
        let (_, home) = site.get("/?lang=en").await;
        assert_eq!(tag(&home, "og:image"), "http://test.localhost/og/default.png");
        assert_eq!(tag(&home, "og:image:alt"), "Test City");
    }
);

story!(
    /// A page asks for a picture in the width that it needs, and says how large it is.
    pages_ask_for_small_pictures,
    site,
    {
        let mut it = listing("写真展");
        let src = format!("{}.jpg", "b".repeat(64));
        it.images = vec![Image { src: src.clone(), alt: "港".into(), width: 1280, height: 960, ..Image::default() }];
        let page = page_of(&site, &it, "ja").await;
        assert!(page.contains(&format!("srcset=\"/media/{src}?w=320 320w, /media/{src}?w=640 640w, /media/{src} 1280w\"")), "{page}");
        assert!(page.contains("width=\"1280\" height=\"960\""));
        let (_, list) = site.get("/listings?lang=ja").await;
        assert!(list.contains(&format!("src=\"/media/{src}?w=320\"")), "{list}");
    }
);

story!(
    /// However somebody came to a page, it names one address of its own, its other languages, and what it is about.
    each_page_has_one_address,
    site,
    {
        let event = listing("朝市");
        let group = |group_type| Listing { details: Details::Group(Group { group_type: Some(group_type), ..Group::default() }), ..listing("川の会") };
        let (citizens, library) = (group(GroupType::CitizensGroup), group(GroupType::Library));
        for (it, folder, kind) in [(&event, "listings", "Event"), (&citizens, "groups", ""), (&library, "organisations", "")] {
            assert_eq!(site.publish(it).await.status, ReceiptStatus::Done);
            let address = format!("http://test.localhost/{folder}/{}", it.id);
            // The address of another shape leads there, too, and says where the page lives.
            for path in [format!("/listings/{}", it.id), format!("/{folder}/{}?from=chat", it.id)] {
                let (status, page) = site.get(&path).await;
                assert_eq!(status, StatusCode::OK, "{path}");
                assert_eq!(links(&page, "rel=\"canonical\""), [address.as_str()], "{path}");
                assert_eq!(tag(&page, "og:url"), address, "{path}");
                assert_eq!(links(&page, "hreflang=\"en\""), [format!("{address}?lang=en")], "{path}");
                let json = page.split("<script type=\"application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
                let json: serde_json::Value = serde_json::from_str(json.unwrap_or_default()).unwrap();
                assert_eq!((json["url"].as_str(), json["name"].as_str()), (Some(address.as_str()), Some(it.title.as_str())), "{path}");
                assert!(kind.is_empty() || json["@type"] == kind, "{json}");
            }
            let (_, map) = site.get("/sitemap.xml").await;
            assert!(map.contains(&format!("<loc>{address}</loc>")), "{map}");
        }
    }
);

story!(
    /// What goes on without a known end is told without one.
    no_end_is_made_up,
    site,
    {
        let mut it = listing("朝の体操");
        it.schedule = Some(Schedule { sessions: vec![Session::day("2020-04-01".parse().unwrap())], open_ended: true, ..Schedule::default() });
        let page = page_of(&site, &it, "ja").await;
        let json = page.split("<script type=\"application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let json: serde_json::Value = serde_json::from_str(json.unwrap_or_default()).unwrap();
        assert_eq!((json["startDate"].as_str(), json.get("endDate")), (Some("2020-04-01"), None), "{json}");
        let (_, home) = site.get("/?lang=ja").await;
        assert!(home.contains("2020年4月1日（水）〜") && !home.contains("開催中"), "{home}");
    }
);

story!(
    /// What other programs take away: both encodings, JSON, Atom, and calendars in the language that their address asks for.
    files_for_other_programs,
    site,
    {
        let mut it = listing("〜朝市〜");
        it.schedule = Some(Schedule { sessions: vec![Session::day("2099-08-01".parse().unwrap())], ..Schedule::default() });
        it.variants.insert(Lang::En, Variant { title: "Morning market".into(), ..Variant::default() });
        assert_eq!(site.publish(&it).await.status, ReceiptStatus::Done);
        let file = async |path: &str| {
            let response = site.send(Request::get(path).header(header::HOST, "test.localhost").body(Body::empty()).unwrap()).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
            (kind, to_bytes(response.into_body(), 1 << 20).await.unwrap())
        };
        let (kind, bytes) = file("/opendata/event.csv").await;
        assert!(kind.contains("charset=utf-8") && bytes.starts_with(b"\xEF\xBB\xBF"), "{kind}");
        assert!(String::from_utf8(bytes.to_vec()).unwrap().contains("〜朝市〜"));
        let (kind, bytes) = file("/opendata/event.csv?encoding=cp932").await;
        let (text, _, damaged) = encoding_rs::SHIFT_JIS.decode(&bytes);
        assert!(kind.contains("charset=Shift_JIS") && !damaged && text.contains("～朝市～"), "{kind} {text}");
        let (kind, bytes) = file("/opendata/event.json").await;
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((kind.as_str(), json["listings"][0]["title"].as_str()), ("application/json; charset=utf-8", Some("〜朝市〜")));
        let (kind, bytes) = file("/feeds/event.atom").await;
        assert!(kind.starts_with("application/atom+xml") && String::from_utf8_lossy(&bytes).contains("〜朝市〜"), "{kind}");
        for path in ["/feeds/events.ics".to_owned(), format!("/listings/{}/event.ics", it.id)] {
            for (query, title, name) in [("", "〜朝市〜", "試験市"), ("?lang=ja-easy", "〜朝市〜", "試験市"), ("?lang=en", "Morning market", "Test City")] {
                let (kind, bytes) = file(&format!("{path}{query}")).await;
                let text = String::from_utf8(bytes.to_vec()).unwrap();
                assert_eq!(kind, "text/calendar; charset=utf-8");
                assert!(text.contains(&format!("SUMMARY:{title}\r\n")) && text.contains(&format!("X-WR-CALNAME:{name}\r\n")), "{path}{query}: {text}");
            }
        }
        // The page offers the file in its own language.
        for (lang, query) in [("ja", "?lang=ja"), ("en", "?lang=en")] {
            let (_, page) = site.get(&format!("/listings/{}?lang={lang}", it.id)).await;
            assert!(page.contains(&format!("href=\"/listings/{}/event.ics{query}\"", it.id)), "{page}");
        }
    }
);
