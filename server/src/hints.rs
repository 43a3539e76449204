//! What is pointed out to the reader of a submission: hints, and others that are very like it.
//!
//! What the words suggest is worked out once for a revision, on a thread that no visitor waits for, and
//! kept (`store::hints`); what depends on the day and on other events is looked at with each page.

use std::{collections::HashMap, sync::LazyLock};

use chrono::{DateTime, Utc};
use domain::{
    decision::State,
    event::EventDetails,
    hints::{self, Hint, Surroundings},
    likeness::{Likeness, Sketch, nearest},
    signs::Sign,
    stored,
};
use sha2::{Digest, Sha256};
use store::{
    cases::{self, Case, Neighbour},
    queue,
    site::Council,
};
use tokio::{sync::Semaphore, task};

use crate::state::App;

/// So many pages have hints worked out at once; who comes later waits.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// One submission's hints are made ready at a time: in a flood the others have them when they are read.
static READY: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// A revision whose hints are asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The revision's number.
    pub revision: i64,
    /// The submission's reference.
    pub reference: String,
    /// The sender's email address; empty where there is none.
    pub sender: String,
    /// The event in that revision.
    pub details: EventDetails,
    /// What was odd about how the form was filled in.
    pub signs: Vec<Sign>,
}

impl From<&Case> for Asked {
    fn from(case: &Case) -> Self {
        Self {
            revision: case.revision_id,
            reference: case.reference.clone(),
            sender: case.sender_email.clone().unwrap_or_default(),
            details: case.details.clone(),
            signs: case.signs.clone(),
        }
    }
}

impl From<&queue::Row> for Asked {
    fn from(row: &queue::Row) -> Self {
        Self {
            revision: row.revision_id,
            reference: row.reference.clone(),
            sender: row.sender_email.clone().unwrap_or_default(),
            details: row.details.clone(),
            signs: row.signs.clone(),
        }
    }
}

/// What is pointed out of one submission.
#[derive(Debug, Clone, Default)]
pub struct FoundHints {
    /// Its hints, in the order of the standards.
    pub hints: Vec<Hint>,
    /// Others that are very like it, the likest first.
    pub alike: Vec<(Neighbour, Likeness)>,
}

/// What is pointed out of these revisions, in their order.
pub async fn of(app: &App, asked: Vec<Asked>) -> sqlx::Result<Vec<FoundHints>> {
    let parish = Parish::of(&app.council());
    let revisions: Vec<i64> = asked.iter().map(|asked| asked.revision).collect();
    let kept = store::hints::of_revisions(&app.db, &revisions, &parish.digest()).await?;
    let neighbours = cases::on_days(&app.db, &days_of(&asked)).await?;
    let found = worked_out(Work {
        asked,
        kept: kept.into_iter().collect(),
        neighbours,
        now: app.now(),
        parish: parish.clone(),
    })
    .await?;
    for (revision, hints) in found.new {
        store::hints::keep(&app.db, revision, &parish.digest(), hints, app.now()).await?;
    }
    Ok(found.found)
}

/// What is pointed out of one submission.
pub async fn of_case(app: &App, case: &Case) -> sqlx::Result<FoundHints> {
    let found = of(app, vec![Asked::from(case)]).await?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// Works a submission's hints out now that it was sent, so that its reader does not wait for them. Whatever goes
/// wrong is put right when they are asked for.
pub fn make_ready(app: &App, reference: String) {
    let app = app.clone();
    task::spawn(async move {
        let Ok(_turn) = READY.try_acquire() else {
            return;
        };
        if let Err(error) = ready(&app, &reference).await {
            tracing::warn!(%error, "hints are not ready");
        }
    });
}

async fn ready(app: &App, reference: &str) -> sqlx::Result<()> {
    if let Some(case) = cases::find(&app.db, reference).await? {
        of_case(app, &case).await?;
    }
    Ok(())
}

/// The days of these events, each once.
fn days_of(asked: &[Asked]) -> Vec<String> {
    let days = asked.iter().flat_map(|asked| asked.details.dates.days());
    let mut days: Vec<String> = days.map(|day| day.to_string()).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// What all revisions are judged by: the facts of this parish.
#[derive(Debug, Clone)]
struct Parish {
    council: String,
    places: Vec<String>,
    postcodes: Vec<String>,
    public: Vec<String>,
}

impl Parish {
    fn of(council: &Council) -> Self {
        Self {
            council: council.site.council.clone(),
            places: places(council),
            postcodes: council.postcodes.clone(),
            public: vec![
                council.site.office_email.clone(),
                council.site.office_telephone.clone(),
                council.site.office_address.clone(),
            ],
        }
    }

    /// What hints were made under: other rules or another parish make others.
    fn digest(&self) -> Vec<u8> {
        let facts = format!("{} {self:?}", hints::VERSION);
        Sha256::digest(facts).to_vec()
    }

    fn around<'a>(
        &'a self,
        sender: &'a str,
        others: &'a [&'a Sketch],
        now: DateTime<Utc>,
    ) -> Surroundings<'a> {
        Surroundings {
            now,
            council: &self.council,
            parish: &self.places,
            postcodes: &self.postcodes,
            public: &self.public,
            sender,
            others,
        }
    }
}

