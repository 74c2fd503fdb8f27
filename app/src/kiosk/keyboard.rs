//! The app's own keyboard: 五十音, letters and figures, as a table and a function from text and key to text.

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Puts in a character.
    Char(char),
    /// Turns the character before into its next form: か→が, は→ば→ぱ, つ→っ→づ, や→ゃ.
    Mark,
    /// Takes the character before away.
    Back,
    /// Takes everything away.
    Clear,
    /// Goes left.
    Left,
    /// Goes right.
    Right,
    /// Sends.
    Enter,
}
