//! `/staff/submissions/{reference}`: a submission, read against the standards.

use app::{
    pages::staff::{
        components::{Flash, Happening},
        review::{
            Alike, Before, Checklist as ChecklistForm, Deciding, Declared, Hold, Item, LinkShown,
            Made, MessageLink, NoteForm, ReviewPage, SenderDetails, review as page,
        },
    },
    render::Html,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use domain::{
    decision::{self, Address, Removal, Verdict, Vouch},
    difference,
    event::{Booking, EventDetails},
    likeness::Likeness,
    policy_roles::{PolicyRole, Roles},
    staff::Staff,
    standards::{PolicyVersion, Standard},
    when,
};
use store::{
    self,
    cases::{Case, Revision},
    decisions,
    in_hand::Claim,
    messages::Message,
    notes::Note,
    reports::StoredReport,
    site::Council,
};
use tower_sessions::Session;

use super::{
    case::{find, may_reword, reasons},
    messages::fate,
    queue,
};
use crate::{
    hints::{self, FoundHints},
    http::{
        error::Result,
        session::SignedIn,
        staff::page::{Asked, StaffContext, flash, staff_page},
    },
    letters, markdown,
    state::App,
};

/// Shows a submission: with the checklist while it waits, else with what became of it.
///
/// # Errors
/// When there is no such submission, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    asked: Asked,
) -> Result {
    let case = find(&app, &reference).await?;
    let sheet = Sheet {
        in_turn: asked.in_turn(),
        flash: flash(&session).await?,
        ..Sheet::default()
    };
    draw(&app, &staff, case, sheet).await
}

/// Shows a submission with the checklist as it was answered, and what is wrong with it.
pub(super) async fn again(
    app: &App,
    staff: &Staff,
    case: Case,
    form: ChecklistForm,
    in_turn: bool,
) -> Result {
    let sheet = Sheet {
        form: Some(form),
        in_turn,
        ..Sheet::default()
    };
    draw(app, staff, case, sheet).await
}

/// Shows a submission with a note that could not be kept.
pub(super) async fn with_note(app: &App, staff: &Staff, case: Case, note: NoteForm) -> Result {
    let sheet = Sheet {
        note,
        ..Sheet::default()
    };
    draw(app, staff, case, sheet).await
}

/// What is on the page besides the case: what was just done, what was typed.
#[derive(Default)]
struct Sheet {
    form: Option<ChecklistForm>,
    note: NoteForm,
    in_turn: bool,
    flash: Option<Flash>,
}

async fn draw(app: &App, staff: &Staff, case: Case, page_as_is: Sheet) -> Result<Response> {
    let wrong = page_as_is
        .form
        .as_ref()
        .is_some_and(|form| !form.errors.is_empty())
        || !page_as_is.note.errors.is_empty();
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let model = model(app, staff, case, page_as_is).await?;
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status, page(room.desk(), &model)))
}

/// The policy in force with its standards.
pub(super) struct Policy {
    pub version: PolicyVersion,
    pub standards: Vec<Standard>,
}

