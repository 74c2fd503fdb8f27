//! Properties of time: what is written is read back, repetition agrees with counting days, nothing panics.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike, Weekday};
use engawa_core::time::calendar::days_in_month;
use engawa_core::time::wareki::{WEEK, format_date, format_month_day, format_western, weekday_char};
use engawa_core::time::{
    ByDay, Context, Frequency, Occurrence, Recurrence, Rule, Schedule, Session, Span, Wareki, holiday, jst_datetime, jst_millis, read_date,
    read_dates, read_schedule, read_time, read_times,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn day(range: std::ops::Range<u64>) -> impl Strategy<Value = NaiveDate> {
    range.prop_map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Days::new(days))
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    day(0..36_000)
}

/// Every shape of one date that says its year.
fn full_shapes(date: NaiveDate) -> Vec<String> {
    let (y, m, d, w) = (date.year(), date.month(), date.day(), weekday_char(date.weekday()));
    let wareki = Wareki::of(date).unwrap();
    let (letter, era) = (wareki.era.letter(), wareki.year);
    let wide = |text: &str| {
        text.chars().map(|char| if char.is_ascii_graphic() { char::from_u32(u32::from(char) + 0xFEE0).unwrap() } else { char }).collect::<String>()
    };
    vec![
        format_date(date),
        format_western(date),
        wide(&format_western(date)),
        wareki.to_string(),
        format!("{wareki}({w}・祝)"),
        format!("{wareki} {w}曜日"),
        format!("{y}-{m:02}-{d:02}"),
        format!("{y}-{m:02}-{d:02} 00:00:00"),
        format!("{y}-{m:02}-{d:02}T12:34:00+09:00"),
        format!("{y}/{m}/{d}"),
        format!("{y}.{m}.{d}"),
        format!("{y}.{m:02}/{d}"),
        format!("{m}/{d}/{y}"),
        format!("{y}{m:02}{d:02}"),
        format!("{letter}{era}.{m}.{d}"),
        wide(&format!("{letter}{era}.{m}.{d}")),
        format!("{letter}{era}/{m}/{d}（{w}）"),
        format!("開催日：{y}年{m:>2}月{d:>2}日（{w}曜）"),
    ]
}

/// Shapes that leave the year out.
fn short_shapes(date: NaiveDate) -> Vec<String> {
    let (m, d, w) = (date.month(), date.day(), weekday_char(date.weekday()));
    vec![
        format_month_day(date),
        format!("{m}月{d}日({w}・祝)"),
        format!("{m}月{d}日（{w}曜日）"),
        format!("{m}月{d}日\n({w})"),
        format!("{m}/{d}({w})"),
        format!("{m}.{d}（{w}）"),
        format!("{m}月{d}日{w}曜日"),
    ]
}

const DASHES: &[&str] = &["～", "〜", "~", "－", "–", "—", "―", "→", "から", "～\n", "\n～", " - "];

fn times(time: NaiveTime) -> Vec<String> {
    let (h, m) = (time.hour(), time.minute());
    let half = if h < 12 { "午前" } else { "午後" };
    let twelve = h % 12;
    let mut shapes = vec![
        format!("{h}:{m:02}"),
        format!("{h:02}：{m:02}"),
        format!("{h:02}:{m:02}:00"),
        format!("{h}時{m}分"),
        format!("{half}{twelve}時{m:02}分"),
        format!("{half}{twelve}：{m:02}"),
        format!("{h:02}{m:02}"),
    ];
    if m == 0 {
        shapes.push(format!("{h}時"));
    }
    if m == 30 {
        shapes.push(format!("{half}{twelve}時半"));
    }
    shapes
}

