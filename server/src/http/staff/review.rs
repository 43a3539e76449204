//! `/staff/submissions/{reference}`: a submission, read against the standards.

use app::{
    pages::staff::{
        components::Happening,
        review::{
            Checklist as ChecklistForm, Deciding, Declared, Item, Made, MessageLink, ReviewPage,
            SenderDetails, review as page,
        },
    },
    render::Html,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    decision::{self, Verdict},
    reference::Reference,
    standards::{PolicyVersion, Standard},
};
use tower_sessions::Session;

use super::{Room, done, messages::fate, queue, sheet};
use crate::{
    accounts::Staff,
    db::{self, cases::Case, decisions, messages::Message},
    http::error::{Error, Result},
    mail, markdown,
    state::App,
};

/// Shows a submission: with the checklist while it waits, else with what became of it.
///
/// # Errors
/// When there is no such submission, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    staff: Staff,
    session: Session,
    Path(reference): Path<String>,
) -> Result {
    let case = find(&app, &reference).await?;
    let policy = Policy::in_force(&app).await?;
    let form = ChecklistForm {
        items: items(&policy.standards, |_| None),
        ..ChecklistForm::default()
    };
    let said = done(&session).await?;
    let mut model = model(&app, case, policy, form).await?;
    model.done = said;
    draw(&app, &staff, StatusCode::OK, &model).await
}

/// Shows a submission with the checklist as it was answered, and what is wrong with it.
pub(super) async fn again(
    app: &App,
    staff: &Staff,
    case: Case,
    policy: Policy,
    form: ChecklistForm,
) -> Result {
    let status = if form.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let model = model(app, case, policy, form).await?;
    draw(app, staff, status, &model).await
}

async fn draw(
    app: &App,
    staff: &Staff,
    status: StatusCode,
    model: &ReviewPage,
) -> Result<Response> {
    let room = Room::of(app, staff).await?;
    Ok(sheet(status, page(room.desk(), model)))
}

/// The submission of a reference, however it was typed.
pub(super) async fn find(app: &App, reference: &str) -> Result<Case> {
    let reference = Reference::parse(reference).map_err(|_| Error::NotFound)?;
    db::cases::find(&app.db, &reference.to_string())
        .await?
        .ok_or(Error::NotFound)
}

/// The policy in force with its standards.
pub(super) struct Policy {
    pub version: PolicyVersion,
    pub standards: Vec<Standard>,
}

impl Policy {
    pub async fn in_force(app: &App) -> Result<Self> {
        let version = db::policy::in_force(&app.db, app.now()).await?;
        let standards = db::policy::standards(&app.db, version.id).await?;
        Ok(Self { version, standards })
    }
}

/// The standards with their answers.
pub(super) fn items(standards: &[Standard], answer: impl Fn(&str) -> Option<Verdict>) -> Vec<Item> {
    standards
        .iter()
        .map(|standard| Item {
            standard: standard.clone(),
            answer: answer(&standard.key),
        })
        .collect()
}

async fn model(app: &App, case: Case, policy: Policy, form: ChecklistForm) -> Result<ReviewPage> {
    let made = decisions::of_submission(&app.db, case.id).await?;
    let messages = db::messages::of_submission(&app.db, case.id).await?;
    let declared = db::cases::declaration(&app.db, case.revision_id).await?;
    let history = history(&case, &made, &messages);
    let decision = if case.state == decision::State::Waiting {
        Deciding::Open(form)
    } else {
        Deciding::Made(Box::new(closed(app, &case, made, messages).await?))
    };
    Ok(ReviewPage {
        done: None,
        version: case.version,
        waiting: queue::waited(app, case.waiting_since),
        channel: channel(&case.channel).to_owned(),
        event_type: case.type_name.clone(),
        description: Html::sanitised(markdown::to_html(case.details.description.as_str())),
        sender: sender(app, &case).await?,
        declaration: declared.map_or_else(Declared::default, |declared| Declared {
            version: declared.wording_version,
            wording: declared.wording,
            at: declared.agreed_at,
        }),
        history,
        policy_overdue: policy.version.review_overdue(app.today()),
        policy: policy.version,
        decision,
        state: case.state,
        reference: case.reference,
        details: case.details,
    })
}

