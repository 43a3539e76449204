//! What a sender changes of a submission from its private page, as it is kept.

use chrono::{DateTime, Utc};
use domain::{event::EventStatus, limits};
use sqlx::{PgConnection, PgExecutor, PgPool, query, query_scalar, types::Json};
use uuid::Uuid;

use crate::{cases::Case, submissions::Sending};

/// Notes that the sender's address is confirmed, and says whether it was not before.
pub async fn note_confirmed(
    tx: &mut PgConnection,
    submission: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let confirmed = query!(
        "update submission set email_confirmed_at = $2
         where id = $1 and email_confirmed_at is null and sender_email is not null",
        submission,
        now,
    )
    .execute(tx)
    .await?;
    Ok(confirmed.rows_affected() > 0)
}

/// Gives a listed event another status, and says whether it had another.
pub async fn change_status(
    tx: &mut PgConnection,
    case: &Case,
    status: EventStatus,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let changed = query!(
        "update event set status = $2, changed_at = $3, sequence = sequence + 1
         where submission_id = $1 and status <> $2",
        case.id,
        status.as_str(),
        now,
    )
    .execute(&mut *tx)
    .await?;
    let changed = changed.rows_affected() > 0;
    if changed {
        // What is said now takes the place of what was said of dates.
        query!(
            "update occurrence set moved = false
             from event where event.id = event_id and submission_id = $1 and moved",
            case.id,
        )
        .execute(tx)
        .await?;
    }
    Ok(changed)
}

/// Whether an edit with this key was sent.
pub async fn was_sent(db: impl PgExecutor<'_>, send_key: Uuid) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from revision where send_key = $1) as "sent!""#,
        send_key,
    )
    .fetch_one(db)
    .await
}

/// An edit of a listed event joins the queue, unless one of the same sender waits there already:
/// then it keeps its place.
pub async fn propose(
    tx: &mut PgConnection,
    submission: i64,
    revision: i64,
    case: &Case,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let since = if case.edit_waits {
        case.waiting_since
    } else {
        now
    };
    query!(
        "update submission set proposed_revision_id = $2, waiting_since = $3 where id = $1",
        submission,
        revision,
        since,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The sender's own details as they were last given. A new address is unconfirmed until it is
/// answered from.
pub async fn keep_sender(
    tx: &mut PgConnection,
    case: &Case,
    sending: &Sending<'_>,
) -> sqlx::Result<()> {
    let sender = &sending.submission.sender;
    let email = sender.email.as_ref().map(domain::text::Email::as_str);
    query!(
        "update submission
         set sender_name = $2, sender_email = $3::text, sender_telephone = $4, group_name = $5,
             email_confirmed_at = case when lower(sender_email) = lower($3::text) then email_confirmed_at end,
             email_changed_at = case when lower(sender_email) = lower($3::text) then email_changed_at else $6 end
         where id = $1",
        case.id,
        sender.name.as_str(),
        email,
        sender.telephone.as_ref().map(domain::text::Telephone::as_str),
        sending.submission.details.group.as_ref().map(domain::text::GroupName::as_str),
        sending.now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A submission whose sender may be sent a new link.
#[derive(Debug, Clone)]
pub struct Linked {
    /// Its number.
    pub id: i64,
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// Whether its address is proved.
    pub is_proved: bool,
}

/// The submissions of an address that are not over and done with: the newest [`limits::LINKS_AT_ONCE`] at most.
pub async fn linked(db: impl PgExecutor<'_>, email: &str) -> sqlx::Result<Vec<Linked>> {
    sqlx::query_as!(
        Linked,
        r#"select submission.id, reference, details->>'title' as "title!", submission_is_proved(submission) as "is_proved!"
           from submission join submission_now on submission_id = submission.id
           where lower(sender_email) = lower($1) and state not in ('spam', 'withdrawn', 'taken_down')
           order by received_at desc, submission.id desc limit $2"#,
        email,
        limits::LINKS_AT_ONCE,
    )
    .fetch_all(db)
    .await
}

/// The answers that a submission stands for, to be changed.
pub async fn answers(
    db: &PgPool,
    submission: i64,
) -> sqlx::Result<domain::submission::DraftAnswers> {
    Ok(query_scalar!(
        r#"select answers as "answers!: Json<domain::submission::DraftAnswers>"
           from submission_now where submission_id = $1"#,
        submission,
    )
    .fetch_one(db)
    .await?
    .0)
}
