//! `/staff`: what waits for a decision, oldest first.

use app::pages::staff::{
    components::{PolicyOverdue, TrackRecord},
    queue::{BlockReview, QueuePage, QueueRow, Waiting, queue as page},
};
use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, Utc};
use domain::{
    difference,
    hints::{Hint, labels},
    staff::Role,
    when,
    working_days::working_days_between,
};
use store::{
    self,
    cases::{TRACKED, Track},
    queue::Lane,
};
use tower_sessions::Session;

use crate::{
    hints,
    http::{
        answer::redirect_after_post,
        error::Result,
        session::SignedIn,
        staff::page::{Asked, ROWS, StaffContext, flash, mail_away, number, staff_page},
    },
    state::App,
};

/// Shows the queue.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    asked: Asked,
) -> Result {
    let figures = store::queue::figures(&app.db, app.now()).await?;
    let (pages, offset) = asked.page(figures.waiting);
    let rows = store::queue::waiting(
        &app.db,
        Lane::Queue,
        staff.id,
        app.now(),
        ROWS.into(),
        offset,
    )
    .await?;
    let policy = store::policy::in_force(&app.db, app.now()).await?;
    let overdue = policy.review_overdue(app.today());
    let model = QueuePage {
        flash: flash(&session).await?,
        overdue: overdue.then_some(PolicyOverdue {
            due: policy.review_due,
            adopted: policy.adopted,
            may_draft: staff.role == Role::Administrator,
        }),
        mail_away: mail_away(&app).await?,
        waiting: number(figures.waiting),
        oldest: figures
            .oldest
            .zip(figures.oldest_since.map(|since| waited(&app, since))),
        changes_asked: number(figures.changes_asked),
        decided_this_week: number(figures.decided),
        held: number(store::queue::count_beside(&app.db, Lane::Blocked).await?),
        spam_waits: number(store::queue::count_beside(&app.db, Lane::Spam).await?),
        unconfirmed: number(store::queue::count_beside(&app.db, Lane::Unconfirmed).await?),
        braked: number(store::messages::braked(&app.db).await?),
        unsettled_mail: number(store::messages::unsettled(&app.db).await?),
        full: store::limits::full(&app.db, app.now()).await?,
        clock: app.guard.held(),
        reports: number(store::reports::count_open(&app.db).await?),
        reviews: reviews(&app).await?,
        spam: number(figures.spam),
        rows: drawn(&app, rows).await?,
        pages,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

/// `/staff/next`: the one that has waited longest of those that no colleague has in hand or open.
pub async fn next(State(app): State<App>, SignedIn(staff): SignedIn, asked: Asked) -> Result {
    let after = asked.words("after");
    go_to_next(&app, staff.id, (!after.is_empty()).then_some(after)).await
}

/// Leads to the next that waits, to be read in turn; to the queue where nothing does.
pub(super) async fn go_to_next(app: &App, staff: i64, after: Option<&str>) -> Result {
    let next = store::queue::next(&app.db, staff, after, app.now()).await?;
    Ok(redirect_after_post(&next.map_or_else(
        || "/staff".to_owned(),
        |reference| format!("/staff/submissions/{reference}?turn=yes"),
    )))
}

/// The blocks that were to be looked at again by today.
async fn reviews(app: &App) -> Result<Vec<BlockReview>> {
    let today = app.today();
    let blocks = store::blocks::in_force(&app.db).await?;
    Ok(blocks
        .into_iter()
        .filter(|block| block.review_on <= today)
        .map(|block| BlockReview {
            who: block.who,
            reference: block.reference,
            due: block.review_on,
        })
        .collect())
}

/// Rows as they are shown, with what is worth a look in each.
pub(super) async fn drawn(app: &App, rows: Vec<store::queue::Row>) -> Result<Vec<QueueRow>> {
    let found = hints::of(app, rows.iter().map(hints::Asked::from).collect()).await?;
    let rows = rows.into_iter().zip(found);
    Ok(rows
        .map(|(case, found)| row(app, &found.hints, case))
        .collect())
}

fn row(app: &App, hints: &[Hint], case: store::queue::Row) -> QueueRow {
    let council = app.council();
    let differences = case.approved.as_ref().map(|approved| {
        difference::between(approved, &case.details, |slug| council.type_name(slug))
    });
    let differences = differences.unwrap_or_default();
    let dates = case
        .approved
        .as_ref()
        .filter(|approved| approved.dates != case.details.dates);
    QueueRow {
        reference: case.reference,
        title: case.details.title.to_string(),
        what: match (&case.approved, case.revision) {
            (Some(_), _) => Waiting::Edit,
            (None, 1) => Waiting::New,
            (None, _) => Waiting::SentAgain,
        },
        when_before: dates.map(|approved| when::dates(&approved.dates)),
        email_confirmed: case.sender_email.is_some().then_some(case.email_confirmed),
        worth_a_look: labels(hints),
        changes: differences.iter().map(|change| change.name).collect(),
        with: case.with,
        when: when::dates(&case.details.dates),
        place: case.details.place.words(),
        from: case.group_name.unwrap_or(case.sender_name),
        track: track(case.track),
        waiting: waited(app, case.waiting_since),
    }
}

/// Working days from then until today, on the parish's calendar.
pub(super) fn waited(app: &App, since: DateTime<Utc>) -> u32 {
    working_days_between(when::today(since), app.today())
}

pub(super) fn track(track: Track) -> TrackRecord {
    let count = |n| u32::try_from(n).unwrap_or_default();
    TrackRecord {
        listed: count(track.listed),
        refused: count(track.refused),
        of_newest: (track.others >= TRACKED).then(|| count(TRACKED)),
    }
}
