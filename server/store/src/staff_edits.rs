//! Words that staff change in an event (policy 5.2): revisions of their own, beside the sender's.

use domain::{
    difference::{self, Difference},
    event::EventDetails,
    staff::Author,
    submission::{DraftAnswers, EventAnswers},
};
use sqlx::{PgConnection, query, query_scalar, types::Json};

use crate::cases::Case;

/// Keeps other words by a member of staff as the submission's next revision, and gives its number.
pub async fn insert(
    tx: &mut PgConnection,
    author: Author,
    case: &Case,
    (words, details): (&EventAnswers, &EventDetails),
) -> sqlx::Result<i64> {
    let mut answers = query_scalar!(
        r#"select answers as "answers: Json<DraftAnswers>" from revision where id = $1"#,
        case.revision_id,
    )
    .fetch_one(&mut *tx)
    .await?
    .0;
    answers.event = Some(words.clone());
    query_scalar!(
        "insert into revision (submission_id, number, details, answers, created_at, made_by, staff_id)
         values ($1, (select max(number) + 1 from revision where submission_id = $1), $2, $3, $4, 'staff', $5)
         returning id",
        case.id,
        Json(details) as _,
        Json(answers) as _,
        author.now,
        author.staff,
    )
    .fetch_one(tx)
    .await
}

/// What staff have changed in the words that the sender last sent, where the submission stands for
/// a version by staff.
pub async fn by_staff(db: &mut PgConnection, case: &Case) -> sqlx::Result<Vec<Difference>> {
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

/// Puts a revision in the place of the edit that waits.
pub async fn replace_proposed(
    tx: &mut PgConnection,
    case: &Case,
    revision: i64,
) -> sqlx::Result<()> {
    query!(
        "update submission set proposed_revision_id = $2, version = version + 1 where id = $1",
        case.id,
        revision
    )
    .execute(tx)
    .await?;
    Ok(())
}
