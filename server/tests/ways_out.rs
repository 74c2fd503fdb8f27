//! Whoever is signed in finds the way out on every page: those of staff, of their own account, and those of everybody.

use crate::common::people::{GROUP, Somebody, everybody};
use crate::common::{TestSite, routes, text};
use axum::body::Body;
use axum::http::{Request, header};

/// A page at an address, as somebody sees it; nothing: it leads elsewhere, or is no page.
async fn page(site: &TestSite, path: &str, who: &Somebody) -> Option<String> {
    let mut request = Request::get(path).header(header::HOST, "test.localhost").header(header::ACCEPT, "text/html");
    if let Some(cookie) = &who.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    if response.status().is_redirection() || !kind.starts_with("text/html") {
        return None;
    }
    assert!(!response.status().is_server_error(), "{path}: {}", response.status());
    let page = text(response).await;
    // What is made without the store (`http/trouble.rs`) does not know who looks; its one way leads to the first page, which does.
    (!page.contains("<div class=\"wrap page not-found\">")).then_some(page)
}

/// Whether a page has the button.
fn has_way_out(page: &str) -> bool {
    ["/sign-out", "/staff/sign-out"].iter().any(|path| {
        let form = page.split("<form").find(|form| form.contains(&format!("action=\"{path}\"")));
        form.is_some_and(|form| form.contains("method=\"post\"") && form.contains("<button"))
    })
}

/// The document that the service worker keeps: there is no page in it, and it is the same for everybody.
const SHELL: &str = "/shell";

story!(
    /// Every address that answers with a page, by everybody who can be signed in; and nobody else is offered to leave.
    every_page_has_a_way_out,
    site,
    {
        let people = everybody(&site).await;
        for who in people.iter().filter(|who| ["anonymous", "resident", "owner", "reader", "lead", "admin"].contains(&who.role)) {
            let mut seen = 0;
            for (_, path) in routes::all().into_iter().filter(|(method, path)| *method == "GET" && path != SHELL) {
                let address = routes::filled(&path, GROUP);
                let Some(page) = page(&site, &address, who).await else { continue };
                seen += 1;
                assert_eq!(has_way_out(&page), who.cookie.is_some(), "{path} as {}: {page}", who.role);
            }
            assert!(seen > 25, "{} saw {seen} pages only", who.role);
            // What is at no address has a page too.
            let nowhere = page(&site, "/nowhere-at-all", who).await.unwrap();
            assert_eq!(has_way_out(&nowhere), who.cookie.is_some(), "{nowhere}");
        }
        let shell = people.iter().find(|who| who.role == "admin").unwrap();
        assert!(!has_way_out(&page(&site, SHELL, shell).await.unwrap()), "what is kept on the device is nobody's");
    }
);

story!(
    /// The button works on a page of everybody, and is gone with the next page.
    leaving_is_leaving,
    site,
    {
        let mut browser = crate::common::browser::Browser::sign_in(&site, "a@example.jp").await;
        assert!(has_way_out(&browser.get(&site, "/listings").await.body));
        assert_eq!(browser.post(&site, "/sign-out", &[]).await.to, "/");
        assert!(!has_way_out(&browser.get(&site, "/listings").await.body));
        assert!(!browser.is_signed_in(&site).await);
        // The page that says that an account is over is seen by nobody who is signed in.
        let mut ended = crate::common::browser::Browser::sign_in(&site, "b@example.jp").await;
        let page = ended.post(&site, "/account/end", &[("word", "end")]).await;
        assert!(page.status.is_success() && !has_way_out(&page.body), "{}", page.body);
    }
);
