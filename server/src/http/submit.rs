//! The form: a start, five steps, a check, a receipt.
//!
//! Whatever is typed is kept in the draft first and judged afterwards, so no answer is lost to an
//! error, a closed window or a restart.

mod pages;

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use domain::{
    form::{FormErrors, Pairs},
    reference::Reference,
    submission::{
        DraftAnswers, EventAnswers, MoreAnswers, Step, WhenAnswers, WhereAnswers, YouAnswers,
    },
};
use uuid::Uuid;

use crate::{
    db::{
        self,
        drafts::Draft,
        submissions::{Sending, Sent},
    },
    http::{
        draft::{self, DraftCookie},
        error::{Error, Result, is_away},
        form::{Form, take},
        see,
    },
    mail,
    state::App,
};

/// `/submit`: what one needs, and whether a form is begun already.
///
/// # Errors
/// When the database does not answer.
pub async fn start(State(app): State<App>, cookie: DraftCookie) -> Result {
    pages::start(&app, find(&app, &cookie).await?.as_ref()).await
}

/// `POST /submit/start-again`: forgets the form that is begun.
///
/// # Errors
/// When the database does not answer.
pub async fn start_again(State(app): State<App>, cookie: DraftCookie) -> Result {
    if let Some(cookie) = cookie.0 {
        db::drafts::forget(&app.db, &cookie).await?;
    }
    let mut response = see("/submit/event");
    draft::forget(&mut response, &app.web);
    Ok(response)
}

/// `/submit/later`: the form is kept, and for how long.
///
/// # Errors
/// When the database does not answer.
pub async fn later(State(app): State<App>, cookie: DraftCookie) -> Result {
    Ok(match find(&app, &cookie).await? {
        Some(draft) => pages::later(&app, &draft),
        None => pages::missing(&app),
    })
}

