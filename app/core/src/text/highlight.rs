//! Showing why a document was found: [`highlight`] marks in the original text what a query
//! matches, [`snippet`] chooses the part of a long text worth showing.
//!
//! Matching is done on the folded text with the tokeniser of the index, so ｽﾎﾟｰﾂ marks スポーツ and
//! wifi marks Wi-Fi; ranges are of bytes of the original. Invariant: the spans of a text are not
//! empty, lie one behind the other without gaps, and never cut a character from its marks.

use core::ops::Range;

use super::fold::{Folded, fold_mapped, is_kana};
use super::query::{Query, Term};
use super::tokens::{Token, Workspace, pair, tokens};

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Whether the query matches it.
    pub hit: bool,
}

impl Span {
    /// The part of `source`, the text that the span was made from.
    #[must_use]
    pub fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.range.clone()).unwrap_or_default()
    }
}

/// A part of a long text, to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The part, marked. Ranges are of the whole text.
    pub spans: Vec<Span>,
    /// Whether something was left out before it.
    pub cut_before: bool,
    /// Whether something was left out behind it.
    pub cut_after: bool,
}

/// The whole of `source` in spans, with what `query` matches marked. Where a word occurs as it was
/// typed only that is marked; otherwise its terms are, wherever they stand.
#[must_use]
pub fn highlight(source: &str, query: &Query) -> Vec<Span> {
    spans(0..source.len(), &hits(source, query))
}

/// The part of `source` of at most `max_chars` characters that shows most of what `query` matches;
/// the beginning if it matches nothing.
#[must_use]
pub fn snippet(source: &str, query: &Query, max_chars: usize) -> Snippet {
    let hits = hits(source, query);
    // Where each character begins, and the end.
    let mut chars: Vec<usize> = source.char_indices().map(|(at, _)| at).collect();
    chars.push(source.len());
    let all = chars.len() - 1;
    let range = if all <= max_chars {
        0..all
    } else {
        let place = |byte: usize| chars.partition_point(|&at| at < byte);
        let hits: Vec<Range<usize>> = hits.iter().map(|hit| place(hit.start)..place(hit.end)).collect();
        let start = best_window(&hits, max_chars);
        // A quarter of the room, less if much is to be shown, goes to what stands before.
        let shown = hits.iter().rfind(|hit| hit.end <= start + max_chars);
        let free = max_chars.saturating_sub(shown.map_or(0, |hit| hit.end.saturating_sub(start)));
        let lead = (max_chars / 4).min(free);
        let start = sentence_start(source, &chars, start.saturating_sub(lead), start);
        let start = start.min(all - max_chars);
        start..start + max_chars
    };
    let at = |index: usize| chars.get(index).copied().unwrap_or(source.len());
    let bytes = at(range.start)..at(range.end);
    Snippet { spans: spans(bytes, &hits), cut_before: range.start > 0, cut_after: range.end < all }
}

/// The hit to begin with so that most characters of hits are among the next `room`.
fn best_window(hits: &[Range<usize>], room: usize) -> usize {
    let mut best = (0, 0);
    let mut end = 0;
    let mut inside = 0;
    for first in hits {
        while let Some(next) = hits.get(end)
            && next.end <= first.start + room
        {
            inside += next.len();
            end += 1;
        }
        if inside > best.0 {
            best = (inside, first.start);
        }
        inside = inside.saturating_sub(first.len());
    }
    best.1
}

/// The beginning of a sentence between `from` and `to`, or else `from`.
fn sentence_start(source: &str, chars: &[usize], from: usize, to: usize) -> usize {
    let begins = |index: usize| {
        let Some(before) = index.checked_sub(1).and_then(|before| chars.get(before)) else {
            return true;
        };
        let c = source.get(*before..).and_then(|rest| rest.chars().next());
        c.is_some_and(|c| matches!(c, '。' | '！' | '？' | '\n' | '　' | '■' | '●'))
    };
    (from..=to).find(|&index| begins(index)).unwrap_or(from)
}

