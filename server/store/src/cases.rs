//! A submission as the desk reads it, with all that belongs to it.

use chrono::{DateTime, Utc};
use domain::{
    decision::{Address, State},
    event::{EventDetails, EventStatus},
    signs::Sign,
};
use sqlx::{PgConnection, PgExecutor, query, query_scalar, types::Json};

use crate::spam::signs;

/// A submission with the revision that it stands for.
#[derive(Debug, Clone)]
pub struct Case {
    /// The submission's number.
    pub id: i64,
    /// `WO-7K4P`.
    pub reference: String,
    /// Where it is in its life.
    pub state: State,
    /// Rises with every change.
    pub version: i64,
    /// How it came: `form`, `telephone`, `letter`, `email` or `in_person`.
    pub channel: String,
    /// The sender's name.
    pub sender_name: String,
    /// The sender's email address; none where staff keyed the event in for somebody without.
    pub sender_email: Option<String>,
    /// When the sender confirmed that address.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// Whether somebody has answered from that address, or staff keyed it in.
    pub is_proved: bool,
    /// The sender's telephone number, if given.
    pub sender_telephone: Option<String>,
    /// The group, if any.
    pub group_name: Option<String>,
    /// When it first came.
    pub received_at: DateTime<Utc>,
    /// Since when it waits for a decision.
    pub waiting_since: DateTime<Utc>,
    /// The revision that it stands for: an edit that waits, else what is listed, else the newest.
    pub revision_id: i64,
    /// That revision's place, from 1.
    pub revision: i32,
    /// Whether staff wrote it.
    pub revised_by_staff: bool,
    /// When that revision came.
    pub revised_at: DateTime<Utc>,
    /// The event in that revision.
    pub details: EventDetails,
    /// The name of its kind.
    pub type_name: String,
    /// The event as the public sees or saw it, once it was listed.
    pub public: Option<Public>,
    /// Whether `details` is an edit of a listed event that waits.
    pub edit_waits: bool,
    /// What was odd about how it was filled in.
    pub signs: Vec<Sign>,
}

/// A submission as the public sees it.
#[derive(Debug, Clone)]
pub struct Public {
    /// The last part of its address.
    pub slug: String,
    /// What has become of it.
    pub status: EventStatus,
    /// The approved version.
    pub details: EventDetails,
}

impl Case {
    /// Whether there is something for staff to decide.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state == State::Waiting || self.edit_waits
    }

    /// What is known of the sender's address (policy 4.5). Whoever keyed the event in spoke with
    /// the sender, or held the letter; of an address that was given later they know nothing.
    #[must_use]
    pub fn address(&self) -> Address {
        if self.is_proved {
            Address::Vouched
        } else {
            Address::Unconfirmed
        }
    }

    /// Its public address: a path.
    #[must_use]
    pub fn public_href(&self) -> Option<String> {
        let public = self.public.as_ref()?;
        Some(format!("/events/{}", public.slug))
    }
}

/// Finds a submission.
pub async fn find(db: impl PgExecutor<'_>, reference: &str) -> sqlx::Result<Option<Case>> {
    let row = query!(
        r#"select submission.id, reference, state, version, channel, sender_name, sender_email, sender_telephone,
                  email_confirmed_at, submission_is_proved(submission) as "is_proved!", submission.group_name, received_at, waiting_since, submission.signs,
                  proposed_revision_id is not null as "edit_waits!",
                  revision_id as "revision_id!", number as "number!", made_by as "made_by!", revised_at as "revised_at!",
                  submission_now.details as "details!: Json<EventDetails>", event_type.name as "type_name?",
                  public.slug as "slug?", public.status as "status?", public.details as "approved?: Json<EventDetails>"
           from submission
           join submission_now on submission_now.submission_id = submission.id
           left join event_type on event_type.slug = submission_now.details->>'event_type'
           left join (
               select event.submission_id, slug, status, revision.details
               from event join revision on revision.id = revision_id
           ) public on public.submission_id = submission.id
           where reference = $1"#,
        reference,
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let public = match (row.slug, row.status, row.approved) {
            (Some(slug), Some(status), Some(approved)) => Some(Public {
                slug,
                status: EventStatus::parse(&status).unwrap_or(EventStatus::GoingAhead),
                details: approved.0,
            }),
            _ => None,
        };
        Ok(Case {
            id: row.id,
            reference: row.reference,
            state: state(&row.state)?,
            version: i64::from(row.version),
            channel: row.channel,
            sender_name: row.sender_name,
            sender_email: row.sender_email,
            email_confirmed_at: row.email_confirmed_at,
            is_proved: row.is_proved,
            sender_telephone: row.sender_telephone,
            group_name: row.group_name,
            received_at: row.received_at,
            waiting_since: row.waiting_since,
            revision_id: row.revision_id,
            revision: row.number,
            revised_by_staff: row.made_by == "staff",
            revised_at: row.revised_at,
            details: row.details.0,
            type_name: row.type_name.unwrap_or_default(),
            public,
            edit_waits: row.edit_waits,
            signs: signs(&row.signs),
        })
    })
    .transpose()
}

