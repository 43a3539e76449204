//! `/staff/settings/venues`: the venues that senders can pick.

use app::{
    components::Choice,
    pages::staff::{
        confirm::ConfirmPage,
        settings::venues::{
            MergePage, VENUES, VenuePage, VenueRow, VenuesPage, merge as merge_page,
            venue as venue_page, venues as page,
        },
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    event::AccessFact,
    form::FormErrors,
    places::{OnMap, VenueAnswers},
    submission::VenueRef,
};
use store::{
    self,
    venues::{SaveOutcome, Venue},
};
use tower_sessions::Session;

use super::page::{ask, kept, number_or_new, offered_words};
use crate::{
    commands,
    http::{
        error::{Error, Result},
        form::Form,
        session::Administrator,
        staff::page::{StaffContext, fields, flash, id, number, staff_page, status},
    },
    state::App,
};

/// Shows the venues.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    let all = store::venues::all(&app.db).await?;
    let model = VenuesPage {
        flash: flash(&session).await?,
        venues: all.iter().map(|venue| row(venue, &all)).collect(),
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

fn row(venue: &Venue, all: &[Venue]) -> VenueRow {
    let parts = [venue.address.as_str(), venue.postcode.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    VenueRow {
        id: venue.id,
        name: venue.name.clone(),
        village: venue.village.clone(),
        address: parts.join(", "),
        map: OnMap::parse(&venue.map()).ok().map(|map| map.href()),
        events: number(venue.events),
        retired: venue.retired,
        merged_into: merged_into(venue, all),
    }
}

fn merged_into(venue: &Venue, all: &[Venue]) -> Option<String> {
    let into = venue.merged_into?;
    all.iter().find(|other| other.id == into).map(Venue::words)
}

/// Shows one venue to be changed, or the form of a new one.
///
/// # Errors
/// When there is no such venue, or the database does not answer.
pub async fn one(
    State(app): State<App>,
    administrator: Administrator,
    Path(address): Path<String>,
) -> Result {
    let mut answers = VenueAnswers::default();
    if let Some(number) = number_or_new(&address)? {
        let venue = find(&app, number).await?;
        answers = VenueAnswers {
            map: venue.map(),
            access: AccessFact::ALL.map(|fact| known(venue.fact(fact)).to_owned()),
            name: venue.name,
            village: venue.village,
            address: venue.address,
            postcode: venue.postcode,
            anyway: String::new(),
        };
    }
    let number = number_or_new(&address)?;
    let asked = (answers, vec![]);
    draw(&app, &administrator, number, asked, FormErrors::default()).await
}

fn known(fact: Option<bool>) -> &'static str {
    match fact {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

/// Keeps a venue.
///
/// # Errors
/// When the form is none of ours, there is no such venue, or the database does not answer.
pub async fn keep(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(address): Path<String>,
    Form(pairs): Form,
) -> Result {
    let number = number_or_new(&address)?;
    let answers = VenueAnswers::from_pairs(pairs)?;
    let mut errors = FormErrors::default();
    let near = match number {
        None => near(&app, &answers).await?,
        Some(_) => vec![],
    };
    match answers.parse() {
        Err(found) => errors = found,
        Ok(_) if !near.is_empty() => errors.push("near", VERY_LIKE),
        Ok(venue) => {
            let act = administrator.0.act(app.now());
            match commands::venues::keep(&app.db, act, number, &venue).await? {
                SaveOutcome::Saved => {
                    let words = format!("“{}, {}” is saved.", venue.name, venue.village);
                    return kept(&app, &session, words, VENUES).await;
                }
                SaveOutcome::NotFound => return Err(Error::NotFound),
                SaveOutcome::NameTaken => errors.push("name", NAME_TAKEN),
            }
        }
    }
    let asked = (answers, near);
    draw(&app, &administrator, number, asked, errors).await
}

/// The venues that a new one is very like.
async fn near(app: &App, answers: &VenueAnswers) -> Result<Vec<(i64, String)>> {
    let all = store::venues::all(&app.db).await?;
    let known = all.into_iter().filter(|venue| venue.merged_into.is_none());
    let known: Vec<VenueRef> = known
        .map(|venue| VenueRef {
            id: venue.id,
            name: venue.name,
            village: venue.village,
        })
        .collect();
    let near = answers.near(&known).into_iter();
    let named = near.map(|venue| (venue.id, format!("{}, {}", venue.name, venue.village)));
    Ok(named.collect())
}

const VERY_LIKE: &str = "Look whether this is a venue that we have already";
const NAME_TAKEN: &str =
    "There is a venue of that name in the village already. Enter a different one";

async fn draw(
    app: &App,
    administrator: &Administrator,
    number: Option<i64>,
    (answers, near): (VenueAnswers, Vec<(i64, String)>),
    errors: FormErrors,
) -> Result {
    let all = store::venues::all(&app.db).await?;
    let venue = number.map(|number| {
        all.iter()
            .find(|venue| venue.id == number)
            .ok_or(Error::NotFound)
    });
    let venue = venue.transpose()?;
    let room = StaffContext::of(app, &administrator.0).await?;
    let status = status(&errors);
    let model = VenuePage {
        id: number,
        retired: venue.is_some_and(|venue| venue.retired),
        merged_into: venue.and_then(|venue| merged_into(venue, &all)),
        near,
        answers,
        errors,
    };
    Ok(staff_page(status, venue_page(room.desk(), &model)))
}

/// Asks before a venue is offered no longer.
///
/// # Errors
/// When there is no such venue, or the database does not answer.
pub async fn ask_retire(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(address): Path<String>,
) -> Result {
    let venue = find(&app, id(&address)?).await?;
    let model = ConfirmPage {
        title: "Stop offering a venue".to_owned(),
        about: venue.words(),
        happens: vec![
            "Senders can no longer pick it, and visitors can no longer filter by it.".to_owned(),
            "Events at this venue stay listed.".to_owned(),
            "It can be offered again later.".to_owned(),
        ],
        action: format!("{VENUES}/{}/retire", venue.id),
        button: "Stop offering it".to_owned(),
        back: (VENUES.to_owned(), "Go on offering it".to_owned()),
        ..ConfirmPage::default()
    };
    ask(&app, &staff, &model).await
}

/// Offers a venue no longer.
///
/// # Errors
/// When there is no such venue, or the database does not answer.
pub async fn retire(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(address): Path<String>,
) -> Result {
    set_offered(&app, &administrator, &session, id(&address)?, false).await
}

/// Offers a venue again.
///
/// # Errors
/// When there is no such venue, or the database does not answer.
pub async fn bring_back(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(address): Path<String>,
) -> Result {
    set_offered(&app, &administrator, &session, id(&address)?, true).await
}

async fn set_offered(
    app: &App,
    administrator: &Administrator,
    session: &Session,
    number: i64,
    offered: bool,
) -> Result {
    let venue = find(app, number).await?;
    let act = administrator.0.act(app.now());
    commands::venues::retire(&app.db, act, number, !offered).await?;
    let words = offered_words(&venue.words(), offered);
    kept(app, session, words, VENUES).await
}

/// Asks into which venue one is merged.
///
/// # Errors
/// When there is no such venue, or the database does not answer.
pub async fn ask_merge(
    State(app): State<App>,
    administrator: Administrator,
    Path(address): Path<String>,
) -> Result {
    draw_merge(
        &app,
        &administrator,
        id(&address)?,
        String::new(),
        FormErrors::default(),
    )
    .await
}

/// Merges a venue into another.
///
/// # Errors
/// When the form is none of ours, there is no such venue, or the database does not answer.
pub async fn merge(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(address): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [into] = fields(pairs, ["into"])?;
    let number = id(&address)?;
    let venue = find(&app, number).await?;
    if let Ok(other) = into.parse() {
        let act = administrator.0.act(app.now());
        if commands::venues::merge(&app.db, act, number, other).await? == SaveOutcome::Saved {
            let stays = find(&app, other).await?;
            let words = format!("“{}” was merged into “{}”.", venue.words(), stays.words());
            return kept(&app, &session, words, VENUES).await;
        }
    }
    let mut errors = FormErrors::default();
    errors.push("into", "Select the venue that stays");
    draw_merge(&app, &administrator, number, into, errors).await
}

async fn draw_merge(
    app: &App,
    administrator: &Administrator,
    number: i64,
    into: String,
    errors: FormErrors,
) -> Result {
    let all = store::venues::all(&app.db).await?;
    let venue = all
        .iter()
        .find(|venue| venue.id == number && venue.merged_into.is_none())
        .ok_or(Error::NotFound)?;
    let others = all
        .iter()
        .filter(|other| other.id != number && !other.retired);
    let status = status(&errors);
    let model = MergePage {
        id: number,
        name: venue.words(),
        events: crate::http::staff::page::number(venue.events),
        others: others
            .map(|other| Choice::new(other.id.to_string(), other.words()))
            .collect(),
        into,
        errors,
    };
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(status, merge_page(room.desk(), &model)))
}

async fn find(app: &App, number: i64) -> Result<Venue> {
    store::venues::one(&app.db, number)
        .await?
        .ok_or(Error::NotFound)
}
