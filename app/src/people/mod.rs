//! 人と権限: accounts, groups and their members, desks, cases of the counter, what people are told of.
//!
//! Sources: mission rows 2.1 to 2.5, 5.6, 14.1, 14.2; 武蔵野市 第二期計画 1-2, 4-2. Invariants: who may do what is decided by
//! [`engawa_core::rights`] alone; nothing of this room is in the public feed but what a group shows of itself, which is a listing.

pub mod account;
pub mod case;
pub mod command;
pub mod course;
pub mod desk;
pub mod device;
pub mod group;
pub mod inquiry;
pub mod me;
pub mod notice;
#[cfg(feature = "ui")]
pub mod pages;
pub mod privacy;
pub mod work;
