//! `/staff/settings/policy/draft`: the next version of the policy, while it is being written.

use app::pages::staff::{
    confirm::ConfirmPage,
    settings::{
        draft::{
            ClausePage, DraftPage, StandardPage, clause as clause_page, draft as page,
            standard as standard_page,
        },
        policy::{DRAFT, POLICY},
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use chrono::Datelike;
use domain::{
    form::FormErrors,
    policy::{
        ClauseAnswers, Draft, DraftClause, DraftStandard, StandardAnswers, VersionAnswers,
        VersionDetails, next_review,
    },
    staff::Staff,
    when,
};
use tower_sessions::Session;

use super::page::ask;
use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::{self, Form},
        session::Administrator,
        staff::page::{StaffContext, fields, flash, id, say, staff_page, status},
    },
    state::App,
};

/// Shows the draft.
///
/// # Errors
/// When there is none, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    let draft = draft(&app).await?;
    let model = DraftPage {
        flash: flash(&session).await?,
        answers: VersionAnswers::of(&draft.version),
        draft,
        errors: FormErrors::default(),
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

/// Begins a draft (`step` is `begin`), or saves its name and dates.
///
/// # Errors
/// When the form is none of ours, there is no draft to save, or the database does not answer.
pub async fn save(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
    Form(mut pairs): Form,
) -> Result {
    if form::take(&mut pairs, "step").as_deref() == Some("begin") {
        return begin(&app, &staff, &session).await;
    }
    let answers = VersionAnswers::from_pairs(pairs)?;
    let draft = draft(&app).await?;
    let versions = store::policy_drafts::versions(&app.db).await?;
    let taken = |name: &str| {
        versions
            .iter()
            .any(|row| row.version.id != draft.version.id && row.version.name == name)
    };
    let details = match answers.parse(taken) {
        Ok(details) => details,
        Err(errors) => {
            let model = DraftPage {
                flash: None,
                draft,
                answers,
                errors,
            };
            let room = StaffContext::of(&app, &staff).await?;
            return Ok(staff_page(status(&model.errors), page(room.desk(), &model)));
        }
    };
    let saved = commands::policy::save_details(&app.db, staff.act(app.now()), &details).await?;
    after(&session, saved, "The name and dates are saved.").await
}

async fn begin(app: &App, staff: &Staff, session: &Session) -> Result {
    let in_force = store::policy::in_force(&app.db, app.now()).await?;
    let versions = store::policy_drafts::versions(&app.db).await?;
    let (today, taken) = (app.today(), |name: &String| {
        versions.iter().any(|row| row.version.name == *name)
    });
    let month = when::month(today.year(), today.month());
    let names = std::iter::once(month.clone()).chain((2..).map(|n| format!("{month} ({n})")));
    let details = VersionDetails {
        name: names
            .take(100)
            .find(|name| !taken(name))
            .unwrap_or_else(|| app.now().to_string()),
        adopted: today,
        review_due: next_review(today),
        removal_sentence: in_force.removal_sentence.clone(),
    };
    commands::policy::begin(&app.db, staff.act(app.now()), &in_force, &details).await?;
    say(
        session,
        format!(
            "The draft has all the words of the version called {}.",
            in_force.name
        ),
    )
    .await?;
    Ok(redirect_after_post(DRAFT))
}

/// Asks before the draft is thrown away.
///
/// # Errors
/// When there is none, or the database does not answer.
pub async fn ask_throw_away(State(app): State<App>, Administrator(staff): Administrator) -> Result {
    let draft = draft(&app).await?;
    let model = ConfirmPage {
        title: "Throw the draft away".to_owned(),
        about: draft.version.name,
        happens: vec![
            "All that was changed in the draft is gone.".to_owned(),
            "The policy in force stays as it is. A new draft starts from its words again."
                .to_owned(),
        ],
        action: format!("{DRAFT}/throw-away"),
        button: "Throw the draft away".to_owned(),
        back: (DRAFT.to_owned(), "Keep the draft".to_owned()),
        ..ConfirmPage::default()
    };
    ask(&app, &staff, &model).await
}

/// Throws the draft away.
///
/// # Errors
/// When there is none, or the database does not answer.
pub async fn throw_away(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    if !commands::policy::throw_away(&app.db, staff.act(app.now())).await? {
        return Err(Error::NotFound);
    }
    say(&session, "The draft is thrown away.").await?;
    Ok(redirect_after_post(POLICY))
}

/// Shows one clause to be changed, or the form of a new one.
///
/// # Errors
/// When it is not in the draft, or the database does not answer.
pub async fn clause(
    State(app): State<App>,
    administrator: Administrator,
    Path(number): Path<String>,
) -> Result {
    let draft = draft(&app).await?;
    let answers = match number.as_str() {
        "new" => ClauseAnswers::default(),
        number => {
            let clause = find_clause(&draft, number)?;
            ClauseAnswers {
                number: clause.number.clone(),
                text: clause.text.clone(),
            }
        }
    };
    let model = ClausePage {
        id: number.parse().ok(),
        answers,
        ..ClausePage::default()
    };
    draw_clause(&app, &administrator, &model).await
}

/// Saves a clause.
///
/// # Errors
/// When the form is none of ours, it is not in the draft, or the database does not answer.
pub async fn save_clause(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(number): Path<String>,
    Form(pairs): Form,
) -> Result {
    let answers = ClauseAnswers::from_pairs(pairs)?;
    let draft = draft(&app).await?;
    let id = match number.as_str() {
        "new" => None,
        number => Some(find_clause(&draft, number)?.id),
    };
    let taken = |number: &str| {
        let mut others = draft.clauses.iter().filter(|clause| Some(clause.id) != id);
        others.any(|clause| clause.number == number)
    };
    let words = match answers.parse(taken) {
        Ok(words) => words,
        Err(errors) => {
            let model = ClausePage {
                id,
                answers,
                errors,
            };
            return draw_clause(&app, &administrator, &model).await;
        }
    };
    let act = administrator.0.act(app.now());
    let saved = commands::policy::save_clause(&app.db, act, id, &words).await?;
    after(
        &session,
        saved,
        format!("Clause {} is saved.", words.number),
    )
    .await
}

async fn draw_clause(app: &App, administrator: &Administrator, model: &ClausePage) -> Result {
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(
        status(&model.errors),
        clause_page(room.desk(), model),
    ))
}

