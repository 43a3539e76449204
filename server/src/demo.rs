//! The demonstration: invented events and one account, only under `--demo`.
//!
//! The events take the same way as everybody's: through the form's parser, the send and the
//! decision. Groups and places are made up; dates follow today.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    event::plain_words,
    notices::Notices,
    picture::PictureAnswers,
    staff::Author,
    submission::{
        Channel, DraftAnswers, EventAnswers, FilledInBy, MoreAnswers, RepeatAnswers, WhenAnswers,
        WhereAnswers, YouAnswers,
    },
};
use serde::Deserialize;
use store::{self, token};
use uuid::Uuid;

use crate::{accounts, cli::failure::Failure, commands, pictures, state::App};

/// The demonstration account's address.
pub const EMAIL: &str = "clerk@example.org";

/// What is demonstrated: `demo.json`, beside this file.
const EVENTS: &str = include_str!("demo.json");

/// The picture, drawn for the demonstration.
const PICTURE: &[u8] = include_bytes!("demo/lantern-walk.jpg");

/// An invented event.
#[derive(Deserialize)]
struct Invented {
    /// Days from today, or the next such weekday after that many weeks: "12", "Sat+1".
    on: String,
    start: String,
    #[serde(default)]
    finish: String,
    title: String,
    #[serde(rename = "type")]
    event_type: String,
    description: String,
    /// "Village Hall, Groombridge": a known venue.
    venue: String,
    group: String,
    #[serde(default)]
    cost: String,
    #[serde(default)]
    price: String,
    #[serde(default)]
    step_free: String,
    #[serde(default)]
    hearing_loop: String,
    /// Further dates, each as many days after the first.
    #[serde(default)]
    also: Vec<u64>,
    /// How many weeks it is on every week, where it repeats.
    #[serde(default)]
    weekly: String,
    /// What is seen on the picture, where it has the picture.
    #[serde(default)]
    picture: String,
    /// Whether it is listed already, or waits for the clerk.
    listed: bool,
    /// Whether its sender has confirmed the email address.
    #[serde(default = "yes")]
    confirmed: bool,
}

fn yes() -> bool {
    true
}

/// Makes the account and the events, where there are none yet, and says how to sign in.
pub async fn prepare(app: &App, password: Option<String>) -> Result<String, Failure> {
    let password = password.unwrap_or_else(|| token::secret()[..12].to_owned());
    let clerk = accounts::demo_account(app, EMAIL, "The Clerk", &password).await?;
    if store::submissions::none(&app.db).await? {
        let events: Vec<Invented> = serde_json::from_str(EVENTS)
            .map_err(|error| Failure::Said(format!("demo.json: {error}")))?;
        // Nobody wants a notice of each invented event.
        choose(app, clerk, Notices::NONE).await?;
        for event in &events {
            load(app, clerk, event).await?;
        }
        choose(app, clerk, Notices::default()).await?;
    }
    Ok(format!(
        "Staff sign in at {}/staff\n  Email address: {EMAIL}\n  Password: {password}\n",
        app.web.site_url()
    ))
}

async fn choose(app: &App, clerk: i64, notices: Notices) -> sqlx::Result<()> {
    let author = Author {
        staff: clerk,
        now: app.now(),
    };
    commands::notices::choose(&app.db, author, notices).await
}

async fn load(app: &App, clerk: i64, event: &Invented) -> Result<(), Failure> {
    let council = app.council();
    let now = app.now();
    let mut answers = answers(app, event);
    if !event.picture.is_empty() {
        answers.picture = Some(picture(app, &event.picture).await?);
    }
    let submission = answers
        .parse(&council.context(now, FilledInBy::Sender))
        .map_err(|problems| Failure::Said(format!("demo event {:?}: {problems:?}", event.title)))?;
    let sending = store::submissions::Sending {
        submission: &submission,
        answers: &answers,
        send_key: Uuid::new_v4(),
        channel: Channel::Form,
        keyed_in_by: None,
        site: &council.site,
        from: None,
        signs: &[],
        worked: false,
        now,
    };
    let sent = commands::submit::send(&app.db, &sending).await?;
    let store::submissions::Sent::Stored(reference) = sent else {
        return Ok(());
    };
    if event.confirmed {
        commands::confirm_address::confirm_as_demo(&app.db, &reference.to_string(), now).await?;
    }
    if event.listed {
        commands::decide::list_as_demo(
            &app.db,
            &council.site,
            &reference,
            Author { staff: clerk, now },
        )
        .await?;
    }
    Ok(())
}

