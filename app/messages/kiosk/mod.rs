//! Words of shared screens: at the screen (`screen`), and for staff (`fleet`).

pub mod fleet;
pub mod screen;