/// Moves a clause by one place.
///
/// # Errors
/// When the form is none of ours, it is not in the draft, or the database does not answer.
pub async fn move_clause(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
    Path(number): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [to] = fields(pairs, ["to"])?;
    let act = staff.act(app.now());
    let moved = commands::policy::move_clause(&app.db, act, id(&number)?, to == "up").await?;
    after(&session, moved, "The clauses are in another order.").await
}

/// Asks before a clause is taken out; where standards come from it, says so instead.
///
/// # Errors
/// When it is not in the draft, or the database does not answer.
pub async fn ask_remove_clause(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(number): Path<String>,
) -> Result {
    let draft = draft(&app).await?;
    let clause = find_clause(&draft, &number)?;
    let resting = draft.resting_on(&clause.number);
    let mut model = ConfirmPage {
        title: "Take out a clause".to_owned(),
        about: clause.number.clone(),
        happens: vec!["The draft no longer has this clause.".to_owned()],
        words: clause.text.clone(),
        action: format!("{DRAFT}/clauses/{}/remove", clause.id),
        button: "Take it out".to_owned(),
        back: (DRAFT.to_owned(), "Leave it in".to_owned()),
    };
    if !resting.is_empty() {
        model.action.clear();
        model.happens = resting
            .iter()
            .map(|standard| {
                format!(
                    "The standard “{}” comes from it. Change that standard first.",
                    standard.name
                )
            })
            .collect();
    }
    ask(&app, &staff, &model).await
}

/// Takes a clause out.
///
/// # Errors
/// When it is not in the draft or a standard comes from it, or the database does not answer.
pub async fn remove_clause(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    let act = staff.act(app.now());
    let removed = commands::policy::remove_clause(&app.db, act, id(&number)?).await?;
    after(&session, removed, "The clause is taken out.").await
}