/// As [`find`], once nobody else is changing the submission, and nobody else can until the
/// transaction ends.
pub async fn lock(transaction: &mut PgConnection, reference: &str) -> sqlx::Result<Option<Case>> {
    query!(
        "select from submission where reference = $1 for no key update",
        reference
    )
    .fetch_optional(&mut *transaction)
    .await?;
    find(transaction, reference).await
}

/// Moves a submission on and raises its version. An edit that waited waits no more, and what waited
/// beside the queue for its looks has been looked at.
///
/// # Errors
/// When the database refuses: the constraint `submission_move_allowed` where there is no such move.
pub async fn advance(
    transaction: &mut PgConnection,
    submission: i64,
    to: State,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "update submission
         set state = $2, version = version + 1, proposed_revision_id = null, aside = null,
             waiting_since = case when $2 = 'waiting' and state <> 'waiting' then $3 else waiting_since end
         where id = $1",
        submission,
        to.as_str(),
        now,
    )
    .execute(transaction)
    .await?;
    Ok(())
}

/// The words of each permission to publish that was given and not taken back (4.5).
pub async fn consents(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        "select wording from consent where submission_id = $1 and withdrawn_at is null order by given_at, detail",
        submission,
    )
    .fetch_all(db)
    .await
}

/// The sender's agreement to a revision (5.2).
#[derive(Debug, Clone)]
pub struct Declaration {
    /// Its words.
    pub wording: String,
    /// Their version.
    pub wording_version: String,
    /// When it was given.
    pub agreed_at: DateTime<Utc>,
}

/// What the sender agreed to, unless staff keyed the event in.
pub async fn declaration(
    db: impl PgExecutor<'_>,
    revision: i64,
) -> sqlx::Result<Option<Declaration>> {
    sqlx::query_as!(
        Declaration,
        "select wording, wording_version, agreed_at from declaration where revision_id = $1",
        revision,
    )
    .fetch_optional(db)
    .await
}

/// What was decided on other submissions from one sender or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Track {
    /// Listed.
    pub listed: i64,
    /// Refused.
    pub refused: i64,
    /// How many were looked at: [`TRACKED`] at most.
    pub others: i64,
}

/// How many other submissions of a sender and a group are looked at for what became of them: the newest.
pub const TRACKED: i64 = 100;

/// What became of the other submissions from this sender's address or this group, of the newest [`TRACKED`].
pub async fn track(db: impl PgExecutor<'_>, case: &Case) -> sqlx::Result<Track> {
    sqlx::query_as!(
        Track,
        r#"select count(*) filter (where kind = 'list') as "listed!",
                  count(*) filter (where kind = 'refuse') as "refused!",
                  count(distinct earlier.id) as "others!"
           from (
               (select id, received_at from submission where lower(sender_email) = lower($2) and id <> $1
                order by received_at desc, id desc limit $4)
               union
               (select id, received_at from submission where lower(group_name) = lower($3) and id <> $1
                order by received_at desc, id desc limit $4)
               order by received_at desc, id desc limit $4
           ) earlier
           left join decision on decision.submission_id = earlier.id and not of_edit"#,
        case.id,
        case.sender_email,
        case.group_name,
        TRACKED,
    )
    .fetch_one(db)
    .await
}

