//! Passwords that would be guessed first: those that many people have, and those made of what stands beside them.
//!
//! `common_passwords.txt` holds the 4,000 most frequent passwords of ten characters or more among the ten million that Mark Burnett gave to
//! the public domain in 2015, in small letters and in order; it works without a network. ASVS 5.0 asks for 3,000 that fit the rules
//! (6.2.4), and for words of the place and the person (6.1.2, 6.2.11). Invariant: capitals and full width make no password better.

use super::PASSWORD_MIN;
use engawa_app::people::account::NAME_MAX;
use engawa_app::site::Site;
use engawa_core::text::fold;
use std::sync::LazyLock;

/// The list, a password a line.
const COMMON: &str = include_str!("common_passwords.txt");
static LIST: LazyLock<Vec<&'static str>> = LazyLock::new(|| COMMON.lines().collect());
/// The longest piece that counts as said again and again: `abcabcabcabc`.
const PIECE_MAX: usize = 4;
/// Words of fewer bytes are in every sentence by chance: three letters, or one character of kanji.
const WORD_MIN: usize = 4;

/// Why a password would be guessed; the code of the problem. `words`: what stands beside it, such as names and addresses.
pub fn problem<'a>(password: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'static str> {
    if is_common(password) {
        return Some("password_common");
    }
    is_made_of(password, words).then_some("password_personal")
}

/// Whether many people have it, or it is one piece again and again, or one character after the other.
fn is_common(password: &str) -> bool {
    let small = password.to_lowercase();
    let narrow = fold(password);
    let is_listed = |text: &str| LIST.binary_search_by(|known| (*known).cmp(text)).is_ok();
    is_listed(&small) || is_listed(&narrow) || is_one_piece(&small) || is_a_run(&small)
}

fn is_one_piece(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=PIECE_MAX).any(|piece| chars.len() > piece && chars.iter().zip(chars.iter().skip(piece)).all(|(one, next)| one == next))
}

fn is_a_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    [1, -1].into_iter().any(|step| codes.len() > 1 && codes.windows(2).all(|pair| pair[1] - pair[0] == step))
}

/// Whether less than a password is left without these words: a long sentence may name the city, `mihon-city-2026` is too little.
fn is_made_of<'a>(password: &str, words: impl IntoIterator<Item = &'a str>) -> bool {
    let mut rest = fold(password);
    let mut folded: Vec<String> = words.into_iter().flat_map(parts).map(|part| fold(&part)).filter(|part| part.len() >= WORD_MIN).collect();
    // The longest first: the whole name before its parts.
    folded.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let mut has_any = false;
    for word in &folded {
        if rest.contains(word.as_str()) {
            has_any = true;
            rest = rest.replace(word.as_str(), "");
        }
    }
    has_any && rest.chars().count() < PASSWORD_MIN
}

/// A name or an address, and what it is put together from.
fn parts(word: &str) -> Vec<String> {
    let word: String = word.trim().chars().take(4 * NAME_MAX).collect();
    let pieces = word.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()).map(str::to_owned);
    let mut all: Vec<String> = pieces.collect();
    all.push(word);
    all
}

/// What a site is called, in all languages.
pub fn words_of(site: &Site) -> impl Iterator<Item = &str> {
    let names = [&site.name, &site.city].into_iter().flat_map(|it| [it.ja.as_str(), it.ja_easy.as_str(), it.en.as_str()]);
    names.chain([site.code.as_str(), "engawa"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_as_long_as_it_says_and_in_order() {
        assert_eq!(LIST.len(), 4_000);
        assert!(LIST.windows(2).all(|pair| pair[0] < pair[1]), "each once, in order");
        assert!(LIST.iter().all(|it| it.chars().count() >= PASSWORD_MIN && it.to_lowercase() == **it));
    }

    #[test]
    fn what_many_have_is_known() {
        for known in [
            "qwertyuiop",
            "QWERTYuiop",
            "1234567890",
            "ｑｗｅｒｔｙｕｉｏｐ",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "abcdefghijkl",
            "ponmlkjihgfe",
            "ああああああああああ",
        ] {
            assert_eq!(problem(known, []), Some("password_common"), "{known}");
        }
        for fine in ["a long sentence", "correct horse battery", "縁側で猫と昼寝をする午後", "x7Qm2LpWz9"] {
            assert_eq!(problem(fine, ["見本 花子", "hanako@example.jp"]), None, "{fine}");
        }
    }

    #[test]
    fn what_stands_beside_it_is_no_secret() {
        let words = ["見本 花子", "hanako.mihon@example.jp", "Mihon City", "試験市のくらし"];
        for made in ["hanako2026", "Hanako.Mihon", "hanako.mihon@example.jp", "mihoncity123", "MIHON-CITY!", "試験市のくらし2026"] {
            assert_eq!(problem(made, words), Some("password_personal"), "{made}");
        }
        assert_eq!(problem("the cats of Mihon City sleep all day", words), None);
        assert_eq!(problem("a long sentence", ["a@example.jp", "", "花"]), None);
    }

    #[test]
    fn a_site_is_known_by_all_its_names() {
        let mut site = Site { code: "mihon".to_owned(), ..Site::default() };
        site.city.en = "Sample City".to_owned();
        assert_eq!(problem("mihon12345", words_of(&site)), Some("password_personal"));
        assert_eq!(problem("samplecity", words_of(&site)), Some("password_personal"));
        assert_eq!(problem("the samples of a city", words_of(&site)), None);
    }
}
