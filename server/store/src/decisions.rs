//! Decisions as they are kept, and what each makes of the event that the public sees.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    decision::{Checklist, Decision, Move, Outcome, Reply, State, Verdict, Vouch},
    event::{Cost, EventDetails, EventStatus, Fact, Place, Slug},
    hints::Hint,
    reference::Reference,
    standards::{Standard, StandardKey},
    text,
    when::Dates,
};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar, types::Json};

use crate::cases::Case;

/// How a submission has changed since it was read.
#[derive(Debug)]
pub struct Overtaken {
    /// The submission as it is now.
    pub case: Case,
    /// The decision that came first; none where the sender changed the event.
    pub by: Option<Made>,
}

/// The state after a move, where the submission is still as it was read and has such a move.
#[must_use]
pub fn next(case: &Case, read_at: i64, by: Move) -> Option<State> {
    (case.version == read_at)
        .then(|| case.state.after_decision(case.edit_waits, by).ok())
        .flatten()
}

/// Who changed a submission last.
pub async fn overtaken(db: impl PgExecutor<'_>, case: Case) -> sqlx::Result<Overtaken> {
    let by = of_submission(db, case.id)
        .await?
        .into_iter()
        .next()
        .filter(|made| made.at >= case.revised_at);
    Ok(Overtaken { case, by })
}

/// Who decides, when, and against which policy.
#[derive(Debug, Clone, Copy)]
pub struct Decider<'a> {
    /// The account of the member of staff.
    pub staff: i64,
    /// The number of the policy version.
    pub policy: i64,
    /// What was pointed out to the reader.
    pub hints: &'a [Hint],
    /// When.
    pub now: DateTime<Utc>,
}

/// The columns of a decision that differ by its kind.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// `list`, `ask_for_changes`, `refuse`, `take_down`, `mark_spam` or `reopen`.
    pub kind: &'static str,
    /// The ground of a refusal: a [`domain::decision::Ground`].
    pub ground: Option<&'static str>,
    /// How the sender hears of a refusal: a [`Reply`].
    pub reply: Option<&'static str>,
    /// Why it is listed although the sender's address is not confirmed: a [`Vouch`].
    pub unconfirmed: Option<&'static str>,
    /// What kind of reason a removal has: a [`domain::decision::Removal`].
    pub removal: Option<&'static str>,
    /// The words to the sender.
    pub message: &'a str,
    /// The note for staff.
    pub note: &'a str,
}

impl<'a> Row<'a> {
    /// A decision that has nothing but its kind and a note.
    #[must_use]
    pub fn plain(kind: &'static str, note: &'a str) -> Self {
        Self {
            kind,
            ground: None,
            reply: None,
            unconfirmed: None,
            removal: None,
            message: "",
            note,
        }
    }
}

/// Keeps a decision with its checklist, and gives its number.
pub async fn insert(
    tx: &mut PgConnection,
    decider: Decider<'_>,
    case: &Case,
    decision: &Decision,
) -> sqlx::Result<i64> {
    let note = decision.note.as_deref().unwrap_or_default();
    let row = match &decision.outcome {
        Outcome::List { unconfirmed } => Row {
            unconfirmed: unconfirmed.map(Vouch::as_str),
            ..Row::plain("list", note)
        },
        Outcome::MarkSpam => Row::plain("mark_spam", note),
        Outcome::AskForChanges { message, .. } => Row {
            message,
            ..Row::plain("ask_for_changes", note)
        },
        Outcome::Refuse { ground, reply, .. } => {
            let message = if let Reply::Brief(words) = reply {
                words
            } else {
                ""
            };
            Row {
                ground: Some(ground.as_str()),
                reply: Some(reply.as_str()),
                message,
                ..Row::plain("refuse", note)
            }
        }
    };
    let id = insert_row(tx, decider, case, &row).await?;
    insert_checklist(tx, id, decider.policy, &decision.checklist).await?;
    Ok(id)
}

/// Keeps a decision without a checklist, and gives its number.
pub async fn insert_row(
    tx: &mut PgConnection,
    decider: Decider<'_>,
    case: &Case,
    row: &Row<'_>,
) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into decision (submission_id, revision_id, kind, staff_id, policy_version_id, ground, reply,
                               message, note, decided_at, of_edit, unconfirmed, hints, removal)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         returning id",
        case.id,
        case.revision_id,
        row.kind,
        decider.staff,
        decider.policy,
        row.ground,
        row.reply,
        row.message,
        row.note,
        decider.now,
        case.edit_waits && row.kind != "take_down",
        row.unconfirmed,
        Json(decider.hints) as _,
        row.removal,
    )
    .fetch_one(tx)
    .await
}

