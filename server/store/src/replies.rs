//! Replies that are ready to use (6.12).

use domain::{
    replies::{NewReply, Purpose},
    staff::Author,
};
use sqlx::{PgConnection, PgExecutor, query, query_scalar};

/// A reply as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub purpose: Purpose,
    /// The name that staff pick it by.
    pub name: String,
    /// Its words, with places to be filled in.
    pub words: String,
    /// Whether it is no longer offered.
    pub retired: bool,
}

/// What came of keeping a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is saved.
    Saved,
    /// Another reply for the same purpose has that name.
    NameTaken,
    /// There is no such reply.
    NotFound,
}

/// Every reply, in the order of each purpose; those that are retired come last.
pub async fn all(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Reply>> {
    let rows = query!(
        r#"select id, purpose, name, words, retired_at is not null as "retired!"
           from reply_template order by retired_at is not null, purpose, position, id"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Reply {
                id: row.id,
                purpose: purpose(&row.purpose)?,
                name: row.name,
                words: row.words,
                retired: row.retired,
            })
        })
        .collect()
}

/// The replies that are offered for a purpose, in their order.
pub async fn offered(db: impl PgExecutor<'_>, purpose: Purpose) -> sqlx::Result<Vec<Reply>> {
    let all = all(db).await?;
    Ok(all
        .into_iter()
        .filter(|reply| reply.purpose == purpose && !reply.retired)
        .collect())
}

/// One reply.
pub async fn one(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<Reply>> {
    Ok(all(db).await?.into_iter().find(|reply| reply.id == id))
}

/// Keeps a reply: a new one, or one that is there in other words.
pub async fn keep(
    tx: &mut PgConnection,
    id: Option<i64>,
    reply: &NewReply,
) -> sqlx::Result<Result<i64, SaveOutcome>> {
    let (purpose, name) = (reply.purpose.as_str(), reply.name.as_str());
    let kept = match id {
        None => {
            query_scalar!(
                "insert into reply_template (purpose, name, words, position)
                 select $1, $2, $3, coalesce(max(position), 0) + 1 from reply_template where purpose = $1
                 returning id",
                purpose,
                name,
                reply.words,
            )
            .fetch_optional(&mut *tx)
            .await
        }
        Some(id) => {
            query_scalar!(
                "update reply_template set purpose = $2, name = $3, words = $4 where id = $1 returning id",
                id,
                purpose,
                name,
                reply.words,
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
    Ok(Ok(number))
}

/// Offers a reply no longer, or again.
pub async fn retire(
    tx: &mut PgConnection,
    act: Author,
    id: i64,
    retire: bool,
) -> sqlx::Result<SaveOutcome> {
    let done = query!(
        "update reply_template set retired_at = case when $2 then $3::timestamptz end
         where id = $1 and (retired_at is null) = $2",
        id,
        retire,
        act.now,
    )
    .execute(&mut *tx)
    .await;
    match done {
        Ok(done) if done.rows_affected() == 0 => return Ok(SaveOutcome::NotFound),
        Ok(_) => {}
        Err(error) if is_taken(&error) => return Ok(SaveOutcome::NameTaken),
        Err(error) => return Err(error),
    }
    Ok(SaveOutcome::Saved)
}

/// Moves a reply one place up or down among those that are offered for its purpose. Whether it
/// moved; `None` where it is not offered.
pub async fn move_by_one(tx: &mut PgConnection, id: i64, up: bool) -> sqlx::Result<Option<bool>> {
    let Some(reply) = one(&mut *tx, id).await?.filter(|reply| !reply.retired) else {
        return Ok(None);
    };
    let ids = query_scalar!(
        "select id from reply_template where purpose = $1 and retired_at is null order by position, id for no key update",
        reply.purpose.as_str(),
    )
    .fetch_all(&mut *tx)
    .await?;
    let Some(ids) = super::swapped(ids, id, up) else {
        return Ok(Some(false));
    };
    query!(
        "update reply_template set position = place.at::int
         from unnest($1::bigint[]) with ordinality as place (id, at)
         where place.id = reply_template.id",
        &ids,
    )
    .execute(&mut *tx)
    .await?;
    Ok(Some(true))
}

fn is_taken(error: &sqlx::Error) -> bool {
    let constraint = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::constraint);
    constraint == Some("reply_template_name_unique")
}

fn purpose(name: &str) -> sqlx::Result<Purpose> {
    Purpose::parse(name)
        .ok_or_else(|| sqlx::Error::Decode(format!("{name:?} is no purpose of a reply").into()))
}
