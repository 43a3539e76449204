//! Repeat offenders (6.13): what became of everything a sender sent in, and who is blocked.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    block::{BlockKind, NewBlock},
    decision::State,
    staff::Author,
};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

use crate::{
    STRETCH,
    cases::{self, Case},
};

/// What became of submissions, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that were sent in.
    pub sent: i64,
    /// Listed, now or before.
    pub listed: i64,
    /// Refused.
    pub refused: i64,
    /// Refused for a standard that 6.11 does not tolerate, or taken down after one.
    pub not_tolerated: i64,
    /// Taken down.
    pub taken_down: i64,
    /// Closed as spam.
    pub spam: i64,
}

/// How many of a sender's newest submissions are counted.
pub const COUNTED: i64 = 500;

/// What became of the submissions of an email address (confirmed or not) or of a group, of the newest [`COUNTED`]. Each
/// submission counts once in each column, whatever happened to it twice.
pub async fn counts(
    db: impl PgExecutor<'_>,
    kind: BlockKind,
    who: &str,
    confirmed: bool,
) -> sqlx::Result<Counts> {
    query_as!(
        Counts,
        r#"select count(*) as "sent!",
                  count(*) filter (where fate.listed) as "listed!",
                  count(*) filter (where fate.refused) as "refused!",
                  count(*) filter (where fate.not_tolerated) as "not_tolerated!",
                  count(*) filter (where fate.taken_down) as "taken_down!",
                  count(*) filter (where fate.spam) as "spam!"
           from (
               (select id, (email_confirmed_at is not null) = $3 as asked from submission
                where $1 = 'email' and lower(sender_email) = lower($2)
                order by received_at desc, id desc limit $4)
               union all
               (select id, true from submission
                where $1 = 'group' and lower(group_name) = lower($2)
                order by received_at desc, id desc limit $4)
           ) newest
           cross join lateral (
               select coalesce(bool_or(kind = 'list'), false) as listed,
                      coalesce(bool_or(kind = 'refuse'), false) as refused,
                      coalesce(bool_or(kind = 'refuse' and exists (
                          select from decision_standard answer
                          join standard on standard.id = answer.standard_id
                          where answer.decision_id = decision.id and not answer.meets and standard.not_tolerated
                      )), false) as not_tolerated,
                      coalesce(bool_or(kind = 'take_down'), false) as taken_down,
                      coalesce(bool_or(kind = 'mark_spam'), false) as spam
               from decision where submission_id = newest.id
           ) fate
           where newest.asked"#,
        kind.as_str(),
        who,
        confirmed,
        COUNTED,
    )
    .fetch_one(db)
    .await
}

/// The names of the standards in force whose refusals count towards repeat offenders.
pub async fn not_tolerated(db: impl PgExecutor<'_>, version: i64) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        "select name from standard where policy_version_id = $1 and not_tolerated order by position",
        version,
    )
    .fetch_all(db)
    .await
}

/// A submission of a sender, with what was last decided on it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// Where it is in its life.
    pub state: State,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Who decided last.
    pub by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// The standards that were not met, each with its clauses: "No personal information (6.9)".
    pub unmet: Vec<String>,
    /// Whether it was its address that matched.
    pub same_email: bool,
    /// Whether the address was confirmed.
    pub confirmed: bool,
}

/// The newest submissions of a case's address or group, its own among them.
pub async fn seen(db: impl PgExecutor<'_>, case: &Case, limit: i64) -> sqlx::Result<Vec<Seen>> {
    let rows = query!(
        r#"select reference as "reference!", latest.title as "title!", state as "state!", received_at as "received_at!",
                  last.by as "by?", last.decided_at as "decided_at?",
                  coalesce(last.unmet, '{}') as "unmet!",
                  coalesce(lower(sender_email) = lower($1), false) as "same_email!",
                  email_confirmed_at is not null as "confirmed!"
           from (
               (select * from submission where lower(sender_email) = lower($1)
                order by received_at desc, id desc limit $3)
               union
               (select * from submission where lower(group_name) = lower($2)
                order by received_at desc, id desc limit $3)
               order by received_at desc, id desc
               limit $3
           ) submission
           cross join lateral (
               select details->>'title' as title from revision
               where submission_id = submission.id order by number desc limit 1
           ) latest
           left join lateral (
               select staff.name as by, decided_at,
                      array(
                          select standard.name || ' (' || (
                                     select string_agg(number, ', ' order by position) from standard_clause
                                     where standard_id = standard.id
                                 ) || ')'
                          from decision_standard answer join standard on standard.id = answer.standard_id
                          where answer.decision_id = decision.id and not answer.meets
                          order by standard.position
                      ) as unmet
               from decision join staff on staff.id = staff_id
               where submission_id = submission.id order by decided_at desc, decision.id desc limit 1
           ) last on true
           order by received_at desc, submission.id desc"#,
        case.sender_email,
        case.group_name,
        limit,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Seen {
                reference: row.reference,
                title: row.title,
                state: cases::state(&row.state)?,
                received_at: row.received_at,
                by: row.by,
                decided_at: row.decided_at,
                unmet: row.unmet,
                same_email: row.same_email,
                confirmed: row.confirmed,
            })
        })
        .collect()
}

