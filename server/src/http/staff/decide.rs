//! `POST /staff/submissions/{reference}`: the decision. Listing is decided at once; asking for
//! changes and refusing first answer with a page for the words to the sender.

use app::pages::staff::{
    decide::{
        Carried, ChangesPage, Frame, RefusePage, changes as changes_page, refuse as refuse_page,
    },
    overtaken::{OvertakenPage, overtaken as overtaken_page},
    review::{Checklist as ChecklistForm, Item},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    decision::{DecisionAnswers, Ground, Outcome, Verdict},
    form::FormErrors,
};
use tower_sessions::Session;

use super::{
    Room, messages,
    review::{self, Policy, deed, find, items},
    sheet,
};
use crate::{
    accounts::Staff,
    db::{
        self,
        cases::Case,
        decisions::{Decided, Deciding, Overtaken},
    },
    http::{
        error::{Error, Result},
        form::{self, Form},
        see,
    },
    mail::templates::{self, Letter, Refusal},
    session::{self, Done},
    state::App,
};

/// A decision on its way: what was read, and what was answered.
struct Desk {
    app: App,
    staff: Staff,
    case: Case,
    policy: Policy,
    answers: DecisionAnswers,
}

/// Takes the review's form: a first press, the second page's `send`, or its way `back`.
///
/// # Errors
/// When the form is none of ours, there is no such submission, or the database does not answer.
pub async fn decide(
    State(app): State<App>,
    staff: Staff,
    session: Session,
    Path(reference): Path<String>,
    Form(mut pairs): Form,
) -> Result {
    let step = form::take(&mut pairs, "step").unwrap_or_default();
    let answers = DecisionAnswers::from_pairs(pairs)?;
    let read_at = answers
        .read_at()
        .ok_or(Error::Refused("a decision on no version"))?;
    let desk = Desk {
        case: find(&app, &reference).await?,
        policy: Policy::in_force(&app).await?,
        app,
        staff,
        answers,
    };
    if desk.case.version != read_at {
        // Said before anybody types more; whoever is overtaken in this very moment is told by `make`.
        let overtaken = db::decisions::overtaken(&desk.app.db, desk.case.clone()).await?;
        return desk.overtaken(overtaken).await;
    }
    match (step.as_str(), desk.answers.decision.as_str()) {
        ("back", _) => desk.checklist(FormErrors::default()).await,
        ("", "changes" | "refuse") => desk.second_page(FormErrors::default()).await,
        _ => desk.make(&session, read_at).await,
    }
}

impl Desk {
    async fn make(self, session: &Session, read_at: i64) -> Result {
        let decision = match self.answers.parse(&self.policy.standards) {
            Ok(decision) => decision,
            Err(errors) => return self.put_right(errors).await,
        };
        let council = self.app.council();
        let deciding = Deciding {
            reference: &self.case.reference,
            read_at,
            staff: self.staff.id,
            policy: &self.policy.version,
            standards: &self.policy.standards,
            site: &council.site,
            now: self.app.now(),
        };
        match db::decisions::decide(&self.app.db, &deciding, &decision).await? {
            Decided::Made(slug) => {
                let public = slug.map(|slug| {
                    (
                        format!("/events/{slug}"),
                        "See it as visitors do".to_owned(),
                    )
                });
                let draft = messages::draft_of(&self.app, self.case.id).await?;
                let link = draft.or(public);
                let message = format!(
                    "“{}” {}.",
                    self.case.details.title,
                    became(&decision.outcome)
                );
                session::say(session, Done { message, link }).await?;
                Ok(see("/staff"))
            }
            Decided::Overtaken(overtaken) => self.overtaken(*overtaken).await,
            Decided::Over => {
                let mut errors = FormErrors::default();
                errors.push(
                    "decision",
                    "Its last date is over, so it cannot be listed. Ask for changes, or refuse it",
                );
                self.checklist(errors).await
            }
            Decided::NotFound => Err(Error::NotFound),
        }
    }

    /// Shows the page that has what is wrong: the second one, unless the checklist is at fault.
    async fn put_right(self, errors: FormErrors) -> Result {
        let on_second = |field: &str| matches!(field, "message" | "ground" | "reply");
        if matches!(self.answers.decision.as_str(), "changes" | "refuse")
            && errors.0.iter().all(|error| on_second(&error.field))
        {
            return self.second_page(errors).await;
        }
        self.checklist(errors).await
    }

