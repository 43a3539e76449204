//! What's On: the web server, the database and the command line.
//!
//! A request flows *extract → parse → query or command → view model → render*: `http` reads and
//! answers, `commands` make every change, the `store` crate holds every line of SQL, the `domain` crate the rules, the
//! `app` crate the pages.

#![allow(clippy::missing_errors_doc)] // the types say it: the database did not answer, and nothing was done

pub mod accounts;
pub mod afterwards;
pub mod changes;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod connections;
pub mod demo;
pub mod drawing;
pub mod feeds;
pub mod hints;
pub mod http;
pub mod jobs;
pub mod letters;
pub mod log;
pub mod mail;
pub mod markdown;
pub mod page_cache;
pub mod pictures;
pub mod qr;
pub mod rows;
pub mod shield;
pub mod state;
pub mod watchdog;