impl Policy {
    pub async fn in_force(app: &App) -> Result<Self> {
        let version = store::policy::in_force(&app.db, app.now()).await?;
        let standards = store::policy::standards(&app.db, version.id).await?;
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

async fn model(app: &App, staff: &Staff, case: Case, typed: Sheet) -> Result<ReviewPage> {
    let policy = Policy::in_force(app).await?;
    let record = Record::of(app, &case).await?;
    let others = store::in_hand::open(&app.db, case.id, staff.id, app.now()).await?;
    let declared = store::cases::declaration(&app.db, case.revision_id).await?;
    let permission = permission(app, &case).await?;
    let reworded = store::staff_edits::by_staff(&mut *app.db.acquire().await?, &case).await?;
    let found = if case.waits() {
        hints::of_case(app, &case).await?
    } else {
        FoundHints::default()
    };
    let council = app.council();
    let edit = case
        .public
        .as_ref()
        .filter(|_| case.edit_waits)
        .map(|public| {
            difference::between(&public.details, &case.details, |slug| {
                council.type_name(slug)
            })
        });
    let history = record.history(&council);
    let held = record.held_by(staff.id);
    let reports = record.open_reports();
    let decision = if case.waits() {
        Deciding::Open(ChecklistForm {
            unconfirmed: case.address() == Address::Unconfirmed,
            ..typed.form.unwrap_or_else(|| ChecklistForm {
                items: items(&policy.standards, |_| None),
                ..ChecklistForm::default()
            })
        })
    } else {
        Deciding::Made(Box::new(
            closed(app, &case, record.made, record.messages).await?,
        ))
    };
    Ok(ReviewPage {
        flash: typed.flash,
        version: case.version,
        waiting: queue::waited(app, case.waiting_since),
        channel: channel(&case.channel).to_owned(),
        event_type: case.type_name.clone(),
        description: Html::sanitised(markdown::to_html(case.details.description.as_str())),
        links: links(&case.details),
        sender: sender(app, &case).await?,
        declaration: declared.map_or_else(Declared::default, |declared| Declared {
            version: declared.wording_version,
            wording: declared.wording,
            at: declared.agreed_at,
        }),
        permission,
        history,
        policy_overdue: policy.version.review_overdue(app.today()),
        policy: policy.version,
        decision,
        in_turn: typed.in_turn,
        hints: found.hints,
        alike: found.alike.into_iter().map(alike).collect(),
        edit,
        reworded,
        may_reword: may_reword(&case),
        others,
        held,
        before: before(app, &case).await?,
        note: typed.note,
        reports,
        state: case.state,
        reference: case.reference,
        details: case.details,
    })
}

/// Where an event's links lead: those in its description, its website and where it is booked.
fn links(details: &EventDetails) -> Vec<LinkShown> {
    let described = markdown::links(details.description.as_str());
    let described = described.into_iter().map(|link| LinkShown {
        place: "The description",
        words: link.words,
        host: link.host,
    });
    let booking = match &details.booking {
        Some(Booking::Address(address)) => Some(("Booking", address)),
        Some(Booking::Words(_)) | None => None,
    };
    let website = details
        .website
        .as_ref()
        .map(|address| ("The website", address));
    let asked = website.into_iter().chain(booking);
    let asked = asked.map(|(place, address)| LinkShown {
        place,
        words: address.words().to_owned(),
        host: address.host(),
    });
    described.chain(asked).collect()
}

/// The permission to publish the picture, if there is a picture and somebody gave it.
async fn permission(app: &App, case: &Case) -> Result<Option<Declared>> {
    let Some(picture) = &case.details.picture else {
        return Ok(None);
    };
    let given = store::pictures::permission(&app.db, &picture.id).await?;
    Ok(given.map(|given| Declared {
        version: given.version,
        wording: given.wording,
        at: given.at,
    }))
}

fn alike((neighbour, likeness): (store::cases::Neighbour, Likeness)) -> Alike {
    Alike {
        title: neighbour.details.title.to_string(),
        when: when::dates(&neighbour.details.dates),
        reference: neighbour.reference,
        state: neighbour.state,
        why: reasons(&likeness),
    }
}

async fn before(app: &App, case: &Case) -> Result<Vec<Before>> {
    let past = store::cases::past(&app.db, case).await?;
    Ok(past
        .into_iter()
        .map(|past| Before {
            reference: past.reference,
            title: past.title,
            state: past.state,
            at: past.at,
            clauses: past.clauses,
        })
        .collect())
}

async fn sender(app: &App, case: &Case) -> Result<SenderDetails> {
    Ok(SenderDetails {
        name: case.sender_name.clone(),
        group: case.group_name.clone(),
        email: case.sender_email.clone(),
        email_confirmed: case.email_confirmed_at.is_some(),
        telephone: case.sender_telephone.clone(),
        track: queue::track(store::cases::track(&app.db, case).await?),
        consents: store::cases::consents(&app.db, case.id).await?,
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
            what: case.state.label().to_owned(),
            by: "The sender".to_owned(),
            at: case.revised_at,
            ..Made::default()
        });
    };
    let policy = store::policy::version(&app.db, last.policy_version_id).await?;
    let standards = store::policy::standards(&app.db, policy.id).await?;
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
        what: case.state.label().to_owned(),
        by: last.by,
        at: last.at,
        policy: Some(policy.name),
        ground: if removal {
            Some(last.note.clone())
        } else {
            (last.ground.as_deref()).map(|it| ground(it, &policy.roles))
        },
        items,
        message: messages
            .into_iter()
            .rev()
            .find(|message| message.decision_id == Some(last.id))
            .map(link),
        note: (!removal && !last.note.is_empty()).then_some(last.note),
        public_href: case.public_href(),
        can_take_down: case.state.after(decision::Move::TakeDown).is_ok(),
        can_reopen: case.state.after(decision::Move::Reopen).is_ok(),
    })
}

