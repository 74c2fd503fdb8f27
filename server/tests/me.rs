//! Whom somebody may write for, as their own device asks.

use crate::common;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::people::me::Me;

story!(
    /// Nobody is told nothing; staff may write for the city and know their desk by name; neither answer stays anywhere.
    one_is_told_of_oneself_alone,
    site,
    {
        let (status, text) = site.get("/api/v1/me").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(serde_json::from_str::<Me>(&text).unwrap(), Me::default());

        let cookie = site.cookie().await;
        let request = Request::get("/api/v1/me").header(header::HOST, "test.localhost").header(header::COOKIE, cookie);
        let response = site.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.headers().get(header::CACHE_CONTROL).unwrap(), "no-store");
        let text = common::text(response).await;
        let me: Me = serde_json::from_str(&text).unwrap();
        assert_eq!(me.account.as_ref().map(|account| account.name.as_str()), Some("担当"));
        assert!(me.writes_for_city && me.groups.is_empty());
        assert_eq!(me.desks.iter().map(|desk| desk.id.as_str()).collect::<Vec<_>>(), ["main"]);
        assert!(!text.contains("login"), "{text}");
    }
);
