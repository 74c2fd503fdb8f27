//! The stories of the server, in one program: linking it once takes seconds where thirty programs took minutes.

#[macro_use]
mod common;

mod accounts;
mod commands;
mod counter;
mod desk_forms;
mod desks;
mod feed;
mod fleet;
mod form_media;
mod form_workbooks;
mod forms;
mod forms_abuse;
mod groups;
mod head;
mod import_files;
mod import_groups;
mod imports;
mod keys;
mod kiosks;
mod limits;
mod listing_pictures;
mod logs;
mod me;
mod openapi;
mod own_data;
mod parsers;
mod postcodes;
mod privacy;
mod proofs;
mod publishing;
mod rescues;
mod retention;
mod rights;
mod sample_again;
mod sample_forms;
mod sample_people;
mod security;
mod shared_drafts;
mod sign_in_cost;
mod statements;
mod tidy;
mod trouble;
