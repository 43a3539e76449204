//! The whole site against a real PostgreSQL, a database a test. One program, so that it is linked
//! once; a file for each part of the site.

// A test tells its story from the beginning to the end, and its people have names that are alike.
#![allow(clippy::too_many_lines, clippy::similar_names)]

mod abuse;
mod accounts;
mod attacks;
mod audit;
mod bounds;
mod clauses;
mod clerk;
mod clock;
mod collisions;
mod crowd;
mod decisions;
mod desk;
mod feeds;
mod finding;
mod hints;
mod history;
mod hostile;
mod kept;
mod limits;
mod links;
mod listing;
mod log;
mod long_history;
mod mail;
mod mail_desk;
mod mail_faults;
mod mail_releases;
mod moved;
mod notes;
mod notices;
mod paper;
mod pictures;
mod places;
mod policy;
mod private_page;
mod repeats;
mod reports;
mod requests;
mod rights;
mod roles;
mod routes;
mod second_factor;
mod security_log;
mod senders;
mod settings;
mod shield;
mod slow;
mod staff_accounts;
mod strangers;
mod submit;
mod support;
mod weekly;
