//! The feed as devices see it: pages, snapshot, headers, and that no revision is ever skipped.

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use common::{listing, text};
use engawa_core::feed::{Page, Record, Scope};
use engawa_server::feed;

story!(
    /// Following pages gives every record once, in order of revision.
    pages_give_everything_in_order,
    site,
    {
        for n in 0..25 {
            site.publish(&listing(&format!("催し{n}"))).await;
        }
        let (mut since, mut seen) = (0, Vec::new());
        loop {
            let (status, body) = site.get(&format!("/api/v1/feed/public?since={since}&limit=7")).await;
            assert_eq!(status, StatusCode::OK);
            let page = Page::from_json(&body).unwrap();
            assert!(page.records.iter().all(|record| record.rev > since));
            seen.extend(page.records.iter().map(|record| record.rev));
            since = page.cursor;
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, (1..=25).collect::<Vec<u64>>());
    }
);

story!(
    /// Writers at the same time never make a reader skip a record.
    a_reader_beside_writers_misses_nothing,
    site,
    {
        let site = std::sync::Arc::new(site);
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let site = std::sync::Arc::clone(&site);
                tokio::spawn(async move {
                    for n in 0..15 {
                        site.publish(&listing(&format!("{writer}-{n}"))).await;
                    }
                })
            })
            .collect();
        let reader = {
            let site = std::sync::Arc::clone(&site);
            tokio::spawn(async move {
                let (mut cursor, mut seen) = (0, Vec::new());
                while seen.len() < 60 {
                    let page = feed::page(&site.site.db, "e", &Scope::Public, cursor, 5).await.unwrap();
                    seen.extend(page.records.iter().map(|record| record.rev));
                    cursor = page.cursor;
                    tokio::task::yield_now().await;
                }
                seen
            })
        };
        for writer in writers {
            writer.await.unwrap();
        }
        let seen = tokio::time::timeout(std::time::Duration::from_secs(30), reader).await.expect("a record was skipped").unwrap();
        assert_eq!(seen, (1..=60).collect::<Vec<u64>>());
    }
);

story!(
    /// The snapshot is immutable, precompressed, and says how far it goes.
    the_snapshot_is_one_immutable_file,
    site,
    {
        for n in 0..3 {
            site.publish(&listing(&format!("催し{n}"))).await;
        }
        let ask = |path: String, encoding: &'static str| Request::get(path).header(header::ACCEPT_ENCODING, encoding).body(Body::empty()).unwrap();
        let redirect = site.send(ask("/api/v1/feed/public/snapshot".into(), "")).await;
        assert_eq!(redirect.status(), StatusCode::FOUND);
        let location = redirect.headers()[header::LOCATION].to_str().unwrap().to_owned();
        let plain = site.send(ask(location.clone(), "identity")).await;
        assert!(plain.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let body = text(plain).await;
        let mut lines = body.lines();
        let head: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
        assert_eq!((head["rev"].as_u64(), head["records"].as_u64()), (Some(3), Some(3)));
        let revs: Vec<u64> = lines.map(|line| Record::from_json(line).unwrap().rev).collect();
        assert_eq!(revs, [1, 2, 3]);
        let packed = site.send(ask(location, "br, gzip")).await;
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "br");
    }
);

story!(
    /// Behind a balancer the next request may reach a node that holds another snapshot: it serves its own, and sends nobody on.
    a_snapshot_of_another_node_is_no_detour,
    site,
    {
        site.publish(&listing("催し")).await;
        let redirect = site.send(Request::get("/api/v1/feed/public/snapshot").body(Body::empty()).unwrap()).await;
        let location = redirect.headers()[header::LOCATION].to_str().unwrap().to_owned();
        let newer = location.replace("-1.ndjson", "-7.ndjson");
        assert_ne!(newer, location);
        for asked in [newer.as_str(), "/api/v1/feed/public/snapshot/another0history-3.ndjson"] {
            let response = site.send(Request::get(asked).body(Body::empty()).unwrap()).await;
            assert_eq!(response.status(), StatusCode::OK, "{asked}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
            assert_eq!(response.headers()[header::CONTENT_LOCATION], location.as_str());
            let head: serde_json::Value = serde_json::from_str(text(response).await.lines().next().unwrap()).unwrap();
            assert_eq!(head["rev"].as_u64(), Some(1));
        }
        for nonsense in ["x", "..", "-1.ndjson", "a-b.ndjson"] {
            assert_eq!(site.get(&format!("/api/v1/feed/public/snapshot/{nonsense}")).await.0, StatusCode::NOT_FOUND, "{nonsense}");
        }
    }
);

story!(
    /// Nothing new: 304, and not a byte of body.
    unchanged_pages_are_not_sent_again,
    site,
    {
        site.publish(&listing("一")).await;
        let ask = |etag: Option<&str>| {
            let mut request = Request::get("/api/v1/feed/public?since=0");
            if let Some(etag) = etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            request.body(Body::empty()).unwrap()
        };
        let first = site.send(ask(None)).await;
        let etag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!(site.send(ask(Some(&etag))).await.status(), StatusCode::NOT_MODIFIED);
        site.publish(&listing("二")).await;
        assert_eq!(site.send(ask(Some(&etag))).await.status(), StatusCode::OK);
    }
);

story!(
    /// Scopes of people are closed until there are people.
    other_scopes_are_closed,
    site,
    {
        for scope in ["account:1", "group:g", "staff:desk", "nonsense"] {
            assert_eq!(site.get(&format!("/api/v1/feed/{scope}")).await.0, StatusCode::FORBIDDEN, "{scope}");
        }
    }
);

story!(
    /// A site's data is reached by its own host name only.
    unknown_hosts_see_nothing,
    site,
    {
        use tower::ServiceExt as _;
        let ask = |host: &str| Request::get("/api/v1/feed/public").header(header::HOST, host).body(Body::empty()).unwrap();
        for (host, status) in [("test.localhost:8080", 200), ("localhost", 200), ("127.0.0.1:99", 200), ("evil.example", 421)] {
            assert_eq!(site.server().oneshot(ask(host)).await.unwrap().status().as_u16(), status, "{host}");
        }
    }
);