async fn insert_checklist(
    tx: &mut PgConnection,
    decision: i64,
    policy_version: i64,
    checklist: &Checklist,
) -> sqlx::Result<()> {
    let (keys, meets): (Vec<StandardKey>, Vec<bool>) = checklist
        .0
        .iter()
        .map(|(key, verdict)| (key.clone(), *verdict == Verdict::Meets))
        .unzip();
    query!(
        "insert into decision_standard (decision_id, standard_id, meets)
         select $1, standard.id, answer.meets
         from unnest($3::text[], $4::boolean[]) as answer (key, meets)
         join standard on standard.key = answer.key and policy_version_id = $2",
        decision,
        policy_version,
        &keys,
        &meets,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Makes the event and its dates, which the public then sees; of an event that is listed already,
/// the new version under the old address. `description_html` is the description as the page shows it, and
/// which rendering that is.
pub async fn publish(
    tx: &mut PgConnection,
    case: &Case,
    (description_html, rendering): (&str, i16),
    now: DateTime<Utc>,
) -> sqlx::Result<Slug> {
    let reference =
        Reference::parse(&case.reference).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    let EventDetails {
        title,
        description,
        event_type,
        place,
        cost,
        access,
        group,
        dates,
        ..
    } = &case.details;
    let slug = Slug::new(title, &reference);
    let (venue, place, village) = match place {
        Place::Venue { id, name, village } => (Some(*id), name.as_str(), village.as_str()),
        Place::Typed { name, village, .. } => (
            None,
            name.as_str(),
            village.as_ref().map_or("", |it| it.as_str()),
        ),
        Place::Online { .. } => (None, "Online", ""),
    };
    let (status, moved) =
        case.public
            .as_ref()
            .map_or((EventStatus::GoingAhead, Vec::new()), |public| {
                let (status, before) = (public.status, &public.details.dates);
                (
                    status.with_dates(before, dates, now),
                    status.moved_dates(before, dates, now),
                )
            });
    let had_one =
        (case.public.as_ref()).is_none_or(|public| only_day(&public.details.dates).is_some());
    let event = query!(
        "insert into event (submission_id, revision_id, slug, title, summary, description_html, event_type,
                            venue_id, place, village, cost_kind, cost, step_free, accessible_toilet,
                            hearing_loop, blue_badge_parking, group_name, listed_at, changed_at, status, only_day,
                            rendering)
         values ($1, $2, $3, $4, $5, $6, $7,
                 (select id from venue where id = $8), $9, $10, $11, $12, $13, $14,
                 $15, $16, $17, $18, $18, $19, $20, $22)
         on conflict (submission_id) do update
             set (revision_id, title, summary, description_html, event_type, venue_id, place, village, cost_kind,
                  cost, step_free, accessible_toilet, hearing_loop, blue_badge_parking, group_name, changed_at,
                  status, rendering, only_day, sequence)
               = (excluded.revision_id, excluded.title, excluded.summary, excluded.description_html,
                  excluded.event_type, excluded.venue_id, excluded.place, excluded.village, excluded.cost_kind,
                  excluded.cost, excluded.step_free, excluded.accessible_toilet, excluded.hearing_loop,
                  excluded.blue_badge_parking, excluded.group_name, excluded.changed_at, excluded.status, excluded.rendering,
                  case when $21 and event.only_day is not null and excluded.only_day is not null
                       then excluded.only_day else event.only_day end,
                  event.sequence + 1)
         returning id, slug",
        case.id,
        case.revision_id,
        slug.as_str(),
        title.as_str(),
        text::summary(description.as_str()),
        description_html,
        event_type,
        venue,
        place,
        village,
        cost_kind(cost),
        if *cost == Cost::NotTold { "" } else { cost.words() },
        told(access.step_free),
        told(access.toilet),
        told(access.hearing_loop),
        told(access.blue_badge),
        group.as_ref().map_or("", |group| group.as_str()),
        now,
        status.as_str(),
        only_day(dates),
        had_one,
        rendering,
    )
    .fetch_one(&mut *tx)
    .await?;
    super::dates::replace(&mut *tx, event.id, dates, &moved, now).await?;
    Slug::parse(&event.slug).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

/// The day of an event that has one date and no rule.
fn only_day(dates: &Dates) -> Option<NaiveDate> {
    match dates.sittings() {
        [one] if dates.repeat().is_none() => Some(one.date),
        _ => None,
    }
}

fn cost_kind(cost: &Cost) -> &'static str {
    match cost {
        Cost::NotTold => "not_told",
        Cost::Free => "free",
        Cost::Donations => "donations",
        Cost::Paid { .. } => "paid",
    }
}

fn told(fact: Fact) -> Option<bool> {
    match fact {
        Fact::Yes => Some(true),
        Fact::No => Some(false),
        Fact::NotTold => None,
    }
}

/// Takes an event's dates out of the listing. Its page stays, to say so.
pub async fn unpublish(
    tx: &mut PgConnection,
    submission: i64,
    notice: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "delete from occurrence using event where event_id = event.id and submission_id = $1",
        submission,
    )
    .execute(&mut *tx)
    .await?;
    query!(
        "update event set taken_down_at = $2, changed_at = $2, removal_notice = $3, sequence = sequence + 1
         where submission_id = $1",
        submission,
        now,
        notice,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The standards of these keys, in the order of the checklist.
#[must_use]
pub fn unmet(standards: &[Standard], keys: &[StandardKey]) -> Vec<Standard> {
    standards
        .iter()
        .filter(|standard| keys.contains(&standard.key))
        .cloned()
        .collect()
}

/// A decision that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its number.
    pub id: i64,
    /// `list`, `ask_for_changes`, `refuse`, `take_down`, `mark_spam` or `reopen`.
    pub kind: String,
    /// Whether it decided on an edit of a listed event.
    pub of_edit: bool,
    /// Why it was listed although the sender's address was not confirmed: a [`Vouch`].
    pub unconfirmed: Option<String>,
    /// What kind of reason a removal had: a [`domain::decision::Removal`].
    pub removal: Option<String>,
    /// The revision that was decided on.
    pub revision_id: i64,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The policy version it was decided against.
    pub policy_version_id: i64,
    /// That version's name.
    pub policy: String,
    /// The ground of a refusal: `nature` or `standards`.
    pub ground: Option<String>,
    /// The words to the sender.
    pub message: String,
    /// The note for staff; of a removal, its reason.
    pub note: String,
    /// The standards that were not met, by name with their clauses: "No personal information (6.9)".
    pub unmet: Vec<String>,
    /// What was pointed out to the reader, a sentence each.
    pub hints: Vec<String>,
}

/// Every decision on a submission, newest first.
pub async fn of_submission(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Vec<Made>> {
    query_as!(
        Made,
        r#"select decision.id, kind, of_edit, unconfirmed, removal, revision_id, staff.name as by, decided_at as at,
                policy_version_id, policy_version.name as policy, ground, message, note,
                array(select standard.name || ' (' || (
                          select string_agg(number, ', ' order by position) from standard_clause
                          where standard_id = standard.id) || ')'
                      from decision_standard join standard on standard.id = standard_id
                      where decision_id = decision.id and not meets order by standard.position) as "unmet!",
                array(select hint->>'words' from jsonb_array_elements(hints) hint) as "hints!"
         from decision
         join staff on staff.id = staff_id
         join policy_version on policy_version.id = policy_version_id
         where submission_id = $1
         order by decided_at desc, decision.id desc"#,
        submission,
    )
    .fetch_all(db)
    .await
}

/// The checklist as it was answered for a decision.
pub async fn checklist(db: impl PgExecutor<'_>, decision: i64) -> sqlx::Result<Checklist> {
    let rows = query!(
        "select key, meets from decision_standard join standard on standard.id = standard_id
         where decision_id = $1 order by position",
        decision,
    )
    .fetch_all(db)
    .await?;
    let verdict = |meets| {
        if meets {
            Verdict::Meets
        } else {
            Verdict::DoesNotMeet
        }
    };
    Ok(Checklist(
        rows.into_iter()
            .map(|row| (row.key, verdict(row.meets)))
            .collect(),
    ))
}
