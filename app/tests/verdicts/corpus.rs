//! One text of verdicts for whichever target this is built for: what expressions give, how forms stand after each step, which workbooks are
//! forms, what is wrong with listings, what drafts merge to. Numbers stand in it by their bits.
//!
//! A server and a browser must write the same text to the last byte. Its digests are recorded, so that neither needs the other.

use super::table::bits;
use super::{player, recorded, table};
use chrono::{DateTime, FixedOffset};
use engawa_app::listings::kind::Kind;
use engawa_app::listings::listing::{Image, Link, Venue};
use engawa_app::listings::rules::check;
use engawa_app::listings::{Listing, State};
use engawa_core::form::AnswerPath;
use engawa_core::form::draft::{Draft, Edit, Writer, log};
use engawa_core::form::tree::{Tree, TreeId};
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::xpath::{Host, Origin, evaluate, parse};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The digests that were recorded: a part of the text a line.
pub const RECORDED: &str = include_str!("digests.txt");

const WORKBOOKS: &str = include_str!("../../core/tests/data/xlsform_to_xform_cases.jsonl");

/// Writes a part of the text.
type Part = fn() -> String;

/// The digest of each part of the text.
pub fn digests() -> String {
    let parts: [(&str, Part); 6] = [
        ("expressions", || table::run().verdicts),
        ("numbers", numbers),
        ("forms", forms),
        ("workbooks", workbooks),
        ("listings", listings),
        ("drafts", drafts),
    ];
    let mut digests = String::new();
    for (name, text) in parts {
        let text = text();
        write!(digests, "{name} {} bytes ", text.len()).unwrap();
        Sha256::digest(text.as_bytes()).iter().for_each(|byte| write!(digests, "{byte:02x}").unwrap());
        digests.push('\n');
    }
    digests
}

/// Chance that is the same everywhere: a xorshift64* generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) % n
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(u64::try_from(of.len()).unwrap())).unwrap()]
    }
}

/// Nothing but numbers.
struct Bare(Tree);

impl Host for Bare {
    fn tree(&self, number: u32) -> Option<&Tree> {
        (number == 0).then_some(&self.0)
    }

    fn instance(&self, _name: &str) -> Option<u32> {
        None
    }

