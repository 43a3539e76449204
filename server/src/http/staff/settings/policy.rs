//! `/staff/settings/policy`: the versions of the policy, how the draft differs, and its adoption.

use app::pages::staff::settings::{
    adopt::{AdoptPage, Since, adopt as adopt_page},
    compare::{ComparePage, compare as compare_page},
    policy::{
        DRAFT, POLICY, PolicyPage, Standing, VersionRow, policy as page, version as version_page,
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use chrono::{DateTime, Utc};
use domain::{
    compare::{self, Fate},
    form::FormErrors,
    policy::{AdoptionAnswers, AdoptionContext, Draft},
    when,
};
use serde_json::Value;
use store::{
    self,
    policy_drafts::{Adoption, Seen, Version},
};
use tower_sessions::Session;

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::{self, Form},
        session::{Administrator, Fresh},
        staff::page::{StaffContext, flash, id, say, staff_page, status},
    },
    state::App,
};

/// Shows the versions.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    let in_force = store::policy::in_force(&app.db, app.now()).await?;
    let versions = store::policy_drafts::versions(&app.db).await?;
    let model = PolicyPage {
        flash: flash(&session).await?,
        overdue: in_force.review_overdue(app.today()),
        versions: versions
            .into_iter()
            .map(|row| VersionRow {
                standing: standing(&row, in_force.id, app.now()),
                version: row.version,
            })
            .collect(),
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

/// Shows a version that was adopted, word for word.
///
/// # Errors
/// When there is no such version, or the database does not answer.
pub async fn version(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(number): Path<String>,
) -> Result {
    let number = id(&number)?;
    let in_force = store::policy::in_force(&app.db, app.now()).await?;
    let versions = store::policy_drafts::versions(&app.db).await?;
    let row = versions.into_iter().find(|row| row.version.id == number);
    let standing = standing(&row.ok_or(Error::NotFound)?, in_force.id, app.now());
    if standing == Standing::Draft {
        return Ok(redirect_after_post(DRAFT));
    }
    let whole = whole(&app, number).await?;
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(
        StatusCode::OK,
        version_page(room.desk(), standing, &whole),
    ))
}

fn standing(row: &Version, in_force: i64, now: DateTime<Utc>) -> Standing {
    match row.in_force_from {
        None => Standing::Draft,
        Some(from) if from > now => Standing::Coming(from),
        Some(from) if row.version.id == in_force => Standing::InForce(from),
        Some(from) => Standing::Earlier(from),
    }
}

/// Shows how the draft differs from the version in force.
///
/// # Errors
/// When there is no draft, or the database does not answer.
pub async fn compare(State(app): State<App>, Administrator(staff): Administrator) -> Result {
    let (draft, in_force) = both(&app).await?;
    let model = ComparePage {
        standards: compare::standards(&in_force.standards(), &draft.standards()),
        clauses: compare::clauses(&in_force.clauses(), &draft.clauses()),
        in_force: in_force.version,
        draft: draft.version,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(
        StatusCode::OK,
        compare_page(room.desk(), &model),
    ))
}

/// Asks from when on the draft is in force.
///
/// # Errors
/// When there is no draft, or the database does not answer.
pub async fn ask_adopt(State(app): State<App>, administrator: Administrator, _: Fresh) -> Result {
    let answers = AdoptionAnswers::default();
    draw_adopt(&app, &administrator, None, answers, FormErrors::default()).await
}

