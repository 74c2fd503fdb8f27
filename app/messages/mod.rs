//! Everything the interface says, in ja, ja-easy and en, by room. Components hold no words of their own.

pub mod calendar;
pub mod common;
pub mod desk;
pub mod detail;
pub mod forms;
pub mod home;
pub mod import_columns;
pub mod import_problems;
pub mod kiosk;
pub mod list;
pub mod map;
pub mod people;
pub mod problems;
pub mod statics;
pub mod trouble;
pub mod vocabulary;
