//! Venues that senders can pick by name.

use chrono::{DateTime, Utc};
use domain::{
    event::{Access, AccessFact, EventStatus, Fact, Place},
    places::{Known, NewVenue, OnMap},
    staff::Author,
    text::{Postcode, ShortLine},
};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar, types::Json};

use crate::STRETCH;

/// A venue as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Venue {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its village.
    pub village: String,
    /// Its address without the village, or nothing.
    pub address: String,
    /// Its postcode, or nothing.
    pub postcode: String,
    /// The page of a map, or nothing.
    pub map_url: String,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Access facts; none where they are not known.
    pub step_free: Option<bool>,
    /// An accessible toilet.
    pub accessible_toilet: Option<bool>,
    /// A hearing loop.
    pub hearing_loop: Option<bool>,
    /// Parking for Blue Badge holders.
    pub blue_badge_parking: Option<bool>,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// The venue that took over its events.
    pub merged_into: Option<i64>,
    /// How many events were ever listed at it: [`STRETCH`] and one at most.
    pub events: i64,
}

impl Venue {
    /// "Village Hall, Groombridge".
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}, {}", self.name, self.village)
    }

    /// Where it is on a map, as typed, or nothing.
    #[must_use]
    pub fn map(&self) -> String {
        match (self.latitude, self.longitude) {
            (Some(north), Some(east)) => OnMap::Point(north, east).typed(),
            _ => self.map_url.clone(),
        }
    }

    /// One fact of access.
    #[must_use]
    pub fn fact(&self, which: AccessFact) -> Option<bool> {
        match which {
            AccessFact::StepFree => self.step_free,
            AccessFact::Toilet => self.accessible_toilet,
            AccessFact::HearingLoop => self.hearing_loop,
            AccessFact::BlueBadge => self.blue_badge_parking,
        }
    }
}

/// A venue as an event has it. The database writes it as JSON: `to_json(venue)`.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct OfEvent {
    id: i64,
    name: String,
    village: String,
    address: String,
    postcode: String,
    map_url: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl OfEvent {
    fn known(self) -> Known {
        Known {
            map: match (self.latitude, self.longitude) {
                (Some(north), Some(east)) => Some(OnMap::Point(north, east)),
                _ => OnMap::parse(&self.map_url).ok(),
            },
            address: self.address,
            postcode: self.postcode,
        }
    }
}

/// Where an event is now: at its venue as that is called today, the one it was merged into, or
/// online where it moved there. Beside it, what is known of that venue.
#[must_use]
pub fn whereabouts(
    sent: Place,
    venue: Option<Json<OfEvent>>,
    status: EventStatus,
) -> (Place, Known) {
    let (place, known) = match venue {
        Some(Json(venue)) => (
            Place::Venue {
                id: venue.id,
                name: venue.name.clone(),
                village: venue.village.clone(),
            },
            venue.known(),
        ),
        None => (sent, Known::default()),
    };
    match status.place(place) {
        online @ Place::Online { .. } => (online, Known::default()),
        place => (place, known),
    }
}

/// What came of keeping a venue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is saved.
    Saved,
    /// Another venue of the village has that name.
    NameTaken,
    /// There is no such venue, or it is so already.
    NotFound,
}

