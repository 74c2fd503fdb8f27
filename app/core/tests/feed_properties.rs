//! Properties of the feed that hold for any input: its form on the wire, and the client as a machine. What happens between real
//! devices and a server is in `simulated_city.rs`.

use engawa_core::feed::client::{Client, Effect, Input};
use engawa_core::feed::{Page, Record, Scope};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn record() -> impl Strategy<Value = Record> {
    let body = option::of(any::<String>().prop_map(|text| serde_json::json!({ "title": text }).to_string()));
    (any::<String>(), any::<String>(), any::<u64>(), body).prop_map(|(collection, id, rev, body)| Record { collection, id, rev, body })
}

fn page() -> impl Strategy<Value = Page> {
    (vec(0_u64..20, 0..4), 0_u64..20, any::<bool>(), 0_u8..3).prop_map(|(revs, cursor, more, epoch)| Page {
        records: revs.into_iter().map(|rev| Record { collection: "listing".into(), id: rev.to_string(), rev, body: Some("{}".into()) }).collect(),
        cursor,
        more,
        epoch: format!("e{epoch}"),
    })
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        (0_u64..20, 0_u8..3).prop_map(|(cursor, epoch)| Input::Opened { cursor, epoch: format!("e{epoch}") }),
        Just(Input::Opened { cursor: 0, epoch: String::new() }),
        Just(Input::Nudged),
        Just(Input::Woke),
        (0_u64..20, page()).prop_map(|(since, page)| Input::Arrived { since, page }),
        (0_u64..20).prop_map(|cursor| Input::Applied { cursor }),
        Just(Input::WasReset),
        Just(Input::Failed),
    ]
}

proptest! {
    #[test]
    fn any_record_comes_back_from_its_line(record in record()) {
        let line = record.to_json();
        prop_assert!(!line.contains('\n'), "a snapshot has one record a line");
        prop_assert_eq!(Record::from_json(&line).ok(), Some(record));
    }

    #[test]
    fn any_page_comes_back_from_its_text(records in vec(record(), 0..4), cursor in any::<u64>(), more in any::<bool>(), epoch in any::<String>()) {
        let page = Page { records, cursor, more, epoch };
        prop_assert_eq!(Page::from_json(&page.to_json()).ok(), Some(page));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = Page::from_json(&text);
        let _ = Record::from_json(&text);
        if let Some(scope) = Scope::parse(&text) {
            prop_assert_eq!(scope.to_string(), text);
        }
    }

    /// Whatever happens in whatever order: one thing at a time, and nothing is asked for anywhere but at the cursor.
    #[test]
    fn the_client_does_one_thing_at_a_time(inputs in vec(input(), 1..60)) {
        let mut client = Client::default();
        for (now, input) in (0_i64..).step_by(400_000).zip(inputs) {
            let was_busy = client.is_busy();
            let before = client.cursor();
            let ends = matches!(input, Input::Arrived { .. } | Input::Applied { .. } | Input::WasReset | Input::Failed);
            let effects = client.step(now, input);
            let work = |effect: &&Effect| !matches!(effect, Effect::WakeAt(_) | Effect::CaughtUp(_));
            prop_assert!(effects.iter().filter(work).count() <= 1);
            prop_assert!(!was_busy || ends || effects.is_empty(), "busy, and it began something else: {effects:?}");
            for effect in &effects {
                match effect {
                    Effect::FetchPage(since) => prop_assert_eq!(*since, client.cursor()),
                    Effect::FetchSnapshot | Effect::Reset => prop_assert_eq!(client.cursor(), 0, "snapshots go into empty stores only"),
                    Effect::WakeAt(at) => prop_assert!(*at > now),
                    Effect::Apply(_) | Effect::CaughtUp(_) => {}
                }
            }
            let restarted = client.cursor() == 0;
            prop_assert!(client.cursor() >= before || restarted, "the cursor went back");
        }
    }
}
