//! Breakdowns of people: whoever knows the total cannot work out a part that was hidden.

use engawa_app::people::privacy::{K, Told, suppress, told};
use proptest::prelude::*;

/// The least and the most that a hidden part can be, for somebody who knows the total and the bounds.
fn range(hidden: usize, bound: u64, sum: u64, least: u64) -> (u64, u64) {
    let others = hidden as u64 - 1;
    (least.max(sum.saturating_sub(others * (bound - 1))), (bound - 1).min(sum.saturating_sub(others * least)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn no_hidden_part_has_one_answer(parts in proptest::collection::vec(0_u64..40, 0..12)) {
        let shown = suppress(&parts);
        prop_assert_eq!(shown.len(), parts.len());
        let mut bounds = Vec::new();
        let mut sum = 0;
        for (part, told) in parts.iter().zip(&shown) {
            match told {
                Told::Exact(exact) => {
                    prop_assert_eq!(exact, part);
                    prop_assert!(!(1..K).contains(part), "a small part is told: {:?} {:?}", parts, shown);
                }
                Told::FewerThan(bound) => {
                    prop_assert!(part < bound);
                    bounds.push(*bound);
                    sum += part;
                }
            }
        }
        prop_assert!(bounds.windows(2).all(|pair| pair[0] == pair[1]), "bounds tell them apart: {:?}", shown);
        // A total that is small itself is not told, so nothing can be worked out from it.
        let total = parts.iter().sum::<u64>();
        if let (Some(bound), Told::Exact(_)) = (bounds.first(), told(total)) {
            // Zeros are hidden only where everything is.
            let least = u64::from(bounds.len() < parts.len());
            let (low, high) = range(bounds.len(), *bound, sum, least);
            prop_assert!(low < high, "{:?} is told as {:?}: only {} is left", parts, shown, low);
        }
    }

    #[test]
    fn large_parts_are_told(parts in proptest::collection::vec(K..1_000, 0..12)) {
        prop_assert!(suppress(&parts).iter().zip(&parts).all(|(told, part)| *told == Told::Exact(*part)));
    }
}
