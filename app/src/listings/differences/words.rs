//! Two texts side by side, in pieces that people read as words.
//!
//! Japanese has no blanks between words, so a text is cut where the kind of character changes: 開催します is 開催 and します. The
//! difference is the shortest one (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986). Invariants: what is the same
//! and what was removed is the text before, what is the same and what was added the text after; time and memory are bounded: beyond
//! [`RUNS_MAX`] runs or [`EDITS_MAX`] edits all that lies between the same beginning and the same end is called replaced.

/// Runs of a text that are compared one by one.
pub const RUNS_MAX: usize = 8_000;
/// Edits that are looked for.
pub const EDITS_MAX: usize = 500;

/// A part of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the text before.
    Removed(String),
    /// Only in the text after.
    Added(String),
}

/// What became of a text: pieces in order, what was removed before what came in its place.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (runs(before), runs(after));
    let head = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let room = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(one, other)| one == other).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let (old_middle, new_middle) = (&old[head..old_end], &new[head..new_end]);
    let mut out = Pieces::default();
    old[..head].iter().for_each(|run| out.same(run));
    if let Some(steps) = steps(old_middle, new_middle) {
        for step in steps {
            match step {
                Step::Same(at) => out.same(old_middle[at]),
                Step::Removed(at) => out.removed.push_str(old_middle[at]),
                Step::Added(at) => out.added.push_str(new_middle[at]),
            }
        }
    } else {
        out.removed.extend(old_middle.iter().copied());
        out.added.extend(new_middle.iter().copied());
    }
    old[old_end..].iter().for_each(|run| out.same(run));
    out.finish()
}

/// Pieces as they are put together.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    same: String,
    removed: String,
    added: String,
}

impl Pieces {
    fn same(&mut self, run: &str) {
        if !(self.removed.is_empty() && self.added.is_empty()) {
            self.flush();
        }
        self.same.push_str(run);
    }

    fn flush(&mut self) {
        let parts = [
            Piece::Same(std::mem::take(&mut self.same)),
            Piece::Removed(std::mem::take(&mut self.removed)),
            Piece::Added(std::mem::take(&mut self.added)),
        ];
        let says_something = |piece: &Piece| match piece {
            Piece::Same(text) | Piece::Removed(text) | Piece::Added(text) => !text.is_empty(),
        };
        self.done.extend(parts.into_iter().filter(says_something));
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Hiragana,
    Katakana,
    Letters,
    /// Stands alone: punctuation, blanks, line breaks.
    Alone,
}

fn script(c: char) -> Script {
    match c {
        '・' => Script::Alone,
        '一'..='鿿' | '㐀'..='䶿' | '々' | '〆' => Script::Kanji,
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => Script::Hiragana,
        'ァ'..='ヺ' | 'ー'..='ヿ' => Script::Katakana,
        _ if c.is_alphanumeric() => Script::Letters,
        _ => Script::Alone,
    }
}

/// Cuts a text where the kind of character changes.
fn runs(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before: Option<Script> = None;
    for (at, c) in text.char_indices() {
        let now = script(c);
        if at > start && (before != Some(now) || now == Script::Alone) {
            found.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

/// One step from the runs before to those after, by their places.
enum Step {
    Same(usize),
    Removed(usize),
    Added(usize),
}

/// The shortest way; `None` if it is longer than is looked for.
///
/// Diagonals are numbered from `zero`, so that none is negative: on the diagonal `at` a place is `x` runs into the text before and
/// `x + zero - at` into the text after.
fn steps(old: &[&str], new: &[&str]) -> Option<Vec<Step>> {
    if old.len() > RUNS_MAX || new.len() > RUNS_MAX {
        return None;
    }
    let most = (old.len() + new.len()).min(EDITS_MAX);
    let zero = most + 1;
    let mut furthest = vec![0_usize; 2 * zero + 1];
    // Before each round, the diagonals that it can look at: `zero - edits - 1` to `zero + edits + 1`.
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    for edits in 0..=most {
        rounds.push(furthest[zero - edits - 1..=zero + edits + 1].to_vec());
        for at in (zero - edits..=zero + edits).step_by(2) {
            let adds = at == zero - edits || (at != zero + edits && furthest[at - 1] < furthest[at + 1]);
            let mut x = if adds { furthest[at + 1] } else { furthest[at - 1] + 1 };
            let mut y = x + zero - at;
            while x < old.len() && y < new.len() && old[x] == new[y] {
                x += 1;
                y += 1;
            }
            furthest[at] = x;
            if x >= old.len() && y >= new.len() {
                return Some(way_back(&rounds, zero, (old.len(), new.len())));
            }
        }
    }
    None
}

/// The steps that led to an end, in order.
fn way_back(rounds: &[Vec<usize>], zero: usize, end: (usize, usize)) -> Vec<Step> {
    let (mut x, mut y) = end;
    let mut steps = Vec::new();
    for (edits, round) in rounds.iter().enumerate().skip(1).rev() {
        let furthest = |at: usize| round[at + edits + 1 - zero];
        let at = x + zero - y;
        let adds = at == zero - edits || (at != zero + edits && furthest(at - 1) < furthest(at + 1));
        let from = if adds { at + 1 } else { at - 1 };
        let begin = furthest(from);
        let begin_new = begin + zero - from;
        while x > begin && y > begin_new {
            x -= 1;
            y -= 1;
            steps.push(Step::Same(x));
        }
        steps.push(if adds { Step::Added(begin_new) } else { Step::Removed(begin) });
        (x, y) = (begin, begin_new);
    }
    while x > 0 {
        x -= 1;
        steps.push(Step::Same(x));
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `-x-` removed, `+x+` added.
    fn marked(before: &str, after: &str) -> String {
        let mark = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Removed(text) => format!("-{text}-"),
            Piece::Added(text) => format!("+{text}+"),
        };
        words(before, after).iter().map(mark).collect()
    }

    #[test]
    fn a_difference_is_read_in_words() {
        for (before, after, expected) in [
            ("", "", ""),
            ("川の清掃", "川の清掃", "川の清掃"),
            ("", "川", "+川+"),
            ("川", "", "-川-"),
            ("講座を開催します。", "講座を中止します。", "講座を-開催-+中止+します。"),
            ("10時から", "9時から", "-10-+9+時から"),
            ("月・水", "月・火・水", "月・+火・+水"),
            ("カレー大会", "カレーの会", "カレー-大会-+の会+"),
            ("一行目\n二行目", "一行目\n新しい行\n二行目", "一行目\n+新しい行\n+二行目"),
            ("bring a cup", "bring two cups", "bring -a-+two+ -cup-+cups+"),
        ] {
            assert_eq!(marked(before, after), expected, "{before} {after}");
        }
    }

    #[test]
    fn nothing_in_common_is_replaced_whole() {
        let (before, after) = ("あ1".repeat(RUNS_MAX), "い2".repeat(RUNS_MAX));
        assert_eq!(words(&before, &after), [Piece::Removed(before), Piece::Added(after)]);
        let many = "あ、".repeat(EDITS_MAX);
        let others = "い。".repeat(EDITS_MAX);
        assert_eq!(words(&format!("前。{many}。後"), &format!("前。{others}。後")).len(), 4);
    }
}
