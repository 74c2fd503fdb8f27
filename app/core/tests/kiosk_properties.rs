//! Properties of shared screens that hold for any input: sessions, opening hours, sealing and handing over.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use engawa_core::kiosk::base64url;
use engawa_core::kiosk::hand_over::{self, INLINE_BYTES_MAX, INLINE_MAX, Offer};
use engawa_core::kiosk::hours::{Hours, Span};
use engawa_core::kiosk::seal::{BLOCK, ENTROPY, PublicKey, SECRET, SealError, SealingKey, key_id};
use engawa_core::kiosk::session::{CLOSING_MS, Effect, End, Input, Phase, Rules, Session, Ticks};
use proptest::array::{uniform7, uniform12, uniform32};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

// Sessions

fn rules() -> impl Strategy<Value = Rules> {
    let usual = (1_000_u64..200_000, 0_u64..250_000).prop_map(|(idle_ms, warn_ms)| Rules { idle_ms, warn_ms });
    prop_oneof![Just(Rules::default()), usual, Just(Rules { idle_ms: 0, warn_ms: 0 }), Just(Rules { idle_ms: 1, warn_ms: 5 })]
}

fn pause() -> impl Strategy<Value = Ticks> {
    prop_oneof![0_u64..3_000, 19_990_u64..20_010, 69_990_u64..70_010, 89_990_u64..90_010, 0_u64..400_000, Just(9 * 60 * 60 * 1_000)]
}

fn input() -> impl Strategy<Value = Input> {
    let usual = vec![Input::Touched, Input::Touched, Input::Touched, Input::Looked, Input::Looked, Input::Looked, Input::Finished, Input::Closed];
    let closing = prop_oneof![0_u64..400_000, Just(60_000), Just(300_000), Just(Ticks::MAX)].prop_map(Input::Closing);
    prop_oneof![4 => select(usual), 1 => closing]
}

/// How long the warning stands, as the rules promise it.
fn warning(rules: Rules) -> Ticks {
    if rules.warn_ms < rules.idle_ms { rules.warn_ms } else { rules.idle_ms / 2 }
}

proptest! {
    #[test]
    fn a_session_ends_once_and_in_time(rules in rules(), turns in vec((input(), pause()), 0..60)) {
        let mut session = Session::new(rules);
        let (mut now, mut touched, mut open, mut is_told) = (0, 0, false, false);
        for (input, pause) in turns {
            now += pause;
            let was = session.phase();
            for effect in session.step(input, now) {
                match effect {
                    Effect::Began => {
                        prop_assert!(!open && input == Input::Touched);
                        (open, is_told) = (true, false);
                    }
                    Effect::Ended(why) => {
                        prop_assert!(open);
                        open = false;
                        prop_assert_eq!(why == End::Idle, matches!(input, Input::Touched | Input::Looked | Input::Closing(_)));
                        prop_assert!(why != End::Idle || now - touched >= rules.idle_ms);
                    }
                    Effect::Warned(left) => {
                        prop_assert!(open && was == Phase::Active);
                        prop_assert!(left > 0 && left == session.left(now));
                    }
                    Effect::Relieved => prop_assert_eq!((was, input, open), (Phase::Warned, Input::Touched, true)),
                    Effect::Closing(minutes) => {
                        prop_assert!(open && (1..=5).contains(&minutes));
                        prop_assert!(matches!(input, Input::Closing(after) if after <= CLOSING_MS[0]));
                        is_told = true;
                    }
                    Effect::StaysOpen => {
                        prop_assert!(open && is_told);
                        prop_assert!(matches!(input, Input::Closing(after) if after > CLOSING_MS[0]));
                        is_told = false;
                    }
                }
            }
            if input == Input::Touched {
                touched = now;
            }
            prop_assert_eq!(open, session.phase() != Phase::Resting);
            if open {
                prop_assert!(input == Input::Touched || now - touched < rules.idle_ms);
                let wakes = session.wakes_at().unwrap();
                prop_assert!((now..=touched + rules.idle_ms).contains(&wakes));
            } else {
                prop_assert_eq!(session.wakes_at(), None);
            }
        }
    }

    #[test]
    fn whoever_is_there_hears_of_closing_time_once_a_step(left in 1_u64..900_000, turns in vec((200_u64..1_500, 0_u64..9_000), 4_500)) {
        let mut session = Session::new(Rules::default());
        session.step(Input::Touched, 0);
        let (mut now, mut told) = (0, Vec::new());
        for (pause, jitter) in turns {
            if now >= left {
                break;
            }
            // The clock of the house is put right now and then; the one of the session never jumps.
            for effect in session.step(Input::Closing(left - now + jitter), now) {
                match effect {
                    Effect::Closing(minutes) => told.push(minutes),
                    other => return Err(TestCaseError::fail(format!("{other:?}"))),
                }
            }
            session.step(Input::Touched, now);
            now += pause;
        }
        prop_assert!(told.len() <= CLOSING_MS.len(), "{told:?}");
        prop_assert!(told.is_sorted_by(|a, b| a > b), "{told:?}");
        // Where there is time enough for the clock's mood.
        if left > 12_000 {
            prop_assert_eq!(told.last(), Some(&1));
        }
        if left > CLOSING_MS[1] {
            prop_assert_eq!(told.len(), CLOSING_MS.len());
        }
    }

    #[test]
    fn a_shell_that_looks_in_time_warns_first(rules in rules(), pauses in vec(pause(), 1..30)) {
        let mut session = Session::new(rules);
        let (mut now, mut touched, mut warned) = (0, 0, false);
        for pause in pauses {
            now += pause;
            while let Some(at) = session.wakes_at().filter(|at| *at < now) {
                match session.step(Input::Looked, at).as_slice() {
                    [Effect::Warned(_)] => {
                        prop_assert_eq!(at, touched + rules.idle_ms - warning(rules));
                        warned = true;
                    }
                    [Effect::Ended(End::Idle)] => {
                        prop_assert_eq!(at, touched + rules.idle_ms);
                        prop_assert!(warned || warning(rules) == 0);
                    }
                    other => return Err(TestCaseError::fail(format!("woken for {other:?}"))),
                }
            }
            session.step(Input::Touched, now);
            (touched, warned) = (now, false);
        }
    }
}

