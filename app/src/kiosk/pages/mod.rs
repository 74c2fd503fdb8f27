//! Pages of shared screens: the frame around every page there, its first screen, pairing, and taking something along.
//!
//! Invariants: the frame asks nothing of who is there; whatever stands over the page takes the page out of reach while it stands.

pub mod aloud;
pub mod bar;
pub mod closing;
pub mod desk;
pub mod device;
pub mod elsewhere;
pub mod frame;
pub mod hand_over;
pub mod home;
pub mod keyboard;
pub mod pair;
pub mod phone;
pub mod rest;
pub mod warning;
