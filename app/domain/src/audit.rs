//! The audit log's chain: each entry carries the hash of the one before, so that an edit, a removal
//! or a new order anywhere shows from there on.
//!
//! # The hash, byte by byte
//!
//! SHA-256 over these, one after the other, with nothing between:
//!
//! 1. `whatson.audit.v1` and a line feed, 17 bytes;
//! 2. the 32 bytes of the hash before, or of [`GENESIS`] for the first entry;
//! 3. `seq`, 8 bytes, big-endian, two's complement;
//! 4. `at`, microseconds since 1970-01-01T00:00:00Z, 8 bytes, big-endian, two's complement;
//! 5. `actor`, `action`, `subject` and `data`, in this order, each as its length in bytes (8 bytes,
//!    big-endian) and then its bytes in UTF-8.
//!
//! `data` is written as JSON without spaces, the keys of each object in the order of their bytes,
//! strings escaped as `serde_json` does. Since every part has a fixed or a told length, two
//! different entries never yield the same bytes.
//!
//! Keep `data` to text, whole numbers, truths, lists and objects: a database may write a fraction
//! back in another form (`1e2` as `100`), which would look like an edit.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What the first entry takes as the hash before it.
pub const GENESIS: [u8; 32] = [0; 32];

const TAG: &[u8] = b"whatson.audit.v1\n";

/// One entry: who did what to what, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place in the log, rising.
    pub seq: i64,
    /// When it happened, to the microsecond.
    pub at: DateTime<Utc>,
    /// Who did it: "staff:7", "sender" or "command line".
    pub actor: String,
    /// What was done: "submission listed".
    pub action: String,
    /// To what: "WO-7K4P".
    pub subject: String,
    /// The particulars, before and after, without personal details.
    pub data: Value,
}

/// The end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last entry's place, 0 where there is none.
    pub seq: i64,
    /// The last entry's hash, [`GENESIS`] where there is none.
    pub hash: [u8; 32],
}

/// The chain does not hold at this entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq} {what}")]
pub struct Broken {
    /// The entry's place.
    pub seq: i64,
    /// What is wrong with it.
    pub what: Fault,
}

/// What can be wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Its place is not after that of the entry before.
    #[error("is out of order")]
    OutOfOrder,
    /// It does not carry the hash of the entry before: one was removed, put in or moved.
    #[error("does not follow the entry before it")]
    DoesNotFollow,
    /// Its own hash is not that of its content.
    #[error("was altered after it was written")]
    Altered,
}

impl Head {
    /// The head of an empty log.
    pub const EMPTY: Self = Self {
        seq: 0,
        hash: GENESIS,
    };

    /// Checks one more entry and moves on to it.
    ///
    /// # Errors
    /// The entry does not continue the chain.
    pub fn then(self, entry: &Entry, prev: &[u8; 32], stored: &[u8; 32]) -> Result<Self, Broken> {
        let broken = |what| {
            Err(Broken {
                seq: entry.seq,
                what,
            })
        };
        if entry.seq <= self.seq {
            return broken(Fault::OutOfOrder);
        }
        if *prev != self.hash {
            return broken(Fault::DoesNotFollow);
        }
        if hash(prev, entry) != *stored {
            return broken(Fault::Altered);
        }
        Ok(Self {
            seq: entry.seq,
            hash: *stored,
        })
    }
}

/// The hash of an entry that follows one with the hash `prev`. The bytes are told above.
#[must_use]
pub fn hash(prev: &[u8; 32], entry: &Entry) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(TAG);
    sha.update(prev);
    sha.update(entry.seq.to_be_bytes());
    sha.update(entry.at.timestamp_micros().to_be_bytes());
    for part in [
        &entry.actor,
        &entry.action,
        &entry.subject,
        &canonical_json(&entry.data),
    ] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    sha.finalize().into()
}

/// Walks a whole log, oldest first: each entry with the hash before it and its own, as stored.
///
/// # Errors
/// The first entry that does not hold. A log cut short at its end cannot be told from a shorter
/// one: compare the head with one that was kept elsewhere.
pub fn verify(log: impl IntoIterator<Item = (Entry, [u8; 32], [u8; 32])>) -> Result<Head, Broken> {
    log.into_iter()
        .try_fold(Head::EMPTY, |head, (entry, prev, hash)| {
            head.then(&entry, &prev, &hash)
        })
}

