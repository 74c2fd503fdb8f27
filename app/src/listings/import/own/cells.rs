//! A fact in a cell, and back: numbers, days, words of the vocabularies, lists.
//!
//! Lists of words are parted by `;`. Whatever has parts of its own is a line each, its parts parted by `|`; a `|`, a `\` or a line break
//! inside a part is written `\|`, `\\` and `\n`. Invariants: what is written is read as the same; what cannot be read whole is not read at
//! all.

use super::super::text::{fold, half_width};
use crate::listings::kind::{CallType, Disclosure, Flexible, GroupType, NoticeType, ProgrammeType, Room, Stage, Step};
use crate::listings::listing::{Image, Link};
use crate::listings::rules::{is_media, is_site_path, is_web};
use crate::listings::{Access, Attendance, AudienceGroup, SpokenLang, State};
use crate::messages::vocabulary as words;
use chrono::{NaiveDate, NaiveTime, Timelike};
use engawa_core::time::{Recurrence, Session};
use engawa_core::{Lang, Message};

/// A fact that a cell can hold.
pub(super) trait InCell: Sized {
    /// As a cell; empty: there is none.
    fn write(&self) -> String;
    /// Of a cell; `None`: it cannot be read.
    fn read(text: &str) -> Option<Self>;
}

/// A value of a vocabulary.
trait Word: Copy + 'static {
    /// All values.
    const EVERY: &'static [Self];
    /// See `codes!`.
    fn stored(self) -> &'static str;
    /// As people read it.
    fn message(self) -> Message;

    /// The value of a word in any language, or of a code.
    fn of(text: &str) -> Option<Self> {
        let folded = fold(text);
        let says = |word: &Self| word.stored() == folded || Lang::ALL.iter().any(|lang| fold(word.message().text(*lang)) == folded);
        Self::EVERY.iter().find(|word| says(word)).copied()
    }
}

macro_rules! vocabulary {
    ($($name:ident by $message:path),* $(,)?) => { $(
        impl Word for $name {
            const EVERY: &'static [Self] = Self::ALL;
            fn stored(self) -> &'static str {
                self.code()
            }
            fn message(self) -> Message {
                $message(self)
            }
        }
    )* };
}

vocabulary! {
    Access by words::access,
    Attendance by words::attendance,
    AudienceGroup by words::audience,
    CallType by words::call_type,
    Flexible by words::flexible,
    GroupType by words::group_type,
    NoticeType by words::notice_type,
    ProgrammeType by words::programme_type,
    SpokenLang by words::spoken,
    Stage by words::stage,
    State by words::state,
}

impl<T: Word> InCell for Option<T> {
    fn write(&self) -> String {
        self.map(|word| word.message().text(Lang::Ja).to_owned()).unwrap_or_default()
    }
    fn read(text: &str) -> Option<Self> {
        if text.is_empty() { Some(None) } else { T::of(text).map(Some) }
    }
}

impl<T: Word> InCell for Vec<T> {
    fn write(&self) -> String {
        self.iter().map(|word| word.message().text(Lang::Ja)).collect::<Vec<_>>().join(";")
    }
    fn read(text: &str) -> Option<Self> {
        text.split([';', '；', '\n']).map(str::trim).filter(|part| !part.is_empty()).map(T::of).collect()
    }
}

