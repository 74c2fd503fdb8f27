//! When: dates and hours by the reader of the kernel, opening hours of places, application periods.

use super::ImportContext;
use super::columns::Column;
use super::read_row::{Field, Row};
use super::text::{fold, half_width, is_none_word, one_line};
use crate::listings::listing::{Apply, Listing};
use crate::listings::{Details, Kind};
use chrono::{NaiveDate, Weekday};
use engawa_core::time::{ByDay, Context, Frequency, Recurrence, Rule, Schedule, Span, Warning, read_date, read_dates, read_schedule};

use super::read_contact::apply_url;
use super::read_people::read_capacity;

/// Whether listings of this kind have dates; the others have hours.
fn has_dates(kind: Kind) -> bool {
    !matches!(kind, Kind::Place | Kind::Group | Kind::Equipment)
}

/// Reads when something takes place. The second part is what the identity of the row may rely on: the first day, if it is written.
pub(super) fn schedule(row: &mut Row, kind: Kind, context: &ImportContext) -> (Option<Schedule>, Option<NaiveDate>) {
    if !has_dates(kind) {
        return (None, None);
    }
    let near = Context::new(context.reference);
    let date_field = row.first(Column::Dates).or_else(|| row.first(Column::StartDate));
    let end_field = row.first(Column::EndDate);
    let (start, end) = (row.text(Column::StartTime), row.text(Column::EndTime));
    let date = date_field.as_ref().map(|field| field.text.clone()).unwrap_or_default();
    let end_date = end_field.as_ref().map(|field| field.text.clone()).unwrap_or_default();
    let note = row.joined(Column::DateNote, "\n");
    let reading = read_schedule(&date, &end_date, &start, &end, &near);
    let mut schedule = reading.value;
    let cells: Vec<Field> = [date_field, end_field, row.first(Column::StartTime), row.first(Column::EndTime)].into_iter().flatten().collect();
    for warning in &reading.warnings {
        if let Some(field) = place_of(warning, &cells) {
            row.complain_with(field, warning.code(), &warning_args(warning));
        }
    }
    unread_parts(row, &reading.unread, &cells);
    weekdays(row, &mut schedule);
    except(row, &mut schedule, &near);
    if !note.is_empty() {
        schedule.text = if schedule.text.is_empty() { note } else { format!("{}\n{note}", schedule.text) };
    }
    let guessed = reading.warnings.iter().any(|warning| matches!(warning, Warning::StartUnknown)) || !schedule.rules.is_empty();
    let written = if guessed { None } else { schedule.sessions.iter().map(|session| session.on).min() };
    ((!schedule.is_empty()).then_some(schedule), written)
}

/// Which of the date and time cells a warning is about.
fn place_of<'a>(warning: &Warning, cells: &'a [Field]) -> Option<&'a Field> {
    let about_hours = matches!(warning, Warning::EndNotAfterStart | Warning::TwelveOClock | Warning::MidnightOnly);
    let hours = cells.iter().rev().find(|field| about_hours && matches!(field.column, Column::StartTime | Column::EndTime));
    hours.or_else(|| cells.first())
}

/// Each part that was not read is told where it stands. One that was put together of two cells is the end, which does not fit the start.
fn unread_parts(row: &mut Row, parts: &[String], cells: &[Field]) {
    let mut told: Vec<usize> = Vec::new();
    for part in parts {
        if let Some(field) = cells.iter().find(|field| field.text.contains(part.as_str())) {
            row.cannot_read_part(field, part, "date_unread");
        } else if let Some(field) = cells.iter().find(|field| field.column == Column::EndDate).or_else(|| cells.first())
            && !told.contains(&field.at)
        {
            told.push(field.at);
            row.cannot_read_part(field, &field.text.clone(), "date_unread");
        }
    }
}

