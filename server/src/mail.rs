//! How mail goes out. A mail is a row of the transaction it tells of, in the words of `letters`; each goes to one
//! person. A worker ([`outbox`]) takes up those that are due, makes them into mails ([`compose`]) and hands them over
//! ([`delivery`]).

pub mod compose;
pub mod delivery;
pub mod html;
pub mod outbox;
pub mod outcome;
pub mod smtp;
pub mod weekly;
