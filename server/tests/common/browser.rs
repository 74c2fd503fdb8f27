//! A browser that keeps its cookie, and the mails that wait to be sent to its holder.

use super::{TestSite, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::listings::query::encode;
use engawa_server::clock::now_ms;
use engawa_server::db::Stmt;
use engawa_server::http::session::FRESH_MS;
use engawa_server::params;
use engawa_server::people::session_store::DbSessionStore;
use engawa_server::people::sql;
use serde_json::{Value, json};
use tower_sessions::SessionStore as _;
use tower_sessions::session::Id;

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where the browser is sent; empty: nowhere.
    pub to: String,
    /// The page.
    pub body: String,
}

/// A browser with its cookie.
#[derive(Clone, Default)]
pub struct Browser {
    /// Name and value.
    pub cookie: String,
}

impl Browser {
    /// Sends a request with the cookie, and keeps the one that comes back.
    pub async fn ask(&mut self, site: &TestSite, request: axum::http::request::Builder, body: String) -> Answer {
        let request = request.header(header::HOST, "test.localhost").header(header::COOKIE, format!("{}; lang=en", self.cookie));
        let response = site.send(request.body(Body::from(body)).unwrap()).await;
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            if pair.starts_with("engawa=") {
                pair.clone_into(&mut self.cookie);
            }
        }
        let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        Answer { status: response.status(), to, body: text(response).await.replace("<!>", "") }
    }

    /// Reads a page.
    pub async fn get(&mut self, site: &TestSite, path: &str) -> Answer {
        self.ask(site, Request::get(path), String::new()).await
    }

    /// Sends a form.
    pub async fn post(&mut self, site: &TestSite, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&");
        self.ask(site, Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), body).await
    }

    /// Asks for a mail, and signs in with its link; makes the account if there is none.
    pub async fn sign_in(site: &TestSite, email: &str) -> Self {
        let mut browser = Self::default();
        browser.post(site, "/sign-in", &[("email", email)]).await;
        let token = token_of(&last_mail(site, email).await);
        let arrived = browser.post(site, "/sign-in/link", &[("t", &token)]).await;
        if arrived.to == "/sign-in/welcome" {
            let made = browser.post(site, "/sign-in/welcome", &[("name", "見本 花子"), ("of_age", "yes")]).await;
            assert_eq!(made.to, "/account", "{}", made.body);
        }
        assert_eq!(browser.get(site, "/account").await.status, StatusCode::OK);
        browser
    }

    /// Signs in with a password.
    pub async fn by_password(site: &TestSite, login: &str, password: &str) -> Self {
        let mut browser = Self::default();
        let answer = browser.post(site, "/sign-in/password", &[("login", login), ("password", password), ("next", "/account")]).await;
        assert_eq!(answer.to, "/account", "{}", answer.body);
        browser
    }

    /// Changes something that the server keeps in the session of this browser.
    pub async fn keep(&self, site: &TestSite, name: &str, value: Value) {
        let id: Id = self.cookie.split_once('=').unwrap().1.parse().unwrap();
        let store = DbSessionStore::new(site.site.db.clone());
        let mut record = store.load(&id).await.unwrap().unwrap();
        record.data.insert(name.to_owned(), value);
        store.save(&record).await.unwrap();
    }

    /// Lets a quarter of an hour pass since its holder last proved who they are.
    pub async fn grow_stale(&self, site: &TestSite) {
        self.keep(site, "proved", json!(now_ms() - FRESH_MS - 1_000)).await;
    }

    /// Whether it is signed in.
    pub async fn is_signed_in(&mut self, site: &TestSite) -> bool {
        self.get(site, "/account").await.status == StatusCode::OK
    }
}

/// Mails that wait: address, subject, body; the oldest first.
pub async fn mails(site: &TestSite) -> Vec<(String, String, String)> {
    let rows = site.site.db.all::<(String, String, String, String, i64, i64)>(sql::DUE_MAILS, params![i64::MAX, 1_000_i64]).await.unwrap();
    rows.into_iter().map(|(_, to, subject, body, ..)| (to, subject, body)).collect()
}

/// The text of the newest mail to an address.
pub async fn last_mail(site: &TestSite, email: &str) -> String {
    let found = mails(site).await.into_iter().rfind(|(to, ..)| to == email);
    found.unwrap_or_else(|| panic!("no mail to {email}")).2
}

/// The secret in the link of a mail.
pub fn token_of(mail: &str) -> String {
    mail.split_once("?t=").unwrap().1.split_whitespace().next().unwrap().to_owned()
}

/// The figures in a mail.
pub fn code_of(mail: &str) -> String {
    mail.lines().find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit())).unwrap().to_owned()
}

/// Changes the store behind the server's back.
pub async fn run(site: &TestSite, sql: &'static str, params: Vec<engawa_server::db::Param>) {
    let mut tx = site.site.db.begin().await.unwrap();
    tx.run(Stmt { name: "TEST", sql }, params).await.unwrap();
    tx.commit().await.unwrap();
}

/// The account of an address.
pub async fn account_of(site: &TestSite, email: &str) -> String {
    site.site.db.first::<(String, i64, i64)>(sql::BY_EMAIL, params![email]).await.unwrap().unwrap().0
}
