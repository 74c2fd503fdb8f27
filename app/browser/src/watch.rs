//! What tasks of this page wait on, and how the sync stands.

pub use engawa_shell::watch::Watch;

/// How the sync stands, for those who wait for the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// An attempt is under way or about to begin.
    Working,
    /// The last attempt brought everything here.
    Done,
    /// The last attempt failed; another will follow.
    Failed,
}
