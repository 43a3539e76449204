//! Types of event: what senders choose from and visitors filter by.

use domain::{places::event_type_slug, staff::Author, text::ShortLine};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

use crate::STRETCH;

/// A type of event as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventType {
    /// Its value in forms and addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// How many events were ever listed under it: [`STRETCH`] and one at most.
    pub events: i64,
}

/// What came of keeping a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is saved.
    Saved,
    /// Another type has that name.
    NameTaken,
    /// There is no such type, or it is so already.
    NotFound,
    /// It is the last one that is offered.
    LastOne,
}

/// Every type in its order; those that are no longer offered come last.
pub async fn all(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<EventType>> {
    query_as!(
        EventType,
        r#"select slug, name, retired_at is not null as "retired!",
                  (select count(*) from (
                       select from event where event.event_type = event_type.slug limit $1
                   ) counted) as "events!"
           from event_type order by retired_at is not null, position, slug"#,
        STRETCH + 1,
    )
    .fetch_all(db)
    .await
}

/// Adds a type, at the end of those that are offered, and gives its value in addresses.
pub async fn add(
    tx: &mut PgConnection,
    name: &ShortLine,
) -> sqlx::Result<Result<String, SaveOutcome>> {
    // Of two at once the second sees the first: both its name and its address.
    crate::hold(&mut *tx, "types of event").await?;
    if is_taken(&mut *tx, name, None).await? {
        return Ok(Err(SaveOutcome::NameTaken));
    }
    let slug = event_type_slug(name.as_str());
    // Two names may come to one address: the second takes a letter more.
    let added = query_scalar!(
        "insert into event_type (slug, name, position)
         select free.slug, $2, (select coalesce(max(position), 0) + 1 from event_type)
         from (select $1 || coalesce('-' || nullif(chr(96 + n), 'a'), '') as slug, n from generate_series(1, 26) n) free
         where not exists (select from event_type where event_type.slug = free.slug)
         order by n limit 1 returning slug",
        slug,
        name.as_str()
    )
    .fetch_one(&mut *tx)
    .await;
    match added {
        Ok(slug) => Ok(Ok(slug)),
        Err(error) => unless_taken(error).map(Err),
    }
}

/// Gives a type another name.
pub async fn rename(
    tx: &mut PgConnection,
    slug: &str,
    name: &ShortLine,
) -> sqlx::Result<SaveOutcome> {
    if is_taken(&mut *tx, name, Some(slug)).await? {
        return Ok(SaveOutcome::NameTaken);
    }
    let done = query!(
        "update event_type set name = $2 where slug = $1",
        slug,
        name.as_str()
    )
    .execute(&mut *tx)
    .await;
    let done = match done {
        Ok(done) => done,
        Err(error) => return unless_taken(error),
    };
    if done.rows_affected() == 0 {
        return Ok(SaveOutcome::NotFound);
    }
    Ok(SaveOutcome::Saved)
}

/// Offers a type no longer, or again. One has to be left.
pub async fn retire(
    tx: &mut PgConnection,
    act: Author,
    slug: &str,
    retire: bool,
) -> sqlx::Result<SaveOutcome> {
    let offered = offered(&mut *tx).await?;
    if retire && offered == [slug] {
        return Ok(SaveOutcome::LastOne);
    }
    let done = query!(
        "update event_type
         set retired_at = case when $2 then $3::timestamptz end,
             position = (select coalesce(max(position), 0) + 1 from event_type)
         where slug = $1 and (retired_at is null) = $2",
        slug,
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

/// Moves a type one place up or down among those that are offered. Whether it moved; `None` where it is not offered.
pub async fn move_by_one(
    tx: &mut PgConnection,
    slug: &str,
    up: bool,
) -> sqlx::Result<Option<bool>> {
    let mut slugs = offered(&mut *tx).await?;
    let Some(at) = slugs.iter().position(|other| other == slug) else {
        return Ok(None);
    };
    let to = if up { at.checked_sub(1) } else { Some(at + 1) };
    let Some(to) = to.filter(|to| *to < slugs.len()) else {
        return Ok(Some(false));
    };
    slugs.swap(at, to);
    query!(
        "update event_type set position = place.at::int
         from unnest($1::text[]) with ordinality as place (slug, at)
         where place.slug = event_type.slug",
        &slugs
    )
    .execute(&mut *tx)
    .await?;
    Ok(Some(true))
}

async fn offered(tx: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        "select slug from event_type where retired_at is null order by position, slug for no key update"
    )
    .fetch_all(tx)
    .await
}

async fn is_taken(
    tx: &mut PgConnection,
    name: &ShortLine,
    but: Option<&str>,
) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from event_type
                          where lower(name) = lower($1) and slug is distinct from $2) as "taken!""#,
        name.as_str(),
        but
    )
    .fetch_one(tx)
    .await
}

/// Of two at once that found one name free, the database takes the first.
fn unless_taken(error: sqlx::Error) -> sqlx::Result<SaveOutcome> {
    let broken = error.as_database_error().and_then(|it| it.constraint());
    if matches!(broken, Some("event_type_name_unique" | "event_type_pkey")) {
        Ok(SaveOutcome::NameTaken)
    } else {
        Err(error)
    }
}
