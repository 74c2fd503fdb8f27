//! Counts of people that are too small to be told, and breakdowns that do not give them away by their total.

/// A count below this is not told.
pub const K: u64 = 5;

/// A count as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// This many.
    Exact(u64),
    /// Fewer than this.
    FewerThan(u64),
}

/// A single count. Nobody is nobody: zero is told.
pub fn told(count: u64) -> Told {
    if (1..K).contains(&count) { Told::FewerThan(K) } else { Told::Exact(count) }
}

/// The parts of a whole. The whole itself is told by [`told`]; whoever knows it cannot work out a hidden part.
///
/// Small parts are hidden. Where that leaves one answer only (a single hidden part; or all of them one, or all of them the most that they
/// can be), the smallest other part is hidden as well and all of them get the same wider bound, so that nobody sees which is which. Where
/// there is no other part, the zeros are hidden too.
pub fn suppress(parts: &[u64]) -> Vec<Told> {
    let is_small = |part: u64| (1..K).contains(&part);
    let hidden: Vec<u64> = parts.iter().copied().filter(|part| is_small(*part)).collect();
    let (count, sum) = (hidden.len() as u64, hidden.iter().sum::<u64>());
    let is_open = count >= 2 && sum != count && sum != count * (K - 1);
    if count == 0 || is_open {
        return parts.iter().map(|part| told(*part)).collect();
    }
    let cover = parts.iter().enumerate().filter(|(_, part)| **part >= K).min_by_key(|(_, part)| **part);
    match cover {
        Some((at, part)) => {
            let bound = (part / K + 1) * K;
            let hide = |(here, part): (usize, &u64)| if here == at || is_small(*part) { Told::FewerThan(bound) } else { Told::Exact(*part) };
            parts.iter().enumerate().map(hide).collect()
        }
        // The whole is as small as its only part, so it is not told either.
        None if count == 1 => parts.iter().map(|part| told(*part)).collect(),
        None => parts.iter().map(|_| Told::FewerThan(2 * K)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_not_told() {
        assert_eq!([0, 1, 4, 5, 12].map(told), [Told::Exact(0), Told::FewerThan(5), Told::FewerThan(5), Told::Exact(5), Told::Exact(12)]);
    }

    #[test]
    fn a_total_does_not_give_the_hidden_part_away() {
        let (exact, fewer) = (Told::Exact, Told::FewerThan);
        for (parts, expected) in [
            (vec![20, 30], vec![exact(20), exact(30)]),
            // 53 - 20 - 30 would be the hidden one.
            (vec![20, 30, 3], vec![fewer(25), exact(30), fewer(25)]),
            (vec![20, 2, 3], vec![exact(20), fewer(5), fewer(5)]),
            // Two parts that make two are one each.
            (vec![7, 1, 1], vec![fewer(10), fewer(10), fewer(10)]),
            (vec![4, 4, 0], vec![fewer(10), fewer(10), fewer(10)]),
            (vec![0, 3, 0], vec![exact(0), fewer(5), exact(0)]),
            (vec![], vec![]),
        ] {
            assert_eq!(suppress(&parts), expected, "{parts:?}");
        }
    }
}