/// A step of the form, with what was answered before.
///
/// # Errors
/// When there is no such step, or the database does not answer.
pub async fn step(
    State(app): State<App>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    cookie: DraftCookie,
) -> Result {
    let step = Step::from_slug(&slug).ok_or(Error::NotFound)?;
    let asked = Asked::read(query.as_deref());
    let answers = match find(&app, &cookie).await? {
        Some(draft) => draft.answers,
        None if step == Step::Event => DraftAnswers::default(),
        None => return Ok(pages::missing(&app)),
    };
    // Sent back from the check page, a step says what is missing; met for the first time, it waits.
    let errors = if asked.changing {
        problems(&app, &answers, step)
    } else {
        FormErrors::default()
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(pages::step(&app, step, &answers, &errors, asked, status))
}

/// A step answered: kept, then judged.
///
/// # Errors
/// When there is no such step, or no page of ours sends such a form.
pub async fn answer(
    State(app): State<App>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    cookie: DraftCookie,
    Form(mut pairs): Form,
) -> Result {
    let step = Step::from_slug(&slug).ok_or(Error::NotFound)?;
    let asked = Asked::read(query.as_deref());
    let wants_later = take(&mut pairs, "save").is_some();
    let wants_date = take(&mut pairs, "add").is_some();
    let cookie = cookie.or_new();
    let typed = typed(step, pairs)?;
    let answers = match db::drafts::keep(&app.db, &cookie, &typed, app.now()).await {
        Ok(kept) => kept,
        Err(error) if is_away(&error) => {
            tracing::error!(%error, "an answer could not be kept");
            return Ok(pages::not_saved(&app, step, &typed, asked));
        }
        Err(error) => return Err(error.into()),
    };
    let errors = problems(&app, &answers, step);
    let mut response = if wants_later {
        see("/submit/later")
    } else if wants_date {
        see(if asked.changing {
            "/submit/when?then=check&added=yes"
        } else {
            "/submit/when?added=yes"
        })
    } else if errors.is_empty() {
        see(&match step.next() {
            Some(next) if !asked.changing => format!("/submit/{}", next.slug()),
            _ => "/submit/check".into(),
        })
    } else {
        pages::step(
            &app,
            step,
            &answers,
            &errors,
            asked,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
    };
    draft::remember(&mut response, &app.web, &cookie);
    Ok(response)
}

/// `/submit/check`: everything as it will be sent, and the agreement.
///
/// # Errors
/// When the database does not answer.
pub async fn check(State(app): State<App>, cookie: DraftCookie) -> Result {
    let Some(draft) = find(&app, &cookie).await? else {
        return Ok(pages::missing(&app));
    };
    pages::check(&app, &draft, FormErrors::default(), StatusCode::OK).await
}

/// `POST /submit/check`: *Agree and send*.
///
/// Sending the same form twice, by a double click, a reload or the back button, leads to the same
/// receipt. Sending answers that are not those the page showed is refused.
///
/// # Errors
/// When no page of ours sends such a form, or the database does not answer: then nothing was sent.
pub async fn send(State(app): State<App>, cookie: DraftCookie, Form(mut pairs): Form) -> Result {
    let key = take(&mut pairs, "key")
        .and_then(|key| Uuid::try_parse(&key).ok())
        .ok_or(Error::Refused("no key"))?;
    let digest = take(&mut pairs, "digest").ok_or(Error::Refused("no digest"))?;
    let wants_later = take(&mut pairs, "save").is_some();
    let agreed = take(&mut pairs, "agree").is_some_and(|agree| agree == "yes");
    if !pairs.is_empty() {
        return Err(Error::Refused("a form with unknown fields"));
    }
    if wants_later {
        return Ok(see("/submit/later"));
    }
    let Some(draft) = find(&app, &cookie)
        .await?
        .filter(|draft| draft.send_key == key)
    else {
        return sent_before(&app, key, &digest).await;
    };
    let mut errors = FormErrors::default();
    if draft.answers.digest() != digest {
        errors.push(
            "main",
            "Your answers were changed in another window. Check them here, then send them",
        );
        return pages::check(&app, &draft, errors, StatusCode::CONFLICT).await;
    }
    if !agreed {
        errors.push("agree", "Tick the box to confirm the details are accurate, meet the standards and are yours to use");
        return pages::check(&app, &draft, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    deliver(&app, &draft).await
}

async fn deliver(app: &App, draft: &Draft) -> Result {
    let council = app.council();
    let now = app.now();
    let Ok(submission) = draft.answers.parse(&council.context(now)) else {
        // A date may have passed since the page was opened.
        return Ok(see("/submit/check"));
    };
    let sending = Sending {
        submission: &submission,
        answers: &draft.answers,
        send_key: draft.send_key,
        site: &council.site,
        now,
    };
    let receipt =
        |reference: &Reference| mail::templates::receipt(&council.site, reference, &submission);
    let sent = db::submissions::send(&app.db, &sending, receipt).await?;
    let Sent::Stored(reference) = sent else {
        return Ok(pages::sent_otherwise());
    };
    tracing::info!(%reference, "a submission was received");
    let mut response = see(&format!("/submit/sent/{reference}"));
    draft::forget(&mut response, &app.web);
    Ok(response)
}

/// The form is not there any more. Perhaps because it was sent.
async fn sent_before(app: &App, key: Uuid, digest: &str) -> Result {
    Ok(
        match db::submissions::sent_before(&app.db, key, digest).await? {
            Some(Sent::Stored(reference)) => see(&format!("/submit/sent/{reference}")),
            Some(Sent::AlreadySentOtherwise(_)) => pages::sent_otherwise(),
            None => pages::missing(app),
        },
    )
}

/// `/submit/sent/{reference}`: the receipt. Tells nothing about the submission but that it came.
///
/// # Errors
/// When there is no such submission, or the database does not answer.
pub async fn sent(State(app): State<App>, Path(reference): Path<String>) -> Result {
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    if db::submissions::exists(&app.db, &reference).await? {
        Ok(pages::sent(&app, &reference))
    } else {
        Err(Error::NotFound)
    }
}

/// What a step's address asks besides the step.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    /// Whether the sender came from the check page and goes back to it (`then=check`).
    changing: bool,
    /// Whether "Add another date" was pressed (`added=yes`).
    added: bool,
}

impl Asked {
    fn read(query: Option<&str>) -> Self {
        let asks = |wanted: (&str, &str)| {
            form_urlencoded::parse(query.unwrap_or_default().as_bytes())
                .any(|(name, value)| (&*name, &*value) == wanted)
        };
        Self {
            changing: asks(("then", "check")),
            added: asks(("added", "yes")),
        }
    }
}

async fn find(app: &App, cookie: &DraftCookie) -> Result<Option<Draft>> {
    Ok(match &cookie.0 {
        Some(cookie) => db::drafts::find(&app.db, cookie, app.now()).await?,
        None => None,
    })
}

/// A step's answers as they were typed, as a draft that holds nothing else.
fn typed(step: Step, pairs: Pairs) -> Result<DraftAnswers> {
    let mut typed = DraftAnswers::default();
    match step {
        Step::Event => typed.event = Some(EventAnswers::from_pairs(pairs)?),
        Step::When => typed.when = Some(WhenAnswers::from_pairs(pairs)?),
        Step::Where => typed.place = Some(WhereAnswers::from_pairs(pairs)?),
        Step::More => typed.more = Some(MoreAnswers::from_pairs(pairs)?),
        Step::You => typed.you = Some(YouAnswers::from_pairs(pairs)?),
    }
    Ok(typed)
}

/// What is wrong with a step. A step not answered yet is judged as if left empty.
fn problems(app: &App, answers: &DraftAnswers, step: Step) -> FormErrors {
    let council = app.council();
    let answers = answers.clone();
    match step {
        Step::Event => answers
            .event
            .unwrap_or_default()
            .parse(&council.types)
            .err(),
        Step::When => answers.when.unwrap_or_default().parse(app.now()).err(),
        Step::Where => answers
            .place
            .unwrap_or_default()
            .parse(&council.venues)
            .err(),
        Step::More => answers.more.unwrap_or_default().parse().err(),
        Step::You => answers.you.unwrap_or_default().parse().err(),
    }
    .unwrap_or_default()
}
