//! `/staff/messages` and below: every message, word for word (4.3), what became of it, and what
//! staff do with it: read a draft before it goes, change it, send it, throw it away, and send
//! again what was sent or given up.

use crate::letters::marks;
use app::pages::staff::{
    components::MessageState,
    messages::{
        AllAgainPage, DraftForm, MessagePage, MessageRow, MessagesPage, Overtaken, ThrowAwayPage,
        Tries, Why, all_again as all_again_page, message as message_page, messages as page,
        throw_away as throw_away_page,
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    form::FormErrors,
    limits::AGAIN_AT_ONCE,
    message::{DraftAnswers, DraftWords, Filter, Kind},
    staff::Staff,
};
use store::{
    self,
    messages::{Handling, Line, Message},
};
use tower_sessions::Session;

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::{self, Flash, SignedIn},
        staff::page::{Asked, StaffContext, fields, flash, mail_away, number, staff_page},
    },
    letters,
    state::App,
};

/// Shows the messages, newest first.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    asked: Asked,
) -> Result {
    let filter = Filter::parse(asked.words("show"));
    let counted = store::messages::count(&app.db, filter, asked.before()).await?;
    let (pages, part) = asked.part(counted);
    let lines = store::messages::newest(&app.db, filter, part).await?;
    let room = StaffContext::of(&app, &staff).await?;
    let model = MessagesPage {
        flash: flash(&session).await?,
        email_set_up: app.mail.is_set_up(),
        away: mail_away(&app).await?,
        filter,
        to_read: room.nav.to_read,
        stretch: asked.stretch(counted, pages, lines.last().map(Line::mark)),
        before: asked.words("before").to_owned(),
        rows: lines.into_iter().map(row).collect(),
        pages,
    };
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

/// Shows one message; a draft with its form.
///
/// # Errors
/// When there is no such message, or the database does not answer.
pub async fn one(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(id): Path<String>,
) -> Result {
    let message = find(&app, &id).await?;
    let sheet = Sheet {
        form: form(&message),
        message,
        said: flash(&session).await?,
        overtaken: None,
    };
    draw(&app, &staff, StatusCode::OK, sheet).await
}

/// Keeps a draft's words, or sends it.
///
/// # Errors
/// When the form is none of ours, there is no such message, or the database does not answer.
pub async fn handle(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(id): Path<String>,
    Form(pairs): Form,
) -> Result {
    let answers = DraftAnswers::from_pairs(pairs)?;
    let read_at = answers
        .read_at()
        .ok_or(Error::Refused("a draft of no version"))?;
    let message = find(&app, &id).await?;
    let words = match answers.parse() {
        Ok(words) => DraftWords {
            body: letters::kept(&words.body),
            ..words
        },
        Err(errors) if message.state == "draft" => {
            return put_right(&app, &staff, message, answers, errors).await;
        }
        Err(_) => return overtaken(&app, &staff, &id, answers).await,
    };
    let handling = match answers.step.as_str() {
        "send" => Handling::Send(words),
        "keep" => Handling::Keep(words),
        _ => return Err(Error::Refused("a draft with nothing to do")),
    };
    let handled = commands::messages::handle(
        &app.db,
        &app.council().site,
        staff.act(app.now()),
        (message.id, read_at),
        &handling,
    )
    .await?;
    let Some(handled) = handled else {
        return overtaken(&app, &staff, &id, answers).await;
    };
    match handling {
        Handling::Send(_) => {
            say(&session, on_its_way(&app, &message, handled.is_held)).await?;
            Ok(redirect_after_post("/staff/messages"))
        }
        Handling::Keep(_) | Handling::ThrowAway => {
            say(&session, "The words are kept, and nothing is sent yet.").await?;
            Ok(redirect_after_post(&format!(
                "/staff/messages/{}",
                message.id
            )))
        }
    }
}

/// Asks whether a draft is to be thrown away.
///
/// # Errors
/// When there is no such draft, or the database does not answer.
pub async fn ask_to_throw_away(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    Path(id): Path<String>,
) -> Result {
    let message = find(&app, &id).await?;
    if message.state != "draft" {
        return Err(Error::NotFound);
    }
    let model = ThrowAwayPage {
        id: message.id,
        version: message.version,
        subject: message.subject,
        to: message.recipient,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(
        StatusCode::OK,
        throw_away_page(room.desk(), &model),
    ))
}

/// Throws a draft away.
///
/// # Errors
/// When the form is none of ours, there is no such message, or the database does not answer.
pub async fn throw_away(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(id): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [version] = fields(pairs, ["version"])?;
    let read_at = version
        .parse()
        .map_err(|_| Error::Refused("a draft of no version"))?;
    let message = find(&app, &id).await?;
    let away = Handling::ThrowAway;
    let (site, author) = (&app.council().site, staff.act(app.now()));
    if commands::messages::handle(&app.db, site, author, (message.id, read_at), &away)
        .await?
        .is_none()
    {
        return overtaken(&app, &staff, &id, DraftAnswers::default()).await;
    }
    let said = format!(
        "The message to {} was thrown away, and is not sent.",
        message.recipient
    );
    say(&session, said).await?;
    Ok(redirect_after_post("/staff/messages"))
}

/// Sends a message again, as a new one.
///
/// # Errors
/// When the form is none of ours, there is no such message, or the database does not answer.
pub async fn again(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(id): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [] = fields(pairs, [])?;
    let message = find(&app, &id).await?;
    let message_id = marks::message_id(&app.web.site_url());
    match commands::messages::send_again(&app.db, staff.act(app.now()), message.id, &message_id)
        .await?
    {
        Some(copy) => {
            say(&session, on_its_way(&app, &message, copy.is_held)).await?;
            Ok(redirect_after_post(&format!("/staff/messages/{}", copy.id)))
        }
        None => overtaken(&app, &staff, &id, DraftAnswers::default()).await,
    }
}

/// Leaves a message as it is that could not be sent, or perhaps was.
///
/// # Errors
/// When the form is none of ours, there is no such message, or the database does not answer.
pub async fn leave(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(id): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [] = fields(pairs, [])?;
    let message = find(&app, &id).await?;
    if !commands::messages::leave(&app.db, staff.act(app.now()), message.id).await? {
        return overtaken(&app, &staff, &id, DraftAnswers::default()).await;
    }
    let said = format!("The message to {} is left as it is.", message.recipient);
    say(&session, said).await?;
    Ok(redirect_after_post("/staff/messages?show=not-sent"))
}

/// Asks whether all that could not be sent is to be sent again.
///
/// # Errors
/// When the database does not answer.
pub async fn ask_about_all(State(app): State<App>, SignedIn(staff): SignedIn) -> Result {
    let given_up = store::messages::given_up(&app.db, AGAIN_AT_ONCE).await?;
    let why = given_up.into_iter().map(|given_up| Why {
        why: given_up.why,
        to_senders: number(given_up.to_senders),
        to_staff: number(given_up.to_staff),
    });
    let model = AllAgainPage { why: why.collect() };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(
        StatusCode::OK,
        all_again_page(room.desk(), &model),
    ))
}

