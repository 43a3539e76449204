//! How long what is kept: one number each, used by whatever forgets.
//!
//! What is not here stays until the parish office removes it by hand (`docs/not-yet.md`).

use chrono::TimeDelta;

/// Whatever has had its time is forgotten so much later, so that a clock that is a little ahead loses nothing.
pub const FORGOTTEN_LATER: TimeDelta = TimeDelta::days(1);
/// A form that is not sent, after it was last changed, in days.
pub const DRAFT_DAYS: i32 = 7;
/// A picture that no revision and no draft has, after it came.
pub const UNUSED_PICTURE: TimeDelta = TimeDelta::days(1);
/// A private link, after it was mailed.
pub const PRIVATE_LINK: TimeDelta = TimeDelta::days(180);
/// The name and address of somebody who reported an event, after the report was dealt with.
pub const REPORTER: TimeDelta = TimeDelta::days(365);
/// A question whether somebody wants the weekly email, without an answer.
pub const WEEKLY_UNCONFIRMED: TimeDelta = TimeDelta::days(7);
/// The link that stops the weekly email, after it was mailed.
pub const WEEKLY_STOP_LINK: TimeDelta = TimeDelta::days(365);
/// A weekly email that went out, word for word with its reader.
pub const WEEKLY_MAIL: TimeDelta = TimeDelta::days(14);
/// From where an account was signed in to, and with which browser.
pub const DEVICE: TimeDelta = TimeDelta::days(90);
/// A failed sign-in, a wrong code and a request for a new password count for so long.
pub const ATTEMPT: TimeDelta = TimeDelta::hours(1);
/// Failed sign-ins of strangers, which slow others down for longer.
pub const ATTEMPT_OF_STRANGERS: TimeDelta = TimeDelta::days(1);
/// Wrong codes and requests for a new password are deleted after so long.
pub const ATTEMPT_ROW: TimeDelta = TimeDelta::days(1);
/// The security log's files, in days, one a day.
pub const SECURITY_LOG_DAYS: usize = 90;
/// A session, after it was last used.
pub const IDLE_SESSION: TimeDelta = TimeDelta::minutes(30);
/// A session, however much it is used.
pub const SESSION: TimeDelta = TimeDelta::hours(12);
/// An invitation to choose the first password.
pub const INVITATION: TimeDelta = TimeDelta::hours(72);
/// A link to choose a new password.
pub const PASSWORD_LINK: TimeDelta = TimeDelta::hours(1);
/// A date that is over, in the table that searches look in, in days: a clock that was wrong for a few
/// days loses nothing.
pub const SEARCHED_DAYS: i32 = 7;
