//! `/staff/records/log`: everything that was done, in sentences, and whether the log is whole.

use app::{
    components::Choice,
    pages::staff::log::{CheckPage, Checked, LogPage, LogRow, check as check_page, log as page},
};
use axum::extract::State;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use domain::{
    audit,
    form::FormErrors,
    reference::Reference,
    when::{self, parse_date},
};
use store::{
    self, STRETCH,
    audit::{Filter, Line},
};

use crate::{
    http::{
        error::Result,
        session::SignedIn,
        staff::page::{Asked, StaffContext, number, staff_page, status},
    },
    state::App,
};

/// Shows the entries that match.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, asked: Asked) -> Result {
    let (filter, errors) = filter(&asked);
    let counted = if errors.is_empty() {
        store::audit::count(&app.db, &filter, asked.before()).await?
    } else {
        0
    };
    let (pages, part) = asked.part(counted);
    let lines = if counted > 0 {
        store::audit::newest(&app.db, &filter, part).await?
    } else {
        Vec::new()
    };
    let status = status(&errors);
    let model = LogPage {
        reference: asked.words("reference").to_owned(),
        who: asked.words("who").to_owned(),
        people: people(&app).await?,
        from: asked.words("from").to_owned(),
        to: asked.words("to").to_owned(),
        total: number(counted.min(STRETCH)),
        stretch: asked.stretch(counted, pages, lines.last().map(Line::mark)),
        before: asked.words("before").to_owned(),
        rows: lines.into_iter().map(row).collect(),
        pages,
        errors,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(status, page(room.desk(), &model)))
}

/// Checks every entry now, and says what it came to.
pub async fn check(State(app): State<App>, SignedIn(staff): SignedIn, asked: Asked) -> Result {
    let checked = match store::audit::verify(&mut *app.db.acquire().await?).await? {
        Ok(head) => Checked::Whole {
            entries: head.seq,
            head: hex::encode(head.hash),
        },
        Err(broken) => Checked::Broken {
            entry: broken.seq,
            what: broken.what.to_string(),
        },
    };
    let head = asked.words("head").to_owned();
    let mut errors = FormErrors::default();
    let holds = match audit::read_hash(&head) {
        Some(hash) => Some(store::audit::holds(&app.db, &hash).await?),
        None if head.is_empty() => None,
        None => {
            errors.push(
                "head",
                "Enter the 64 characters of the seal, each from 0 to 9 or a to f",
            );
            None
        }
    };
    let status = status(&errors);
    let model = CheckPage {
        checked,
        at: app.now(),
        head,
        holds,
        errors,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(status, check_page(room.desk(), &model)))
}

/// Reads what is looked for.
fn filter(asked: &Asked) -> (Filter, FormErrors) {
    let mut errors = FormErrors::default();
    let mut given = |name: &'static str, read: fn(&str) -> Option<String>, advice: &str| {
        let words = asked.words(name);
        if words.is_empty() {
            return None;
        }
        let value = read(words);
        if value.is_none() {
            errors.push(name, advice);
        }
        value
    };
    let reference = |text: &str| Reference::parse(text).ok().map(|it| it.to_string());
    let subject = given("reference", reference, "Enter a reference like WO-7K4P");
    let actor = Some(asked.words("who").to_owned()).filter(|who| !who.is_empty());
    let from = day(asked.words("from"), "from", &mut errors).and_then(start);
    let before =
        day(asked.words("to"), "to", &mut errors).and_then(|day| start(day + Days::new(1)));
    let filter = Filter {
        subject,
        actor,
        from,
        before,
    };
    (filter, errors)
}

/// A day on one line: "1 12 2026", "1/12/2026", "1 December 2026".
fn day(text: &str, field: &str, errors: &mut FormErrors) -> Option<NaiveDate> {
    if text.is_empty() {
        return None;
    }
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let day = match parts.as_slice() {
        [day, month, year] => parse_date(day, month, year).ok(),
        _ => None,
    };
    if day.is_none() {
        errors.push(field, "Enter a date like 1 12 2026");
    }
    day
}

/// The first moment of a day on the parish's clock.
fn start(day: NaiveDate) -> Option<DateTime<Utc>> {
    when::resolve(day, NaiveTime::MIN).ok()
}

async fn people(app: &App) -> Result<Vec<Choice>> {
    let staff = store::staff::names(&app.db).await?;
    let staff = staff
        .into_iter()
        .map(|(id, name)| Choice::new(format!("staff:{id}"), name));
    let others = [("sender", SENDERS), ("command line", AT_THE_SERVER)];
    let others = others.map(|(value, label)| Choice::new(value, label));
    Ok(staff.chain(others).collect())
}

const SENDERS: &str = "The senders";
const AT_THE_SERVER: &str = "Whoever looks after the computer";

fn row(line: Line) -> LogRow {
    let who = match (line.actor_name, line.actor.as_str()) {
        (Some(name), _) => name,
        (None, "sender") => "The sender".to_owned(),
        (None, "command line") => AT_THE_SERVER.to_owned(),
        (None, "reader") => "A reader of the weekly email".to_owned(),
        (None, "visitor") => "A visitor".to_owned(),
        (None, "timetable") => "What’s On, by itself".to_owned(),
        (None, _) => line.actor,
    };
    let reference = Reference::parse(&line.subject)
        .ok()
        .map(|_| line.subject.clone());
    let subject = line.subject_name.unwrap_or(line.subject);
    LogRow {
        seq: line.seq,
        sentence: audit::sentence(&who, &line.action, &subject),
        reference,
        at: line.at,
    }
}
