//! The life of a submission and the forms that move it, a file for each of the things that are said
//! when staff decide: where it stands, the checklist, the outcome, a note, a take-down.

mod answers;
mod checklist;
mod note;
mod outcome;
mod state;
mod take_down;

pub use answers::DecisionAnswers;
pub use checklist::{Checklist, Verdict, field_of};
pub use note::parse_note;
pub use outcome::{Address, Decision, Ground, Outcome, Reply, Vouch};
pub use state::{MOVES, Move, NoSuchMove, State};
pub use take_down::{Removal, TakeDown, TakeDownAnswers};
