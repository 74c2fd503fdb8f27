//! What chats and search engines learn of a page before anybody opens it.

use crate::common::{TestSite, listing};
use axum::http::StatusCode;
use engawa_app::listings::kind::Details;
use engawa_app::listings::listing::Image;
use engawa_app::listings::{Kind, Listing};
use engawa_core::ReceiptStatus;

/// The content of a tag of Open Graph, which stands once in a page.
fn tag(page: &str, property: &str) -> String {
    let wanted = format!("property=\"{property}\"");
    let tags: Vec<&str> = page.split("<meta ").skip(1).filter_map(|rest| rest.split('>').next()).filter(|tag| tag.contains(&wanted)).collect();
    assert_eq!(tags.len(), 1, "{property}: {tags:?}");
    let content = tags[0].split("content=\"").nth(1).and_then(|rest| rest.split('"').next());
    content.unwrap_or_default().to_owned()
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