fn link(message: Message) -> MessageLink {
    let state = fate(&message.state, &message.kind, message.handled_at.is_some());
    MessageLink {
        id: message.id,
        subject: message.subject,
        body: letters::shown(&message.body),
        state,
    }
}

/// Why it was refused, with the clause as it was numbered then.
fn ground(ground: &str, roles: &Roles) -> String {
    if ground == decision::Ground::Nature.as_str() {
        roles.cited("The nature of the event", PolicyRole::RefusalNature)
    } else {
        let words = "One or more standards are not met";
        roles.cited(words, PolicyRole::RefusalStandards)
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

/// All that is kept about a submission.
struct Record {
    received_at: DateTime<Utc>,
    keyed_in: bool,
    revisions: Vec<Revision>,
    made: Vec<decisions::Made>,
    messages: Vec<Message>,
    notes: Vec<Note>,
    claims: Vec<Claim>,
    reports: Vec<StoredReport>,
}

impl Record {
    async fn of(app: &App, case: &Case) -> Result<Self> {
        let db = &app.db;
        Ok(Self {
            received_at: case.received_at,
            keyed_in: case.channel != "form",
            revisions: store::cases::revisions(db, case.id).await?,
            made: decisions::of_submission(db, case.id).await?,
            messages: store::messages::of_submission(db, case.id).await?,
            notes: store::notes::of_submission(db, case.id).await?,
            claims: store::in_hand::claims(db, case.id).await?,
            reports: store::reports::of_submission(db, case.id).await?,
        })
    }

    /// What the public told us and nobody has dealt with.
    fn open_reports(&self) -> Vec<(i64, &'static str)> {
        let open = |report: &&StoredReport| report.dealt_with_at.is_none();
        let open = self.reports.iter().filter(open);
        open.map(|report| (report.id, report.what())).collect()
    }

    /// Who has it in hand now.
    fn held_by(&self, staff: i64) -> Option<Hold> {
        let claim = self
            .claims
            .iter()
            .rfind(|claim| claim.released_at.is_none())?;
        Some(Hold {
            by: claim.by.clone(),
            mine: claim.staff == staff,
            since: claim.taken_at,
        })
    }

    /// All that happened, newest first.
    fn history(&self, council: &Council) -> Vec<Happening> {
        let mut all: Vec<Happening> = self.versions(council);
        all.extend(self.made.iter().rev().map(decided));
        all.extend(self.notes.iter().map(|note| Happening {
            at: note.at,
            who: note.by.clone(),
            what: "wrote a note".to_owned(),
            words: Some(note.words.clone()),
            ..Happening::default()
        }));
        all.extend(self.claims.iter().flat_map(claimed));
        all.extend(self.reports.iter().flat_map(reported));
        all.extend(self.messages.iter().map(|message| {
            Happening {
                at: message.created_at,
                who: "What’s On".to_owned(),
                what: match (message.copy_of, message.state.as_str()) {
                    (Some(_), _) => "sent a message to the sender again",
                    (None, "draft") => "wrote a message to the sender, which waits to be read",
                    (None, "cancelled") if message.handled_at.is_some() => {
                        "wrote a message to the sender, which was thrown away"
                    }
                    (None, "cancelled") => {
                        "wrote a message to the sender, which was not needed any more"
                    }
                    (None, "held") => {
                        "wrote a message to the sender, which is held until they confirm the address"
                    }
                    (None, _) => "wrote a message to the sender",
                }
                .to_owned(),
                link: Some((
                    format!("/staff/messages/{}", message.id),
                    message.subject.clone(),
                )),
                ..Happening::default()
            }
        }));
        all.sort_by_key(|happening| happening.at);
        all.reverse();
        all
    }

    /// Each version with what it changed in the one before.
    fn versions(&self, council: &Council) -> Vec<Happening> {
        let mut before: Option<&Revision> = None;
        let mut versions = Vec::new();
        for revision in &self.revisions {
            let what = match (before, &revision.by, self.keyed_in) {
                (None, _, true) => "told us of the event, and staff keyed it in",
                (None, ..) => "sent the event in",
                (Some(_), Some(_), _) => "changed the wording",
                (Some(_), None, _) => "sent a change",
            };
            versions.push(Happening {
                at: before.map_or(self.received_at, |_| revision.at),
                who: revision
                    .by
                    .clone()
                    .unwrap_or_else(|| "The sender".to_owned()),
                what: what.to_owned(),
                changes: before.map_or_else(Vec::new, |before| {
                    difference::between(&before.details, &revision.details, |slug| {
                        council.type_name(slug)
                    })
                }),
                ..Happening::default()
            });
            before = Some(revision);
        }
        versions
    }
}

fn decided(made: &decisions::Made) -> Happening {
    let mut lines = Vec::new();
    if let Some(vouch) = made.unconfirmed.as_deref().and_then(Vouch::parse) {
        lines.push(format!(
            "The email address was not confirmed. {}.",
            vouch.label()
        ));
    }
    let removal = made.removal.as_deref().and_then(Removal::parse);
    lines.extend(removal.map(|removal| format!("{}.", removal.label())));
    lines.extend(
        made.unmet
            .iter()
            .map(|standard| format!("Not met: {standard}")),
    );
    lines.extend(
        made.hints
            .iter()
            .map(|hint| format!("FoundHints out: {hint}")),
    );
    Happening {
        at: made.at,
        who: made.by.clone(),
        what: deed(made).to_owned(),
        lines,
        words: (!made.note.is_empty()).then(|| made.note.clone()),
        ..Happening::default()
    }
}

/// A report from the public, and what was done about it.
fn reported(report: &StoredReport) -> Vec<Happening> {
    let received = Happening {
        at: report.received_at,
        who: "A visitor".to_owned(),
        what: "told us of a problem".to_owned(),
        lines: vec![format!("{}.", report.what())],
        words: Some(report.words.clone()),
        link: Some((
            format!("/staff/reports/{}", report.id),
            "The report".to_owned(),
        )),
        ..Happening::default()
    };
    let dealt = report.dealt_with_at.zip(report.by.clone());
    let dealt = dealt.map(|(at, who)| Happening {
        at,
        who,
        what: "dealt with a report".to_owned(),
        words: report.outcome.clone(),
        ..Happening::default()
    });
    std::iter::once(received).chain(dealt).collect()
}

fn claimed(claim: &Claim) -> Vec<Happening> {
    let happening = |at, what: &str| Happening {
        at,
        who: claim.by.clone(),
        what: what.to_owned(),
        ..Happening::default()
    };
    let taken = happening(claim.taken_at, "took it in hand");
    let released = claim
        .released_at
        .map(|at| happening(at, "had it in hand until now"));
    std::iter::once(taken).chain(released).collect()
}

/// What a decision did, as the end of a sentence.
pub(super) fn deed(made: &decisions::Made) -> &'static str {
    match (made.kind.as_str(), made.of_edit) {
        ("list", false) => "listed it",
        ("list", true) => "approved the change",
        ("ask_for_changes", false) => "asked for changes",
        ("ask_for_changes", true) => "asked for the change to be changed",
        ("refuse", false) => "refused it",
        ("refuse", true) => "refused the change",
        ("take_down", _) => "took it down",
        ("reopen", _) => "opened it again",
        _ => "closed it as spam",
    }
}
