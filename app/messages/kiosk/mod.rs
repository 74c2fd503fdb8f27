//! Words of shared screens: at the screen (`screen`), for staff (`fleet`), and why something was refused (`refusals`).

pub mod fleet;
pub mod refusals;
pub mod screen;
