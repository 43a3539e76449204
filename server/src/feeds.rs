//! Events for programs: pure functions from what is listed to a file.

pub mod ics;
