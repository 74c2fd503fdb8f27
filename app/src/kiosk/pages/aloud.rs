//! How a text is cut into pieces that a voice says one after the other: some stop in the middle of what is long.
//!
//! Invariants: no piece is longer than [`PIECE_MAX`] characters or empty; together they are the text, in its order.

use crate::ui::joined::JOINER;

/// The most characters that a voice is given at once.
pub const PIECE_MAX: usize = 180;
/// Sentences that are shorter together are said together.
const PIECE_LEAST: usize = 60;
/// From so many characters on a comma or a space is an end, too.
const PIECE_LATE: usize = 140;

/// The pieces of a text, with single spaces, and without what holds lines together: some voices say its name.
pub fn pieces(words: &str) -> Vec<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut all, mut piece, mut length) = (Vec::new(), String::new(), 0);
    for sign in words.chars().filter(|sign| *sign != JOINER) {
        piece.push(sign);
        length += 1;
        let is_end = matches!(sign, '。' | '！' | '？' | '!' | '?') && length >= PIECE_LEAST;
        let is_pause = matches!(sign, '、' | ',' | ' ') && length >= PIECE_LATE;
        if is_end || is_pause || length >= PIECE_MAX {
            all.push(std::mem::take(&mut piece));
            length = 0;
        }
    }
    all.push(piece);
    all.into_iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_stay_whole() {
        assert_eq!(pieces(" まちの \n 催し。"), ["まちの 催し。"]);
        assert_eq!(pieces(" \n "), Vec::<String>::new());
        let sentence = format!("{}。", "あ".repeat(70));
        assert_eq!(pieces(&sentence.repeat(2)), [sentence.clone(), sentence]);
        assert_eq!(pieces(&"a".repeat(PIECE_MAX + 1)).iter().map(String::len).collect::<Vec<_>>(), [PIECE_MAX, 1]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(words in "[あ-ん。、 a-z!?\n]{0,600}") {
            let bare = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
            let all = pieces(&words);
            prop_assert_eq!(bare(&all.concat()), bare(&words));
            prop_assert!(all.iter().all(|piece| !piece.is_empty() && piece.chars().count() <= PIECE_MAX));
        }
    }
}
