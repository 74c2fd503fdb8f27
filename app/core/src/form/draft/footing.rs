//! On what an opening of a draft stands when it writes into a journal that other tabs write into as well.
//!
//! A piece of a text ([`super::Written::Splice`]) is short, and rests on the text that it is of. Whoever has read the whole journal may write
//! pieces of whatever it wrote itself, as long as nobody else writes. Once somebody else did, what it wrote before may be written over; but
//! not what it writes from then on: its next text is written whole, once, and pieces of that one follow until somebody else writes again. So a
//! journal grows with what is typed, and not with the length of the text at each key.
//!
//! Invariant: between a piece and the text that it is of there stand only lines of the same opening, behind the same snapshot. The
//! transaction that appends sees that by itself ([`Footing::onto`]); what an opening has heard of does not matter.

use super::change::{Change, What, Written};
use super::document::Dot;
use super::log::{Extent, Line};

/// What of a change says whether it may be written down as a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    dot: Dot,
    of: Option<Dot>,
}

/// How far a journal went when an opening last read all of it or wrote into it, and of which texts it may write pieces behind that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footing {
    extent: Extent,
    ground: Ground,
}

/// Which texts stand in a journal as their writer knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ground {
    /// All: it has read the whole journal, and wrote all that came since.
    Whole,
    /// Those of this edit and of later ones of the same replica: nobody else wrote behind it.
    Since(Dot),
    /// None.
    Nothing,
}

impl Mark {
    /// That of a change.
    pub fn of(change: &Change) -> Self {
        let of = match &change.what {
            What::Write { value: Written::Splice { of, .. }, .. } => Some(of.clone()),
            _ => None,
        };
        Self { dot: change.dot.clone(), of }
    }
}

impl Footing {
    /// Of an opening that has read a whole journal, which goes so far.
    pub fn opened(extent: Extent) -> Self {
        Self { extent, ground: Ground::Whole }
    }

    /// How far the journal went.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Whether the opening has read all that stood there then, and wrote all that came since it was opened.
    pub fn has_read_all(&self) -> bool {
        self.ground == Ground::Whole
    }

    /// Where somebody stands who appends now to a journal that goes so far: where they stood, if nobody else wrote meanwhile.
    pub fn onto(from: Option<&Self>, there: Extent) -> Self {
        let stood = from.filter(|footing| footing.extent == there);
        stood.cloned().unwrap_or(Self { extent: there, ground: Ground::Nothing })
    }

    /// Appends what is of this mark, or something that came from elsewhere and has none. Says whether it may be a piece.
    pub fn add(&mut self, mark: Option<&Mark>) -> bool {
        self.extent.lines += 1;
        let Some(Mark { dot, of }) = mark else { return true };
        let is_on = |first: &Dot| first.replica == dot.replica;
        let may_be_piece = match (&self.ground, of) {
            (Ground::Whole, _) | (_, None) => true,
            (Ground::Since(first), Some(of)) => is_on(first) && is_on(of) && first.counter <= of.counter,
            (Ground::Nothing, Some(_)) => false,
        };
        let goes_on = match &self.ground {
            Ground::Whole => true,
            Ground::Since(first) => is_on(first),
            Ground::Nothing => false,
        };
        if !goes_on {
            self.ground = Ground::Since(dot.clone());
        }
        may_be_piece
    }