/// Cuts `range` into spans at the borders of `hits`.
fn spans(range: Range<usize>, hits: &[Range<usize>]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = range.start;
    let mut push = |range: Range<usize>, hit| {
        if !range.is_empty() {
            spans.push(Span { range, hit });
        }
    };
    for hit in hits {
        let hit = hit.start.clamp(at, range.end)..hit.end.clamp(at, range.end);
        push(at..hit.start, false);
        at = hit.end;
        push(hit, true);
    }
    push(at..range.end, false);
    spans
}

/// What `query` matches in `source`: ranges in order that do not touch.
fn hits(source: &str, query: &Query) -> Vec<Range<usize>> {
    if query.is_empty() {
        return Vec::new();
    }
    let folded = fold_mapped(source);
    let mut found = Vec::new();
    let mut sought = vec![false; query.terms().len()];
    for word in query.words() {
        if !word.runs.is_empty() && find_all(&folded, &word.text, &mut found) {
            continue;
        }
        // Terms of a run that occurs as a whole are not looked for elsewhere.
        let mut left: Vec<usize> = word.terms.clone();
        for run in &word.runs {
            if run.chars().nth(1).is_some() && find_all(&folded, run, &mut found) {
                left.retain(|&term| query.terms().get(term).is_none_or(|term| !is_of(term, run)));
            }
        }
        for term in left {
            if let Some(sought) = sought.get_mut(term) {
                *sought = true;
            }
        }
    }
    let sought: Vec<&Term> = query.terms().iter().zip(sought).filter_map(|(term, sought)| sought.then_some(term)).collect();
    if !sought.is_empty() {
        // Pairs of kana stand everywhere (the ティ of ピラティス in ボランティア): they are marked
        // where at least two follow each other.
        let mut kana: Vec<Range<usize>> = Vec::new();
        tokens(&folded.text, &mut Workspace::default(), |token, range| {
            let Some(term) = sought.iter().find(|term| fits(term, token)) else {
                return;
            };
            match term {
                Term::Char(c) => {
                    let shown = range.start..range.start + c.len_utf8();
                    found.push(folded.source_range(shown));
                }
                Term::Pair(_) if is_all_kana(&folded, range.clone()) => kana.push(range),
                _ => found.push(folded.source_range(range)),
            }
        });
        let stretches = merged(kana).into_iter();
        let long = stretches.filter(|range| chars_in(&folded, range.clone()).nth(2).is_some());
        found.extend(long.map(|range| folded.source_range(range)));
    }
    merged(found)
}

/// The characters of the folded text in `range`.
fn chars_in(folded: &Folded, range: Range<usize>) -> core::str::Chars<'_> {
    folded.text.get(range).unwrap_or_default().chars()
}

/// Whether only kana are in `range` of the folded text, with a dot between them or not.
fn is_all_kana(folded: &Folded, range: Range<usize>) -> bool {
    chars_in(folded, range).all(|c| is_kana(c) || c == '・')
}

