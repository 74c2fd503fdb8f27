//! A session of one person at a shared screen: a state machine.

/// Milliseconds of a clock that never jumps.
pub type Ticks = u64;

/// How long somebody may do nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// After so long without a touch or a key the session is over.
    pub idle_ms: Ticks,
    /// The warning stands for so long before that.
    pub warn_ms: Ticks,
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
    /// Everything of it is forgotten now.
    Ended(End),
}

/// A session, or the wait for one.
#[derive(Clone, Debug, Default)]
pub struct Session {
    rules: Rules,
    phase: Phase,
    touched_at: Ticks,
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
}