/// Every venue by village and name; those that are no longer offered come last.
pub async fn all(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Venue>> {
    query_as!(
        Venue,
        r#"select id, name, village, address, postcode, map_url, latitude, longitude, step_free, accessible_toilet,
                  hearing_loop, blue_badge_parking, retired_at is not null as "retired!", merged_into,
                  (select count(*) from (
                       select from event where event.venue_id = venue.id limit $1
                   ) counted) as "events!"
           from venue order by retired_at is not null, village, name, id"#,
        STRETCH + 1,
    )
    .fetch_all(db)
    .await
}

/// One venue.
pub async fn one(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<Venue>> {
    Ok(all(db).await?.into_iter().find(|venue| venue.id == id))
}

/// Keeps a venue: a new one, or one that is there as it is now. Its events show its new name at once. Gives its number.
pub async fn keep(
    tx: &mut PgConnection,
    act: Author,
    id: Option<i64>,
    venue: &NewVenue,
) -> sqlx::Result<Result<i64, SaveOutcome>> {
    let before = match id {
        Some(id) => shown_as(&mut *tx, id).await?,
        None => None,
    };
    let kept = match id {
        None => {
            query_scalar!(
                "insert into venue (name, village) values ($1, $2) returning id",
                venue.name.as_str(),
                venue.village.as_str()
            )
            .fetch_optional(&mut *tx)
            .await
        }
        Some(id) => {
            query!(
                "insert into venue_name (venue_id, name, village, until)
                 select id, name, village, $4 from venue where id = $1 and (name, village) <> ($2, $3)
                 on conflict do nothing",
                id,
                venue.name.as_str(),
                venue.village.as_str(),
                act.now
            )
            .execute(&mut *tx)
            .await?;
            query_scalar!(
                "update venue set name = $2, village = $3 where id = $1 and merged_into is null returning id",
                id,
                venue.name.as_str(),
                venue.village.as_str()
            )
            .fetch_optional(&mut *tx)
            .await
        }
    };
    let number = match kept {
        Ok(Some(number)) => number,
        Ok(None) => return Ok(Err(SaveOutcome::NotFound)),
        Err(error) if is_taken(&error) => return Ok(Err(SaveOutcome::NameTaken)),
        Err(error) => return Err(error),
    };
    describe(&mut *tx, number, venue).await?;
    if before.is_some() && before != shown_as(&mut *tx, number).await? {
        show(&mut *tx, number, act.now).await?;
    }
    Ok(Ok(number))
}

/// Writes what is known of a venue beside its name.
async fn describe(tx: &mut PgConnection, id: i64, venue: &NewVenue) -> sqlx::Result<()> {
    let (map_url, point) = match &venue.map {
        Some(OnMap::Address(address)) => (address.as_str(), None),
        Some(OnMap::Point(north, east)) => ("", Some((*north, *east))),
        None => ("", None),
    };
    let Access {
        step_free,
        toilet,
        hearing_loop,
        blue_badge,
    } = venue.access;
    query!(
        "update venue set address = $2, postcode = $3, map_url = $4, latitude = $5, longitude = $6, step_free = $7,
                          accessible_toilet = $8, hearing_loop = $9, blue_badge_parking = $10
         where id = $1",
        id,
        venue.address.as_ref().map_or("", ShortLine::as_str),
        venue.postcode.as_ref().map_or("", Postcode::as_str),
        map_url,
        point.map(|point| point.0),
        point.map(|point| point.1),
        known(step_free),
        known(toilet),
        known(hearing_loop),
        known(blue_badge),
    )
    .execute(tx)
    .await?;
    Ok(())
}

fn known(fact: Fact) -> Option<bool> {
    match fact {
        Fact::Yes => Some(true),
        Fact::No => Some(false),
        Fact::NotTold => None,
    }
}

/// All of a venue that stands with its events, to be compared.
async fn shown_as(tx: &mut PgConnection, id: i64) -> sqlx::Result<Option<String>> {
    query_scalar!(
        r#"select row(name, village, address, postcode, map_url, latitude, longitude)::text as "words!"
           from venue where id = $1 for no key update"#,
        id
    )
    .fetch_optional(tx)
    .await
}

/// Writes a venue's name into the events at it, for the listing and the search, and tells calendars
/// that they changed.
async fn show(tx: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update event set place = venue.name, village = venue.village, changed_at = $2, sequence = sequence + 1
         from venue
         where venue.id = $1 and event.venue_id = venue.id",
        id,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Offers a venue no longer, or again.
pub async fn retire(
    tx: &mut PgConnection,
    act: Author,
    id: i64,
    retire: bool,
) -> sqlx::Result<SaveOutcome> {
    let done = query!(
        "update venue set retired_at = case when $2 then $3::timestamptz end
         where id = $1 and (retired_at is null) = $2 and merged_into is null",
        id,
        retire,
        act.now
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(SaveOutcome::NotFound);
    }
    Ok(SaveOutcome::Saved)
}

/// Merges a venue into another: its events are at that one from now on, and it is offered no more.
/// What senders wrote stays as they wrote it. How many events there are; `None` where one of the two cannot be merged.
pub async fn merge(
    tx: &mut PgConnection,
    act: Author,
    id: i64,
    into: i64,
) -> sqlx::Result<Option<u64>> {
    let both = query_scalar!(
        "select id from venue where id in ($1, $2) and merged_into is null and (id = $1 or retired_at is null)
         order by id for no key update",
        id,
        into
    )
    .fetch_all(&mut *tx)
    .await?;
    if both.len() != 2 {
        return Ok(None);
    }
    // Those that were merged into it before go along.
    query!(
        "update venue set merged_into = $2, retired_at = coalesce(retired_at, $3) where id = $1 or merged_into = $1",
        id,
        into,
        act.now
    )
    .execute(&mut *tx)
    .await?;
    let events = query!(
        "update event set venue_id = venue.id, place = venue.name, village = venue.village, changed_at = $3,
                          sequence = sequence + 1
         from venue
         where venue.id = $2 and event.venue_id = $1",
        id,
        into,
        act.now
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    Ok(Some(events))
}

fn is_taken(error: &sqlx::Error) -> bool {
    let constraint = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::constraint);
    constraint == Some("venue_name_unique")
}
