//! The rules of What's On: plain types, no input or output, no clock of its own.
//!
//! Everything a person types becomes one of these types once, by parsing, and is trusted from
//! then on. "Today" and "now" are always arguments. What was stored is read without the rules of
//! input ([`stored`]).
//!
//! # The words we use
//!
//! In the order in which a reader meets them, from a form to the record.
//!
//! | word | means |
//! |---|---|
//! | draft | a form that is not sent yet, its answers exactly as typed |
//! | step | one page of the form, with its raw answers and what they mean once parsed |
//! | declaration | what a sender agrees to when sending (policy 5.2), with the words agreed to |
//! | consent | permission to publish one of the sender's own details (policy 4.5); it can be taken back |
//! | sender | the person who sends an event in; never public by themselves |
//! | channel | how a submission came: by the form, or by telephone, letter, email, in person, keyed in by staff |
//! | submission | what a sender sent, with its revisions, decisions and messages |
//! | reference | the submission's short public name, such as `WO-7K4P` |
//! | revision | one version of the event's details within a submission; it never changes |
//! | edit | a revision of a listed event that waits to be decided, while the approved one stays public |
//! | private link | what opens a sender's own page, mailed to them; only its hash is kept |
//! | sign | something odd about how a form was filled in; a hint of spam that decides nothing |
//! | queue | what waits to be decided; what is held waits beside it until its sender confirms or staff look |
//! | claim | a member of staff has a submission in hand, so that two do not read it at once |
//! | hint | what the words of an event suggest to the reader, tied to a standard; it never decides |
//! | likeness | how alike two submissions are, to find one event sent twice |
//! | policy version | the council's policy as it was in force from a day on; what was adopted never changes |
//! | clause | one numbered paragraph of a policy version |
//! | standard | one item of the checklist, with its clauses in the policy |
//! | checklist | the standards as staff answered them for one decision |
//! | decision | list, ask for changes, refuse, take down or close as spam: by whom, when, against which policy version |
//! | reply | ready wording for a decision that staff may start from |
//! | message | a mail word for word as it was written, with what became of it |
//! | outbox | the messages that are still to go |
//! | proved address | one that was confirmed by its private link for this submission, or that staff keyed in; any other is written to only to ask for that |
//! | brake | holds what goes to addresses that nobody has proved, in an hour unlike any other |
//! | event | a submission that is listed; it has an address and a status |
//! | sitting | one date of an event with its hours, as its sender told it |
//! | rule | how an event repeats (RFC 5545), with the dates left out, added and at another time |
//! | occurrence | a sitting of a listed event, as the public finds it; there is none while the event is not listed |
//! | venue | a place on the council's list, which senders choose and visitors filter by |
//! | listing | what is on, as it is searched, filtered and paged; feeds are the listing for programs |
//! | weekly | the email of what is on, for those who asked for it |
//! | report | what somebody tells the office about a listed event |
//! | clock | the server's; where it may be wrong, nothing is forgotten and nothing sent by it |
//! | audit log | who did what, when, to what; it only grows, and each entry carries the hash of the one before |

pub mod account_form;
pub mod attempts;
pub mod audit;
pub mod block;
pub mod channel;
pub mod choices;
pub mod clock;
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
pub mod likeness;
pub mod limits;
pub mod listing;
pub mod manage;
pub mod message;
pub mod network;
pub mod notices;
pub mod paper;
pub mod passages;
pub mod picture;
pub mod places;
pub mod policy;
pub mod policy_roles;
pub mod recipient;
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