impl InCell for String {
    fn write(&self) -> String {
        self.clone()
    }
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

/// Numbers, as they stand or in full width.
macro_rules! number {
    ($($name:ty),*) => { $(
        impl InCell for Option<$name> {
            fn write(&self) -> String {
                self.map(|number| number.to_string()).unwrap_or_default()
            }
            fn read(text: &str) -> Option<Self> {
                if text.is_empty() { Some(None) } else { half_width(text).trim().parse().ok().map(Some) }
            }
        }
        impl InCell for Option<($name, $name)> {
            fn write(&self) -> String {
                self.map(|(low, high)| format!("{low}～{high}")).unwrap_or_default()
            }
            fn read(text: &str) -> Option<Self> {
                if text.is_empty() {
                    return Some(None);
                }
                let plain = half_width(text);
                let (low, high) = plain.split_once(['~', '〜', '-'])?;
                Some(Some((low.trim().parse().ok()?, high.trim().parse().ok()?)))
            }
        }
    )* };
}

number!(u8, u16, u32, u64);

impl InCell for bool {
    fn write(&self) -> String {
        if *self { "はい".to_owned() } else { String::new() }
    }
    fn read(text: &str) -> Option<Self> {
        match fold(text).as_str() {
            "はい" | "1" | "true" => Some(true),
            "" | "いいえ" | "0" | "false" => Some(false),
            _ => None,
        }
    }
}

/// Whether something is free.
impl InCell for Option<bool> {
    fn write(&self) -> String {
        match self {
            Some(true) => "無料".to_owned(),
            Some(false) => "有料".to_owned(),
            None => String::new(),
        }
    }
    fn read(text: &str) -> Option<Self> {
        match fold(text).as_str() {
            "無料" => Some(Some(true)),
            "有料" => Some(Some(false)),
            "" => Some(None),
            _ => None,
        }
    }
}

impl InCell for Option<NaiveDate> {
    fn write(&self) -> String {
        self.map(|day| day.to_string()).unwrap_or_default()
    }
    fn read(text: &str) -> Option<Self> {
        if text.is_empty() { Some(None) } else { day(text).map(Some) }
    }
}

/// A day, also as a spreadsheet writes it that saw a date in it: `2026/12/1`.
fn day(text: &str) -> Option<NaiveDate> {
    half_width(text).trim().replace('/', "-").parse().ok()
}

impl InCell for Option<NaiveTime> {
    fn write(&self) -> String {
        self.map(|time| time.format(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()).unwrap_or_default()
    }
    fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(None);
        }
        let read = |form: &str| NaiveTime::parse_from_str(text, form).ok();
        read("%H:%M").or_else(|| read("%H:%M:%S")).map(Some)
    }
}