// Hours

fn span(step: u16) -> impl Strategy<Value = Span> {
    let slots = 30 * 60 / step;
    let ends = (0..24 * 60 / step).prop_flat_map(move |from| (Just(from), from + 1..=slots));
    ends.prop_map(move |(from, until)| Span { from: from * step, until: until * step })
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 16).unwrap()
}

/// Hours of which some days are alike, with closed days in any order and in runs.
fn hours(step: u16) -> impl Strategy<Value = Hours> {
    let sorts = vec(vec(span(step), 0..3), 3);
    let closed = vec((0_u64..40, 1_u64..8), 0..4);
    (sorts, uniform7(0_usize..3), closed).prop_map(|(sorts, week, closed)| Hours {
        week: week.map(|sort| sorts[sort].clone()),
        closed: closed.into_iter().flat_map(|(from, days)| (from..from + days).map(|day| first_day() + Days::new(day))).collect(),
    })
}

/// Any text, or one with much of what hours are written with.
fn text() -> impl Strategy<Value = String> {
    let lively: Vec<&str> =
        "月 金 土日 祝 休 休館日 毎日 Mon Sunday closed daily から - 〜 ー 9:00 21:00 26:00 9時 半 30分 翌 翌日 2026-12-29 2027/1/4 2026年12月29日 ９ ： 、 ・ x"
            .split(' ')
            .chain([" ", "\n"])
            .collect();
    prop_oneof![any::<String>(), vec(select(lively), 0..12).prop_map(|words| words.concat())]
}