    async fn checklist(self, errors: FormErrors) -> Result {
        let form = ChecklistForm {
            items: self.items(),
            note: self.answers.note,
            errors,
        };
        review::again(&self.app, &self.staff, self.case, self.policy, form).await
    }

    fn items(&self) -> Vec<Item> {
        items(&self.policy.standards, |key| {
            self.answers
                .checklist
                .get(key)
                .and_then(|answer| Verdict::parse(answer))
        })
    }

    async fn second_page(self, errors: FormErrors) -> Result {
        let status = if errors.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let room = Room::of(&self.app, &self.staff).await?;
        let items = self.items();
        let unmet: Vec<_> = items
            .iter()
            .filter(|item| item.answer == Some(Verdict::DoesNotMeet))
            .map(|item| item.standard.clone())
            .collect();
        let letter_case = templates::Case {
            site: &room.council.site,
            reference: &self.case.reference,
            name: &self.case.sender_name,
            details: &self.case.details,
        };
        let case = Carried {
            reference: self.case.reference.clone(),
            title: self.case.details.title.to_string(),
            version: self.case.version,
            items,
            note: self.answers.note.clone(),
            to: format!("{}, {}", self.case.sender_name, self.case.sender_email),
        };
        let message = self.answers.message.clone();
        let document = if self.answers.decision == "changes" {
            let frame = frame(templates::changes(
                letter_case,
                &unmet,
                &self.policy.version,
            ));
            changes_page(
                room.desk(),
                &ChangesPage {
                    case,
                    message,
                    frame,
                    errors,
                },
            )
        } else {
            let nature = self.answers.ground == Ground::Nature.as_str() || unmet.is_empty();
            let ground = if nature {
                Ground::Nature
            } else {
                Ground::Standards
            };
            let refusal = Refusal {
                ground,
                unmet: &unmet,
                policy: &self.policy.version,
            };
            let notice = frame(templates::policy_notice(letter_case, refusal));
            let model = RefusePage {
                case,
                ground: self.answers.ground.clone(),
                reply: self.answers.reply.clone(),
                message,
                policy_notice: Frame {
                    before: format!("{}\n\n{}", notice.before, notice.after),
                    after: String::new(),
                    ..notice
                },
                brief: frame(templates::refused(letter_case, refusal)),
                errors,
            };
            refuse_page(room.desk(), &model)
        };
        Ok(sheet(status, document))
    }

    /// Somebody else was first: says who and when, and keeps what was typed here.
    async fn overtaken(self, overtaken: Overtaken) -> Result {
        let pressed = match self.answers.decision.as_str() {
            "changes" => "Ask for changes",
            "refuse" => "Refuse",
            "spam" => "Spam",
            _ => "Approve and list",
        };
        let items = self.items();
        let (message, note) = (self.answers.message, self.answers.note);
        show_overtaken(
            &self.app,
            &self.staff,
            overtaken,
            Typed {
                pressed,
                items,
                message,
                note,
            },
        )
        .await
    }
}

/// What was answered and typed on a form that came too late.
pub(super) struct Typed {
    pub pressed: &'static str,
    pub items: Vec<Item>,
    pub message: String,
    pub note: String,
}

/// Says that somebody else was first, with what was typed here.
pub(super) async fn show_overtaken(
    app: &App,
    staff: &Staff,
    overtaken: Overtaken,
    typed: Typed,
) -> Result {
    let Overtaken { case, by } = overtaken;
    let (by, what, at) = match by {
        Some(made) => (made.by, deed(&made.kind), made.at),
        None => ("The sender".to_owned(), "sent it again", case.revised_at),
    };
    let model = OvertakenPage {
        reference: case.reference,
        title: case.details.title.to_string(),
        by,
        what: what.to_owned(),
        at,
        pressed: typed.pressed.to_owned(),
        items: typed.items,
        message: typed.message,
        note: typed.note,
    };
    let room = Room::of(app, staff).await?;
    Ok(sheet(
        StatusCode::CONFLICT,
        overtaken_page(room.desk(), &model),
    ))
}

fn frame(letter: Letter) -> Frame {
    let Letter {
        subject,
        before,
        after,
        ..
    } = letter;
    Frame {
        subject,
        before,
        after,
    }
}

/// What became of a submission, as the end of a sentence.
fn became(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::List => "is listed",
        Outcome::AskForChanges { .. } => "waits for changes by its sender",
        Outcome::Refuse { .. } => "was refused",
        Outcome::MarkSpam => "was closed as spam",
    }
}