fn any_time() -> impl Strategy<Value = NaiveTime> {
    (0_u32..24, prop_oneof![Just(0_u32), Just(30), 0_u32..60]).prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let frequency = select(vec![Frequency::Daily, Frequency::Weekly, Frequency::Monthly, Frequency::Yearly]);
    let by_day = vec((prop_oneof![3 => Just(0_i8), 1 => -5_i8..=5], select(WEEK.to_vec())), 0..3);
    let parts = (vec(1_u8..=12, 0..3), vec(prop_oneof![1_i8..=31, -31_i8..=-1], 0..3), by_day, vec(prop_oneof![1_i16..=4, -4_i16..=-1], 0..2));
    (
        frequency,
        1_u16..5,
        prop_oneof![Just(None), (1_u32..20).prop_map(Some)],
        prop_oneof![Just(None), any_day().prop_map(Some)],
        parts,
        select(WEEK.to_vec()),
    )
        .prop_map(|(frequency, interval, count, until, (months, month_days, days, positions), week_start)| {
            let short = matches!(frequency, Frequency::Daily | Frequency::Weekly);
            Rule {
                interval,
                count,
                until: until.filter(|_| count.is_none()),
                months,
                month_days: if frequency == Frequency::Weekly { Vec::new() } else { month_days },
                days: days.into_iter().map(|(nth, day)| ByDay { nth: if short { 0 } else { nth }, day }).collect(),
                positions,
                week_start,
                ..Rule::every(frequency)
            }
        })
}

/// The period of a day, as a number.
fn period(date: NaiveDate, frequency: Frequency, start: Weekday) -> i64 {
    match frequency {
        Frequency::Daily => i64::from(date.num_days_from_ce()),
        // 0001-01-01 was a Monday, day 1.
        Frequency::Weekly => (i64::from(date.num_days_from_ce()) - 1 - i64::from(start.num_days_from_monday())).div_euclid(7),
        Frequency::Monthly => i64::from(date.year()) * 12 + i64::from(date.month()),
        Frequency::Yearly => i64::from(date.year()),
    }
}

/// Whether the parts of a rule, read by themselves, keep a day.
fn kept(rule: &Rule, first: NaiveDate, date: NaiveDate) -> bool {
    let month_begin = date.with_day(1).unwrap();
    let in_year = rule.frequency == Frequency::Yearly && rule.months.is_empty();
    let year_begin = NaiveDate::from_ymd_opt(date.year(), 1, 1).unwrap();
    let free = rule.month_days.is_empty() && rule.days.is_empty();
    let by_month = rule.months.is_empty() || rule.months.contains(&u8::try_from(date.month()).unwrap());
    let size = i32::try_from(days_in_month(date.year(), date.month())).unwrap();
    let number = i32::try_from(date.day()).unwrap();
    let by_month_day =
        rule.month_days.is_empty() || rule.month_days.iter().any(|wanted| i32::from(*wanted) == number || i32::from(*wanted) == number - size - 1);
    let by_day = rule.days.is_empty()
        || rule.days.iter().filter(|wanted| wanted.day == date.weekday()).any(|wanted| {
            if wanted.nth == 0 {
                return true;
            }
            let begin = if in_year { year_begin } else { month_begin };
            let inside = |day: &NaiveDate| day.year() == date.year() && (in_year || day.month() == date.month());
            let same: Vec<NaiveDate> = begin.iter_days().take_while(inside).filter(|day| day.weekday() == wanted.day).collect();
            match wanted.nth {
                nth if nth > 0 => same.get(usize::try_from(nth).unwrap() - 1) == Some(&date),
                nth => same.iter().rev().nth(usize::from(nth.unsigned_abs()) - 1) == Some(&date),
            }
        });
    let own = match rule.frequency {
        Frequency::Daily => true,
        Frequency::Weekly => !rule.days.is_empty() || date.weekday() == first.weekday(),
        Frequency::Monthly => !free || date.day() == first.day(),
        Frequency::Yearly if rule.months.is_empty() => !free || (date.month(), date.day()) == (first.month(), first.day()),
        Frequency::Yearly => !free || date.day() == first.day(),
    };
    by_month && by_month_day && by_day && own
}

