//! Properties of repetitions in the staff form: what the fields say becomes a rule, and the rule becomes the same fields.

use chrono::{Days, NaiveDate, NaiveTime};
use engawa_app::listings::form::words::recurrence_words;
use engawa_app::listings::form::{from_fields, to_fields};
use engawa_app::listings::{Kind, Listing, State};
use engawa_core::Lang;
use engawa_core::time::recurrence::plain::{COUNT_MAX, INTERVAL_MAX, LAST, NTHS};
use engawa_core::time::recurrence::{Ends, Pattern, Plain};
use engawa_core::time::wareki::WEEK;
use engawa_core::time::{Recurrence, Schedule};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..30_000).prop_map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Days::new(days))
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    let weekdays = |least: usize| subsequence(WEEK.to_vec(), least..=7);
    prop_oneof![
        Just(Pattern::Daily),
        weekdays(0).prop_map(Pattern::Weekly),
        vec(prop_oneof![1_i8..=31, Just(LAST)], 0..5).prop_map(Pattern::MonthDays),
        (subsequence(NTHS.to_vec(), 1..=6), weekdays(1)).prop_map(|(nths, days)| Pattern::MonthWeekdays { nths, days }),
        Just(Pattern::Yearly),
    ]
}

fn any_recurrence() -> impl Strategy<Value = Recurrence> {
    let ends = prop_oneof![Just(None), (0_u64..4_000).prop_map(Some)];
    let hour = || prop_oneof![Just(None), (0_u32..24, 0_u32..60).prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0))];
    (any_pattern(), 1..=INTERVAL_MAX, ends, 1..=COUNT_MAX, any::<bool>(), any_day(), hour(), hour()).prop_map(
        |(pattern, interval, length, count, counted, first, starts, ends)| {
            let until = length.map_or(Ends::Never, |days| Ends::On(first + Days::new(days)));
            let plain = Plain { pattern, interval, ends: if counted { Ends::After(count) } else { until } }.tidy();
            Recurrence { starts, ends, ..Recurrence::new(first, plain.rule()) }
        },
    )
}

proptest! {
    #[test]
    fn fields_become_a_rule_and_come_back(recurrence in any_recurrence()) {
        let mut listing = Listing::draft("a1", Kind::Event);
        listing.schedule = Some(Schedule { rules: vec![recurrence.clone()], ..Schedule::default() });
        let fields = to_fields(&listing);
        // Over a listing that knows nothing of it, and over itself.
        for base in [Listing::draft("a1", Kind::Event), listing.clone()] {
            let (read, problems) = from_fields(base, &fields, State::Draft);
            prop_assert_eq!(problems, vec![]);
            prop_assert_eq!(&read.schedule, &listing.schedule);
            prop_assert_eq!(to_fields(&read), fields.clone());
        }
        for lang in Lang::ALL {
            let words = recurrence_words(&recurrence, lang);
            prop_assert!(!words.is_empty() && !words.contains('{') && !words.contains("FREQ"), "{}", words);
        }
    }
}
