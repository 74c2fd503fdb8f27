//! A session of one person at a shared screen: a state machine.
//!
//! The shell tells it what happened and when, does what comes back, and looks again at [`Session::wakes_at`]. Invariants: a session
//! never outlives the last touch by [`Rules::idle_ms`]; each one ends once; nobody inherits a session. So a touch that comes too
//! late, because the device slept, ends what stands there instead of prolonging it: it may be the next person's. Of closing time they
//! are told once at each of [`CLOSING_MS`], as long as there is time to do something about it.
//! Source: WCAG 2.2, success criterion 2.2.1 (a warning, and one touch that prolongs).

/// Milliseconds of a clock that never jumps.
pub type Ticks = u64;

/// So long before the house closes somebody who is there is told.
pub const CLOSING_MS: [Ticks; 2] = [5 * 60_000, 60_000];
/// A clock that is put back by less does not take a notice back, and has nothing told a second time.
const CLOCK_SLACK_MS: Ticks = 30_000;

/// How long somebody may do nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// After so long without a touch or a key the session is over.
    pub idle_ms: Ticks,
    /// The warning stands for so long before that. If it is not shorter than [`Self::idle_ms`], it stands for the second half of it.
    pub warn_ms: Ticks,
}

impl Rules {
    /// How long nobody does anything until the warning.
    fn quiet_ms(self) -> Ticks {
        if self.warn_ms < self.idle_ms { self.idle_ms - self.warn_ms } else { self.idle_ms - self.idle_ms / 2 }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self { idle_ms: 90_000, warn_ms: 20_000 }
    }
}

/// How a session stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nobody is here.
    #[default]
    Resting,
    /// Somebody is here.
    Active,
    /// Somebody was here, and is asked whether they still are.
    Warned,
}

/// What happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Somebody touched the screen, typed, or pressed "continue".
    Touched,
    /// Somebody pressed "finish".
    Finished,
    /// Time passed.
    Looked,
    /// Time passed, and the house closes after so long; [`Ticks::MAX`]: not today.
    Closing(Ticks),
    /// The house closes.
    Closed,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By the button.
    Finished,
    /// Nobody was there any more.
    Idle,
    /// The house closed.
    Closed,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A session began.
    Began,
    /// Ask whether they are still here, and say that so many seconds are left.
    Warned(u32),
    /// They are.
    Relieved,
    /// Tell them that the house closes in so many minutes.
    Closing(u32),
    /// It does not after all.
    StaysOpen,
    /// Everything of it is forgotten now.
    Ended(End),
}

/// A session, or the wait for one.
#[derive(Clone, Debug, Default)]
pub struct Session {
    rules: Rules,
    phase: Phase,
    touched_at: Ticks,
    /// The step of [`CLOSING_MS`] that was told.
    told: Option<Ticks>,
}

