//! The whole site against a real PostgreSQL, a database a test. One program, so that it is linked
//! once; a file for each part of the site.

mod accounts;
mod attacks;
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
mod roles;
mod routes;
mod second_factor;
mod senders;
mod settings;
mod slow;
mod staff_accounts;
mod submit;
mod support;
mod weekly;
