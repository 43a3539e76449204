//! The council's words and lists.

use app::shell::Site;
use domain::submission::{EventTypeRef, VenueRef};
use sqlx::PgPool;

use crate::state::Council;

/// Reads the council's words and lists. `address` is the site's own.
///
/// # Errors
/// When the database does not answer or was never migrated.
pub async fn council(db: &PgPool, address: &str) -> sqlx::Result<Council> {
    Ok(Council {
        site: site(db, address).await?,
        types: types(db).await?,
        venues: venues(db).await?,
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
    sqlx::query_as!(
        Site,
        r#"select council, places, website, policy_url, office_email, office_telephone, office_address,
                  reply_time, $1 as "address!"
           from site"#,
        address
    )
    .fetch_one(db)
    .await
}

async fn types(db: &PgPool) -> sqlx::Result<Vec<EventTypeRef>> {
    sqlx::query_as!(
        EventTypeRef,
        "select slug, name from event_type order by position"
    )
    .fetch_all(db)
    .await
}

async fn venues(db: &PgPool) -> sqlx::Result<Vec<VenueRef>> {
    sqlx::query_as!(
        VenueRef,
        "select id, name, village from venue order by village, name"
    )
    .fetch_all(db)
    .await
}