/// A state as the database names it.
///
/// # Errors
/// When the database knows a state that the domain does not.
pub fn state(name: &str) -> sqlx::Result<State> {
    State::parse(name)
        .ok_or_else(|| sqlx::Error::Decode(format!("{name:?} is no state of a submission").into()))
}

/// A version of an event's details.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Its number.
    pub id: i64,
    /// The member of staff who wrote it; none where the sender did.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The event in it.
    pub details: EventDetails,
}

/// Every revision of a submission, oldest first.
pub async fn revisions(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Vec<Revision>> {
    let rows = query!(
        r#"select revision.id, staff.name as "by?", revision.created_at, details as "details: Json<EventDetails>"
           from revision left join staff on staff.id = staff_id
           where submission_id = $1 order by number"#,
        submission,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Revision {
            id: row.id,
            by: row.by,
            at: row.created_at,
            details: row.details.0,
        })
        .collect())
}

/// Something else that a sender or a group sent.
#[derive(Debug, Clone)]
pub struct Past {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// When it was last decided, or when it came.
    pub at: DateTime<Utc>,
    /// The clauses of the standards that the last decision found not met.
    pub clauses: Vec<String>,
}

/// The ten other submissions of a submission's sender and group that came last, the last decided first.
pub async fn past(db: impl PgExecutor<'_>, case: &Case) -> sqlx::Result<Vec<Past>> {
    let rows = query!(
        r#"select reference as "reference!", submission_now.details->>'title' as "title!", state as "state!",
                  coalesce(decided.decided_at, received_at) as "at!",
                  array(select distinct number from decision_standard join standard_clause using (standard_id)
                        where decision_id = decided.id and not meets order by number) as "clauses!"
           from (
               (select id, reference, state, received_at from submission
                where lower(sender_email) = lower($2) and id <> $1
                order by received_at desc, id desc limit 10)
               union
               (select id, reference, state, received_at from submission
                where lower(group_name) = lower($3) and id <> $1
                order by received_at desc, id desc limit 10)
               order by received_at desc, id desc
               limit 10
           ) other
           join submission_now on submission_now.submission_id = other.id
           left join lateral (
               select id, decided_at from decision
               where decision.submission_id = other.id order by decided_at desc, id desc limit 1
           ) decided on true
           order by 4 desc"#,
        case.id,
        case.sender_email,
        case.group_name,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Past {
                reference: row.reference,
                title: row.title,
                state: state(&row.state)?,
                at: row.at,
                clauses: row.clauses,
            })
        })
        .collect()
}

/// A submission that has a day in common with another, to be compared with it.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// `WO-7K4P`.
    pub reference: String,
    /// Where it stands.
    pub state: State,
    /// The sender's email address.
    pub sender_email: Option<String>,
    /// The event.
    pub details: EventDetails,
}

/// The submissions that share one of these days, refused and taken down ones too; not spam, and not
/// what was withdrawn. The newest hundred.
pub async fn on_days(db: impl PgExecutor<'_>, days: &[String]) -> sqlx::Result<Vec<Neighbour>> {
    let rows = query!(
        r#"select reference, state, sender_email, revision.details as "details: Json<EventDetails>"
           from revision
           join submission on submission.id = revision.submission_id
           join submission_now on submission_now.submission_id = submission.id and submission_now.revision_id = revision.id
           where (jsonb_path_query_array(revision.details, '$.dates[*].date') ?| $1
                  or jsonb_path_query_array(revision.details, '$.dates.sittings[*].date') ?| $1)
             and state not in ('spam', 'withdrawn')
           order by revision.id desc
           limit 100"#,
        days,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Neighbour {
                reference: row.reference,
                state: state(&row.state)?,
                sender_email: row.sender_email,
                details: row.details.0,
            })
        })
        .collect()
}

/// The reference of a submission, by its number.
pub async fn reference(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Option<String>> {
    query_scalar!("select reference from submission where id = $1", submission)
        .fetch_optional(db)
        .await
}