/// A block.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its number.
    pub id: i64,
    /// What is blocked.
    pub kind: BlockKind,
    /// The address or the group, in small letters.
    pub who: String,
    /// The submission whose sender it is.
    pub reference: String,
    /// Why.
    pub reason: String,
    /// When staff look again.
    pub review_on: NaiveDate,
    /// Who set it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Every block in force, by its review.
pub async fn in_force(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Block>> {
    let rows = query!(
        "select sender_block.id, kind, who, reference, reason, review_on, staff.name as by, blocked_at
         from sender_block
         join submission on submission.id = submission_id
         join staff on staff.id = blocked_by
         where ended_at is null
         order by review_on, sender_block.id"
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = BlockKind::parse(&row.kind).ok_or_else(|| {
                sqlx::Error::Decode(format!("{:?} is no kind of block", row.kind).into())
            })?;
            Ok(Block {
                id: row.id,
                kind,
                who: row.who,
                reference: row.reference,
                reason: row.reason,
                review_on: row.review_on,
                by: row.by,
                at: row.blocked_at,
            })
        })
        .collect()
}

/// How many blocks were ended: [`STRETCH`] and one at most.
pub async fn count_ended(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from (
               select from sender_block where ended_at is not null limit $1
           ) counted"#,
        STRETCH + 1,
    )
    .fetch_one(db)
    .await
}

/// The blocks in force on a case's address or group.
pub async fn of_case(db: impl PgExecutor<'_>, case: &Case) -> sqlx::Result<Vec<Block>> {
    let blocks = in_force(db).await?;
    Ok(blocks
        .into_iter()
        .filter(|block| subject(case, block.kind).as_ref() == Some(&block.who))
        .collect())
}

/// What of a case a block of this kind is about, as it is kept; nothing where the case has none.
#[must_use]
pub fn subject(case: &Case, kind: BlockKind) -> Option<String> {
    match kind {
        BlockKind::Email => case.sender_email.as_ref().map(|email| email.to_lowercase()),
        BlockKind::Group => case.group_name.as_ref().map(|name| name.to_lowercase()),
    }
}

/// A block that was just made.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// Its number.
    pub id: i64,
    /// What it is of: a [`domain::block::BlockKind`].
    pub kind: &'static str,
    /// Whether it goes on from one that was in force.
    pub renewed: bool,
}

/// A block that was just ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The case that it was made from.
    pub reference: String,
    /// What it was of.
    pub kind: String,
}

/// Blocks a case's address, its group, or both: what they send in from now on is held. A block that
/// is there already goes on with the new reason and review, and holds what it held.
pub async fn block(
    tx: &mut PgConnection,
    act: Author,
    case: &Case,
    new: &NewBlock,
) -> sqlx::Result<Vec<Made>> {
    let mut blocks = Vec::new();
    for kind in &new.kinds {
        let Some(who) = subject(case, *kind) else {
            continue;
        };
        let held_after = end(&mut *tx, act, *kind, &who).await?;
        let id = query_scalar!(
            "insert into sender_block (kind, who, submission_id, held_after, reason, review_on, blocked_by, blocked_at)
             select $1, lower($2), $3, coalesce($4, max(id), 0), $5, $6, $7, $8 from submission
             returning id",
            kind.as_str(),
            who,
            case.id,
            held_after,
            new.reason,
            new.review_on,
            act.staff,
            act.now,
        )
        .fetch_one(&mut *tx)
        .await?;
        blocks.push(Made {
            id,
            kind: kind.as_str(),
            renewed: held_after.is_some(),
        });
    }
    Ok(blocks)
}

/// Ends the block that is in force, to make room for one that goes on with it.
async fn end(
    tx: &mut PgConnection,
    act: Author,
    kind: BlockKind,
    who: &str,
) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "update sender_block set ended_at = $3, ended_by = $4
         where kind = $1 and who = lower($2) and ended_at is null
         returning held_after",
        kind.as_str(),
        who,
        act.now,
        act.staff,
    )
    .fetch_optional(tx)
    .await
}

/// Unblocks: what was held stands in the queue again. `None` where the block is not in force.
pub async fn unblock(tx: &mut PgConnection, act: Author, id: i64) -> sqlx::Result<Option<Ended>> {
    query_as!(
        Ended,
        "update sender_block set ended_at = $2, ended_by = $3 from submission
         where sender_block.id = $1 and ended_at is null and submission.id = submission_id
         returning reference, kind",
        id,
        act.now,
        act.staff,
    )
    .fetch_optional(&mut *tx)
    .await
}
