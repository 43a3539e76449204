//! What's On: the web server, the database and the command line.
//!
//! A request flows *extract → parse → query or command → view model → render*: `http` reads and
//! answers, `db` holds every line of SQL, the `domain` crate the rules, the `app` crate the pages.

pub mod accounts;
pub mod changes;
pub mod cli;
pub mod config;
pub mod connections;
pub mod db;
pub mod demo;
pub mod feeds;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod markdown;
pub mod pictures;
pub mod qr;
pub mod rules;
pub mod session;
pub mod state;
pub mod token;
