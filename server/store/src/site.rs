//! The council's words and lists.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    council::Site,
    event::Access,
    settings::{CouncilAnswers, CouncilSettings, SiteLimits},
    submission::{Context, EventTypeRef, FilledInBy, VenueRef},
    text::WebAddress,
};
use sqlx::{PgConnection, PgExecutor, PgPool, query, query_as};

use crate::passages;

/// Reads the council's words and lists. `address` is the site's own.
///
/// # Errors
/// When the database does not answer or was never migrated.
pub async fn council(db: &PgPool, address: &str) -> sqlx::Result<Council> {
    Ok(Council {
        site: site(db, address).await?,
        types: types(db, false).await?,
        retired_types: types(db, true).await?,
        venues: venues(db).await?,
        former: former(db).await?,
        access: access(db).await?,
        postcodes: postcodes(db).await?,
    })
}

async fn postcodes(db: &PgPool) -> sqlx::Result<Vec<String>> {
    let written = sqlx::query_scalar!("select postcodes from site")
        .fetch_one(db)
        .await?;
    Ok(written.split_whitespace().map(str::to_owned).collect())
}

async fn site(db: &PgPool, address: &str) -> sqlx::Result<Site> {
    let row = query!(
        "select council, places, website, policy_url, office_email, office_telephone, office_address, reply_time
         from site"
    )
    .fetch_one(db)
    .await?;
    Ok(Site {
        council: row.council,
        places: row.places,
        website: row.website,
        policy_url: row.policy_url,
        office_email: row.office_email,
        office_telephone: row.office_telephone,
        office_address: row.office_address,
        reply_time: row.reply_time,
        address: address.to_owned(),
        letters: passages::all(db).await?,
    })
}

/// The council's words and ways as the form of the settings first shows them.
pub async fn answers(db: impl PgExecutor<'_>) -> sqlx::Result<CouncilAnswers> {
    let row = query!(
        "select council, places, office_email, office_telephone, office_address, website, policy_url,
                reply_time, hold_messages, waiting_days, postcodes
         from site"
    )
    .fetch_one(db)
    .await?;
    Ok(CouncilAnswers {
        council: row.council,
        places: row.places,
        office_email: row.office_email,
        office_telephone: row.office_telephone,
        office_address: row.office_address,
        website: row.website,
        policy_url: row.policy_url.unwrap_or_default(),
        reply_time: row.reply_time,
        hold_messages: if row.hold_messages { "yes" } else { "" }.to_owned(),
        waiting_days: row.waiting_days.to_string(),
        postcodes: row.postcodes,
    })
}

/// Changes the council's words and ways, and gives the names of those that differ.
pub async fn save(
    tx: &mut PgConnection,
    settings: &CouncilSettings,
) -> sqlx::Result<Vec<&'static str>> {
    query!("select from site for no key update")
        .fetch_one(&mut *tx)
        .await?;
    let before = answers(&mut *tx).await?;
    query!(
        "update site set council = $1, places = $2, office_email = $3, office_telephone = $4, office_address = $5,
                         website = $6, policy_url = $7, reply_time = $8, hold_messages = $9, waiting_days = $10,
                         postcodes = $11",
        settings.council.as_str(),
        settings.places.as_str(),
        settings.office_email.as_str(),
        settings.office_telephone.as_str(),
        settings.office_address.as_str(),
        settings.website.as_str(),
        settings.policy_url.as_ref().map(WebAddress::as_str),
        settings.reply_time.as_str(),
        settings.hold_messages,
        settings.waiting_days,
        settings.postcodes.join(" "),
    )
    .execute(&mut *tx)
    .await?;
    Ok(changed(&before, &answers(tx).await?))
}

/// How much the site takes before it becomes careful.
pub async fn limits(db: impl PgExecutor<'_>) -> sqlx::Result<SiteLimits> {
    query_as!(
        SiteLimits,
        "select open_most, flood_sent, asked_most from site"
    )
    .fetch_one(db)
    .await
}

/// Changes how much the site takes, and gives what it was. The row is held until the transaction ends.
pub async fn set_limits(tx: &mut PgConnection, limits: SiteLimits) -> sqlx::Result<SiteLimits> {
    let before = query_as!(
        SiteLimits,
        "select open_most, flood_sent, asked_most from site for no key update"
    )
    .fetch_one(&mut *tx)
    .await?;
    query!(
        "update site set open_most = $1, flood_sent = $2, asked_most = $3",
        limits.open_most,
        limits.flood_sent,
        limits.asked_most,
    )
    .execute(tx)
    .await?;
    Ok(before)
}