impl InCell for Disclosure {
    fn write(&self) -> String {
        let all = [(self.rules, "規約"), (self.officers, "役員"), (self.accounts, "会計")];
        all.iter().filter(|(is_public, _)| *is_public).map(|(_, word)| *word).collect::<Vec<_>>().join(";")
    }
    fn read(text: &str) -> Option<Self> {
        let mut found = Self::default();
        for word in text.split([';', '；', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
            match word {
                "規約" => found.rules = true,
                "役員" => found.officers = true,
                "会計" => found.accounts = true,
                _ => return None,
            }
        }
        Some(found)
    }
}

impl InCell for Vec<String> {
    fn write(&self) -> String {
        lines(self.iter().map(|item| vec![item.clone()]))
    }
    fn read(text: &str) -> Option<Self> {
        every(text, |[item]| Some(item))
    }
}

impl InCell for Vec<NaiveDate> {
    fn write(&self) -> String {
        lines(self.iter().map(|day| vec![day.to_string()]))
    }
    fn read(text: &str) -> Option<Self> {
        every(text, |[item]| day(&item))
    }
}

impl InCell for Vec<Room> {
    fn write(&self) -> String {
        lines(self.iter().map(|room| vec![room.name.clone(), room.capacity.write(), room.fee.clone()]))
    }
    fn read(text: &str) -> Option<Self> {
        every(text, |[name, capacity, fee]| Some(Room { name, capacity: InCell::read(&capacity)?, fee }))
    }
}

impl InCell for Vec<Step> {
    fn write(&self) -> String {
        lines(self.iter().map(|step| vec![step.title.clone(), step.text.clone(), step.link.clone()]))
    }
    fn read(text: &str) -> Option<Self> {
        every(text, |[title, text, link]| (link.is_empty() || is_site_path(&link)).then_some(Step { title, text, link }))
    }
}

impl InCell for Vec<Link> {
    fn write(&self) -> String {
        lines(self.iter().map(|link| vec![link.label.clone(), link.url.clone()]))
    }
    fn read(text: &str) -> Option<Self> {
        every(text, |[label, url]| is_web(&url).then_some(Link { label, url }))
    }
}

impl InCell for Vec<Session> {
    fn write(&self) -> String {
        lines(self.iter().map(|it| vec![it.on.to_string(), it.until.write(), it.starts.write(), it.ends.write(), it.note.clone()]))
    }
    fn read(text: &str) -> Option<Self> {
        every(text, |[on, until, starts, ends, note]| {
            Some(Session { on: day(&on)?, until: InCell::read(&until)?, starts: InCell::read(&starts)?, ends: InCell::read(&ends)?, note })
        })
    }
}

impl InCell for Vec<Recurrence> {
    fn write(&self) -> String {
        lines(self.iter().map(|it| vec![it.rule.to_string(), it.first.to_string(), it.starts.write(), it.ends.write(), it.extra_days.to_string()]))
    }
    fn read(text: &str) -> Option<Self> {
        every(text, |[rule, first, starts, ends, extra]| {
            Some(Recurrence {
                first: day(&first)?,
                extra_days: if extra.is_empty() { 0 } else { extra.parse().ok()? },
                starts: InCell::read(&starts)?,
                ends: InCell::read(&ends)?,
                rule: rule.parse().ok()?,
            })
        })
    }
}

/// Pictures: address, text alternative, width and height.
pub(super) fn write_images(images: &[Image], origin: &str) -> String {
    let part = |it: &Image| vec![format!("{origin}/media/{}", it.src), it.alt.clone(), it.width.to_string(), it.height.to_string()];
    lines(images.iter().map(part))
}

/// Pictures of this software; others are not read.
pub(super) fn read_images(text: &str) -> Option<Vec<Image>> {
    every(text, |[url, alt, width, height]| {
        let (_, src) = url.rsplit_once('/')?;
        let image = Image { src: src.to_owned(), alt, width: width.parse().ok()?, height: height.parse().ok()?, faint: false };
        is_media(src).then_some(image)
    })
}

fn lines(rows: impl Iterator<Item = Vec<String>>) -> String {
    let row = |parts: Vec<String>| parts.iter().map(|part| escaped(part)).collect::<Vec<_>>().join(" | ");
    rows.map(row).collect::<Vec<_>>().join("\n")
}

fn escaped(part: &str) -> String {
    part.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n")
}

/// Each line that says something, in its parts; parts that are not written are empty. `None`: a line has too many, or cannot be read.
fn every<const N: usize, T>(text: &str, read: impl Fn([String; N]) -> Option<T>) -> Option<Vec<T>> {
    let rows = text.lines().map(parts).filter(|row| row.iter().any(|part| !part.is_empty()));
    rows.map(|mut row| {
        row.resize(row.len().max(N), String::new());
        read(<[String; N]>::try_from(row).ok()?)
    })
    .collect()
}

fn parts(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut part = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => part.push('\n'),
                Some(c) => part.push(c),
                None => part.push('\\'),
            },
            '|' => all.push(std::mem::take(&mut part).trim().to_owned()),
            c => part.push(c),
        }
    }
    all.push(part.trim().to_owned());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_meaning() {
        fn check<T: Word + PartialEq + std::fmt::Debug>() {
            for word in T::EVERY {
                let text = word.message().text(Lang::Ja);
                assert_eq!(T::of(text), Some(*word), "{text}");
                assert_eq!(T::of(word.stored()), Some(*word));
                assert!(!text.contains([';', '；', '\n']), "{text}");
            }
        }
        check::<Access>();
        check::<Attendance>();
        check::<AudienceGroup>();
        check::<CallType>();
        check::<Flexible>();
        check::<GroupType>();
        check::<NoticeType>();
        check::<ProgrammeType>();
        check::<SpokenLang>();
        check::<Stage>();
        check::<State>();
    }

    #[test]
    fn a_day_is_read_as_spreadsheets_write_it() {
        let first = NaiveDate::from_ymd_opt(2026, 12, 1);
        for text in ["2026-12-01", "2026/12/1", "２０２６／１２／０１"] {
            assert_eq!(<Option<NaiveDate> as InCell>::read(text), Some(first), "{text}");
            assert_eq!(<Vec<NaiveDate> as InCell>::read(text), Some(first.into_iter().collect()), "{text}");
            assert_eq!(<Vec<Session> as InCell>::read(text).map(|all| all.first().map(|it| it.on)), Some(first), "{text}");
        }
    }

    #[test]
    fn signs_that_part_are_kept() {
        let rooms = vec![
            Room { name: "第1|2\\会議室".into(), capacity: Some(30), fee: "午前500円\n午後700円".into() },
            Room { name: "和室".into(), ..Room::default() },
        ];
        assert_eq!(InCell::read(&rooms.write()), Some(rooms.clone()));
        assert_eq!(rooms.write(), "第1\\|2\\\\会議室 | 30 | 午前500円\\n午後700円\n和室 |  | ");
    }

    #[test]
    fn what_cannot_be_read_whole_is_not_read() {
        assert_eq!(<Vec<Room> as InCell>::read("和室|広い"), None);
        assert_eq!(<Vec<Access> as InCell>::read("点字;なんでも"), None);
        assert_eq!(<Vec<Link> as InCell>::read("悪い | javascript:alert(1)"), None);
        assert_eq!(<Vec<Step> as InCell>::read("出す | 用紙を出す | //a.example/"), None);
        assert_eq!(<Option<(u8, u8)> as InCell>::read("６～１２"), Some(Some((6, 12))));
        assert_eq!(<Vec<Session> as InCell>::read("2026-12-01").map(|all| all.len()), Some(1));
        assert_eq!(<Option<NaiveDate> as InCell>::read("12月1日"), None);
        assert_eq!(read_images("https://a.example/picture.png | 絵 | 1 | 1"), None);
    }
}
