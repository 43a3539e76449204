//! Pictures of events, and who may see them. A picture is public while a listed event shows the
//! revision that has it: taken down, it is gone with the event.

use chrono::{DateTime, Utc};
use domain::picture::Size;
use domain::{
    clock::Past,
    limits,
    picture::{
        KEYED_IN_PERMISSION, PERMISSION, PERMISSION_VERSION, Picture, PictureId, TakenPicture,
    },
    retention,
    submission::FilledInBy,
};
use sqlx::{PgConnection, PgPool, query, query_scalar};
use uuid::Uuid;

use crate::{drafts, token};

/// How many pictures that were not sent with an event are taken in a day, so that nobody can fill
/// the disk.
const UNSENT_A_DAY: i64 = limits::UNSENT_PICTURES_A_DAY;

/// The picture's name as the database has it.
fn name(id: &PictureId) -> sqlx::Result<Uuid> {
    Uuid::try_parse(id.as_str()).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

/// Keeps a picture under a new random name. None where too many were left lying today.
pub async fn keep(
    tx: &mut PgConnection,
    drawn: &Drawn,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<TakenPicture>> {
    let unsent = query_scalar!(
        r#"select count(*) as "unsent!" from picture
           where taken_at > $1
             and not exists (select from revision where picture_id = picture.id)"#,
        now - retention::UNUSED_PICTURE,
    )
    .fetch_one(&mut *tx)
    .await?;
    if unsent >= UNSENT_A_DAY {
        return Ok(None);
    }
    let picture = TakenPicture {
        id: PictureId::from_random(rand::random()),
        size: drawn.size,
    };
    let id = name(&picture.id)?;
    query!(
        "insert into picture (id, width, height, taken_at) values ($1, $2, $3, $4)",
        id,
        pixels(drawn.size.width),
        pixels(drawn.size.height),
        now,
    )
    .execute(&mut *tx)
    .await?;
    for file in &drawn.files {
        query!(
            "insert into picture_file (picture_id, width, kind, bytes) values ($1, $2, $3, $4)",
            id,
            pixels(file.width),
            file.kind.as_str(),
            &file.bytes,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(Some(picture))
}

/// Forgets a picture that was chosen and is not wanted any more, unless an event that was sent has it.
pub async fn forget_unsent(db: &PgPool, picture: &PictureId) -> sqlx::Result<()> {
    query!(
        "delete from picture where id = $1 and not exists (select from revision where picture_id = picture.id)",
        name(picture)?,
    )
    .execute(db)
    .await?;
    Ok(())
}

fn pixels(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Keeps the permission to publish a submission's picture, where it was given (policy 5.2, 6.9).
/// One that stands already stands as it was given.
pub(super) async fn permit(
    tx: &mut PgConnection,
    submission: i64,
    picture: Option<&Picture>,
    by: FilledInBy,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(picture) = picture.filter(|picture| picture.permitted) else {
        return Ok(());
    };
    let wording = match by {
        FilledInBy::Sender => PERMISSION,
        FilledInBy::Staff => KEYED_IN_PERMISSION,
    };
    query!(
        "insert into picture_permission (picture_id, submission_id, wording, wording_version, given_at)
         values ($1, $2, $3, $4, $5)
         on conflict (picture_id) do nothing",
        name(&picture.id)?,
        submission,
        wording,
        PERMISSION_VERSION,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A permission to publish a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// The words agreed to.
    pub wording: String,
    /// Their version.
    pub version: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The permission to publish a picture, if it was given.
pub async fn permission(db: &PgPool, id: &PictureId) -> sqlx::Result<Option<Permission>> {
    let row = query!(
        "select wording, wording_version, given_at from picture_permission where picture_id = $1",
        name(id)?,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Permission {
        wording: row.wording,
        version: row.wording_version,
        at: row.given_at,
    }))
}

/// One file of a picture, whoever may see it.
pub async fn file(
    db: &PgPool,
    id: &PictureId,
    width: u32,
    kind: Kind,
) -> sqlx::Result<Option<Vec<u8>>> {
    query_scalar!(
        "select bytes from picture_file where picture_id = $1 and width = $2 and kind = $3",
        name(id)?,
        pixels(width),
        kind.as_str(),
    )
    .fetch_optional(db)
    .await
}

/// Whether everybody may see a picture now: a listed event shows it.
pub async fn is_public(db: &PgPool, id: &PictureId) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (
               select from revision
               join event on event.revision_id = revision.id
               join submission on submission.id = event.submission_id
               where revision.picture_id = $1 and submission.state = 'listed' and event.taken_down_at is null
           ) as "public!""#,
        name(id)?,
    )
    .fetch_one(db)
    .await
}

/// Whether a picture is that of a draft, found by the secret of the browser's cookie or by the name
/// of an edit.
pub async fn is_of_draft(
    db: &PgPool,
    id: &PictureId,
    key: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (
               select from draft
               where token_hash = $1 and picture_id = $2
                 and updated_at > $3::timestamptz - make_interval(days => $4)
           ) as "its!""#,
        token::hash(key),
        name(id)?,
        now,
        drafts::DAYS,
    )
    .fetch_one(db)
    .await
}

/// Whether a submission has a picture in one of its revisions.
pub async fn is_of_submission(db: &PgPool, id: &PictureId, reference: &str) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (
               select from revision join submission on submission.id = revision.submission_id
               where reference = $1 and picture_id = $2
           ) as "its!""#,
        reference,
        name(id)?,
    )
    .fetch_one(db)
    .await
}

/// Forgets every picture that no revision and no draft has, a day after it came: one that was
/// replaced or removed before it was sent, or whose draft has had its days.
pub async fn forget_unused(db: &PgPool, past: Past) -> sqlx::Result<u64> {
    let done = query!(
        "delete from picture
         where taken_at < $1
           and not exists (select from revision where picture_id = picture.id)
           and not exists (select from draft where picture_id = picture.id)",
        past.at() - retention::UNUSED_PICTURE,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// A picture ready to be kept.
#[derive(Debug)]
pub struct Drawn {
    /// The largest of its sizes.
    pub size: Size,
    /// Each size in each kind.
    pub files: Vec<DrawnFile>,
}

/// One file of a picture.
#[derive(Debug)]
pub struct DrawnFile {
    /// Its width in pixels.
    pub width: u32,
    /// How it is written.
    pub kind: Kind,
    /// The file.
    pub bytes: Vec<u8>,
}

/// How a file of a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For most browsers: two thirds of the bytes.
    Webp,
    /// For the others, for mail programs and for other websites.
    Jpeg,
}

impl Kind {
    /// The end of its name, which is its word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webp => "webp",
            Self::Jpeg => "jpg",
        }
    }

    /// Reads the end of a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Webp, Self::Jpeg]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Webp => "image/webp",
            Self::Jpeg => "image/jpeg",
        }
    }
}