    fn now(&self) -> DateTime<FixedOffset> {
        "2026-11-21T14:05:00+09:00".parse().unwrap()
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn itext(&self, _id: &str) -> Option<String> {
        None
    }

    fn choice_name(&self, _value: &str, _path: &str) -> Option<String> {
        None
    }
}

/// Every function of numbers and places, of numbers of all sizes.
fn numbers() -> String {
    let mut dice = Dice(1);
    let host = Bare(Tree::new("data"));
    let of_one = ["sqrt", "exp", "exp10", "log", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "round", "floor", "abs"];
    let mut all = Vec::new();
    for _ in 0..400 {
        let mut number = || {
            let sign = dice.pick(&["", "-"]).to_string();
            let (whole, part) = (10_u64.pow(u32::try_from(dice.below(9)).unwrap()), dice.below(1_000_000));
            format!("{sign}{}.{part:06}", dice.below(whole))
        };
        let (one, other) = (number(), number());
        all.extend(of_one.iter().map(|function| format!("{function}(number('{one}'))")));
        all.extend(["asin", "acos"].map(|function| format!("{function}(number('{one}') div 100000000)")));
        for two in ["pow", "atan2", "max", "min", "round"] {
            all.push(format!("{two}(number('{one}'), number('{other}'))"));
        }
        all.push(format!("pow(number('{}.{}'), number('{}.{}'))", dice.below(40), dice.below(1_000), dice.below(12), dice.below(100)));
        all.push(format!("number('{one}') div number('{other}') + number('{one}') mod number('{other}')"));
        let mut point = || format!("{}.{:06} {}.{:06} 0 0", 20 + dice.below(26), dice.below(1_000_000), 122 + dice.below(32), dice.below(1_000_000));
        let trace = [point(), point(), point(), point()].join(";");
        all.extend(["area", "distance"].map(|function| format!("{function}('{trace}')")));
    }
    all.extend(["max(0, -0)", "min(-0, 0)", "1 div max(-0, 0)", "1 div min(0, -0)", "max()", "pow(0, 0)", "1 div 0"].map(str::to_owned));
    let mut text = String::new();
    for expression in all {
        let value = parse(&expression).map_err(|mistake| format!("{mistake:?}")).and_then(|parsed| {
            let value = evaluate(&parsed, &host, Origin { tree: 0, node: TreeId(1) });
            value.map(|value| format!("{} {}", bits(value.to_number(&host)), value.to_text(&host))).map_err(|fault| format!("{fault:?}"))
        });
        writeln!(text, "{expression} {value:?}").unwrap();
    }
    text
}

/// How every form stands after each step of the recorded fillings-in.
fn forms() -> String {
    let mut text = String::new();
    for (trace, _) in recorded::traces().into_iter().filter(|(_, outside)| outside.is_none()) {
        writeln!(text, "{}\n{}", trace.test, player::play(&trace).unwrap_or_else(|difference| difference)).unwrap();
    }
    text
}

#[derive(Deserialize)]
struct Workbook {
    md: String,
}

/// The form that each recorded workbook is, or what is wrong with it.
fn workbooks() -> String {
    let mut text = String::new();
    for line in WORKBOOKS.lines() {
        let workbook: Workbook = serde_json::from_str(line).unwrap();
        let read = xlsform::read(&markdown::read(&workbook.md));
        let verdict = read.map(|checked| serde_json::to_string(&checked.definition).unwrap()).map_err(|problems| format!("{problems:?}"));
        writeln!(text, "{verdict:?}").unwrap();
    }
    text
}

/// What is wrong with listings of all sorts.
fn listings() -> String {
    let mut dice = Dice(2);
    let mut text = String::new();
    for number in 0..2_000 {
        let mut it = Listing::draft(*dice.pick(&["a1", "", "a/b"]), *dice.pick(&[Kind::Group, Kind::Place, Kind::Guide]));
        it.state = *dice.pick(&[State::Draft, State::Published]);
        it.title = dice.pick(&["", " ", "防災講座", "a"]).repeat(*dice.pick(&[1, 40, 300]));
        it.summary = "あ".repeat(*dice.pick(&[0, 299, 300, 301]));
        it.contact.email = dice.pick(&["", "a@example.jp", "a@b", "a b@example.jp"]).to_string();
        it.audience.ages = *dice.pick(&[None, Some((3, 5)), Some((5, 3))]);
        it.cost.yen = *dice.pick(&[None, Some((0, 500)), Some((500, 0))]);
        it.links = vec![Link { label: "x".into(), url: dice.pick(&["https://example.jp/", "javascript:x", "http://"]).to_string() }];
        it.images = vec![Image { src: dice.pick(&["x.webp", ""]).to_string(), alt: dice.pick(&["", "海"]).to_string(), ..Image::default() }];
        let degrees = |whole: u64, part: u64| f64::from(u32::try_from(whole * 1_000_000 + part).unwrap()) / 1_000_000.0;
        let (lat, lon) = (degrees(18 + dice.below(30), dice.below(1_000_000)), degrees(120 + dice.below(36), dice.below(1_000_000)));
        it.venue = Some(Venue { lat: Some(lat), lon: *dice.pick(&[Some(lon), None]), ..Venue::default() });
        writeln!(text, "{number} {} {} {:?}", bits(lat), bits(lon), check(&it)).unwrap();
    }
    text
}

fn cost() -> AnswerPath {
    AnswerPath("cost".to_owned())
}

/// What three devices have after they edited and met in many ways.
fn drafts() -> String {
    let mut dice = Dice(3);
    let mut text = String::new();
    for round in 0..200 {
        let writer = |replica: usize, at: i64| Writer { replica: format!("r{replica}"), by: format!("R{replica}"), at };
        let begun = Draft::begin("d1", "grant", "1", &writer(0, 0)).unwrap();
        let mut replicas = [begun.clone(), begun.clone(), begun];
        for step in 0..40_i64 {
            let at = usize::try_from(dice.below(3)).unwrap();
            let keys = replicas[at].document().order(&cost());
            let row = if keys.is_empty() { None } else { Some(dice.pick(&keys).clone()) };
            let edit = match (dice.below(8), row) {
                (0..=1, _) => Edit::set(AnswerPath((*dice.pick(&["a", "b"])).to_owned()), format!("t{step}")),
                (2, _) => Edit::set(AnswerPath("a".to_owned()), "長い文。".repeat(20) + &step.to_string()),
                (3, Some(row)) => Edit::set(cost().row(&row).child("memo"), format!("t{step}")),
                (4, Some(row)) => Edit::Remove { row: cost().row(&row) },
                (5, Some(row)) => Edit::Restore { row: cost().row(&row) },
                (6, _) => {
                    let from = replicas[usize::try_from(dice.below(3)).unwrap()].document().whole();
                    writeln!(text, "{:?}", replicas[at].merge(&from)).unwrap();
                    continue;
                }
                (_, after) => Edit::Insert { repeat: cost(), key: format!("k{step}"), after },
            };
            replicas[at].edit(&writer(at, step), edit).unwrap();
        }
        for draft in &replicas {
            writeln!(text, "{round} {} {:?} {:?}", log::snapshot(draft), draft.conflicts(), draft.answers()).unwrap();
        }
    }
    text
}