impl Session {
    /// Nobody is here yet.
    pub fn new(rules: Rules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// How it stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Takes what happened at `now`, and says what follows.
    pub fn step(&mut self, input: Input, now: Ticks) -> Vec<Effect> {
        if self.phase == Phase::Resting {
            return if input == Input::Touched { self.begin(now) } else { Vec::new() };
        }
        match input {
            Input::Finished => self.end(End::Finished),
            Input::Closed => self.end(End::Closed),
            Input::Touched | Input::Looked | Input::Closing(_) if self.idle(now) >= self.rules.idle_ms => self.end(End::Idle),
            Input::Touched => self.prolong(now),
            Input::Looked => self.warn(now),
            Input::Closing(after) => [self.warn(now), self.tell(after)].concat(),
        }
    }

    /// When to look again, if nothing happens before; `None` while nobody is here.
    pub fn wakes_at(&self) -> Option<Ticks> {
        let after = match self.phase {
            Phase::Resting => return None,
            Phase::Active => self.rules.quiet_ms(),
            Phase::Warned => self.rules.idle_ms,
        };
        Some(self.touched_at.saturating_add(after))
    }

    /// Whole seconds left of a warning, rounded up; 0 while there is none.
    pub fn left(&self, now: Ticks) -> u32 {
        if self.phase != Phase::Warned {
            return 0;
        }
        let left = self.rules.idle_ms.saturating_sub(self.idle(now));
        u32::try_from(left.div_ceil(1_000)).unwrap_or(u32::MAX)
    }

    /// For how long nobody did anything.
    fn idle(&self, now: Ticks) -> Ticks {
        now.saturating_sub(self.touched_at)
    }

    fn begin(&mut self, now: Ticks) -> Vec<Effect> {
        (self.phase, self.touched_at, self.told) = (Phase::Active, now, None);
        vec![Effect::Began]
    }

    fn prolong(&mut self, now: Ticks) -> Vec<Effect> {
        let was_warned = self.phase == Phase::Warned;
        // Two events may be told in the wrong order: the later one counts.
        (self.phase, self.touched_at) = (Phase::Active, self.touched_at.max(now));
        if was_warned { vec![Effect::Relieved] } else { Vec::new() }
    }

    fn warn(&mut self, now: Ticks) -> Vec<Effect> {
        if self.phase == Phase::Warned || self.idle(now) < self.rules.quiet_ms() {
            return Vec::new();
        }
        self.phase = Phase::Warned;
        vec![Effect::Warned(self.left(now))]
    }

    fn tell(&mut self, after: Ticks) -> Vec<Effect> {
        let reached = |after: Ticks| CLOSING_MS.into_iter().rev().find(|step| after <= *step);
        let (told, now) = (self.told, reached(after));
        // Within the slack what was told still holds.
        if told == now || (told.is_some() && told == reached(after.saturating_sub(CLOCK_SLACK_MS))) {
            return Vec::new();
        }
        self.told = now;
        match now {
            Some(_) => vec![Effect::Closing(u32::try_from(after.div_ceil(60_000)).unwrap_or(u32::MAX).max(1))],
            None => vec![Effect::StaysOpen],
        }
    }

    fn end(&mut self, why: End) -> Vec<Effect> {
        self.phase = Phase::Resting;
        vec![Effect::Ended(why)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Input::{Closed, Finished, Looked, Touched};

    /// What happens when, and what follows.
    type Row<'a> = (Input, Ticks, &'a [Effect], Phase);

    fn holds(rules: Rules, rows: &[Row<'_>]) {
        let mut session = Session::new(rules);
        for (at, (input, now, effects, phase)) in rows.iter().enumerate() {
            assert_eq!(session.step(*input, *now), *effects, "row {at}");
            assert_eq!(session.phase(), *phase, "row {at}");
        }
    }

    #[test]
    fn nobody_is_warned_and_forgotten_in_time() {
        holds(
            Rules::default(),
            &[
                (Looked, 500, &[], Phase::Resting),
                (Touched, 1_000, &[Effect::Began], Phase::Active),
                (Looked, 70_999, &[], Phase::Active),
                (Looked, 71_000, &[Effect::Warned(20)], Phase::Warned),
                (Looked, 90_999, &[], Phase::Warned),
                (Looked, 91_000, &[Effect::Ended(End::Idle)], Phase::Resting),
                (Looked, 91_000, &[], Phase::Resting),
                (Touched, 91_001, &[Effect::Began], Phase::Active),
            ],
        );
    }

    #[test]
    fn a_touch_begins_anew() {
        holds(
            Rules::default(),
            &[
                (Touched, 0, &[Effect::Began], Phase::Active),
                (Touched, 60_000, &[], Phase::Active),
                (Looked, 129_999, &[], Phase::Active),
                (Looked, 130_000, &[Effect::Warned(20)], Phase::Warned),
                // Typing 89.9 seconds after the last touch.
                (Touched, 149_900, &[Effect::Relieved], Phase::Active),
                (Touched, 149_900, &[], Phase::Active),
                (Looked, 219_899, &[], Phase::Active),
                (Looked, 219_900, &[Effect::Warned(20)], Phase::Warned),
            ],
        );
    }

    #[test]
    fn typing_without_a_look_in_between_counts_too() {
        holds(
            Rules::default(),
            &[
                (Touched, 0, &[Effect::Began], Phase::Active),
                (Touched, 89_900, &[], Phase::Active),
                (Touched, 179_799, &[], Phase::Active),
                (Looked, 249_798, &[], Phase::Active),
            ],
        );
    }

    #[test]
    fn the_button_and_closing_time_end_at_once() {
        for (input, why) in [(Finished, End::Finished), (Closed, End::Closed)] {
            holds(
                Rules::default(),
                &[
                    (input, 0, &[], Phase::Resting),
                    (Touched, 10, &[Effect::Began], Phase::Active),
                    (input, 20, &[Effect::Ended(why)], Phase::Resting),
                    (input, 30, &[], Phase::Resting),
                    (Touched, 40, &[Effect::Began], Phase::Active),
                    (Looked, 70_040, &[Effect::Warned(20)], Phase::Warned),
                    (input, 70_050, &[Effect::Ended(why)], Phase::Resting),
                ],
            );
        }
    }

    #[test]
    fn closing_time_is_told_twice() {
        let minutes = |minutes: u64| Input::Closing(minutes * 60_000);
        holds(
            Rules::default(),
            &[
                (minutes(3), 0, &[], Phase::Resting),
                (Touched, 0, &[Effect::Began], Phase::Active),
                (Input::Closing(Ticks::MAX), 1, &[], Phase::Active),
                (Input::Closing(300_001), 1_000, &[], Phase::Active),
                (Input::Closing(300_000), 1_001, &[Effect::Closing(5)], Phase::Active),
                (minutes(4), 50_000, &[], Phase::Active),
                (Touched, 60_000, &[], Phase::Active),
                (Input::Closing(60_001), 61_000, &[], Phase::Active),
                (Input::Closing(59_900), 62_000, &[Effect::Closing(1)], Phase::Active),
                // The clock is put back a little, and then staff say that the house is open for longer.
                (Input::Closing(80_000), 63_000, &[], Phase::Active),
                (Input::Closing(40_000), 64_000, &[], Phase::Active),
                (minutes(4), 65_000, &[Effect::Closing(4)], Phase::Active),
                (minutes(60), 66_000, &[Effect::StaysOpen], Phase::Active),
                (minutes(60), 67_000, &[], Phase::Active),
                (minutes(2), 68_000, &[Effect::Closing(2)], Phase::Active),
                // It keeps nobody here who is gone.
                (minutes(2), 130_000, &[Effect::Warned(20)], Phase::Warned),
                (Input::Closing(50_000), 131_000, &[Effect::Closing(1)], Phase::Warned),
                (Input::Closing(40_000), 150_000, &[Effect::Ended(End::Idle)], Phase::Resting),
                // Whoever comes then is told at once.
                (Touched, 160_000, &[Effect::Began], Phase::Active),
                (Input::Closing(20_000), 161_000, &[Effect::Closing(1)], Phase::Active),
                (Closed, 181_000, &[Effect::Ended(End::Closed)], Phase::Resting),
            ],
        );
    }

    #[test]
    fn after_a_sleep_of_the_device_nobody_inherits_a_session() {
        for input in [Looked, Touched] {
            holds(
                Rules::default(),
                &[
                    (Touched, 0, &[Effect::Began], Phase::Active),
                    (input, 8 * 60 * 60 * 1_000, &[Effect::Ended(End::Idle)], Phase::Resting),
                    (Touched, 8 * 60 * 60 * 1_000 + 1, &[Effect::Began], Phase::Active),
                ],
            );
            holds(
                Rules::default(),
                &[
                    (Touched, 0, &[Effect::Began], Phase::Active),
                    (Looked, 75_000, &[Effect::Warned(15)], Phase::Warned),
                    (input, 90_000, &[Effect::Ended(End::Idle)], Phase::Resting),
                ],
            );
        }
    }

    #[test]
    fn a_warning_as_long_as_the_session_takes_half_of_it() {
        for warn_ms in [60_000, 60_001, Ticks::MAX] {
            holds(
                Rules { idle_ms: 60_000, warn_ms },
                &[
                    (Touched, 0, &[Effect::Began], Phase::Active),
                    (Looked, 29_999, &[], Phase::Active),
                    (Looked, 30_000, &[Effect::Warned(30)], Phase::Warned),
                    (Looked, 60_000, &[Effect::Ended(End::Idle)], Phase::Resting),
                ],
            );
        }
        holds(
            Rules { idle_ms: 0, warn_ms: 0 },
            &[(Touched, 7, &[Effect::Began], Phase::Active), (Looked, 7, &[Effect::Ended(End::Idle)], Phase::Resting)],
        );
    }

    #[test]
    fn it_says_when_to_look_and_how_long_is_left() {
        let mut session = Session::new(Rules::default());
        assert_eq!((session.wakes_at(), session.left(0)), (None, 0));
        session.step(Touched, 1_000);
        assert_eq!((session.wakes_at(), session.left(60_000)), (Some(71_000), 0));
        session.step(Looked, 71_000);
        assert_eq!(session.wakes_at(), Some(91_000));
        for (now, left) in [(71_000, 20), (71_001, 20), (72_000, 19), (90_001, 1), (90_999, 1), (91_000, 0), (99_000, 0)] {
            assert_eq!(session.left(now), left, "at {now}");
        }
        session.step(Touched, Ticks::MAX);
        assert_eq!(session.wakes_at(), None, "far too late");
        session.step(Touched, Ticks::MAX);
        assert_eq!(session.wakes_at(), Some(Ticks::MAX));
    }

    #[test]
    fn an_event_that_is_told_late_takes_nothing_back() {
        let mut session = Session::new(Rules::default());
        session.step(Touched, 50_000);
        session.step(Touched, 40_000);
        assert_eq!(session.wakes_at(), Some(120_000));
    }
}
