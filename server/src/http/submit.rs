//! The form: a start, five steps, a check, a receipt.
//!
//! Whatever is typed is kept in the draft first and judged afterwards, so no answer is lost to an
//! error, a closed window or a restart.

mod asked;
pub mod filling;
mod limits;
mod pages;
pub mod picture;

use self::asked::{Asked, StepOf, Typed};
use crate::http::secret_page;
use app::pages::submit::FormAt;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    decision::State as CaseState,
    form::{FormErrors, Pairs},
    reference::Reference,
    signs::TRAP,
    submission::{
        Channel, DraftAnswers, EventAnswers, MoreAnswers, Step, WhenAnswers, WhereAnswers,
        YouAnswers,
    },
    work::{self, Sum},
};
use store::{
    self,
    cases::Case,
    drafts::Draft,
    submissions::{Sending, Sent},
};
use uuid::Uuid;

use self::filling::{Filling, Purpose};
use crate::{
    commands::{self, ChangeOutcome},
    hints,
    http::{
        answer::redirect_after_post,
        client_ip::ClientIp,
        error::{Error, Result, is_away},
        form::{Form, take},
        staff::key_in,
    },
    letters,
    state::App,
};

/// `/submit`: what one needs, and whether a form is begun already.
pub async fn start(State(app): State<App>, filling: Filling) -> Result {
    pages::start(&app, find(&app, &filling).await?.as_ref()).await
}

/// `POST /submit/start-again`: forgets the form that is begun.
pub async fn start_again(State(app): State<App>, filling: Filling) -> Result {
    if let Some(key) = filling.key() {
        store::drafts::forget(&app.db, key).await?;
    }
    let mut response = redirect_after_post("/submit/event");
    filling.forget(&mut response, &app.web);
    Ok(response)
}

/// `…/later`: the form is kept, and for how long.
pub async fn later(State(app): State<App>, filling: Filling) -> Result {
    Ok(match find(&app, &filling).await? {
        Some(draft) => pages::later(&app, &filling, &draft),
        None => pages::missing(&app),
    })
}

/// A step of the form, with what was answered before.
///
/// # Errors
/// When there is no such step, or the database does not answer.
pub async fn step(
    State(app): State<App>,
    Path(StepOf { step }): Path<StepOf>,
    RawQuery(query): RawQuery,
    filling: Filling,
) -> Result {
    let step = Step::from_slug(&step).ok_or(Error::NotFound)?;
    show(&app, &filling, step, query.as_deref()).await
}

/// The step with the picture, which has an address of its own.
pub async fn step_of_picture(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    filling: Filling,
) -> Result {
    show(&app, &filling, Step::Picture, query.as_deref()).await
}

