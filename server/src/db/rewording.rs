//! Words that staff change in an event (policy 5.2): each change is a revision of its own, kept
//! beside the sender's, and the sender is told what differs.

use chrono::{DateTime, Utc};
use domain::{
    difference::{self, Difference},
    event::EventDetails,
    submission::{DraftAnswers, EventAnswers, EventPart},
};
use serde_json::json;
use sqlx::{PgConnection, PgPool, query, query_scalar, types::Json};

use crate::{
    db::{
        audit,
        cases::{self, Case},
        decisions::{self, Overtaken},
        messages,
    },
    mail::templates,
};
use app::shell::Site;
use domain::decision::State;

/// Other words for an event, by staff.
#[derive(Debug)]
pub struct Rewording<'a> {
    /// The submission.
    pub reference: &'a str,
    /// The version of it that was read.
    pub read_at: i64,
    /// The account of the member of staff.
    pub staff: i64,
    /// The words as typed.
    pub answers: &'a EventAnswers,
    /// The words, parsed.
    pub part: &'a EventPart,
    /// The council, for the message.
    pub site: &'a Site,
    /// When.
    pub now: DateTime<Utc>,
}

/// What came of it.
#[derive(Debug)]
pub enum Reworded {
    /// The new words are kept; of a listed event they are public at once.
    Kept,
    /// They are the words that were there.
    Same,
    /// The submission has changed since it was read: nothing was done.
    Overtaken(Box<Overtaken>),
    /// There is no such submission.
    NotFound,
}

/// Keeps other words as a revision by staff. Of an event that waits the sender is told with the
/// decision; of a listed event at once.
///
/// # Errors
/// When the database does not answer; then nothing was done.
pub async fn reword(db: &PgPool, rewording: &Rewording<'_>) -> sqlx::Result<Reworded> {
    let mut tx = db.begin().await?;
    let Some(case) = cases::lock(&mut tx, rewording.reference).await? else {
        return Ok(Reworded::NotFound);
    };
    let open = case.waits() || case.state == State::Listed;
    if case.version != rewording.read_at || !open {
        return Ok(Reworded::Overtaken(Box::new(
            decisions::overtaken(&mut *tx, case).await?,
        )));
    }
    let EventPart {
        title,
        description,
        event_type,
    } = rewording.part.clone();
    let details = EventDetails {
        title,
        description,
        event_type,
        ..case.details.clone()
    };
    if details == case.details {
        return Ok(Reworded::Same);
    }
    let revision = insert(&mut tx, rewording, &case, &details).await?;
    if case.edit_waits {
        query!(
            "update submission set proposed_revision_id = $2, version = version + 1 where id = $1",
            case.id,
            revision
        )
        .execute(&mut *tx)
        .await?;
    } else {
        cases::advance(&mut tx, case.id, case.state, rewording.now).await?;
        if case.state == State::Listed {
            publish(&mut tx, rewording, &case, &details, revision).await?;
        }
    }
    let actor = format!("staff:{}", rewording.staff);
    let data = json!({ "revision": case.revision, "state": case.state.as_str() });
    audit::append(
        &mut tx,
        rewording.now,
        &actor,
        "wording changed",
        &case.reference,
        data,
    )
    .await?;
    tx.commit().await?;
    Ok(Reworded::Kept)
}

/// Shows the new words to the public and tells the sender of them.
async fn publish(
    tx: &mut PgConnection,
    rewording: &Rewording<'_>,
    case: &Case,
    details: &EventDetails,
    revision: i64,
) -> sqlx::Result<()> {
    let reworded = Case {
        details: details.clone(),
        revision_id: revision,
        ..case.clone()
    };
    decisions::publish(tx, &reworded, rewording.now).await?;
    if let Some(recipient) = &case.sender_email {
        let differences = difference::between(&case.details, details, str::to_owned);
        let letter =
            templates::reworded(templates::Case::of(rewording.site, &reworded, &differences));
        let message = letter.to(rewording.site, recipient, "");
        messages::queue(tx, case.id, None, &message, rewording.now).await?;
    }
    Ok(())
}

async fn insert(
    tx: &mut PgConnection,
    rewording: &Rewording<'_>,
    case: &Case,
    details: &EventDetails,
) -> sqlx::Result<i64> {
    let mut answers = query_scalar!(
        r#"select answers as "answers: Json<DraftAnswers>" from revision where id = $1"#,
        case.revision_id,
    )
    .fetch_one(&mut *tx)
    .await?
    .0;
    answers.event = Some(rewording.answers.clone());
    query_scalar!(
        "insert into revision (submission_id, number, details, answers, created_at, made_by, staff_id)
         values ($1, (select max(number) + 1 from revision where submission_id = $1), $2, $3, $4, 'staff', $5)
         returning id",
        case.id,
        Json(details) as _,
        Json(answers) as _,
        rewording.now,
        rewording.staff,
    )
    .fetch_one(tx)
    .await
}

/// What staff have changed in the words that the sender last sent, where the submission stands for
/// a version by staff.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(db: &mut PgConnection, case: &Case) -> sqlx::Result<Vec<Difference>> {
    if !case.revised_by_staff {
        return Ok(Vec::new());
    }
    let sent = query_scalar!(
        r#"select details as "details: Json<EventDetails>" from revision
           where submission_id = $1 and made_by = 'sender' and number < $2
           order by number desc limit 1"#,
        case.id,
        case.revision,
    )
    .fetch_optional(db)
    .await?;
    Ok(sent.map_or_else(Vec::new, |sent| {
        difference::between(&sent.0, &case.details, str::to_owned)
    }))
}