fn warning_args(warning: &Warning) -> Vec<String> {
    match warning {
        Warning::WeekdayMismatch { date, .. } | Warning::EraMismatch { date } | Warning::ExceptionOutside { date } => vec![date.to_string()],
        Warning::NoSuchDay(words) | Warning::EndBeforeStart(words) => vec![words.clone()],
        Warning::CountMismatch { stated, found } => vec![stated.to_string(), found.to_string()],
        _ => Vec::new(),
    }
}

/// A column of weekdays beside a span of days: the span repeats on these days only. 毎日 says no more than the span.
fn weekdays(row: &mut Row, schedule: &mut Schedule) {
    let Some(field) = row.first(Column::Weekdays) else { return };
    let days = weekdays_of(&field.text);
    let ([session], false) = (schedule.sessions.as_slice(), days.is_empty() || days.len() == 7) else {
        if fold(&field.text) != "毎日" && days.len() != 7 {
            format!("{}\n{}", schedule.text, field.text).trim().clone_into(&mut schedule.text);
        }
        if days.len() == 7 {
            row.done(&field);
        }
        return;
    };
    let Some(until) = session.until else { return };
    let mut rule = Rule::every(Frequency::Weekly);
    rule.until = Some(until);
    rule.days = days.iter().map(|day| ByDay { nth: 0, day: *day }).collect();
    let mut recurrence = Recurrence::new(session.on, rule);
    (recurrence.starts, recurrence.ends) = (session.starts, session.ends);
    schedule.rules.push(recurrence);
    schedule.sessions.clear();
    row.done(&field);
}

/// The weekdays that a text lists: `月水木金土日`, `毎週火・金曜日`, `毎日`.
pub fn weekdays_of(text: &str) -> Vec<Weekday> {
    let folded = fold(text).replace("曜日", "").replace("毎週", "").replace("曜", "");
    let all = [
        ('月', Weekday::Mon),
        ('火', Weekday::Tue),
        ('水', Weekday::Wed),
        ('木', Weekday::Thu),
        ('金', Weekday::Fri),
        ('土', Weekday::Sat),
        ('日', Weekday::Sun),
    ];
    if matches!(folded.as_str(), "毎日" | "全日") {
        return all.iter().map(|(_, day)| *day).collect();
    }
    let listed = !folded.is_empty() && folded.chars().all(|c| "月火水木金土日・,、;/".contains(c));
    all.iter().filter(|(sign, _)| listed && folded.contains(*sign)).map(|(_, day)| *day).collect()
}

fn except(row: &mut Row, schedule: &mut Schedule, near: &Context) {
    let Some(field) = row.first(Column::ExceptDates) else { return };
    let reading = read_dates(&field.text, near);
    for part in &reading.unread {
        row.cannot_read_part(&field, part, "date_unread");
    }
    schedule.except.extend(reading.value.iter().flat_map(|span| {
        span.from.into_iter().flat_map(|from| from.iter_days()).take_while(|day| span.until.is_some_and(|until| *day <= until)).take(400)
    }));
    if reading.unread.is_empty() && !reading.value.is_empty() {
        row.done(&field);
    }
}

/// Opening hours and closing days of a place, in the words of the source. 【開館時間】 and 【休館日】 in one cell are parted.
pub(super) fn opening(row: &mut Row) -> (String, String) {
    let days = one_line(&row.text(Column::Weekdays));
    let (start, end) = (one_line(&row.text(Column::StartTime)), one_line(&row.text(Column::EndTime)));
    let hours = match (start.is_empty(), end.is_empty()) {
        (true, true) => String::new(),
        _ => format!("{start}～{end}"),
    };
    let first = [days, hours].iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    let mut lines = vec![first, row.joined(Column::Hours, "\n")];
    let mut closed = vec![row.joined(Column::ClosedDays, "\n")];
    for field in row.all(Column::DateNote) {
        let (open, shut) = part_hours(&field.text);
        row.done(&field);
        lines.push(open);
        closed.push(shut);
    }
    let hours: Vec<_> = [Column::Weekdays, Column::StartTime, Column::EndTime].into_iter().filter_map(|column| row.first(column)).collect();
    for field in hours {
        row.done(&field);
    }
    let join = |lines: Vec<String>| lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    (join(lines), join(closed))
}

