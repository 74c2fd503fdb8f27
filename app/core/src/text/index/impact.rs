//! How much a term counts: by the field it stands in and how often ([`level`]), and by how rare it
//! is among all documents ([`rarity`]).
//!
//! BM25F in spirit: occurrences are summed over fields with a boost and a norm for long fields,
//! then damped. Average lengths are constants, so that the level of a term in a document never
//! depends on other documents and segments can be merged as they are. All arithmetic here is
//! exact or IEEE-defined: the server and the browser rank alike.

/// The fields of a document: boost, usual length in characters (`None`: length does not matter),
/// and how strongly a longer field counts less, 0 to 1.
pub(super) struct Field {
    boost: f32,
    usual: Option<(f32, f32)>,
}

/// Title.
pub(super) const TITLE: Field = Field { boost: 8.0, usual: Some((20.0, 0.3)) };
/// Reading of the title in kana.
pub(super) const KANA: Field = Field { boost: 6.0, usual: None };
/// Group, place, tags.
pub(super) const NEAR: Field = Field { boost: 3.0, usual: None };
/// Summary.
pub(super) const SUMMARY: Field = Field { boost: 2.0, usual: Some((100.0, 0.3)) };
/// Full text.
pub(super) const BODY: Field = Field { boost: 1.0, usual: Some((300.0, 0.5)) };

impl Field {
    /// What one occurrence counts in a field of `length` characters.
    pub(super) fn occurrence(&self, length: usize) -> f32 {
        let length = f32::from(u16::try_from(length).unwrap_or(u16::MAX));
        match self.usual {
            Some((usual, share)) => self.boost / (1.0 - share + share * length / usual),
            None => self.boost,
        }
    }
}

/// Damping: this many weighted occurrences count half of endlessly many.
const HALF: f32 = 6.0;

/// The first level of terms that stand in the title.
const FIRST_IN_TITLE: u8 = 10;

/// The damped sums at which the levels 1 to 9 begin.
const LEVELS: [f32; 9] = [0.45, 0.6, 0.75, 0.95, 1.2, 1.5, 1.9, 2.4, 3.2];

/// The damped sums at which the levels 11 to 15 begin.
const TITLE_LEVELS: [f32; 5] = [3.2, 3.6, 4.0, 4.4, 5.0];

/// What a term of each level counts: the middle of the level, times 32.
pub(super) const WEIGHTS: [u8; 16] = [13, 17, 22, 27, 34, 43, 54, 69, 90, 115, 93, 109, 122, 134, 150, 176];

/// What is added to the weight of a word that is the typed one and does not only begin so.
pub(super) const EXACT: u8 = 40;

/// The level, 0 to 15, of a term with the weighted occurrences `sum`.
pub(super) fn level(sum: f32, in_title: bool) -> u8 {
    let damped = sum / (HALF + sum) * (HALF + 1.0);
    let above = |limits: &[f32]| {
        let count = limits.iter().filter(|&&limit| damped >= limit).count();
        u8::try_from(count).unwrap_or_default()
    };
    if in_title { FIRST_IN_TITLE + above(&TITLE_LEVELS) } else { above(&LEVELS) }
}

/// Whether a term of this level stands in the title.
pub(super) fn is_in_title(level: usize) -> bool {
    level >= usize::from(FIRST_IN_TITLE)
}

/// How rare a term is that `found` of `all` documents have: 16 + 16·log₂(all / found), so 16 for a
/// term of every document and at most 528.
pub(super) fn rarity(all: usize, found: usize) -> u32 {
    let all = u32::try_from(all).unwrap_or(u32::MAX);
    let found = u32::try_from(found).unwrap_or(u32::MAX).clamp(1, all.max(1));
    let ratio = (u64::from(all.max(1)) << 8) / u64::from(found);
    // log₂ in sixteenths: the place of the highest bit, and the four bits below it.
    let place = ratio.ilog2();
    let below = u32::try_from(ratio << 4 >> place).unwrap_or_default() & 15;
    16 + 16 * (place - 8) + below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_grow_with_occurrences_and_fields() {
        let body = BODY.occurrence(300);
        assert!((body - 1.0).abs() < 0.001);
        assert!(level(body, false) < level(3.0 * body, false));
        assert!(BODY.occurrence(3000) < body);
        let weight = |sum, in_title| WEIGHTS[usize::from(level(sum, in_title))];
        assert!(weight(TITLE.occurrence(20), true) > 3 * weight(body, false));
        assert!(weight(TITLE.occurrence(20), true) > weight(KANA.occurrence(20), false));
        assert!(weight(NEAR.occurrence(5), false) > weight(SUMMARY.occurrence(100), false));
        assert_eq!(level(0.0, false), 0);
        assert_eq!(level(f32::MAX / 8.0, true), 15);
        assert!((0..16).all(|level| is_in_title(level) == (level >= 10)));
        assert!(WEIGHTS.iter().all(|weight| weight.checked_add(EXACT).is_some()));
    }

    #[test]
    fn rarity_is_a_logarithm() {
        assert_eq!(rarity(10_000, 10_000), 16);
        assert_eq!(rarity(1024, 512), 32);
        assert_eq!(rarity(1024, 1), 176);
        assert_eq!(rarity(0, 0), 16);
        assert_eq!(rarity(5, 9), 16);
        assert!((1..999).all(|found| rarity(1000, found) >= rarity(1000, found + 1)));
        assert_eq!(rarity(usize::MAX, 1), 16 + 16 * 31 + 15);
    }
}