/// A rule day by day, without any cleverness.
fn naive(rule: &Rule, first: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let number = |date: NaiveDate| period(date, rule.frequency, rule.week_start);
    // Days of the first period before the first day count for BYSETPOS.
    let begin = first - Days::new(370);
    let mut periods: Vec<(i64, Vec<NaiveDate>)> = Vec::new();
    for date in begin.iter_days().take_while(|date| *date <= to + Days::new(370)) {
        if number(date) < number(first) || (number(date) - number(first)) % i64::from(rule.interval) != 0 || !kept(rule, first, date) {
            continue;
        }
        match periods.last_mut() {
            Some((known, days)) if *known == number(date) => days.push(date),
            _ => periods.push((number(date), vec![date])),
        }
    }
    let chosen = periods.into_iter().flat_map(|(_, days)| {
        let length = i16::try_from(days.len()).unwrap();
        let keep = |index: i16| rule.positions.is_empty() || rule.positions.contains(&(index + 1)) || rule.positions.contains(&(index - length));
        days.into_iter().enumerate().filter(|(index, _)| keep(i16::try_from(*index).unwrap())).map(|(_, day)| day).collect::<Vec<_>>()
    });
    let limited = chosen.filter(|date| *date >= first && rule.until.is_none_or(|until| *date <= until));
    let count = rule.count.map_or(usize::MAX, |count| usize::try_from(count).unwrap());
    limited.take(count).filter(|date| *date <= to).collect()
}