/// 【開館時間】9:00～21:30 【休館日】月曜日 in two parts.
fn part_hours(text: &str) -> (String, String) {
    for mark in ["【休館日】", "【休業日】", "【定休日】", "【休所日】"] {
        if let Some((open, shut)) = text.split_once(mark)
            && !shut.contains('【')
        {
            let open = ["【開館時間】", "【利用時間】", "【開所時間】", "【営業時間】"]
                .iter()
                .fold(open.trim(), |open, mark| open.strip_prefix(mark).unwrap_or(open));
            return (open.trim().to_owned(), shut.trim().to_owned());
        }
    }
    (text.to_owned(), String::new())
}

/// Reads how and until when to apply; `None` if the row says nothing of it.
pub(super) fn apply(row: &mut Row, kind: Kind, context: &ImportContext) -> Option<Apply> {
    let near = Context::new(context.reference);
    let mut apply = Apply { url: apply_url(row), ..Apply::default() };
    let mut words: Vec<String> = Vec::new();
    if let Some(field) = row.first(Column::ApplyPeriod) {
        period(row, &field, &near, &mut apply);
        words.push(field.text.clone());
    }
    if let Some(field) = row.first(Column::ApplyStart) {
        apply.opens_on = day(row, &field, &near).or(apply.opens_on);
    }
    if let Some(field) = row.first(Column::ApplyEnd) {
        apply.closes_on = day(row, &field, &near).or(apply.closes_on);
    }
    if let Some((opens, closes)) = apply.opens_on.zip(apply.closes_on)
        && closes < opens
    {
        let field = row.first(Column::ApplyPeriod).or_else(|| row.first(Column::ApplyEnd));
        if let Some(field) = field {
            row.cannot_read(&field, "end_before_start");
        }
        (apply.opens_on, apply.closes_on) = (None, None);
    }
    words.extend(row.all(Column::ApplyNote).into_iter().map(|field| field.text));
    apply.text = words.join("\n");
    if let Some(field) = row.first(Column::Capacity)
        && kind != Kind::Place
    {
        apply.capacity = read_capacity(&field.text);
        let number_only = apply.capacity.is_some_and(|number| half_width(&field.text).trim().parse() == Ok(number));
        if number_only {
            row.done(&field);
        } else {
            apply.capacity_text.clone_from(&field.text);
        }
    }
    (apply != Apply::default()).then_some(apply)
}

fn day(row: &mut Row, field: &Field, near: &Context) -> Option<NaiveDate> {
    match read_date(&field.text, near) {
        Ok(day) => {
            row.done(field);
            Some(day)
        }
        Err(_) if is_none_word(&field.text) || fold(&field.text) == "随時" => None,
        Err(problem) => {
            row.cannot_read(field, problem.code());
            None
        }
    }
}

/// Reads a period such as `7月3日(水)午前9時～`, `9月25日（金）まで` or `9月9日 〆切（必着）`. What stands behind ※ is about something else.
fn period(row: &mut Row, field: &Field, near: &Context, apply: &mut Apply) {
    let main = field.text.split('※').next().unwrap_or_default();
    if !looks_dated(main) {
        if looks_dated(&field.text) {
            row.complain(field, "apply_period_note");
        }
        return;
    }
    let reading = read_dates(main, near);
    if let [span, more @ ..] = reading.value.as_slice() {
        (apply.opens_on, apply.closes_on) = ends_of(span, main, &field.name);
        if !more.is_empty() {
            row.complain(field, "apply_period_several");
        }
    }
    for warning in &reading.warnings {
        row.complain_with(field, warning.code(), &warning_args(warning));
    }
    if apply.opens_on.is_none() && apply.closes_on.is_none() {
        row.cannot_read(field, "apply_period_unread");
    }
}

