//! A shared screen: when a session on it begins and ends, when it is open, how work leaves it sealed, how it is handed over.
//!
//! Pure decisions: the clock, chance and storage come in. Sources: mission rows 12.4, 12.5, beyond-peers 3 and 4; WCAG 2.2 success
//! criterion 2.2.1 (enough time).

pub mod base64url;
pub mod hand_over;
pub mod hours;
pub mod seal;
pub mod session;