async fn sender(app: &App, case: &Case) -> Result<SenderDetails> {
    Ok(SenderDetails {
        name: case.sender_name.clone(),
        group: case.group_name.clone(),
        email: case.sender_email.clone(),
        email_confirmed: None,
        telephone: case.sender_telephone.clone(),
        track: queue::track(db::cases::track(&app.db, case).await?),
        consents: db::cases::consents(&app.db, case.id).await?,
    })
}

/// What became of a submission that no longer waits.
async fn closed(
    app: &App,
    case: &Case,
    made: Vec<decisions::Made>,
    messages: Vec<Message>,
) -> Result<Made> {
    let last = made.into_iter().next();
    let withdrawn = case.state == decision::State::Withdrawn;
    let Some(last) = last.filter(|_| !withdrawn) else {
        return Ok(Made {
            what: case.state.words().to_owned(),
            by: "The sender".to_owned(),
            at: case.revised_at,
            ..Made::default()
        });
    };
    let standards = db::policy::standards(&app.db, last.policy_version_id).await?;
    let checklist = decisions::checklist(&app.db, last.id).await?;
    let answer = |key: &str| {
        checklist
            .0
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, verdict)| *verdict)
    };
    let items = if checklist.0.is_empty() {
        Vec::new()
    } else {
        items(&standards, answer)
    };
    let removal = last.kind == "take_down";
    Ok(Made {
        what: case.state.words().to_owned(),
        by: last.by,
        at: last.at,
        policy: Some(last.policy),
        ground: if removal {
            Some(last.note.clone())
        } else {
            last.ground.as_deref().map(ground)
        },
        items,
        message: messages
            .into_iter()
            .rev()
            .find(|message| message.decision_id == Some(last.id))
            .map(link),
        note: (!removal && !last.note.is_empty()).then_some(last.note),
        public_href: case.slug.as_ref().map(|slug| format!("/events/{slug}")),
        can_take_down: case.state.after(decision::Move::TakeDown).is_ok(),
    })
}

fn link(message: Message) -> MessageLink {
    let state = fate(&message.state);
    MessageLink {
        id: message.id,
        subject: message.subject,
        body: mail::shown(&message.body),
        state,
    }
}

fn ground(ground: &str) -> String {
    if ground == decision::Ground::Nature.as_str() {
        "The nature of the event (5.3)".to_owned()
    } else {
        "One or more standards are not met (5.3)".to_owned()
    }
}

fn channel(channel: &str) -> &'static str {
    match channel {
        "telephone" => "Taken down by telephone",
        "letter" => "Came by letter",
        "email" => "Came by email",
        "in_person" => "Taken down in person",
        _ => "Sent by the form",
    }
}

/// All that happened to a submission, newest first.
fn history(case: &Case, made: &[decisions::Made], messages: &[Message]) -> Vec<Happening> {
    let received = Happening {
        at: case.received_at,
        who: "The sender".to_owned(),
        what: "sent the event in".to_owned(),
        ..Happening::default()
    };
    let decided = made.iter().rev().map(|made| Happening {
        at: made.at,
        who: made.by.clone(),
        what: deed(&made.kind).to_owned(),
        words: (!made.note.is_empty()).then(|| made.note.clone()),
        ..Happening::default()
    });
    let written = messages.iter().map(|message| Happening {
        at: message.created_at,
        who: "What’s On".to_owned(),
        what: match (message.copy_of, message.state.as_str()) {
            (Some(_), _) => "sent a message to the sender again",
            (None, "draft") => "wrote a message to the sender, which waits to be read",
            (None, "cancelled") => "wrote a message to the sender, which was thrown away",
            (None, _) => "wrote a message to the sender",
        }
        .to_owned(),
        link: Some((
            format!("/staff/messages/{}", message.id),
            message.subject.clone(),
        )),
        ..Happening::default()
    });
    let mut all: Vec<Happening> = std::iter::once(received)
        .chain(decided)
        .chain(written)
        .collect();
    all.sort_by_key(|happening| happening.at);
    all.reverse();
    all
}

/// What a decision did, as the end of a sentence.
pub(super) fn deed(kind: &str) -> &'static str {
    match kind {
        "list" => "listed it",
        "ask_for_changes" => "asked for changes",
        "refuse" => "refused it",
        "take_down" => "took it down",
        _ => "closed it as spam",
    }
}