/// A hash as it is written down: 64 hexadecimal digits, in any case and with any spaces between.
#[must_use]
pub fn read_hash(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit))
        .collect();
    (digits.len() == 64)
        .then(|| bytes.try_into().ok())
        .flatten()
}

/// An entry as a sentence. `who` and `subject` are names as people read them: "Ann Penfold", "The
/// sender"; "WO-7K4P", a colleague's name. What is not known here is told as it stands.
#[must_use]
pub fn sentence(who: &str, action: &str, subject: &str) -> String {
    let deed = match action {
        "submission received" => format!("sent in {subject}"),
        "submission listed" => format!("listed {subject}"),
        "changes asked for" => format!("asked for changes to {subject}"),
        "submission refused" => format!("refused {subject}"),
        "submission closed as spam" => format!("closed {subject} as spam"),
        "event taken down" => format!("took {subject} down"),
        "sender blocked" => format!("blocked the sender of {subject}"),
        "sender unblocked" => format!("unblocked the sender of {subject}"),
        "staff account added" => format!("added the account of {subject}"),
        "staff account changed" => format!("changed the account of {subject}"),
        "staff account closed" => format!("closed the account of {subject}"),
        "staff account opened" => format!("opened the account of {subject} again"),
        "invitation sent again" => format!("invited {subject} again"),
        "password link printed" => format!("made a link for {subject} to choose a password"),
        "password link asked for" => format!("asked for a link for {subject} to choose a password"),
        "second step removed" => format!("removed the second step of {subject}"),
        "password changed" => "changed their password".to_owned(),
        "session ended" => "signed a device out".to_owned(),
        "other sessions ended" => "signed out everywhere else".to_owned(),
        "signed in on a new device" => "signed in on a new device".to_owned(),
        "many sign-ins failed" => format!("failed many times to sign in as {subject}"),
        "private links ended" => format!("ended private links to {subject}"),
        "report received" => format!("reported {subject}"),
        "report dealt with" => format!("dealt with a report about {subject}"),
        "weekly email asked for" => "asked for the weekly email".to_owned(),
        "weekly email confirmed" => "confirmed the address for the weekly email".to_owned(),
        "weekly email stopped" => "stopped the weekly email".to_owned(),
        "weekly email reader removed" => "removed a reader of the weekly email".to_owned(),
        "weekly email set" => "changed when the weekly email goes".to_owned(),
        "weekly email written" => "wrote the weekly email".to_owned(),
        "password set" => "chose a password".to_owned(),
        "authenticator app added" => "added an authenticator app to their account".to_owned(),
        "authenticator app replaced" => {
            "replaced the authenticator app of their account".to_owned()
        }
        "authenticator app removed" => "removed the authenticator app of their account".to_owned(),
        "passkey added" => "added a passkey to their account".to_owned(),
        "passkey removed" => "removed a passkey of their account".to_owned(),
        "recovery codes made" => "made new recovery codes".to_owned(),
        "recovery code used" => "signed in with a recovery code".to_owned(),
        "council settings changed" => "changed the council’s words".to_owned(),
        "limits changed" => "changed how much the site takes".to_owned(),
        "policy draft begun" => "began a draft of the policy".to_owned(),
        "policy draft changed" => "changed the draft of the policy".to_owned(),
        "policy draft thrown away" => "threw the draft of the policy away".to_owned(),
        "policy adopted" => "adopted a version of the policy".to_owned(),
        "guidance changed" => "changed a guidance note".to_owned(),
        "reply added" => "added a ready reply".to_owned(),
        "reply changed" => "changed a ready reply".to_owned(),
        "reply retired" => "put a ready reply away".to_owned(),
        "reply brought back" => "brought a ready reply back".to_owned(),
        "replies put in order" => "put the ready replies in another order".to_owned(),
        other => return format!("{who}: {other} ({subject})"),
    };
    format!("{who} {deed}")
}

/// JSON in the one form that is hashed: no spaces, keys in the order of their bytes.
#[must_use]
pub fn canonical_json(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical_json).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(fields) => {
            // Sorted here, since a feature of serde_json elsewhere may keep keys as inserted.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| key.as_bytes());
            let fields: Vec<String> = fields
                .into_iter()
                .map(|(key, value)| {
                    format!("{}:{}", Value::String(key.clone()), canonical_json(value))
                })
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        plain => plain.to_string(),
    }
}