/// Sends all again that could not be sent.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn all_again(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let [] = fields(pairs, [])?;
    let site_url = app.web.site_url();
    let message_id = || marks::message_id(&site_url);
    let again =
        commands::messages::send_all_again(&app.db, staff.act(app.now()), message_id).await?;
    let said = match again {
        0 => "No message is left to send again.".to_owned(),
        1 => "1 message is tried again.".to_owned(),
        mails => format!("{mails} messages are tried again."),
    };
    say(&session, said).await?;
    Ok(redirect_after_post("/staff/messages?show=waiting"))
}

/// Lets mails go that the brake holds.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn let_go(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let [] = fields(pairs, [])?;
    let said = match commands::brake::by_staff(&app.db, staff.act(app.now())).await? {
        0 => "No message is held any more.".to_owned(),
        1 => "1 message is on its way.".to_owned(),
        mails => format!("{mails} messages are on their way."),
    };
    say(&session, said).await?;
    Ok(redirect_after_post("/staff"))
}

async fn find(app: &App, id: &str) -> Result<Message> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    store::messages::one(&app.db, id)
        .await?
        .ok_or(Error::NotFound)
}

async fn say(session: &Session, message: impl Into<String>) -> Result<()> {
    let message = message.into();
    let flash = Flash {
        message,
        link: None,
    };
    session::say(session, flash).await
}

fn on_its_way(app: &App, message: &Message, is_held: bool) -> String {
    let to = &message.recipient;
    if is_held {
        format!("The message to {to} goes as soon as the sender has confirmed that address.")
    } else if app.mail.is_set_up() {
        format!("The message to {to} is on its way.")
    } else {
        format!("The message to {to} goes out once email is set up.")
    }
}

