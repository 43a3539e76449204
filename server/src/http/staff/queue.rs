//! `/staff`: what waits for a decision, oldest first.

use app::pages::staff::{
    components::{PolicyOverdue, TrackRecord},
    queue::{BlockReview, QueuePage, QueueRow, queue as page},
};
use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, Utc};
use domain::{when, working_days::working_days_between};
use tower_sessions::Session;

use super::{Asked, ROWS, Room, done, number, sheet};
use crate::{
    accounts::{Role, Staff},
    db::{self, cases::Track},
    http::error::Result,
    state::App,
};

/// Shows the queue.
///
/// # Errors
/// When the database does not answer.
pub async fn show(State(app): State<App>, staff: Staff, session: Session, asked: Asked) -> Result {
    let figures = db::queue::figures(&app.db, app.now()).await?;
    let (pages, offset) = asked.page(figures.waiting);
    let rows = db::queue::waiting(&app.db, false, ROWS.into(), offset).await?;
    let policy = db::policy::in_force(&app.db, app.now()).await?;
    let overdue = policy.review_overdue(app.today());
    let model = QueuePage {
        done: done(&session).await?,
        overdue: overdue.then_some(PolicyOverdue {
            due: policy.review_due,
            adopted: policy.adopted,
            may_draft: staff.role == Role::Administrator,
        }),
        waiting: number(figures.waiting),
        oldest: figures
            .oldest
            .zip(figures.oldest_since.map(|since| waited(&app, since))),
        changes_asked: number(figures.changes_asked),
        decided_this_week: number(figures.decided),
        held: number(db::queue::count_held(&app.db).await?),
        reviews: reviews(&app).await?,
        rows: rows.into_iter().map(|case| row(&app, case)).collect(),
        pages,
    };
    let room = Room::of(&app, &staff).await?;
    Ok(sheet(StatusCode::OK, page(room.desk(), &model)))
}

/// The blocks that were to be looked at again by today.
async fn reviews(app: &App) -> Result<Vec<BlockReview>> {
    let today = app.today();
    let blocks = db::blocks::all(&app.db).await?;
    Ok(blocks
        .into_iter()
        .filter(|block| block.ended_at.is_none() && block.review_on <= today)
        .map(|block| BlockReview {
            who: block.who,
            reference: block.reference,
            due: block.review_on,
        })
        .collect())
}

pub(super) fn row(app: &App, case: db::queue::Row) -> QueueRow {
    QueueRow {
        reference: case.reference,
        title: case.details.title.to_string(),
        sent_again: case.revision > 1,
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
    }
}