async fn show(app: &App, filling: &Filling, step: Step, query: Option<&str>) -> Result {
    let asked = Asked::read(query);
    let begins = step == Step::Event && !matches!(filling.purpose, Purpose::Edit(_));
    let answers = match find(app, filling).await? {
        Some(draft) => draft.answers,
        None if begins => DraftAnswers::default(),
        None => return Ok(pages::missing(app)),
    };
    // Sent back from the check page, a step says what is missing; met for the first time, it waits.
    let errors = if asked.changing {
        problems(app, filling, &answers, step)
    } else {
        FormErrors::default()
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let typed = Typed {
        answers: &answers,
        errors: &errors,
        asked,
    };
    Ok(pages::step(app, filling, step, typed, status))
}

/// A step answered: kept, then judged.
///
/// # Errors
/// When there is no such step, or no page of ours sends such a form.
pub async fn answer(
    State(app): State<App>,
    Path(StepOf { step }): Path<StepOf>,
    RawQuery(query): RawQuery,
    visitor: ClientIp,
    mut filling: Filling,
    Form(mut pairs): Form,
) -> Result {
    let step = Step::from_slug(&step).ok_or(Error::NotFound)?;
    let asked = Asked::read(query.as_deref());
    let wants_later = take(&mut pairs, "save").is_some();
    let wants_date = take(&mut pairs, "add").is_some();
    let trapped = take(&mut pairs, TRAP).is_some_and(|words| !words.trim().is_empty());
    let typed = typed(step, pairs)?;
    if let Err(error) = filling.forget_unknown(&app).await {
        tracing::error!(%error, "a form could not be looked for");
    }
    match limits::posted(&app, &filling, visitor).await {
        Ok(None) => {}
        Ok(Some(too_many)) => {
            let page = pages::too_many(&app, &filling, step, (&typed, asked), &too_many);
            return Ok(page);
        }
        // That the answer cannot be kept either is told below.
        Err(error) => tracing::error!(%error, "a step that was posted could not be counted"),
    }
    let begins = filling.key().is_none();
    let answers = match store::drafts::keep(&app.db, filling.key_or_new(), &typed, app.now()).await
    {
        Ok(Some(kept)) => kept,
        Ok(None) => {
            let errors = problems(&app, &filling, &typed, step);
            let mut page = pages::too_long(&app, &filling, step, (&typed, asked), errors);
            if !begins {
                filling.remember(&mut page, &app.web);
            }
            return Ok(page);
        }
        Err(error) if is_away(&error) => {
            tracing::error!(%error, "an answer could not be kept");
            return Ok(pages::not_saved(&app, &filling, step, &typed, asked));
        }
        Err(error) => return Err(error.into()),
    };
    if trapped {
        store::drafts::note_trap(&app.db, filling.key_or_new()).await?;
    }
    let errors = problems(&app, &filling, &answers, step);
    let base = filling.at.base();
    let mut response = if wants_later {
        redirect_after_post(&format!("{base}/later"))
    } else if wants_date {
        let back = if asked.changing { "then=check&" } else { "" };
        redirect_after_post(&format!("{base}/when?{back}added=yes"))
    } else if errors.is_empty() {
        redirect_after_post(&match step.next() {
            Some(next) if !asked.changing => filling.at.step(next, false),
            _ => filling.at.check(),
        })
    } else {
        let typed = Typed {
            answers: &answers,
            errors: &errors,
            asked,
        };
        pages::step(
            &app,
            &filling,
            step,
            typed,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
    };
    filling.remember(&mut response, &app.web);
    Ok(response)
}

/// `…/check`: everything as it will be sent, and the agreement.
pub async fn check(State(app): State<App>, filling: Filling) -> Result {
    let Some(draft) = find(&app, &filling).await? else {
        return Ok(pages::missing(&app));
    };
    pages::check(
        &app,
        &filling,
        &draft,
        FormErrors::default(),
        StatusCode::OK,
    )
    .await
}

/// `POST …/check`: *Agree and send*.
///
/// Sending the same form twice, by a double click, a reload or the back button, leads to the same
/// receipt. Sending answers that are not those the page showed is refused.
///
/// # Errors
/// When no page of ours sends such a form, or the database does not answer: then nothing was sent.
pub async fn send(
    State(app): State<App>,
    visitor: ClientIp,
    filling: Filling,
    Form(mut pairs): Form,
) -> Result {
    let key = take(&mut pairs, "key")
        .and_then(|key| Uuid::try_parse(&key).ok())
        .ok_or(Error::Refused("no key"))?;
    let digest = take(&mut pairs, "digest").ok_or(Error::Refused("no digest"))?;
    let wants_later = take(&mut pairs, "save").is_some();
    let worked = take(&mut pairs, work::FIELD)
        .and_then(|number| number.parse().ok())
        .is_some_and(|number| Sum::of(&key.to_string(), &digest).is_solved_by(number));
    let agreed = take(&mut pairs, "agree").is_some_and(|agree| agree == "yes");
    if !pairs.is_empty() {
        return Err(Error::Refused("a form with unknown fields"));
    }
    if wants_later {
        return Ok(redirect_after_post(&format!("{}/later", filling.at.base())));
    }
    let Some(draft) = find(&app, &filling)
        .await?
        .filter(|draft| draft.send_key == key)
    else {
        return sent_before(&app, &filling, key, &digest).await;
    };
    let mut errors = FormErrors::default();
    if draft.answers.digest() != digest {
        errors.push(
            "main",
            "Your answers were changed in another window. Check them here, then send them",
        );
        return pages::check(&app, &filling, &draft, errors, StatusCode::CONFLICT).await;
    }
    if !agreed {
        errors.push("agree", "Tick the box to confirm the details are accurate, meet the standards and are yours to use");
        return pages::check(
            &app,
            &filling,
            &draft,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    deliver(&app, filling, (&draft, worked), visitor).await
}

async fn deliver(
    app: &App,
    filling: Filling,
    (draft, worked): (&Draft, bool),
    visitor: ClientIp,
) -> Result {
    let council = app.council();
    let now = app.now();
    let Ok(submission) = draft.answers.parse(&council.context(now, filling.by())) else {
        // A date may have passed since the page was opened.
        return Ok(redirect_after_post(&filling.at.check()));
    };
    if let Some(too_many) = limits::send(app, &filling, draft, &submission, visitor).await? {
        return Ok(too_many);
    }
    let signs = limits::signs(app, &filling, draft, &submission);
    let sending = Sending {
        submission: &submission,
        answers: &draft.answers,
        send_key: draft.send_key,
        channel: Channel::Form,
        keyed_in_by: None,
        site: &council.site,
        from: Some(visitor.0),
        signs: &signs,
        worked,
        now,
    };
    match &filling.purpose {
        Purpose::New => {
            let mut response = match send_in(app, &sending).await? {
                Sent::Stored(reference) => {
                    redirect_after_post(&format!("/submit/sent/{reference}"))
                }
                Sent::AlreadySentOtherwise(_) => return Ok(pages::sent_otherwise()),
            };
            filling.forget(&mut response, &app.web);
            Ok(response)
        }
        Purpose::KeyIn {
            staff,
            channel,
            session,
        } => {
            let sending = Sending {
                channel: *channel,
                keyed_in_by: Some(staff.id),
                from: None,
                ..sending
            };
            match send_in(app, &sending).await? {
                Sent::Stored(reference) => key_in::keyed_in(session, &reference).await,
                Sent::AlreadySentOtherwise(_) => Ok(pages::sent_otherwise()),
            }
        }
        Purpose::Edit(reference) => send_edit(app, &filling, reference, &sending).await,
    }
}

async fn send_in(app: &App, sending: &Sending<'_>) -> Result<Sent> {
    let sent = commands::submit::send(&app.db, sending).await?;
    if let Sent::Stored(reference) = &sent {
        tracing::info!(%reference, "a submission was received");
        hints::make_ready(app, reference.to_string());
    }
    Ok(sent)
}

async fn send_edit(
    app: &App,
    filling: &Filling,
    reference: &Reference,
    sending: &Sending<'_>,
) -> Result {
    let FormAt::Edit { token, .. } = &filling.at else {
        return Ok(redirect_after_post("/submit"));
    };
    let council = app.council();
    let letter = |case: &Case| {
        let sender = &sending.submission.sender;
        let edit = letters::submissions::Case {
            name: sender.name.as_str(),
            details: &sending.submission.details,
            edit: case.state == CaseState::Listed,
            ..letters::submissions::Case::of(&council.site, case, &[])
        };
        Some(letters::submissions::edited(
            edit,
            sender.email.as_ref()?.as_str(),
        ))
    };
    let sent = commands::edit::send_edit(&app.db, reference, token, sending, &letter).await?;
    hints::make_ready(app, reference.to_string());
    Ok(after_edit(app, filling, sent))
}

/// The private page, with word of what became of the edit.
fn after_edit(app: &App, filling: &Filling, sent: ChangeOutcome) -> Response {
    let FormAt::Edit { token, .. } = &filling.at else {
        return redirect_after_post("/submit");
    };
    match sent {
        ChangeOutcome::Made => redirect_after_post(&format!("/manage/{token}?done=sent")),
        ChangeOutcome::TooLate => secret_page::too_late(app, token),
    }
}

/// The form is not there any more. Perhaps because it was sent.
async fn sent_before(app: &App, filling: &Filling, key: Uuid, digest: &str) -> Result {
    if let Purpose::Edit(_) = filling.purpose {
        let made = store::sender::was_sent(&app.db, key).await?;
        return Ok(if made {
            after_edit(app, filling, ChangeOutcome::Made)
        } else {
            pages::missing(app)
        });
    }
    Ok(
        match store::submissions::sent_before(&app.db, key, digest).await? {
            Some(Sent::Stored(reference)) => match filling.purpose {
                Purpose::KeyIn { .. } => {
                    redirect_after_post(&format!("/staff/submissions/{reference}"))
                }
                _ => redirect_after_post(&format!("/submit/sent/{reference}")),
            },
            Some(Sent::AlreadySentOtherwise(_)) => pages::sent_otherwise(),
            None => pages::missing(app),
        },
    )
}

/// `/submit/sent/{reference}`: what comes next, after an event was sent in. It looks nothing up, and so is the same for a
/// reference that nobody has: whoever guesses references learns nothing.
///
/// # Errors
/// When it is not a reference by its shape.
pub async fn sent(State(app): State<App>, Path(reference): Path<String>) -> Result {
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    Ok(pages::sent(&app, &reference))
}

async fn find(app: &App, filling: &Filling) -> Result<Option<Draft>> {
    Ok(match filling.key() {
        Some(key) => store::drafts::find(&app.db, key, app.now()).await?,
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
        // It has an address of its own, since it comes with a file.
        Step::Picture => return Err(Error::NotFound),
        Step::You => typed.you = Some(YouAnswers::from_pairs(pairs)?),
    }
    Ok(typed)
}

/// What is wrong with a step. A step not answered yet is judged as if left empty.
fn problems(app: &App, filling: &Filling, answers: &DraftAnswers, step: Step) -> FormErrors {
    let council = app.council();
    let answers = answers.clone();
    match step {
        Step::Event => answers
            .event
            .unwrap_or_default()
            .parse(&council.types)
            .err(),
        Step::When => answers.when.unwrap_or_default().parse(app.now()).err(),
        Step::Where => {
            let place = answers.place.unwrap_or_default();
            let wrong = place.parse(&council.venues).err();
            wrong.or_else(|| place.question(&council.venues))
        }
        Step::More => answers.more.unwrap_or_default().parse().err(),
        Step::Picture => answers
            .picture
            .unwrap_or_default()
            .parse(filling.by())
            .err(),
        Step::You => answers.you.unwrap_or_default().parse(filling.by()).err(),
    }
    .unwrap_or_default()
}
