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
    decision::{DecisionAnswers, Ground, Outcome, State as CaseState, Verdict},
    form::FormErrors,
    hints::Hint,
    replies::{self, Purpose},
    staff::Staff,
    standards::Standard,
};
use store::{self, cases::Case, decisions::Overtaken};
use tower_sessions::Session;

use super::{
    case::find,
    messages, queue, ready,
    review::{self, Policy, deed, items},
};
use crate::{
    commands::{
        self,
        decide::{Decided, Deciding},
    },
    hints,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::{self, Form},
        session::{self, Flash, SignedIn},
        staff::page::{Asked, StaffContext, staff_page},
    },
    letters::{
        self,
        submissions::{Letter, Refusal},
    },
    state::App,
};

/// A decision on its way: what was read, and what was answered.
struct Desk {
    app: App,
    staff: Staff,
    case: Case,
    policy: Policy,
    answers: DecisionAnswers,
    in_turn: bool,
}

/// Takes the review's form: a first press, the second page's `send`, or its way `back`.
///
/// # Errors
/// When the form is none of ours, there is no such submission, or the database does not answer.
pub async fn decide(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    asked: Asked,
    Form(mut pairs): Form,
) -> Result {
    let step = form::take(&mut pairs, "step").unwrap_or_default();
    let template = form::take(&mut pairs, "template").unwrap_or_default();
    let drawn_for = form::take(&mut pairs, "drawn-for").unwrap_or_default();
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
        in_turn: asked.in_turn(),
    };
    if let "take" | "put-back" = step.as_str() {
        return desk.hold(&session, step == "take").await;
    }
    if desk.case.version != read_at {
        // Said before anybody types more; whoever is overtaken in this very moment is told by `make`.
        let overtaken = store::decisions::overtaken(&desk.app.db, desk.case.clone()).await?;
        return desk.overtaken(overtaken).await;
    }
    let (policy, standards) = (&desk.policy.version, &desk.policy.standards);
    if let Some(errors) = desk.answers.of_another_policy(policy, standards) {
        return desk.checklist(errors).await;
    }
    match (step.as_str(), desk.answers.decision.as_str()) {
        ("back", _) => desk.checklist(FormErrors::default()).await,
        ("all", _) => desk.meets_all().await,
        ("send", "refuse") if desk.letter_is_another(&drawn_for) => {
            let mut errors = FormErrors::default();
            errors.push("ground", READ_AGAIN);
            desk.second_page(errors).await
        }
        ("fill", "changes" | "refuse") => desk.fill(&template).await,
        ("", "changes" | "refuse") => desk.second_page(FormErrors::default()).await,
        // The longest way; boxed, so that every other stays small.
        _ => Box::pin(desk.make(&session, read_at)).await,
    }
}

/// What is said where the choice of a ground changed the letter that was just read.
const READ_AGAIN: &str =
    "The message below has changed with the ground. Read it again, then refuse the event";

impl Desk {
    /// Whether a refusal has another ground by now than the letter on the page was drawn for.
    fn letter_is_another(&self, drawn_for: &str) -> bool {
        let ground = &self.answers.ground;
        !ground.is_empty() && !drawn_for.is_empty() && ground != drawn_for
    }