    /// What is written down of lines that are appended.
    pub fn write<'a>(&mut self, lines: &'a [Line]) -> Vec<&'a str> {
        lines.iter().map(|line| line.text(self.add(line.mark()))).collect()
    }

    /// The opening itself put a snapshot in the place of so many lines, and of the one with the number `before`.
    pub fn folded(&mut self, before: u64, lines: usize, edition: u64) {
        // One that is behind stays behind: what somebody else wrote is counted in neither of them.
        if let Some(left) = self.extent.lines.checked_sub(lines)
            && self.extent.edition == before
        {
            self.extent = Extent { edition, lines: left };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(counter: u64, replica: &str) -> Dot {
        Dot { counter, replica: replica.into() }
    }

    fn mark(counter: u64, of: Option<u64>) -> Mark {
        Mark { dot: dot(counter, "a"), of: of.map(|of| dot(of, "a")) }
    }

    fn at(edition: u64, lines: usize) -> Extent {
        Extent { edition, lines }
    }

    /// Appends these to a journal that goes so far.
    fn adds(from: Option<&Footing>, there: Extent, marks: &[Mark]) -> (Vec<bool>, Footing) {
        let mut footing = Footing::onto(from, there);
        (marks.iter().map(|mark| footing.add(Some(mark))).collect(), footing)
    }

    #[test]
    fn after_somebody_else_wrote_a_text_is_whole_once() {
        let opened = Footing::opened(at(1, 4));
        let (pieces, alone) = adds(Some(&opened), at(1, 4), &[mark(5, None), mark(6, Some(5))]);
        assert_eq!((pieces, alone.extent(), alone.has_read_all()), (vec![true, true], at(1, 6), true));
        // One line of another tab.
        let (pieces, after) = adds(Some(&alone), at(1, 7), &[mark(8, Some(6)), mark(9, Some(8))]);
        assert_eq!((pieces, after.extent(), after.has_read_all()), (vec![false, true], at(1, 9), false));
        let (pieces, after) = adds(Some(&after), at(1, 9), &[mark(10, Some(9))]);
        assert_eq!(pieces, [true]);
        // Another text, of before: whole once, too.
        let (pieces, after) = adds(Some(&after), at(1, 10), &[mark(11, Some(3)), mark(12, Some(11)), mark(13, Some(10))]);
        assert_eq!(pieces, [false, true, true]);
        // Another tab folded it.
        let (pieces, _) = adds(Some(&after), at(2, 0), &[mark(14, Some(13)), mark(15, Some(14))]);
        assert_eq!(pieces, [false, true]);
        let (pieces, _) = adds(None, at(1, 13), &[mark(14, Some(13))]);
        assert_eq!(pieces, [false], "nothing is known of who appends");
    }

    #[test]
    fn nobody_stands_on_what_another_opening_wrote() {
        let mut footing = Footing::onto(None, at(1, 0));
        assert!(footing.add(Some(&mark(1, None))));
        assert!(footing.add(Some(&Mark { dot: dot(2, "b"), of: None })));
        assert!(!footing.add(Some(&mark(3, Some(1)))), "another one wrote between them");
        assert!(!footing.add(Some(&Mark { dot: dot(4, "b"), of: Some(dot(2, "b")) })));
        assert!(!footing.add(Some(&Mark { dot: dot(5, "b"), of: Some(dot(3, "a")) })));
        assert_eq!(footing.extent(), at(1, 5));
    }

    #[test]
    fn what_came_from_elsewhere_is_counted_and_begins_nothing() {
        let mut footing = Footing::onto(None, at(1, 0));
        assert!(footing.add(None));
        assert!(!footing.add(Some(&mark(2, Some(1)))));
        assert!(footing.add(None) && footing.add(Some(&mark(3, Some(2)))));
        assert_eq!(footing.extent(), at(1, 4));
    }

    #[test]
    fn folding_keeps_whoever_folded_where_they_are() {
        for (from, there, lines, after) in [
            (at(1, 5), at(1, 5), 3, at(2, 2)),
            (at(1, 5), at(1, 5), 0, at(2, 5)),
            // Somebody else wrote, or folded: it does not become what it is not.
            (at(1, 5), at(1, 6), 3, at(2, 3)),
            (at(1, 2), at(1, 6), 3, at(2, 3)),
            (at(1, 5), at(2, 5), 3, at(3, 2)),
        ] {
            let mut footing = Footing::opened(from);
            footing.folded(there.edition, lines, there.edition + 1);
            assert_eq!(footing.extent() == after, from == there, "{from:?} {there:?}");
        }
    }
}
