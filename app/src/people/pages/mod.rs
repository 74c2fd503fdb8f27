//! Pages of this room: plain documents of the server, because nothing of them may stay on a device. The one that lives on a device is
//! [`field`], which keeps everything sealed.

pub mod account;
pub mod again;
pub mod audit;
pub mod cases;
pub mod courses;
pub mod desks;
pub mod field;
pub mod forbidden;
pub mod groups;
pub mod guardian;
pub mod inquiries;
pub mod members;
pub mod notices;
pub mod parts;
pub mod passkeys;
pub mod referrals;
pub mod sign_in;
pub mod today;