/// The same ranges in order, one where several overlap or touch.
fn merged(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Adds all places of `part`; whether there are any.
fn find_all(folded: &Folded, part: &str, found: &mut Vec<Range<usize>>) -> bool {
    let before = found.len();
    let places = folded.text.match_indices(part);
    found.extend(places.map(|(at, part)| folded.source_range(at..at + part.len())));
    found.len() > before
}

/// Whether the term is a pair of characters of `run`.
fn is_of(term: &Term, run: &str) -> bool {
    let mut pairs = run.chars().zip(run.chars().skip(1));
    match term {
        Term::Pair(key) => pairs.any(|(first, second)| pair(first, Some(second)) == Some(*key)),
        Term::Word(word) => run.contains(word.as_str()),
        Term::Char(_) | Term::Prefix(_) => false,
    }
}

/// Whether a token of the text is what the term asks for.
fn fits(term: &Term, token: Token<'_>) -> bool {
    match (term, token) {
        (Term::Pair(key), Token::Pair(other)) => *key == other,
        (Term::Char(c), Token::Pair(other)) => other >> 16 == u32::from(*c),
        (Term::Char(c), Token::Word(word)) => word.starts_with(*c),
        (Term::Word(word), Token::Word(other)) => word == other,
        (Term::Prefix(prefix), Token::Word(other)) => other.starts_with(prefix.as_str()),
        (Term::Pair(_), Token::Word(_)) | (Term::Word(_) | Term::Prefix(_), Token::Pair(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(spans: &[Span], source: &str) -> String {
        let part = |span: &Span| {
            let text = span.text(source);
            if span.hit { format!("[{text}]") } else { text.to_owned() }
        };
        spans.iter().map(part).collect()
    }

    fn marked(source: &str, query: &str) -> String {
        show(&highlight(source, &Query::typed(query)), source)
    }

    #[test]
    fn marks_the_original() {
        assert_eq!(marked("夏のスポーツ大会", "ｽﾎﾟｰﾂ"), "夏の[スポーツ]大会");
        assert_eq!(marked("夏のｽﾎﾟｰﾂ大会", "すぽーつ"), "夏の[ｽﾎﾟｰﾂ]大会");
        assert_eq!(marked("Wi-Fi ＷＩＦＩ Wide", "wifi"), "[Wi-Fi] [ＷＩＦＩ] Wide");
        assert_eq!(marked("Art, smart Article", "art"), "[Art], smart [Article]");
        assert_eq!(marked("㈱みほん", "株"), "[㈱]みほん");
        assert_eq!(marked("葛\u{E0100}飾区", "葛"), "[葛\u{E0100}]飾区");
        assert_eq!(marked("参加費1,500円です", "1500円"), "参加費[1,500円]です");
        assert_eq!(marked("", "あ"), "");
        assert_eq!(marked("あいう", ""), "あいう");
    }

    #[test]
    fn marks_whole_words_before_their_parts() {
        assert_eq!(marked("防災の日、防災訓練", "防災訓練"), "防災の日、[防災訓練]");
        assert_eq!(marked("防災の訓練", "防災訓練"), "[防災]の[訓練]");
        assert_eq!(marked("第3回、3回目", "第3回"), "[第3回]、3回目");
        assert_eq!(marked("防災講座と訓練", "訓練　防災"), "[防災]講座と[訓練]");
        assert_eq!(marked("ボランティア・センター", "ボランティアセンター"), "[ボランティア・センター]");
        assert_eq!(marked("公園と園芸", "園"), "公[園]と[園]芸");
        assert_eq!(marked("ボランティアのピラティ体験", "ピラティス"), "ボランティアの[ピラティ]体験");
    }

    #[test]
    fn a_snippet_shows_most_hits() {
        let far = format!("{}。次は防災訓練です。{}", "あ".repeat(100), "い".repeat(100));
        let found = snippet(&far, &Query::typed("防災訓練"), 20);
        let text = show(&found.spans, &far);
        assert!(text.starts_with("次は[防災訓練]です。い"), "{text}");
        assert!(found.cut_before && found.cut_after);
        assert_eq!(text.chars().count(), 22);
        let none = snippet(&far, &Query::typed("絵本"), 20);
        assert_eq!(show(&none.spans, &far), "あ".repeat(20));
        assert!(!none.cut_before && none.cut_after);
        let short = snippet("防災", &Query::typed("防"), 20);
        assert_eq!((show(&short.spans, "防災"), short.cut_before, short.cut_after), ("[防]災".into(), false, false));
        assert_eq!(snippet("", &Query::typed("防"), 20), Snippet::default());
        assert_eq!(snippet(&far, &Query::typed("防災"), 0).spans, []);
    }

    #[test]
    fn spans_cover_the_text() {
        let source = "か\u{3099}ｶﾞ㈱ \u{200B}葛\u{E0100}\u{3000}\u{3000}a-b";
        for query in ["が", "が 株", "a b", "葛", "ab", "ガガ(株)"] {
            let spans = highlight(source, &Query::typed(query));
            assert!(spans.iter().any(|span| span.hit), "{query}");
            assert_eq!(spans.iter().map(|span| span.text(source)).collect::<String>(), source);
        }
    }
}