/// The places of the parish: those that the council names, and the villages of its venues.
fn places(council: &Council) -> Vec<String> {
    let named = council.site.places.replace(" and ", ", ");
    let mut places: Vec<String> = named
        .split(',')
        .map(|place| place.trim().to_owned())
        .chain(council.venues.iter().map(|venue| venue.village.clone()))
        .filter(|place| !place.is_empty())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// All that the working out needs, so that it can go to another thread.
struct Work {
    asked: Vec<Asked>,
    kept: HashMap<i64, Vec<stored::Hint>>,
    neighbours: Vec<Neighbour>,
    now: DateTime<Utc>,
    parish: Parish,
}

/// What came of it: for each that was asked, and what is to be kept of those that were not.
#[derive(Default)]
struct WorkedOut {
    found: Vec<FoundHints>,
    new: Vec<(i64, Vec<stored::Hint>)>,
}

/// Works hints out on a thread of its own, two pages at a time.
async fn worked_out(work: Work) -> sqlx::Result<WorkedOut> {
    let _turn = AT_ONCE
        .acquire()
        .await
        .map_err(|_| sqlx::Error::PoolClosed)?;
    let done = task::spawn_blocking(move || work.out()).await;
    done.map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))
}

impl Work {
    fn out(mut self) -> WorkedOut {
        let neighbours: Vec<(Neighbour, Sketch)> = std::mem::take(&mut self.neighbours)
            .into_iter()
            .map(|neighbour| {
                let sender = neighbour.sender_email.as_deref().unwrap_or_default();
                let sketch = Sketch::new(&neighbour.details, sender);
                (neighbour, sketch)
            })
            .collect();
        let mut done = WorkedOut::default();
        for asked in &self.asked {
            let kept = self.kept.remove(&asked.revision);
            let (found, new) = of_one(asked, kept, &neighbours, (&self.parish, self.now));
            done.found.push(found);
            done.new.extend(new.map(|new| (asked.revision, new)));
        }
        done
    }
}

/// What is pointed out of one revision, and what is to be kept of it where nothing was.
fn of_one(
    asked: &Asked,
    kept: Option<Vec<stored::Hint>>,
    neighbours: &[(Neighbour, Sketch)],
    (parish, now): (&Parish, DateTime<Utc>),
) -> (FoundHints, Option<Vec<stored::Hint>>) {
    let others: Vec<&(Neighbour, Sketch)> = neighbours
        .iter()
        .filter(|(neighbour, _)| neighbour.reference != asked.reference)
        .collect();
    let sketches: Vec<&Sketch> = others.iter().map(|(_, sketch)| sketch).collect();
    let current: Vec<&Sketch> = others
        .iter()
        .filter(|(neighbour, _)| matches!(neighbour.state, State::Listed | State::Waiting))
        .map(|(_, sketch)| sketch)
        .collect();
    let around = parish.around(&asked.sender, &current, now);
    let new = kept.is_none();
    let of_words = kept.map_or_else(
        || hints::of_words(&asked.details, &around),
        |kept| kept.into_iter().filter_map(stored::Hint::read).collect(),
    );
    let new = new.then(|| of_words.iter().cloned().map(stored::Hint::from).collect());
    let mut found = hints::in_order(of_words, hints::of_now(&asked.details, &around));
    found.extend(asked.signs.iter().filter_map(|sign| sign.hint()));
    let alike = nearest(&Sketch::new(&asked.details, &asked.sender), &sketches)
        .into_iter()
        .take(3)
        .map(|(at, likeness)| (others[at].0.clone(), likeness))
        .collect();
    let found = FoundHints {
        hints: found,
        alike,
    };
    (found, new)
}