    async fn make(self, session: &Session, read_at: i64) -> Result {
        let decision = match self
            .answers
            .parse(&self.policy.standards, self.case.address())
        {
            Ok(decision) => decision,
            Err(errors) => return self.put_right(errors).await,
        };
        let council = self.app.council();
        let hints = self.hints().await?;
        let deciding = Deciding {
            reference: &self.case.reference,
            read_at,
            staff: self.staff.id,
            policy: &self.policy.version,
            standards: &self.policy.standards,
            site: &council.site,
            hints: &hints,
            now: self.app.now(),
        };
        match commands::decide::decide(&self.app.db, &deciding, &decision).await? {
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
                    became(&decision.outcome, self.case.edit_waits)
                );
                session::say(session, Flash { message, link }).await?;
                self.onward().await
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

    /// The next that waits where they are read in turn, else the queue.
    async fn onward(&self) -> Result {
        store::in_hand::close(&self.app.db, self.case.id, self.staff.id).await?;
        if self.in_turn {
            queue::go_to_next(&self.app, self.staff.id, None).await
        } else {
            Ok(redirect_after_post("/staff"))
        }
    }

    /// What is pointed out to the reader now, to be kept with the decision.
    async fn hints(&self) -> Result<Vec<Hint>> {
        Ok(hints::of_case(&self.app, &self.case).await?.hints)
    }

    /// Takes the submission in hand or puts it back. What is answered so far stays on the page.
    async fn hold(self, session: &Session, take: bool) -> Result {
        let (app, case) = (&self.app, &self.case);
        let this = (case.id, case.reference.as_str());
        if take {
            commands::in_hand::take(&app.db, this, self.staff.act(app.now())).await?;
        } else {
            commands::in_hand::put_back(&app.db, this, self.staff.act(app.now())).await?;
        }
        let begun = !self.answers.checklist.is_empty() || !self.answers.note.is_empty();
        if begun {
            return self.checklist(FormErrors::default()).await;
        }
        let message = if take {
            "You have it in hand. Colleagues see that."
        } else {
            "You have put it back."
        };
        let flash = Flash {
            message: message.to_owned(),
            link: None,
        };
        session::say(session, flash).await?;
        let turn = if self.in_turn { "?turn=yes" } else { "" };
        Ok(redirect_after_post(&format!(
            "/staff/submissions/{}{turn}",
            case.reference
        )))
    }

    /// Answers every standard as met, to be looked over and decided.
    async fn meets_all(mut self) -> Result {
        let meets = Verdict::Meets.as_str().to_owned();
        let all = self.policy.standards.iter();
        self.answers.checklist = all
            .map(|standard| (standard.key.clone(), meets.clone()))
            .collect();
        self.checklist(FormErrors::default()).await
    }

    /// Fills a ready reply in below what was typed, and shows the second page again. Whoever takes
    /// words for a response means to send one.
    async fn fill(mut self, template: &str) -> Result {
        let unmet = unmet(&self.items());
        let council = self.app.council();
        let values = ready::values(&council.site, &self.case, &unmet);
        let errors = match ready::fill(&self.app, self.purpose(), template, &values).await? {
            Ok(words) => {
                self.answers.message = replies::below(&self.answers.message, &words);
                if self.answers.reply.is_empty() {
                    "brief".clone_into(&mut self.answers.reply);
                }
                FormErrors::default()
            }
            Err(errors) => errors,
        };
        self.second_page(errors).await
    }

    fn purpose(&self) -> Purpose {
        if self.answers.decision == "changes" {
            Purpose::Changes
        } else {
            Purpose::Refusal
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
            vouch: self.answers.vouch,
            unconfirmed: false,
            errors,
        };
        // A large page; boxed, so that every way here stays small.
        let page = review::again(&self.app, &self.staff, self.case, form, self.in_turn);
        Box::pin(page).await
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
        let room = StaffContext::of(&self.app, &self.staff).await?;
        let items = self.items();
        let unmet = unmet(&items);
        let reworded =
            store::staff_edits::by_staff(&mut *self.app.db.acquire().await?, &self.case).await?;
        let letter_case = letters::submissions::Case::of(&room.council.site, &self.case, &reworded);
        let case = Carried {
            reference: self.case.reference.clone(),
            title: self.case.details.title.to_string(),
            version: self.case.version,
            policy: self.policy.version.id,
            roles: self.policy.version.roles.clone(),
            items,
            note: self.answers.note.clone(),
            to: self
                .case
                .sender_email
                .as_ref()
                .map(|email| format!("{}, {email}", self.case.sender_name)),
            telephone: self.case.sender_telephone.clone(),
            waits: !self.case.is_proved && self.case.sender_email.is_some(),
            in_turn: self.in_turn,
            edit: self.case.edit_waits,
            ready: ready::offered(&self.app, self.purpose()).await?,
        };
        let message = self.answers.message.clone();
        let document = if self.answers.decision == "changes" {
            let frame = frame(letters::submissions::changes(
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
            let notice = frame(letters::submissions::policy_notice(letter_case, refusal));
            let model = RefusePage {
                case,
                ground: self.answers.ground.clone(),
                drawn_for: ground.as_str().to_owned(),
                reply: self.answers.reply.clone(),
                message,
                policy_notice: Frame {
                    before: format!("{}\n\n{}", notice.before, notice.after),
                    after: String::new(),
                    ..notice
                },
                brief: frame(letters::submissions::refused(letter_case, refusal)),
                errors,
            };
            refuse_page(room.desk(), &model)
        };
        Ok(staff_page(status, document))
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

/// The standards that were marked as not met.
fn unmet(items: &[Item]) -> Vec<Standard> {
    items
        .iter()
        .filter(|item| item.answer == Some(Verdict::DoesNotMeet))
        .map(|item| item.standard.clone())
        .collect()
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
        Some(made) => {
            let what = deed(&made);
            (made.by, what, made.at)
        }
        None if case.revised_by_staff => (
            "A colleague".to_owned(),
            "changed the wording",
            case.revised_at,
        ),
        None if case.state == CaseState::Withdrawn => {
            ("The sender".to_owned(), "withdrew it", case.revised_at)
        }
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
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(
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
fn became(outcome: &Outcome, of_edit: bool) -> &'static str {
    match outcome {
        Outcome::List { .. } if of_edit => "is listed as changed",
        Outcome::List { .. } => "is listed",
        Outcome::AskForChanges { .. } if of_edit => {
            "stays as it was until its sender changes the change"
        }
        Outcome::AskForChanges { .. } => "waits for changes by its sender",
        Outcome::Refuse { .. } if of_edit => "stays as it was: the change was refused",
        Outcome::Refuse { .. } => "was refused",
        Outcome::MarkSpam => "was closed as spam",
    }
}
