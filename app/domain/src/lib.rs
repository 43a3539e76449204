//! The rules of What's On: plain types, no input or output, no clock of its own.
//!
//! Everything a person types becomes one of these types once, by parsing, and is trusted from
//! then on. "Today" and "now" are always arguments.
//!
//! # The words we use
//!
//! | word | means |
//! |---|---|
//! | submission | what a submitter sent, with its revisions, decisions and messages |
//! | revision | one version of the event's details within a submission |
//! | event | a submission that is listed; it has an address |
//! | occurrence | one date of an event |
//! | standard | one item of the checklist, with its clause in the council's policy |
//! | decision | list, ask for changes, refuse, take down: by whom, when, against which policy version |
//! | reference | the submission's short public name, such as `WO-7K4P` |

pub mod audit;
pub mod block;
pub mod channel;
pub mod choices;
pub mod colleague;
pub mod compare;
pub mod consent;
pub mod council;
pub mod counts;
pub mod decision;
pub mod device;
pub mod difference;
pub mod elsewhere;
pub mod event;
pub mod form;
pub mod hints;
pub mod letters;
pub mod likeness;
pub mod limits;
pub mod listing;
pub mod manage;
pub mod message;
pub mod network;
pub mod notices;
pub mod paper;
pub mod picture;
pub mod places;
pub mod policy;
pub mod reference;
pub mod replies;
pub mod report;
pub mod retention;
pub mod second_factor;
pub mod settings;
pub mod signs;
pub mod staff;
pub mod standards;
pub mod stored;
pub mod submission;
pub mod text;
pub mod weekly;
pub mod when;
pub mod work;
pub mod working_days;