/// Adopts the draft that was shown. Where it has changed since, what differs is shown instead.
///
/// # Errors
/// When the form is none of ours, there is no draft, or the database does not answer.
pub async fn adopt(
    State(app): State<App>,
    administrator: Administrator,
    _: Fresh,
    session: Session,
    Form(mut pairs): Form,
) -> Result {
    let mut take = |name| form::take(&mut pairs, name).unwrap_or_default();
    let seen = Seen {
        draft: id(&take("draft"))?,
        digest: take("digest"),
        entry: take("seen").parse().unwrap_or_default(),
    };
    let answers = AdoptionAnswers::from_pairs(pairs)?;
    let draft = store::policy_drafts::draft(&app.db)
        .await?
        .ok_or(Error::NotFound)?;
    let versions = store::policy_drafts::versions(&app.db).await?;
    let context = AdoptionContext {
        now: app.now(),
        adopted: draft.version.adopted,
        newest: versions
            .iter()
            .filter_map(|row| row.in_force_from)
            .max()
            .unwrap_or(DateTime::<Utc>::MIN_UTC),
    };
    let from = match answers.parse(context) {
        Ok(from) => from,
        Err(errors) => {
            return draw_adopt(&app, &administrator, Some(&seen), answers, errors).await;
        }
    };
    let act = administrator.0.act(app.now());
    let said = match commands::policy::adopt(&app.db, act, &seen, from).await? {
        Adoption::Adopted => {
            let name = &draft.version.name;
            let day = when::day_and_year(when::today(from));
            format!("The policy of {name} is adopted. It is in force from {day}.")
        }
        Adoption::Gone => {
            "Nothing was adopted: the draft has changed meanwhile. Look at it again.".to_owned()
        }
        Adoption::Changed => {
            let errors = FormErrors::default();
            return draw_adopt(&app, &administrator, Some(&seen), answers, errors).await;
        }
    };
    say(&session, said).await?;
    Ok(redirect_after_post(POLICY))
}

async fn draw_adopt(
    app: &App,
    administrator: &Administrator,
    seen: Option<&Seen>,
    answers: AdoptionAnswers,
    errors: FormErrors,
) -> Result {
    // Read before the draft: a change between the two is told once more rather than not at all.
    let entry = match store::policy_drafts::draft(&app.db).await? {
        Some(draft) => store::policy_drafts::newest_change(&app.db, draft.version.id).await?,
        None => return Err(Error::NotFound),
    };
    let (draft, in_force) = both(app).await?;
    let changed = seen.filter(|seen| seen.digest != draft.digest());
    let since = match changed {
        Some(seen) => since(app, seen).await?,
        None => Vec::new(),
    };
    let status = match changed {
        Some(_) => StatusCode::CONFLICT,
        None => status(&errors),
    };
    let model = AdoptPage {
        changed: changed.is_some(),
        since,
        digest: draft.digest(),
        entry,
        differs: differs(&in_force, &draft),
        unready: draft.unready(),
        unsaid: draft.version.roles.missing(),
        draft: draft.version,
        in_force: in_force.version,
        answers,
        errors,
    };
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(status, adopt_page(room.desk(), &model)))
}

/// What was changed in the draft since somebody looked at it.
async fn since(app: &App, seen: &Seen) -> Result<Vec<Since>> {
    let changes = store::policy_drafts::changes_since(&app.db, seen.draft, seen.entry).await?;
    let parts = |data: &Value| match data["order"].as_str() {
        Some(what) => vec![(
            String::new(),
            compare::words("", &format!("The {what} are in another order.")),
        )],
        None => compare::records(&data["before"], &data["after"]),
    };
    Ok(changes
        .into_iter()
        .map(|change| Since {
            parts: parts(&change.data),
            by: change.by,
            at: change.at,
        })
        .collect())
}

/// How much of a draft differs, as a sentence without its stop.
fn differs(in_force: &Draft, draft: &Draft) -> String {
    let clauses = compare::clauses(&in_force.clauses(), &draft.clauses());
    let standards = compare::standards(&in_force.standards(), &draft.standards());
    let clauses = clauses.iter().filter(|it| it.fate != Fate::Same).count();
    let standards = standards.iter().filter(|it| it.fate != Fate::Same).count();
    let count = |n: usize, one: &str, many: &str| match n {
        0 => format!("no {one}"),
        1 => format!("one {one}"),
        n => format!("{n} {many}"),
    };
    format!(
        "It differs from the policy in force in {} and {}",
        count(clauses, "clause", "clauses"),
        count(standards, "standard", "standards")
    )
}

/// The draft and the version in force.
async fn both(app: &App) -> Result<(Draft, Draft)> {
    let draft = store::policy_drafts::draft(&app.db)
        .await?
        .ok_or(Error::NotFound)?;
    let in_force = store::policy::in_force(&app.db, app.now()).await?;
    Ok((draft, whole(app, in_force.id).await?))
}

async fn whole(app: &App, version: i64) -> Result<Draft> {
    store::policy_drafts::whole(&app.db, version)
        .await?
        .ok_or(Error::NotFound)
}
