//! However a listing is filled, one that passes the check is bounded: what devices carry and pages draw follows from that.

use engawa_app::listings::kind::{Details, Guide, Kind, Place, Room, Step};
use engawa_app::listings::listing::{Apply, Contact, Image, Link, Source, UnreadCell, Variant, Venue};
use engawa_app::listings::rules::bounds::LISTING_BYTES;
use engawa_app::listings::rules::check;
use engawa_app::listings::{Access, Listing};
use engawa_core::Lang;
use engawa_core::time::{Frequency, Recurrence, Rule, Schedule, Session};
use proptest::prelude::*;

/// Texts around the bounds, of characters of one and of three bytes, and of some that JSON escapes.
fn words(most: usize) -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["a", "あ", "\"", "\u{1}"]), prop_oneof![4 => 0..=10_usize, 2 => 0..=most, 1 => most..=most + 2])
        .prop_map(|(letter, count)| letter.repeat(count))
}

fn some(most: usize) -> impl Strategy<Value = usize> {
    prop_oneof![5 => 0..4_usize, 1 => 0..=most + 1]
}

fn listings() -> impl Strategy<Value = Listing> {
    let texts = (words(200), words(300), words(20_000), words(2_000), words(4_000), words(32_767));
    (texts, prop::collection::vec(some(400), 9), any::<bool>()).prop_map(|((title, summary, body, text, fact, cell), counts, is_place)| {
        let many = |at: usize| counts.get(at).copied().unwrap_or(0);
        let mut it = Listing::draft("a1", if is_place { Kind::Place } else { Kind::Guide });
        let variant = Variant { title: title.clone(), summary: summary.clone(), body: body.clone() };
        it.variants = Lang::ALL.into_iter().take(many(0)).map(|lang| (lang, variant.clone())).collect();
        (it.title, it.summary, it.body) = (title.clone(), summary, body);
        it.tags = vec![title.clone(); many(1)];
        it.links = vec![Link { label: title.clone(), url: "https://example.jp/".into() }; many(2)];
        it.images = vec![Image { src: format!("{}.webp", "a".repeat(64)), alt: text.clone(), ..Image::default() }; many(3)];
        it.unread = vec![UnreadCell { column: title.clone(), text: cell, code: "date_unread".into() }; many(4)];
        it.access = vec![Access::Wheelchair; many(5)];
        it.contact = Contact { name: text.clone(), hours: text.clone(), ..Contact::default() };
        it.apply = Some(Apply { text: text.clone(), capacity_text: text.clone(), ..Apply::default() });
        it.venue = Some(Venue { name: text.clone(), transport: text.clone(), ..Venue::default() });
        it.source = Some(Source { name: title.clone(), key: text.clone(), ..Source::default() });
        let day = "2026-11-20".parse().unwrap_or_default();
        it.schedule = Some(Schedule {
            sessions: vec![Session { note: text, ..Session::day(day) }; many(6)],
            rules: vec![Recurrence::new(day, Rule::every(Frequency::Weekly)); many(7)],
            except: vec![day; many(8)],
            ..Schedule::default()
        });
        it.details = if is_place {
            Details::Place(Place { rooms: vec![Room { name: title, fee: fact, ..Room::default() }; many(1)], ..Place::default() })
        } else {
            Details::Guide(Guide { steps: vec![Step { title, text: fact, ..Step::default() }; many(2)], ..Guide::default() })
        };
        it
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_passes_the_check_is_bounded(listing in listings()) {
        let bytes = serde_json::to_string(&listing).unwrap().len();
        if check(&listing).is_empty() {
            prop_assert!(bytes <= LISTING_BYTES, "{bytes} bytes");
        }
    }
}