/// What a message's page is drawn from.
struct Sheet {
    message: Message,
    form: Option<DraftForm>,
    said: Option<app::pages::staff::components::Flash>,
    overtaken: Option<Overtaken>,
}

/// The form of a draft as it is kept.
fn form(message: &Message) -> Option<DraftForm> {
    (message.state == "draft").then(|| DraftForm {
        version: message.version,
        subject: message.subject.clone(),
        body: letters::shown(&message.body),
        errors: FormErrors::default(),
    })
}

/// Shows the draft's form as it was typed, with what is wrong.
async fn put_right(
    app: &App,
    staff: &Staff,
    message: Message,
    answers: DraftAnswers,
    errors: FormErrors,
) -> Result {
    let form = DraftForm {
        version: answers.read_at().unwrap_or(message.version),
        subject: answers.subject,
        body: answers.body,
        errors,
    };
    let sheet = Sheet {
        message,
        form: Some(form),
        said: None,
        overtaken: None,
    };
    draw(app, staff, StatusCode::UNPROCESSABLE_ENTITY, sheet).await
}

/// Somebody else was first: shows the message as it is now, and what was typed here.
async fn overtaken(app: &App, staff: &Staff, id: &str, typed: DraftAnswers) -> Result {
    let message = find(app, id).await?;
    let sheet = Sheet {
        form: form(&message),
        message,
        said: None,
        overtaken: Some(Overtaken {
            subject: typed.subject,
            body: typed.body,
        }),
    };
    draw(app, staff, StatusCode::CONFLICT, sheet).await
}

async fn draw(app: &App, staff: &Staff, status: StatusCode, drawn: Sheet) -> Result {
    let Sheet {
        message,
        form,
        said,
        overtaken,
    } = drawn;
    let room = StaffContext::of(app, staff).await?;
    let from = app.mail.from.as_ref().map(ToString::to_string);
    let model = MessagePage {
        flash: said,
        email_set_up: app.mail.is_set_up(),
        from: from.unwrap_or_else(|| room.council.site.office_email.clone()),
        title: message.title,
        body: letters::shown(&message.body),
        sent: message.sent_at,
        tries: Tries {
            count: u32::try_from(message.attempts).unwrap_or_default(),
            next: message.next_attempt_at,
            trouble: message.last_error,
            perhaps_sent: message.perhaps_sent,
        },
        handled: message.handled_by.zip(message.handled_at),
        left: message.left_by.zip(message.left_at),
        draft: form,
        overtaken,
        copy_of: message.copy_of,
        copied_as: message.copied_as,
        may_go_again: message.may_go_again,
        message: MessageRow {
            id: message.id,
            to: message.recipient,
            subject: message.subject,
            reference: message.reference,
            state: fate(&message.state, &message.kind, message.handled_at.is_some()),
            at: message.created_at,
        },
    };
    Ok(staff_page(status, message_page(room.desk(), &model)))
}

fn row(line: store::messages::Line) -> MessageRow {
    let store::messages::Line {
        id,
        recipient,
        subject,
        reference,
        state,
        kind,
        is_handled,
        created_at,
    } = line;
    MessageRow {
        id,
        to: recipient,
        subject,
        reference,
        state: fate(&state, &kind, is_handled),
        at: created_at,
    }
}

/// A message's fate as the database names it, by its kind and whether staff handled it. One that it cannot name is unknown.
pub(super) fn fate(state: &str, kind: &str, is_handled: bool) -> MessageState {
    match state {
        "held" if Kind::parse(kind).is_some_and(Kind::asks_to_confirm) => MessageState::Braked,
        "held" => MessageState::Held,
        "cancelled" if !is_handled => MessageState::Dropped,
        "draft" => MessageState::Draft,
        "waiting" => MessageState::Waiting,
        "sending" => MessageState::Sending,
        "sent" => MessageState::Sent,
        "failed" => MessageState::Failed,
        "cancelled" => MessageState::Cancelled,
        _ => MessageState::Unknown,
    }
}

/// The way to the draft that a decision has just written, if it wrote one.
pub(super) async fn draft_of(app: &App, submission: i64) -> Result<Option<(String, String)>> {
    let draft = store::messages::draft_of(&app.db, submission).await?;
    Ok(draft.map(|id| {
        (
            format!("/staff/messages/{id}"),
            "Read its message before it goes".to_owned(),
        )
    }))
}