/// The names of the fields that differ.
fn changed(before: &CouncilAnswers, after: &CouncilAnswers) -> Vec<&'static str> {
    let pairs = [
        ("council", &before.council, &after.council),
        ("places", &before.places, &after.places),
        ("office email", &before.office_email, &after.office_email),
        (
            "office telephone",
            &before.office_telephone,
            &after.office_telephone,
        ),
        (
            "office address",
            &before.office_address,
            &after.office_address,
        ),
        ("website", &before.website, &after.website),
        ("policy address", &before.policy_url, &after.policy_url),
        ("reply time", &before.reply_time, &after.reply_time),
        ("hold messages", &before.hold_messages, &after.hold_messages),
        ("waiting days", &before.waiting_days, &after.waiting_days),
        ("postcodes", &before.postcodes, &after.postcodes),
    ];
    pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(name, ..)| name)
        .collect()
}

async fn types(db: &PgPool, retired: bool) -> sqlx::Result<Vec<EventTypeRef>> {
    sqlx::query_as!(
        EventTypeRef,
        "select slug, name from event_type where (retired_at is not null) = $1 order by position, slug",
        retired
    )
    .fetch_all(db)
    .await
}

async fn venues(db: &PgPool) -> sqlx::Result<Vec<VenueRef>> {
    sqlx::query_as!(
        VenueRef,
        "select id, name, village from venue where retired_at is null order by village, name"
    )
    .fetch_all(db)
    .await
}

/// What stood in addresses for venues that are called otherwise now, were merged, or are no longer offered. Of two
/// that were called the same, the one that was so last.
async fn former(db: &PgPool) -> sqlx::Result<BTreeMap<String, i64>> {
    let known = sqlx::query_as!(
        VenueRef,
        r#"select coalesce(venue.merged_into, venue.id) as "id!", called.name as "name!", called.village as "village!"
           from (select venue_id, name, village, until from venue_name
                 union all
                 select id, name, village, 'infinity' from venue where retired_at is not null) called
           join venue on venue.id = called.venue_id
           order by called.until"#
    )
    .fetch_all(db)
    .await?;
    Ok(known
        .into_iter()
        .map(|venue| (venue.slug(), venue.id))
        .collect())
}

async fn access(db: &PgPool) -> sqlx::Result<BTreeMap<i64, Access>> {
    let known = query!(
        "select id, step_free, accessible_toilet, hearing_loop, blue_badge_parking
         from venue where retired_at is null
           and num_nonnulls(step_free, accessible_toilet, hearing_loop, blue_badge_parking) > 0"
    )
    .fetch_all(db)
    .await?;
    let access = known.into_iter().map(|venue| {
        let access = Access {
            step_free: venue.step_free.into(),
            toilet: venue.accessible_toilet.into(),
            hearing_loop: venue.hearing_loop.into(),
            blue_badge: venue.blue_badge_parking.into(),
        };
        (venue.id, access)
    });
    Ok(access.collect())
}

/// The council's own words and lists: few, on every page, and seldom changed, so the server keeps
/// a copy that is renewed when the database tells of a change, and each minute. The form needs no query for them, and the pages that
/// say "the database is away" can still be drawn.
#[derive(Debug, Clone)]
pub struct Council {
    /// Names and addresses.
    pub site: Site,
    /// Types of event.
    pub types: Vec<EventTypeRef>,
    /// Types that are no longer offered: what is of them still says so.
    pub retired_types: Vec<EventTypeRef>,
    /// Known venues.
    pub venues: Vec<VenueRef>,
    /// The venue that stands today for what venues were called before, or that is no longer offered, by what stood
    /// in addresses: what was followed or framed then still finds its events.
    pub former: BTreeMap<String, i64>,
    /// What the parish office knows of getting into each venue, where it knows anything.
    pub access: BTreeMap<i64, Access>,
    /// The first halves of the postcodes in and around the parish.
    pub postcodes: Vec<String>,
}

impl Council {
    /// What a form is read against.
    #[must_use]
    pub fn context(&self, now: DateTime<Utc>, by: FilledInBy) -> Context<'_> {
        Context {
            now,
            types: &self.types,
            venues: &self.venues,
            by,
        }
    }

    /// The name of a type of event.
    #[must_use]
    pub fn type_name(&self, slug: &str) -> String {
        let mut all = self.types.iter().chain(&self.retired_types);
        let known = all.find(|kind| kind.slug == slug);
        known.map_or_else(|| slug.to_owned(), |kind| kind.name.clone())
    }
}