async fn picture(app: &App, alt: &str) -> Result<PictureAnswers, Failure> {
    let drawn = pictures::draw(PICTURE.to_vec())
        .await
        .map_err(|problem| Failure::Said(problem.words().to_owned()))?;
    Ok(PictureAnswers {
        picture: commands::pictures::keep(&app.db, &drawn, app.now()).await?,
        alt: alt.to_owned(),
        rights: "yes".to_owned(),
        ..PictureAnswers::default()
    })
}

fn answers(app: &App, event: &Invented) -> DraftAnswers {
    let first = date(&event.on, app.today());
    let venue = app
        .council()
        .venues
        .iter()
        .find(|venue| format!("{}, {}", venue.name, venue.village) == event.venue)
        .map(|venue| venue.id);
    let (day, month, year) = typed(first);
    let more = event.also.iter().map(|&after| {
        let (day, month, year) = typed(first + Days::new(after));
        domain::submission::MoreDate {
            day,
            month,
            year,
            ..Default::default()
        }
    });
    DraftAnswers {
        event: Some(EventAnswers {
            title: event.title.clone(),
            description: event.description.clone(),
            event_type: event.event_type.clone(),
        }),
        when: Some(WhenAnswers {
            day,
            month,
            year,
            start: event.start.clone(),
            finish: event.finish.clone(),
            repeats: if !event.weekly.is_empty() {
                "rule"
            } else if event.also.is_empty() {
                "once"
            } else {
                "dates"
            }
            .into(),
            rule: weekly(event),
            more: more.collect(),
            ..Default::default()
        }),
        place: Some(WhereAnswers {
            venue: venue.map_or_else(|| "other".into(), |id| id.to_string()),
            venue_name: if venue.is_none() {
                event.venue.clone()
            } else {
                String::new()
            },
            ..Default::default()
        }),
        more: Some(MoreAnswers {
            cost: event.cost.clone(),
            price: event.price.clone(),
            step_free: event.step_free.clone(),
            hearing_loop: event.hearing_loop.clone(),
            ..Default::default()
        }),
        picture: None,
        you: Some(YouAnswers {
            name: "Sam Example".into(),
            email: format!("{}@example.org", plain_words(&event.group)),
            group: event.group.clone(),
            ..Default::default()
        }),
    }
}

fn weekly(event: &Invented) -> RepeatAnswers {
    if event.weekly.is_empty() {
        return RepeatAnswers::default();
    }
    RepeatAnswers {
        every: "week".into(),
        ends: "times".into(),
        times: event.weekly.clone(),
        ..RepeatAnswers::default()
    }
}

fn typed(date: NaiveDate) -> (String, String, String) {
    (
        date.day().to_string(),
        date.month().to_string(),
        date.year().to_string(),
    )
}

/// "12" is twelve days from today; "Sat+1" the Saturday after this coming week's.
fn date(on: &str, today: NaiveDate) -> NaiveDate {
    if let Ok(days) = on.parse() {
        return today + Days::new(days);
    }
    let (weekday, weeks) = on.split_once('+').unwrap_or((on, "0"));
    let weekday: chrono::Weekday = weekday.parse().unwrap_or(chrono::Weekday::Sat);
    let weeks: u64 = weeks.parse().unwrap_or_default();
    let ahead = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today + Days::new(u64::from(if ahead == 0 { 7 } else { ahead }) + weeks * 7)
}