/// Shows one standard to be changed, or the form of a new one.
///
/// # Errors
/// When it is not in the draft, or the database does not answer.
pub async fn standard(
    State(app): State<App>,
    administrator: Administrator,
    Path(number): Path<String>,
) -> Result {
    let draft = draft(&app).await?;
    let answers = match number.as_str() {
        "new" => StandardAnswers::default(),
        number => StandardAnswers::of(find_standard(&draft, number)?, &draft.clauses),
    };
    let model = StandardPage {
        id: number.parse().ok(),
        answers,
        clauses: draft.clauses,
        roles: draft.version.roles,
        errors: FormErrors::default(),
    };
    draw_standard(&app, &administrator, &model).await
}

/// Saves a standard.
///
/// # Errors
/// When the form is none of ours, it is not in the draft, or the database does not answer.
pub async fn save_standard(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(number): Path<String>,
    Form(pairs): Form,
) -> Result {
    let answers = StandardAnswers::from_pairs(pairs)?;
    let draft = draft(&app).await?;
    let id = match number.as_str() {
        "new" => None,
        number => Some(find_standard(&draft, number)?.id),
    };
    let words = match answers.parse(&draft.clauses) {
        Ok(words) => words,
        Err(errors) => {
            let model = StandardPage {
                id,
                answers,
                clauses: draft.clauses,
                roles: draft.version.roles,
                errors,
            };
            return draw_standard(&app, &administrator, &model).await;
        }
    };
    let act = administrator.0.act(app.now());
    let saved = commands::policy::save_standard(&app.db, act, id, &words).await?;
    after(&session, saved, format!("“{}” is saved.", words.name)).await
}

async fn draw_standard(app: &App, administrator: &Administrator, model: &StandardPage) -> Result {
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(
        status(&model.errors),
        standard_page(room.desk(), model),
    ))
}

/// Moves a standard by one place.
///
/// # Errors
/// When the form is none of ours, it is not in the draft, or the database does not answer.
pub async fn move_standard(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
    Path(number): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [to] = fields(pairs, ["to"])?;
    let act = staff.act(app.now());
    let moved = commands::policy::move_standard(&app.db, act, id(&number)?, to == "up").await?;
    after(&session, moved, "The standards are in another order.").await
}

/// Asks before a standard is taken out.
///
/// # Errors
/// When it is not in the draft, or the database does not answer.
pub async fn ask_remove_standard(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(number): Path<String>,
) -> Result {
    let draft = draft(&app).await?;
    let standard = find_standard(&draft, &number)?;
    let model = ConfirmPage {
        title: "Take out a standard".to_owned(),
        about: standard.name.clone(),
        happens: vec![
            "When the draft is adopted, staff no longer decide against this standard.".to_owned(),
            "What was decided against it before stays as it was.".to_owned(),
        ],
        words: standard.guidance.clone(),
        action: format!("{DRAFT}/standards/{}/remove", standard.id),
        button: "Take it out".to_owned(),
        back: (DRAFT.to_owned(), "Leave it in".to_owned()),
    };
    ask(&app, &staff, &model).await
}

/// Takes a standard out.
///
/// # Errors
/// When it is not in the draft, or the database does not answer.
pub async fn remove_standard(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    let act = staff.act(app.now());
    let removed = commands::policy::remove_standard(&app.db, act, id(&number)?).await?;
    after(&session, removed, "The standard is taken out.").await
}

/// Back to the draft, which says what was done.
async fn after(session: &Session, done: bool, said: impl Into<String>) -> Result {
    if !done {
        return Err(Error::NotFound);
    }
    say(session, said).await?;
    Ok(redirect_after_post(DRAFT))
}

pub(super) async fn draft(app: &App) -> Result<Draft> {
    store::policy_drafts::draft(&app.db)
        .await?
        .ok_or(Error::NotFound)
}

fn find_clause<'a>(draft: &'a Draft, number: &str) -> Result<&'a DraftClause> {
    let number = id(number)?;
    let mut clauses = draft.clauses.iter();
    clauses
        .find(|clause| clause.id == number)
        .ok_or(Error::NotFound)
}

fn find_standard<'a>(draft: &'a Draft, number: &str) -> Result<&'a DraftStandard> {
    let number = id(number)?;
    let mut standards = draft.standards.iter();
    standards
        .find(|standard| standard.id == number)
        .ok_or(Error::NotFound)
}
