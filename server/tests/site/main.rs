//! The whole site against a real PostgreSQL, a database a test. One program, so that it is linked
//! once; a file for each part of the site.

mod accounts;
mod audit;
mod clauses;
mod decisions;
mod desk;
mod feeds;
mod finding;
mod hand;
mod kept;
mod limits;
mod listing;
mod log;
mod mail;
mod mail_desk;
mod mail_faults;
mod notices;
mod paper;
mod pictures;
mod places;
mod policy;
mod private_page;
mod repeats;
mod reports;
mod requests;
mod senders;
mod settings;
mod slow;
mod submit;
mod support;
mod weekly;
