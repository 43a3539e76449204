//! Every change that matters, a file an act: a submission that is sent in, a decision, a policy that is adopted.
//!
//! A command reads from top to bottom: it locks the row that it changes, asks the domain whether the change exists,
//! writes through `store`, queues the letters that tell of it, and commits with what the audit log says
//! ([`change::Change`]). It owns its transaction, which no handler and no job opens; what came of it is a type of its
//! own and never an answer of HTTP.

pub mod ask_to_confirm;
pub mod block;
pub mod brake;
pub mod change;
pub mod confirm_address;
pub mod decide;
pub mod edit;
pub mod end_links;
pub mod event_status;
pub mod event_types;
pub mod guidance;
pub mod in_hand;
pub mod keep_reach;
pub mod lost_links;
pub mod messages;
pub mod notes;
pub mod notices;
pub mod pictures;
pub mod policy;
pub mod ready_wording;
pub mod reopen;
pub mod replies;
pub mod report;
pub mod settings;
pub mod spam;
pub mod staff_edit;
pub mod submit;
pub mod take_down;
pub mod tell_staff;
pub mod venues;
pub mod weekly;
pub mod withdraw;

/// What came of a change of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// It is done.
    Made,
    /// It cannot be done (any more) where the submission stands now.
    TooLate,
}
