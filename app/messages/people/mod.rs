//! 人と権限: words of accounts, groups, desks, cases, audit.

pub mod account;
pub mod again;
pub mod aid;
pub mod audit;
pub mod audit_words;
pub mod cases;
pub mod courses;
pub mod desks;
pub mod events;
pub mod field;
pub mod group_deeds;
pub mod group_refusals;
pub mod groups;
pub mod guardian;
pub mod inquiries;
pub mod inquiry_refusals;
pub mod members;
pub mod moderation;
pub mod notices;
pub mod passkeys;
pub mod privacy;
pub mod sign_in;
pub mod today;
pub mod write;