/// Moments in steps, from one to before another.
fn steps(from: NaiveDateTime, to: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> {
    std::iter::successors(Some(from), |at| Some(*at + TimeDelta::minutes(30))).take_while(move |at| *at < to)
}

proptest! {
    #[test]
    fn hours_that_are_written_are_read_as_the_same(hours in hours(5)) {
        prop_assert_eq!(Hours::read(&hours.write()), Ok(hours));
    }

    #[test]
    fn whatever_is_typed_is_read_or_named(text in text()) {
        match Hours::read(&text) {
            Ok(hours) => prop_assert_eq!(Hours::read(&hours.write()), Ok(hours)),
            Err(problems) => {
                let lines = text.lines().count();
                prop_assert!(!problems.is_empty());
                for problem in problems.iter().filter(|it| it.code == "unreadable_hours") {
                    let line: usize = problem.args[0].parse().unwrap();
                    prop_assert!((1..=lines).contains(&line) && problem.args.len() == 2);
                }
            }
        }
    }

    #[test]
    fn opening_and_closing_agree_with_being_open(hours in hours(30), slot in 0_i64..2_000, within in 0_i64..30) {
        // Somewhere between two half hours, at which everything here begins and ends.
        let slot = first_day().and_hms_opt(0, 0, 0).unwrap() + TimeDelta::minutes(slot * 30);
        let at = slot + TimeDelta::minutes(within);
        let (closes, opens) = (hours.closes_at(at), hours.opens_at(at));
        if hours.is_open(at) {
            prop_assert_eq!(opens, None);
            prop_assert!(closes.is_none_or(|end| end > at && !hours.is_open(end)));
            prop_assert!(steps(slot, closes.unwrap_or(at + Days::new(14))).all(|step| hours.is_open(step)));
        } else {
            prop_assert!(opens.is_none_or(|begin| begin > at && hours.is_open(begin)));
            prop_assert!(steps(slot, opens.unwrap_or(at + Days::new(60))).all(|step| !hours.is_open(step)));
            prop_assert_eq!(closes, opens.filter(|begin| begin.date() == at.date()).and_then(|begin| hours.closes_at(begin)));
        }
    }
}

// Bytes as text

proptest! {
    #[test]
    fn bytes_have_one_text(bytes in vec(any::<u8>(), 0..100), text in "[A-Za-z0-9_-]{0,12}|\\PC{0,12}") {
        prop_assert_eq!(base64url::decode(&base64url::encode(&bytes)), Some(bytes));
        if let Some(bytes) = base64url::decode(&text) {
            prop_assert_eq!(base64url::encode(&bytes), text);
        }
    }
}

// Sealing

fn key(secret: [u8; SECRET], site: &str) -> SealingKey {
    SealingKey::derive(&secret, site).unwrap()
}

proptest! {
    // A key and an opening are multiplications on a curve, so fewer cases than usual.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens_as_it_was(
        secret in uniform32(any::<u8>()),
        site in "[a-z]{1,8}",
        plain in vec(any::<u8>(), 0..2_000),
        about in "\\PC{0,20}",
        entropy in uniform32(any::<u8>()),
    ) {
        let key = key(secret, &site);
        let public = PublicKey::parse(&key.public().text()).unwrap();
        let sealed = public.seal(&plain, &about, &entropy).unwrap();
        prop_assert_eq!(key_id(&sealed), Some(public.id()));
        prop_assert_eq!((sealed.len() - 56) % BLOCK, 0);
        prop_assert_eq!(key.open(&sealed, &format!("{about}.")), Err(SealError::Broken));
        prop_assert_eq!(key.open(&sealed, &about), Ok(plain));
    }

    #[test]
    fn what_was_changed_does_not_open(plain in vec(any::<u8>(), 0..600), at in any::<proptest::sample::Index>(), change in 1_u8..) {
        let key = key([7; SECRET], "mihon");
        let mut sealed = key.public().seal(&plain, "about", &[8; ENTROPY]).unwrap();
        let at = at.index(sealed.len());
        sealed[at] ^= change;
        prop_assert!(key.open(&sealed, "about").is_err());
    }

    #[test]
    fn what_nobody_sealed_does_not_open(bytes in vec(any::<u8>(), 0..200), text in "\\PC{0,50}") {
        let key = key([7; SECRET], "mihon");
        prop_assert!(key.open(&bytes, "").is_err());
        let with_head = [b"EGS1".as_slice(), &key.public().id(), &bytes].concat();
        prop_assert_eq!(key.open(&with_head, ""), Err(SealError::Broken));
        prop_assert_eq!(key_id(&with_head), Some(key.public().id()));
        if let Ok(public) = PublicKey::parse(&text) {
            prop_assert_eq!(public.text(), text.trim());
        }
    }
}

// Handing over

proptest! {
    #[test]
    fn a_parcel_comes_out_as_it_went_in(parcel in vec(any::<u8>(), 0..3_000), key in uniform32(any::<u8>()), nonce in uniform12(any::<u8>())) {
        if let Some(fragment) = hand_over::inline(&parcel) {
            prop_assert!(fragment.len() <= INLINE_MAX);
            prop_assert_eq!(hand_over::read(&fragment), Ok(Offer::Inline(parcel.clone())));
        } else {
            prop_assert!(parcel.len() > 700);
        }
        prop_assert_eq!(hand_over::decrypt(&hand_over::encrypt(&parcel, &key, &nonce), &key), Ok(parcel));
    }

    #[test]
    fn the_name_and_the_key_come_out_as_they_went_in(id in "[A-Za-z0-9-]{1,64}", key in uniform32(any::<u8>())) {
        prop_assert_eq!(hand_over::read(&hand_over::stored(&id, &key)), Ok(Offer::Stored { id, key }));
    }

    #[test]
    fn no_fragment_does_harm(
        text in "\\PC{0,80}|#?[0-9]{0,2}[.][A-Za-z0-9_.-]{0,80}",
        bytes in vec(any::<u8>(), 0..300),
        key in uniform32(any::<u8>()),
    ) {
        for fragment in [text, format!("1.{}", base64url::encode(&bytes))] {
            match hand_over::read(&fragment) {
                Ok(Offer::Inline(parcel)) => prop_assert!(parcel.len() <= INLINE_BYTES_MAX),
                Ok(Offer::Stored { id, .. }) => prop_assert!(id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')),
                Err(_) => {}
            }
        }
        prop_assert!(hand_over::decrypt(&bytes, &key).is_err());
    }
}
