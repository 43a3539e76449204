//! `/staff/reports`: what the public told us of listed events, and what came of it (6.13).

use app::pages::staff::reports::{ReportPage, ReportRow, report as page, reports as list};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    form::FormErrors,
    report::{self, Kind},
    staff::Staff,
};
use store::{self, reports::StoredReport};
use tower_sessions::Session;

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::SignedIn,
        staff::page::{StaffContext, fields, flash, id, say, staff_page, status},
    },
    state::App,
};

/// How many reports the page lists: all that wait, and the newest of the others.
const LISTED: i64 = 100;

/// Shows the reports.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, session: Session) -> Result {
    let done = flash(&session).await?;
    let reports = store::reports::all(&app.db, LISTED).await?;
    let rows: Vec<ReportRow> = reports.iter().map(row).collect();
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(
        StatusCode::OK,
        list(room.desk(), done.as_ref(), &rows),
    ))
}

/// Shows one.
///
/// # Errors
/// When there is no such report, or the database does not answer.
pub async fn one(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    Path(number): Path<String>,
) -> Result {
    let kept = find(&app, &number).await?;
    let outcome = kept.outcome.clone().unwrap_or_default();
    draw(&app, &staff, kept, outcome, FormErrors::default()).await
}

/// Notes that it is dealt with, and how. Where a colleague was first, what they did is shown.
///
/// # Errors
/// When the form is none of ours, there is no such report, or the database does not answer.
pub async fn deal_with(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(number): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [outcome] = fields(pairs, ["outcome"])?;
    let kept = find(&app, &number).await?;
    let words = match report::outcome(&outcome) {
        Ok(words) => words,
        Err(errors) => return draw(&app, &staff, kept, outcome, errors).await,
    };
    if commands::report::deal_with(&app.db, staff.act(app.now()), &kept, &words).await? {
        say(&session, "The report is dealt with.").await?;
    } else {
        say(&session, "A colleague has dealt with the report already.").await?;
    }
    Ok(redirect_after_post("/staff/reports"))
}

async fn find(app: &App, number: &str) -> Result<StoredReport> {
    let found = store::reports::one(&app.db, id(number)?).await?;
    found.ok_or(Error::NotFound)
}

async fn draw(
    app: &App,
    staff: &Staff,
    kept: StoredReport,
    outcome: String,
    errors: FormErrors,
) -> Result {
    let model = ReportPage {
        row: row(&kept),
        public_href: format!("/events/{}", kept.slug),
        words: kept.words,
        name: kept.name,
        email: kept.email,
        outcome,
        roles: store::policy::in_force(&app.db, app.now()).await?.roles,
        errors,
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status(&model.errors), page(room.desk(), &model)))
}

fn row(kept: &StoredReport) -> ReportRow {
    ReportRow {
        id: kept.id,
        reference: kept.reference.clone(),
        title: kept.title.clone(),
        kind: Kind::parse(&kept.kind).unwrap_or(Kind::Wrong),
        at: kept.received_at,
        dealt: kept.by.clone().zip(kept.dealt_with_at),
    }
}
