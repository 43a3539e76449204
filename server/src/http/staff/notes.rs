//! What staff do with a submission besides deciding: notes, and the way back after a decision.

use app::pages::staff::review::NoteForm;
use axum::extract::{Path, State};
use domain::decision::parse_note;
use tower_sessions::Session;

use super::{
    case::find,
    decide::{Typed, show_overtaken},
    review::{self, Policy},
};
use crate::{
    commands::{
        self,
        decide::{Decided, Deciding},
    },
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::{self, Flash, SignedIn},
        staff::page::fields,
    },
    state::App,
};

/// Keeps a note for colleagues.
///
/// # Errors
/// When the form is none of ours, there is no such submission, or the database does not answer.
pub async fn note(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [words] = fields(pairs, ["words"])?;
    let case = find(&app, &reference).await?;
    let note = match parse_note(&words) {
        Ok(note) => note,
        Err(errors) => {
            return review::with_note(&app, &staff, case, NoteForm { words, errors }).await;
        }
    };
    commands::notes::add(
        &app.db,
        (case.id, &case.reference),
        staff.act(app.now()),
        &note,
    )
    .await?;
    let flash = Flash {
        message: "Your note is kept.".to_owned(),
        link: None,
    };
    session::say(&session, flash).await?;
    Ok(redirect_after_post(&format!(
        "/staff/submissions/{}",
        case.reference
    )))
}

/// Opens a refused submission, or one closed as spam, for a new decision.
///
/// # Errors
/// When the form is none of ours, there is no such submission, or the database does not answer.
pub async fn reopen(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [version] = fields(pairs, ["version"])?;
    let read_at = version
        .parse()
        .map_err(|_| Error::Refused("a reopening of no version"))?;
    let case = find(&app, &reference).await?;
    let policy = Policy::in_force(&app).await?;
    let council = app.council();
    let deciding = Deciding {
        reference: &case.reference,
        read_at,
        staff: staff.id,
        policy: &policy.version,
        standards: &policy.standards,
        site: &council.site,
        hints: &[],
        now: app.now(),
    };
    match commands::reopen::reopen(&app.db, &deciding, "").await? {
        Decided::Made(_) => {
            let flash = Flash {
                message: "It is open again and waits for a new decision.".to_owned(),
                link: None,
            };
            session::say(&session, flash).await?;
            Ok(redirect_after_post(&format!(
                "/staff/submissions/{}",
                case.reference
            )))
        }
        Decided::Overtaken(overtaken) => {
            let typed = Typed {
                pressed: "Open it again",
                items: Vec::new(),
                message: String::new(),
                note: String::new(),
            };
            show_overtaken(&app, &staff, *overtaken, typed).await
        }
        Decided::Over | Decided::NotFound => Err(Error::NotFound),
    }
}
