//! When a form is open, and moments on a device, in words.
//!
//! A page is drawn without a clock: it knows the day, which is exact enough for reading. Where the device's clock is known, the moment
//! decides ([`Settings::shut_at`]), and the server's in the end.

use crate::forms::Settings;
use crate::forms::record::Shut;
use crate::messages::forms::papers as m;
use crate::ui::date;
use chrono::{NaiveDate, NaiveTime};
use engawa_core::Lang;
use engawa_core::time::{Millis, jst_date, jst_datetime};

/// Why a form takes nothing on a whole day; nothing on the days on which it opens and closes.
pub fn shut_on(settings: &Settings, today: NaiveDate) -> Option<Shut> {
    match (settings.opens_at, settings.closes_at) {
        (Some(opens), _) if jst_date(opens) > today => Some(Shut::NotYet(opens)),
        (_, Some(closes)) if jst_date(closes.saturating_sub(1)) < today => Some(Shut::Over(closes)),
        _ => None,
    }
}

/// When a form begins to take something: the day, and the hour unless that is midnight.
pub fn opening(at: Millis, today: NaiveDate, lang: Lang) -> String {
    let moment = jst_datetime(at);
    let day = date::short(moment.date(), today, lang);
    if moment.time() == NaiveTime::MIN { day } else { format!("{day} {}", date::time(moment.time())) }
}

/// Until when a form takes something. Midnight is the end of the day before.
pub fn closing(at: Millis, today: NaiveDate, lang: Lang) -> String {
    if jst_datetime(at).time() == NaiveTime::MIN { date::short(jst_date(at.saturating_sub(1)), today, lang) } else { opening(at, today, lang) }
}

/// Why a form takes nothing, in words.
pub fn shut_words(shut: Shut, today: NaiveDate, lang: Lang) -> String {
    match shut {
        Shut::NotYet(at) => m::NOT_YET.with(lang, &[&opening(at, today, lang)]),
        Shut::Over(at) => m::OVER.with(lang, &[&closing(at, today, lang)]),
    }
}

/// A moment with its year, for what is kept.
pub fn on_record(at: Millis, lang: Lang) -> String {
    let moment = jst_datetime(at);
    format!("{} {}", date::full(moment.date(), lang), date::time(moment.time()))
}

/// How long something is kept, in words.
pub fn kept_for(days: u32, lang: Lang) -> String {
    if days >= 730 && days.is_multiple_of(365) { m::YEARS.with(lang, &[&(days / 365).to_string()]) } else { m::DAYS.with(lang, &[&days.to_string()]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::time::jst_millis;

    fn at(text: &str) -> Millis {
        jst_millis(text.parse().unwrap())
    }

    #[test]
    fn a_form_is_shut_on_days_before_and_after() {
        let settings = Settings { opens_at: Some(at("2026-11-02T09:00:00")), closes_at: Some(at("2026-12-01T00:00:00")), ..Settings::default() };
        let (opens, closes) = (at("2026-11-02T09:00:00"), at("2026-12-01T00:00:00"));
        for (day, expected) in
            [("2026-11-01", Some(Shut::NotYet(opens))), ("2026-11-02", None), ("2026-11-30", None), ("2026-12-01", Some(Shut::Over(closes)))]
        {
            assert_eq!(shut_on(&settings, day.parse().unwrap()), expected, "{day}");
        }
        assert_eq!(shut_on(&Settings::default(), "2026-11-01".parse().unwrap()), None);
    }

    #[test]
    fn midnight_ends_the_day_before() {
        let today = "2026-11-01".parse().unwrap();
        assert_eq!(closing(at("2026-12-01T00:00:00"), today, Lang::En), "Mon 30 Nov");
        assert_eq!(closing(at("2026-11-30T17:00:00"), today, Lang::En), "Mon 30 Nov 17:00");
        assert_eq!(opening(at("2026-11-30T00:00:00"), today, Lang::En), "Mon 30 Nov");
        assert_eq!(on_record(at("2026-11-30T08:05:00"), Lang::En), "Mon 30 Nov 2026 8:05");
        assert_eq!((kept_for(1_825, Lang::En), kept_for(365, Lang::En)), ("5 years".to_owned(), "365 days".to_owned()));
    }
}
