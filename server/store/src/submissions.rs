//! Submissions as senders send them.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::{
    council::Site,
    reference::Reference,
    signs::Sign,
    submission::{
        CONSENT_VERSION, Channel, Consent, DECLARATION, DECLARATION_VERSION, DraftAnswers,
        FilledInBy, KEYED_IN_DECLARATION, NewSubmission,
    },
};
use sqlx::{PgConnection, PgExecutor, PgPool, types::Json};
use uuid::Uuid;

use crate::{pictures, policy, spam::Judgement};

/// What a send came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It is stored. The reference is new, or the one that the first send of the same got.
    Stored(Reference),
    /// Something else was sent with this key before.
    AlreadySentOtherwise(Reference),
}

/// What is sent: the parsed submission with the answers it was read from.
#[derive(Debug)]
pub struct Sending<'a> {
    /// The parsed form.
    pub submission: &'a NewSubmission,
    /// The form as it was typed.
    pub answers: &'a DraftAnswers,
    /// What makes sending twice the same as sending once.
    pub send_key: Uuid,
    /// How it came.
    pub channel: Channel,
    /// The account of who keyed it in, where it did not come by the form.
    pub keyed_in_by: Option<i64>,
    /// The council, for the notices to staff.
    pub site: &'a Site,
    /// The network address that it came from, where it did not come from staff.
    pub from: Option<IpAddr>,
    /// What was odd about how the form was filled in.
    pub signs: &'a [Sign],
    /// Whether the browser did its sum (`domain::work`), which counts in a flood.
    pub worked: bool,
    /// When.
    pub now: DateTime<Utc>,
}

impl Sending<'_> {
    /// Who sends it, as the audit log names them.
    #[must_use]
    pub fn actor(&self) -> String {
        self.keyed_in_by
            .map_or_else(|| "sender".to_owned(), |staff| format!("staff:{staff}"))
    }
}

/// What an earlier send with this key came to, if there was one.
pub async fn sent_before(db: &PgPool, send_key: Uuid, digest: &str) -> sqlx::Result<Option<Sent>> {
    let row = sqlx::query!(
        "select reference, answers_digest from submission where send_key = $1",
        send_key
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| {
        let reference = Reference::parse(&row.reference).ok()?;
        let same = row.answers_digest == digest;
        Some(if same {
            Sent::Stored(reference)
        } else {
            Sent::AlreadySentOtherwise(reference)
        })
    }))
}

/// The number of the submission with this reference.
pub async fn id_of(db: impl PgExecutor<'_>, reference: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select id from submission where reference = $1", reference)
        .fetch_optional(db)
        .await
}

/// Whether nothing was ever sent in.
pub async fn none(db: &PgPool) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select not exists (select from submission) as "none!""#)
        .fetch_one(db)
        .await
}

/// Inserts the submission under a fresh reference. None where the send key is taken: a send of
/// the same form came first.
pub async fn insert(
    tx: &mut PgConnection,
    sending: &Sending<'_>,
    (digest, kept): (&str, &Judgement),
) -> sqlx::Result<Option<(i64, Reference)>> {
    let signs: Vec<String> = kept
        .signs
        .iter()
        .map(|sign| sign.as_str().to_owned())
        .collect();
    let sender = &sending.submission.sender;
    // Four characters name some 390,000 submissions; when they grow scarce, five do.
    for attempt in 0..12 {
        let reference = match attempt {
            0..6 => Reference::from_random(rand::random()),
            _ => Reference::longer(rand::random()),
        };
        let id = sqlx::query_scalar!(
            "insert into submission (reference, send_key, answers_digest, sender_name, sender_email,
                                     sender_telephone, group_name, received_at, waiting_since, channel, keyed_in_by,
                                     signs, words_digest, aside)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13)
             on conflict do nothing
             returning id",
            reference.to_string(),
            sending.send_key,
            digest,
            sender.name.as_str(),
            sender.email.as_ref().map(domain::text::Email::as_str),
            sender.telephone.as_ref().map(domain::text::Telephone::as_str),
            sending.submission.details.group.as_ref().map(domain::text::GroupName::as_str),
            sending.now,
            sending.channel.as_str(),
            sending.keyed_in_by,
            &signs,
            kept.words.as_deref(),
            kept.held_reason,
        )
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(id) = id {
            return Ok(Some((id, reference)));
        }
        let taken = sqlx::query_scalar!(
            r#"select exists (select from submission where send_key = $1) as "taken!""#,
            sending.send_key
        )
        .fetch_one(&mut *tx)
        .await?;
        if taken {
            return Ok(None);
        }
    }
    Err(sqlx::Error::Protocol("no free reference was found".into()))
}

/// Keeps what was sent as the submission's next revision.
pub async fn insert_revision(
    tx: &mut PgConnection,
    submission: i64,
    sending: &Sending<'_>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "insert into revision (submission_id, number, details, answers, created_at, send_key)
         values ($1, (select coalesce(max(number), 0) + 1 from revision where submission_id = $1), $2, $3, $4, $5)
         returning id",
        submission,
        Json(&sending.submission.details) as _,
        Json(sending.answers) as _,
        sending.now,
        sending.send_key,
    )
    .fetch_one(tx)
    .await
}

/// Keeps the agreement to a revision (5.2), and with it the permission to publish its picture.
pub async fn insert_declaration(
    tx: &mut PgConnection,
    submission: i64,
    revision: i64,
    sending: &Sending<'_>,
) -> sqlx::Result<()> {
    let picture = sending.submission.details.picture.as_ref();
    let by = sending.channel.filled_in_by();
    pictures::permit(&mut *tx, submission, picture, by, sending.now).await?;
    let policy = policy::in_force(&mut *tx, sending.now).await?;
    let wording = match by {
        FilledInBy::Sender => DECLARATION,
        FilledInBy::Staff => KEYED_IN_DECLARATION,
    };
    sqlx::query!(
        "insert into declaration (submission_id, revision_id, wording, wording_version, policy_version_id, agreed_at)
         values ($1, $2, $3, $4, $5, $6)",
        submission,
        revision,
        wording,
        DECLARATION_VERSION,
        policy.id,
        sending.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps permissions to publish (4.5). One that stands already stands as it was given.
pub async fn give_consents(
    tx: &mut PgConnection,
    submission: i64,
    consents: &[Consent],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    for consent in consents {
        sqlx::query!(
            "insert into consent (submission_id, detail, wording, wording_version, given_at) values ($1, $2, $3, $4, $5)
             on conflict (submission_id, detail) do update
                 set (wording, wording_version, given_at, withdrawn_at)
                   = (excluded.wording, excluded.wording_version, excluded.given_at, null)
                 where consent.withdrawn_at is not null",
            submission,
            consent.as_str(),
            consent.wording(),
            CONSENT_VERSION,
            now
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Takes back every permission but these.
pub async fn withdraw_consents_but(
    tx: &mut PgConnection,
    submission: i64,
    kept: &[Consent],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let kept: Vec<String> = kept
        .iter()
        .map(|consent| consent.as_str().to_owned())
        .collect();
    sqlx::query!(
        "update consent set withdrawn_at = $3
         where submission_id = $1 and withdrawn_at is null and detail <> all($2)",
        submission,
        &kept,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Forgets the draft that was sent with this key.
pub async fn forget_draft(db: impl PgExecutor<'_>, send_key: Uuid) -> sqlx::Result<()> {
    sqlx::query!("delete from draft where send_key = $1", send_key)
        .execute(db)
        .await?;
    Ok(())
}