/// Texts out of the stuff that dates are made of.
fn soup() -> impl Strategy<Value = String> {
    let words = [
        "令和",
        "R",
        "8",
        "11",
        "20",
        "2026",
        "31",
        "99",
        "年",
        "月",
        "日",
        "曜日",
        "(",
        ")",
        "（",
        "）",
        "火",
        "土",
        "祝",
        "～",
        "-",
        "/",
        ".",
        ":",
        "：",
        "、",
        "・",
        "\n",
        " ",
        "　",
        "から",
        "まで",
        "毎週",
        "毎月",
        "第",
        "隔週",
        "平日",
        "のみ",
        "以外",
        "を除く",
        "休館",
        "※",
        "ただし",
        "①",
        "②",
        "【",
        "】",
        "いずれも",
        "全",
        "回",
        "間",
        "午前",
        "午後",
        "時",
        "分",
        "半",
        "正午",
        "開場",
        "随時",
        "通年",
        "未定",
        "aaa",
        "末日",
        "同月",
        "翌年",
        "T",
        "Z",
        "+",
        "㍻",
        "㈪",
        "締切",
        "あ",
        "x",
        "毎日",
        "毎年",
    ];
    vec(select(words.to_vec()), 0..24).prop_map(|words| words.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![4 => soup(), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_full_date_is_read_back(date in any_day(), reference in any_day()) {
        for shape in full_shapes(date) {
            prop_assert_eq!(read_date(&shape, &Context::new(reference)), Ok(date), "{}", shape);
            let reading = read_dates(&shape, &Context::new(reference));
            prop_assert!(reading.is_clean(), "{} {:?}", shape, reading);
        }
    }

    #[test]
    fn a_date_without_year_is_the_nearest(date in any_day(), off in -150_i64..150) {
        let reference = date + chrono::TimeDelta::days(off);
        for shape in short_shapes(date) {
            prop_assert_eq!(read_date(&shape, &Context::new(reference)), Ok(date), "{}", shape);
        }
    }

    #[test]
    fn a_range_is_read_back(from in any_day(), length in 1_u64..300, dash in select(DASHES.to_vec()), full in 0_usize..18, short in 0_usize..7, tail in select(vec!["", "まで"])) {
        let until = from + Days::new(length);
        let expected = vec![Span { from: Some(from), until: Some(until), ..Span::default() }];
        let (first, last) = (&full_shapes(from)[full], &short_shapes(until)[short]);
        // An hour beside a date is an hour of the span, which is another matter.
        prop_assume!(!first.contains('T') || first.contains("00:00:00") || !first.contains("12:34"));
        let text = format!("{first}{dash}{last}{tail}");
        let reading = read_dates(&text, &Context::new(from));
        prop_assert_eq!((reading.value, reading.unread), (expected.clone(), vec![]), "{}", text);
        let text = format!("{}{dash}{last}{tail}", short_shapes(from)[short]);
        let reading = read_dates(&text, &Context::new(from));
        prop_assert_eq!((reading.value, reading.unread), (expected, vec![]), "{}", text);
    }

    #[test]
    fn a_list_is_read_back(first in any_day(), steps in vec(1_u64..60, 1..8), sign in select(vec!["、", "・", "\n", "，", "/", "　"]), shape in 0_usize..7) {
        let mut days = vec![first];
        for step in steps {
            days.push(days[days.len() - 1] + Days::new(step));
        }
        let text = days.iter().map(|day| short_shapes(*day)[shape].clone()).collect::<Vec<_>>().join(sign);
        let reading = read_dates(&text, &Context::new(first));
        let expected: Vec<Span> = days.iter().map(|day| Span { from: Some(*day), until: Some(*day), ..Span::default() }).collect();
        prop_assert_eq!((reading.value, reading.warnings, reading.unread), (expected, vec![], vec![]), "{}", text);
    }

    #[test]
    fn times_are_read_back(starts in any_time(), ends in any_time()) {
        for shape in times(starts) {
            prop_assert_eq!(read_time(&shape), Ok(starts), "{}", shape);
        }
        prop_assume!(starts < ends);
        for (first, last) in times(starts).iter().zip(times(ends)) {
            // Four digits are a time only as a whole cell.
            prop_assert_eq!(read_times(first, &last).value, (Some(starts), Some(ends)), "{} {}", first, last);
            if first.len() != 4 || first.contains(':') || first.contains('時') {
                let text = format!("{first}～{last}");
                if last.len() != 4 || last.contains(':') || last.contains('時') {
                    prop_assert_eq!(read_times(&text, "").value, (Some(starts), Some(ends)), "{}", text);
                }
            }
        }
    }

    #[test]
    fn a_wrong_weekday_is_told(date in any_day(), other in 1_u64..7) {
        let wrong = weekday_char((date + Days::new(other)).weekday());
        let text = format!("{}年{}月{}日（{wrong}）", date.year(), date.month(), date.day());
        let reading = read_dates(&text, &Context::new(date));
        prop_assert_eq!(reading.value[0].from, Some(date));
        prop_assert_eq!(reading.warnings.iter().map(engawa_core::time::Warning::code).collect::<Vec<_>>(), ["weekday_mismatch"]);
    }

    #[test]
    fn repetition_agrees_with_counting_days(rule in any_rule(), first in day(0..3_000), window in 0_u64..900, length in 0_u64..600) {
        let (from, to) = (first + Days::new(window), first + Days::new(window + length));
        let recurrence = Recurrence::new(first, rule.clone());
        let expected: Vec<NaiveDate> = naive(&rule, first, to).into_iter().filter(|day| *day >= from).collect();
        prop_assert_eq!(recurrence.days(from, to, 5_000), expected, "{} from {}", rule, first);
    }

    #[test]
    fn rules_are_written_and_read(rule in any_rule()) {
        prop_assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule.clone());
        let json = serde_json::to_string(&rule).unwrap();
        prop_assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
    }

    #[test]
    fn occurrences_are_sorted_and_true(sessions in vec((day(0..200), 0_u64..40), 0..6), except in vec(day(0..200), 0..20), rule in any_rule(), open in any::<bool>(), from in day(0..200), length in 0_u64..100, limit in 0_usize..50) {
        let sessions = sessions.into_iter().map(|(on, days)| Session { until: (days > 0).then(|| on + Days::new(days)), ..Session::day(on) }).collect();
        let schedule = Schedule { sessions, rules: vec![Recurrence::new(NaiveDate::from_ymd_opt(1990, 1, 1).unwrap(), rule)], except: except.clone(), open_ended: open, text: String::new() };
        let to = from + Days::new(length);
        let found = schedule.occurrences(from, to, limit);
        prop_assert!(found.len() <= limit);
        prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
        for Occurrence { on, until, .. } in &found {
            prop_assert!(on <= until && *until >= from && *on <= to);
            prop_assert!(!except.iter().any(|day| on <= day && day <= until));
        }
        let next = schedule.next_on_or_after(from);
        if let Some(first) = found.first() {
            prop_assert!(next.is_some_and(|next| next.on == first.on));
        }
        if let (Some(first), Some(last)) = (schedule.first_day(), schedule.last_day()) {
            prop_assert!(found.iter().all(|part| part.on >= first && part.until <= last));
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic_or_invent(date in any_text(), end in any_text(), starts in any_text(), ends in any_text(), reference in any_day()) {
        let context = Context::new(reference);
        let reading = read_schedule(&date, &end, &starts, &ends, &context);
        prop_assert!(reading.value.text.contains(date.trim()));
        let all = format!("{} {} {} {}～{}", date, starts, ends, date.trim(), end.trim());
        for words in &reading.unread {
            prop_assert!(all.contains(words.as_str()) || end.contains(words.as_str()), "{:?} is not of the text", words);
        }
        let occurrences = reading.value.occurrences(reference, reference + Days::new(60), 100);
        prop_assert!(occurrences.len() <= 100);
        let _ = (reading.value.next_on_or_after(reference), reading.value.first_day(), reading.value.is_over(reference));
        let _ = (read_date(&date, &context), read_time(&date), read_times(&starts, &ends), read_dates(&date, &context), date.parse::<Rule>());
        // Without any digit or weekday there is nothing to make a day of.
        if !date.chars().chain(end.chars()).chain(starts.chars()).any(|char| char.is_numeric() || "月火水木金土日末㈪㍻毎週".contains(char)) {
            prop_assert!(reading.value.sessions.is_empty() && reading.value.rules.is_empty());
        }
    }

    #[test]
    fn eras_are_read_back(days in 0_u64..80_000) {
        let date = NaiveDate::from_ymd_opt(1873, 1, 1).unwrap() + Days::new(days);
        let wareki = Wareki::of(date).unwrap();
        prop_assert_eq!(wareki.date(), Some(date));
        prop_assert!(wareki.is_exact());
        prop_assert_eq!(read_date(&format_date(date), &Context::new(date)), Ok(date));
    }

    #[test]
    fn instants_are_read_back(millis in -4_000_000_000_000_i64..4_000_000_000_000) {
        prop_assert_eq!(jst_millis(jst_datetime(millis)), millis);
    }
}

#[test]
fn no_year_has_strange_holidays() {
    for year in 2000..=2099 {
        let days: Vec<NaiveDate> = NaiveDate::from_ymd_opt(year, 1, 1)
            .unwrap()
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| holiday(*day).is_some())
            .collect();
        assert!((15..=22).contains(&days.len()), "{year}: {}", days.len());
    }
}

#[test]
fn long_prose_is_handed_back_fast() {
    let context = Context::new(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap());
    for stuff in ["休み", "11月1日、", "毎週火曜日", "※10日以外", "（", "10:00～", "9", "第1・2・"] {
        let text = stuff.repeat(8000 / stuff.len());
        let reading = read_schedule(&text, "", &text, "", &context);
        assert!(reading.value.sessions.len() <= 4_000, "{stuff}");
        let text = stuff.repeat(1_000_000 / stuff.len());
        assert!(!read_schedule(&text, &text, &text, &text, &context).unread.is_empty(), "{stuff}");
    }
}
