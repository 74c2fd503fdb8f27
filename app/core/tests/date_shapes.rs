//! Every date shape of real city tables, with what the reader must make of it.
//!
//! The table `data/date_shapes.tsv` was checked line by line by eye. Its columns: the cells (date, last date, start, end,
//! separated by `¦`; `⏎` is a line end), the reference day, the schedule, the warnings, the unread pieces.

use engawa_core::time::{Context, Reading, Schedule, read_schedule};

const TABLE: &str = include_str!("data/date_shapes.tsv");

fn time(time: Option<chrono::NaiveTime>) -> String {
    time.map_or_else(|| "?".to_owned(), |time| time.format("%H:%M").to_string())
}

fn hours(starts: Option<chrono::NaiveTime>, ends: Option<chrono::NaiveTime>) -> String {
    if starts.is_none() && ends.is_none() {
        return String::new();
    }
    format!(" {}-{}", time(starts), time(ends))
}

/// A schedule on one line.
fn compact(schedule: &Schedule) -> String {
    let mut parts: Vec<String> = Vec::new();
    for session in &schedule.sessions {
        let until = session.until.map(|until| format!("..{until}")).unwrap_or_default();
        let note = if session.note.is_empty() { String::new() } else { format!(" {{{}}}", session.note) };
        parts.push(format!("{}{until}{}{note}", session.on, hours(session.starts, session.ends)));
    }
    for rule in &schedule.rules {
        parts.push(format!("{} from {}{}", rule.rule, rule.first, hours(rule.starts, rule.ends)));
    }
    if schedule.open_ended {
        parts.push("open".to_owned());
    }
    if !schedule.except.is_empty() {
        let days: Vec<String> = schedule.except.iter().map(|day| day.format("%m-%d").to_string()).collect();
        parts.push(format!("except {}", days.join(" ")));
    }
    if parts.is_empty() { "nothing".to_owned() } else { parts.join("; ") }
}

/// The last three columns of a line.
fn outcome(reading: &Reading<Schedule>) -> [String; 3] {
    let warnings: Vec<&str> = reading.warnings.iter().map(engawa_core::time::Warning::code).collect();
    let unread: Vec<String> = reading.unread.iter().map(|words| words.replace('\n', "⏎")).collect();
    [compact(&reading.value), warnings.join(" "), unread.join(" ¦ ")]
}

fn read(cells: &str, reference: &str) -> Reading<Schedule> {
    let original = cells.replace('⏎', "\n");
    let mut cells = original.split('¦');
    let mut next = || cells.next().unwrap_or_default();
    let (date, end_date, start, end) = (next(), next(), next(), next());
    read_schedule(date, end_date, start, end, &Context::new(reference.parse().unwrap()))
}

#[test]
fn every_shape_is_read_as_checked() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [cells, reference, expected @ ..] = columns.as_slice() else { panic!("{line}") };
        let outcome = outcome(&read(cells, reference));
        if outcome != expected {
            wrong.push(format!("{cells} ({reference})\n  expected {expected:?}\n  found    {outcome:?}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} lines differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "only {count} lines");
}

#[test]
fn the_text_is_kept_whole() {
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let schedule = read(columns[0], columns[1]).value;
        let original = columns[0].replace('⏎', "\n");
        let date = original.split('¦').next().unwrap_or_default().trim();
        assert!(schedule.text.contains(date), "{date}");
        let json = serde_json::to_string(&schedule).unwrap();
        assert_eq!(serde_json::from_str::<Schedule>(&json).unwrap(), schedule);
    }
}
