//! What a sender does with a submission from its private page: confirm the address, send an edit,
//! say what has become of the event, withdraw it. Each is one transaction with its audit entry.

use app::shell::Site;
use chrono::{DateTime, Utc};
use domain::{
    decision::{Move, State},
    event::EventStatus,
    reference::Reference,
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgExecutor, PgPool, query, query_scalar, types::Json};
use uuid::Uuid;

use crate::{
    db::{
        audit,
        cases::{self, Case},
        decisions, links, messages, notes, spam,
        submissions::{self, Sending},
    },
    mail::notices::{self, About, Event},
};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is done.
    Made,
    /// It cannot be done (any more) where the submission stands now.
    TooLate,
}

/// Which submission a notice is about.
pub(super) fn about(case: &Case) -> About<'_> {
    About {
        submission: case.id,
        reference: &case.reference,
        title: case.details.title.as_str(),
    }
}

async fn record(
    tx: &mut PgConnection,
    case: &Case,
    action: &str,
    data: Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    audit::append(tx, now, "sender", action, &case.reference, data).await
}

/// Notes that the sender has answered from the address that was given (policy 4.5), by the private
/// link of this `token`. Confirming again changes nothing.
///
/// # Errors
/// When the database does not answer; then nothing was done.
pub async fn confirm(
    db: &PgPool,
    reference: &str,
    token: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Done> {
    let mut tx = db.begin().await?;
    let Some(case) = cases::lock(&mut tx, reference).await? else {
        return Ok(Done::TooLate);
    };
    confirm_case(&mut tx, &case, token, now).await?;
    tx.commit().await?;
    Ok(Done::Made)
}

/// Notes that an invented sender's address is confirmed, for the demonstration, which mails no link.
///
/// # Errors
/// When the database does not answer; then nothing was done.
pub async fn confirm_as_demo(db: &PgPool, reference: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    if let Some(case) = cases::lock(&mut tx, reference).await? {
        note_confirmed(&mut tx, &case, now).await?;
    }
    tx.commit().await
}

/// Whatever is sent from a private link proves the address that the link was mailed to, and no
/// other: an address that was given later is confirmed by the mail that goes there.
pub(super) async fn confirm_case(
    tx: &mut PgConnection,
    case: &Case,
    token: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if links::proves(&mut *tx, token).await? {
        note_confirmed(tx, case, now).await?;
    }
    Ok(())
}

async fn note_confirmed(
    tx: &mut PgConnection,
    case: &Case,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let confirmed = query!(
        "update submission set email_confirmed_at = $2
         where id = $1 and email_confirmed_at is null and sender_email is not null",
        case.id,
        now,
    )
    .execute(&mut *tx)
    .await?;
    if confirmed.rows_affected() > 0 {
        spam::let_in(tx, case.id, now).await?;
        record(tx, case, "email address confirmed", json!({}), now).await?;
    }
    Ok(())
}

/// Takes a submission back. What was listed is public no more.
///
/// # Errors
/// When the database does not answer; then nothing was done.
pub async fn withdraw(
    db: &PgPool,
    reference: &str,
    token: &str,
    site: &Site,
    now: DateTime<Utc>,
) -> sqlx::Result<Done> {
    let mut tx = db.begin().await?;
    let Some(case) = cases::lock(&mut tx, reference).await? else {
        return Ok(Done::TooLate);
    };
    let Ok(to) = case.state.after(Move::Withdraw) else {
        return Ok(Done::TooLate);
    };
    if case.state == State::Listed {
        decisions::unpublish(&mut tx, case.id, false, now).await?;
        notices::tell(&mut tx, site, &Event::Withdrawn(about(&case)), now).await?;
    }
    notes::release(&mut *tx, case.id, now).await?;
    cases::advance(&mut tx, case.id, to, now).await?;
    confirm_case(&mut tx, &case, token, now).await?;
    let data = json!({ "from": case.state.as_str(), "to": to.as_str() });
    record(&mut tx, &case, "submission withdrawn", data, now).await?;
    tx.commit().await?;
    Ok(Done::Made)
}

/// Says what has become of a listed event, at once and for everybody.
///
/// # Errors
/// When the database does not answer; then nothing was done.
pub async fn set_status(
    db: &PgPool,
    reference: &str,
    token: &str,
    status: EventStatus,
    site: &Site,
    now: DateTime<Utc>,
) -> sqlx::Result<Done> {
    let mut tx = db.begin().await?;
    let case = cases::lock(&mut tx, reference).await?;
    let Some(case) = case.filter(|case| case.state == State::Listed) else {
        return Ok(Done::TooLate);
    };
    if change_status(&mut tx, &case, status, now).await? {
        confirm_case(&mut tx, &case, token, now).await?;
        notices::tell(&mut tx, site, &Event::Status(about(&case), status), now).await?;
        let before = case.public.as_ref().map(|public| public.status.as_str());
        let data = json!({ "from": before, "to": status.as_str() });
        record(&mut tx, &case, "status changed", data, now).await?;
    }
    tx.commit().await?;
    Ok(Done::Made)
}

/// Gives a listed event another status, and says whether it had another.
///
/// # Errors
/// When the database refuses.
pub(super) async fn change_status(
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

/// Keeps a sender's edit: of what waits it takes the place, to a request for changes it is the
/// answer, of a listed event it waits beside the approved version.
///
/// `letter` is what the sender is told. Sending the same again (by its `send_key`) changes nothing.
///
/// # Errors
/// When the database does not answer; then nothing was done.
pub async fn send_edit(
    db: &PgPool,
    reference: &Reference,
    token: &str,
    sending: &Sending<'_>,
    letter: impl FnOnce(&Case) -> Option<messages::NewMessage>,
) -> sqlx::Result<Done> {
    let mut tx = db.begin().await?;
    let Some(case) = cases::lock(&mut tx, &reference.to_string()).await? else {
        return Ok(Done::TooLate);
    };
    if was_sent(&mut *tx, sending.send_key).await? {
        return Ok(Done::Made);
    }
    let to = match case.state {
        State::Waiting | State::Listed => case.state,
        state => match state.after(Move::SendAgain) {
            Ok(to) => to,
            Err(_) => return Ok(Done::TooLate),
        },
    };
    let revision = submissions::insert_revision(&mut tx, case.id, sending).await?;
    submissions::insert_declaration(&mut tx, case.id, revision, sending).await?;
    let consents = &sending.submission.consents;
    submissions::give_consents(&mut tx, case.id, consents, sending.now).await?;
    if case.state != State::Listed {
        // What the public sees is still the approved version: approving the edit takes these back.
        submissions::withdraw_consents_but(&mut tx, case.id, consents, sending.now).await?;
    }
    cases::advance(&mut tx, case.id, to, sending.now).await?;
    if case.state == State::Listed {
        propose(&mut tx, case.id, revision, &case, sending.now).await?;
    }
    confirm_case(&mut tx, &case, token, sending.now).await?;
    keep_sender(&mut tx, &case, sending).await?;
    let event = if case.state == State::Listed {
        Event::Edited(about(&case))
    } else {
        Event::New(about(&case))
    };
    notices::tell(&mut tx, sending.site, &event, sending.now).await?;
    if let Some(letter) = letter(&case) {
        messages::queue(&mut tx, case.id, None, &letter, sending.now).await?;
    }
    forget_draft(&mut tx, sending).await?;
    let data = json!({ "from": case.state.as_str(), "to": to.as_str(), "digest": sending.answers.digest() });
    let action = match case.state {
        State::Listed => "edit proposed",
        State::ChangesAsked => "submission sent again",
        _ => "submission changed",
    };
    record(&mut tx, &case, action, data, sending.now).await?;
    tx.commit().await?;
    Ok(Done::Made)
}

/// Whether an edit with this key was sent.
///
/// # Errors
/// When the database does not answer.
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
async fn propose(
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
async fn keep_sender(
    tx: &mut PgConnection,
    case: &Case,
    sending: &Sending<'_>,
) -> sqlx::Result<()> {
    let sender = &sending.submission.sender;
    let email = sender.email.as_ref().map(domain::text::Email::as_str);
    query!(
        "update submission
         set sender_name = $2, sender_email = $3::text, sender_telephone = $4, group_name = $5,
             email_confirmed_at = case when lower(sender_email) = lower($3::text) then email_confirmed_at end
         where id = $1",
        case.id,
        sender.name.as_str(),
        email,
        sender.telephone.as_ref().map(domain::text::Telephone::as_str),
        sending.submission.details.group.as_ref().map(domain::text::GroupName::as_str),
    )
    .execute(tx)
    .await?;
    Ok(())
}

async fn forget_draft(tx: &mut PgConnection, sending: &Sending<'_>) -> sqlx::Result<()> {
    query!("delete from draft where send_key = $1", sending.send_key)
        .execute(tx)
        .await?;
    Ok(())
}

/// How many new links an address may be sent in an hour, so that nobody can fill a stranger's
/// letterbox.
const LINKS_AN_HOUR: i64 = 5;

/// Writes a mail with a new private link for each submission of an address that is not over and
/// done with: the newest twenty at most.
///
/// # Errors
/// When the database does not answer; then nothing was written.
pub async fn send_links(
    db: &PgPool,
    email: &str,
    letter: impl Fn(&str, &str) -> messages::NewMessage,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    // Of two who ask at once the second counts what the first was sent.
    super::hold(&mut tx, &format!("links of {}", email.to_lowercase())).await?;
    let rows = query!(
        r#"select submission.id, reference, details->>'title' as "title!"
           from submission join submission_now on submission_id = submission.id
           where lower(sender_email) = lower($1) and state not in ('spam', 'withdrawn', 'taken_down')
             and (select count(*) from message
                  where kind = 'new_link' and lower(recipient) = lower($1) and created_at > $2::timestamptz - interval '1 hour') < $3
           order by received_at desc limit 20"#,
        email,
        now,
        LINKS_AN_HOUR,
    )
    .fetch_all(&mut *tx)
    .await?;
    for row in rows {
        let letter = letter(&row.reference, &row.title);
        messages::queue(&mut tx, row.id, None, &letter, now).await?;
        audit::append(
            &mut tx,
            now,
            "sender",
            "private link asked for",
            &row.reference,
            json!({}),
        )
        .await?;
    }
    tx.commit().await
}

/// The answers that a submission stands for, to be changed.
///
/// # Errors
/// When the database cannot be read.
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