/// A single day is the first or the last one, by the words around it or by the name of the column.
fn ends_of(span: &Span, text: &str, name: &str) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let (Some(from), Some(until)) = (span.from, span.until) else { return (span.from, span.until) };
    if from != until {
        return (Some(from), Some(until));
    }
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["締切", "締め切り", "〆切", "期限", "消印", "必着", "まで"]) {
        (None, Some(until))
    } else if says(&["～", "〜", "から", "より", "開始"]) {
        (Some(from), None)
    } else if ["期日", "期限", "締"].iter().any(|word| name.contains(word)) {
        (None, Some(until))
    } else {
        (Some(from), Some(until))
    }
}

/// Whether a text names a day or a year at all: figures followed by 月 (not か月), or parted by a slash, or an era.
fn looks_dated(text: &str) -> bool {
    let plain = half_width(text);
    let mut before: Option<char> = None;
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let after_figure = before.is_some_and(|c| c.is_ascii_digit());
        let next = chars.peek().copied();
        let month_day = after_figure && c == '月' && next.is_some_and(|c| c.is_ascii_digit() || c == '末');
        let slashed = after_figure && c == '/' && next.is_some_and(|c| c.is_ascii_digit());
        if month_day || slashed {
            return true;
        }
        before = Some(c);
    }
    ["令和", "平成"].iter().any(|era| plain.contains(era)) && plain.contains('月')
}

/// Puts the hours of groups and the like where their details want them; see [`opening`].
pub(super) fn activity_days(row: &mut Row, listing: &mut Listing) {
    if let Details::Group(group) = &mut listing.details {
        let fields: Vec<Field> = [Column::ActivityDays, Column::Weekdays, Column::StartTime, Column::EndTime, Column::DateNote]
            .into_iter()
            .flat_map(|column| row.all(column))
            .collect();
        group.activity_days = fields.iter().map(|field| field.text.as_str()).collect::<Vec<_>>().join(" ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: &str) -> (Option<String>, Option<String>) {
        let near = Context::new("2026-08-11".parse().unwrap());
        let reading = read_dates(text, &near);
        let (from, until) = ends_of(&reading.value[0], text, "申込期間");
        (from.map(|day| day.to_string()), until.map(|day| day.to_string()))
    }

    #[test]
    fn periods_of_the_open_data() {
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(ends("7月3日(金)\n午前9時～"), (day("2026-07-03"), None));
        assert_eq!(ends("9月25日（金）まで"), (None, day("2026-09-25")));
        assert_eq!(ends("8月9日（日）当日消印有効。"), (None, day("2026-08-09")));
        assert_eq!(ends("9月9日（水）\n〆切（必着）"), (None, day("2026-09-09")));
        assert_eq!(ends("8月6日（木）正午～\n8月21日（金）正午"), (day("2026-08-06"), day("2026-08-21")));
        assert_eq!(ends("10月2日より（定員に達し次第受付終了）"), (day("2026-10-02"), None));
    }

    #[test]
    fn words_without_days_are_no_period() {
        for text in
            ["定員に達するまで", "通年", "実施希望日の2週間前まで", "出産翌日から2年以内", "生後1か月以内", "4月入園については、前年の10月頃です。"]
        {
            assert!(!looks_dated(text), "{text}");
        }
        for text in ["R7/2月末", "7月22日～9月20日", "平成25年8月8日（木曜）"] {
            assert!(looks_dated(text), "{text}");
        }
    }

    #[test]
    fn weekdays_in_a_row() {
        assert_eq!(weekdays_of("月水木金土日").len(), 6);
        assert_eq!(weekdays_of("毎週火・金曜日"), [Weekday::Tue, Weekday::Fri]);
        assert_eq!(weekdays_of("毎日").len(), 7);
        assert!(weekdays_of("第2土曜日").is_empty());
    }

    #[test]
    fn hours_and_closing_days_are_parted() {
        assert_eq!(part_hours("【開館時間】9:00～21:30 【休館日】月曜日"), ("9:00～21:30".into(), "月曜日".into()));
        assert_eq!(part_hours("平日：午前9時～"), ("平日：午前9時～".into(), String::new()));
    }
}
