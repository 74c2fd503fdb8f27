//! The language of a page, for readers whose browser keeps no cookie.

use crate::common::{TestSite, listing, text};
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use engawa_core::ReceiptStatus;

/// What an address gives to a browser in Japanese with these cookies: its headers and its page.
async fn read(site: &TestSite, path: &str, cookies: &str) -> (HeaderMap, String) {
    let request = Request::get(path).header(header::HOST, "test.localhost").header(header::ACCEPT_LANGUAGE, "ja");
    let response = site.send(request.header(header::COOKIE, cookies).body(Body::empty()).unwrap()).await;
    (response.headers().clone(), text(response).await)
}

/// Where the links of a page lead, of those that lead to pages of this site.
fn links(page: &str) -> Vec<&str> {
    let tags = page.split("<a ").skip(1).filter_map(|rest| rest.split('>').next());
    let all = tags.filter_map(|tag| tag.split("href=\"").nth(1)?.split('"').next());
    all.filter(|href| href.starts_with('/') && !href.starts_with("/lang/")).collect()
}

fn leads_to(headers: &HeaderMap) -> &str {
    headers[header::LOCATION].to_str().unwrap()
}

story!(
    /// Whoever opened a page in a language reads on in it, page after page, without any cookie.
    a_language_in_the_address_goes_on_without_a_cookie,
    site,
    {
        let event = listing("川の清掃");
        assert_eq!(site.publish(&event).await.status, ReceiptStatus::Done);
        let mut path = "/?lang=en".to_owned();
        for next in ["/listings", "/listings/", "/about", "/forms", "/"] {
            let (headers, page) = read(&site, &path, "").await;
            assert!(page.contains("<html lang=\"en\" data-lang=\"en\""), "{path}");
            assert!(headers.get(header::SET_COOKIE).is_none(), "{path}: what an address says is no choice to be kept");
            let links = links(&page);
            assert!(links.len() > 5 && links.iter().all(|href| href.contains("lang=en")), "{path}: {links:?}");
            // The next page is one that a link of this one leads to.
            let here = links.iter().find(|href| match next {
                "/listings/" => href.starts_with(next),
                _ => href.split('?').next() == Some(next),
            });
            path = here.unwrap_or_else(|| panic!("{path} does not lead to {next}: {links:?}")).replace("&amp;", "&");
        }
        // A form that asks says it in a field, because its fields take the place of the query.
        let (_, list) = read(&site, "/listings?lang=en", "").await;
        assert!(list.contains("<input type=\"hidden\" name=\"lang\" value=\"en\"></form>"), "{list}");
        // Pages without the app, and answers that lead elsewhere.
        let (headers, _) = read(&site, "/account?lang=en", "").await;
        assert_eq!(leads_to(&headers), "/sign-in?next=%2Faccount%3Flang%3Den&lang=en");
        let (_, sign_in) = read(&site, leads_to(&headers), "").await;
        assert!(sign_in.contains("data-lang=\"en\"") && links(&sign_in).iter().all(|href| href.contains("lang=en")), "{sign_in}");
    }
);

story!(
    /// With a cookie nothing needs to stand in addresses, and without a language in the address nothing is put there.
    a_cookie_keeps_addresses_clean,
    site,
    {
        for (path, cookies, lang) in [("/?lang=en", "lang=ja", "en"), ("/", "lang=en", "en"), ("/", "", "ja"), ("/?lang=xx", "", "ja")] {
            let (_, page) = read(&site, path, cookies).await;
            assert!(page.contains(&format!("data-lang=\"{lang}\"")), "{path} {cookies}");
            assert!(links(&page).iter().all(|href| !href.contains("lang=")), "{path} {cookies}: {:?}", links(&page));
        }
    }
);

story!(
    /// The switch works whether or not the browser keeps the cookie, also from a page that names another language in its address.
    the_switch_wins_over_the_address,
    site,
    {
        for (back, cookies, to) in [
            ("%2Fabout", "", "/about?lang=en"),
            ("%2Fmap%3Fz%3D1%26lang%3Dja", "", "/map?z=1&lang=en"),
            ("%2Fmap%3Fz%3D1%26lang%3Dja", "lang=ja", "/map?z=1"),
            ("%2Fabout%3Flang%3Dja", "a=b; lang=ja-easy", "/about"),
            // Nor does the language before come back after signing in.
            ("%2Fsign-in%3Fnext%3D%252Faccount%253Flang%253Dja%26lang%3Dja", "", "/sign-in?next=%2Faccount%3Flang%3Den&lang=en"),
            ("%2Fsign-in%3Fnext%3D%252Faccount%253Flang%253Dja%26lang%3Dja", "lang=ja", "/sign-in?next=%2Faccount"),
        ] {
            let (headers, _) = read(&site, &format!("/lang/en?back={back}"), cookies).await;
            assert_eq!(leads_to(&headers), to, "{back} {cookies}");
            assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("lang=en; "));
        }
    }
);
