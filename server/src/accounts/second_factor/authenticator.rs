//! Authenticator apps: six figures that change every half minute (TOTP, RFC 6238), with the values
//! that every app understands: SHA-1, six figures, thirty seconds.

use crate::accounts::AccountError;
use chrono::{DateTime, Utc};
use domain::staff::Staff;
use rand::RngExt;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::{Removed, Tried, added, changed, too_many, wrong};
use crate::{commands::change::Change, letters::second_factor::SecurityMail, state::App};

/// How long a code shows, in seconds.
pub const STEP: u64 = 30;

/// What an app computes its codes from: 160 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 20]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(hidden)")
    }
}

impl Key {
    /// A new key.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0_u8; 20];
        rand::rng().fill(&mut bytes);
        Self(bytes)
    }

    /// Reads the letters and figures that [`Key::letters`] gives.
    #[must_use]
    pub fn read(letters: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(letters).ok()?;
        Some(Self(secret.as_bytes().try_into().ok()?))
    }

    /// The key as 32 letters and figures (base 32, RFC 4648), to be typed into an app.
    #[must_use]
    pub fn letters(&self) -> String {
        Secret::from(self.0).to_base32()
    }

    /// The key as bytes, to be kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The address that a QR code brings to an app: the key, with the council's name and the
    /// account's.
    ///
    /// # Errors
    /// When the names cannot stand in an address.
    pub fn address(&self, council: &str, email: &str) -> Result<String, AccountError> {
        totp(&self.0)
            .with_issuer(Some(council.replace(':', " ")))
            .with_account_name(email.replace(':', " "))
            .build()
            .and_then(|totp| totp.to_url())
            .map_err(|error| AccountError::Internal(error.to_string()))
    }

    /// The step of a code, where it is one of now: thirty seconds early or late are forgiven.
    #[must_use]
    pub fn step_of(&self, code: &str, now: DateTime<Utc>) -> Option<i64> {
        step_of(&self.0, code, now)
    }

    /// The code that an app shows at an instant.
    #[must_use]
    pub fn code(&self, at: DateTime<Utc>) -> String {
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        built(&self.0).generate(seconds).to_string()
    }
}

fn totp(secret: &[u8]) -> Builder {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP)
        .with_secret(secret)
}

fn built(secret: &[u8]) -> Totp {
    totp(secret).build_noncompliant()
}

fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Option<i64> {
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = built(secret).check(code, seconds)?;
    i64::try_from(step).ok()
}

/// Gives the account an app, in place of one that it had, after a code of it was right. `None`
/// where the code is not of now, otherwise the recovery codes that came with it, if any.
pub async fn set(
    app: &App,
    staff: &Staff,
    key: &Key,
    code: &str,
) -> sqlx::Result<Option<Vec<String>>> {
    let now = app.now();
    let Some(step) = key.step_of(code, now) else {
        return Ok(None);
    };
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        store::second_factor::lock(&mut tx, staff.id).await?;
        let before = store::second_factor::factors(&mut *tx, staff.id).await?;
        store::second_factor::set_app(&mut *tx, staff.id, key.bytes(), step, now).await?;
        let change = if before.app_since.is_some() {
            (SecurityMail::AppReplaced, "authenticator app replaced")
        } else {
            (SecurityMail::AppAdded, "authenticator app added")
        };
        let codes = added(&mut tx, app, staff, change).await?;
        tx.commit_noted().await?;
        Ok(Some(codes))
    })
    .await
}

/// Tries a code of six figures at sign-in. Each works once, and none that is older than the last.
pub async fn try_code(app: &App, staff: &Staff, code: &str) -> sqlx::Result<Tried> {
    let now = app.now();
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        if too_many(&mut tx, app, staff).await? {
            return Ok(Tried::TooMany);
        }
        let secret = store::second_factor::app_secret(&mut *tx, staff.id).await?;
        let step = secret.and_then(|secret| step_of(&secret, code, now));
        let right = match step {
            Some(step) => store::second_factor::use_step(&mut *tx, staff.id, step, now).await?,
            None => false,
        };
        if right {
            store::second_factor::forgive(&mut *tx, staff.id).await?;
        } else {
            wrong(&mut tx, app, staff).await?;
        }
        tx.commit_noted().await?;
        Ok(if right { Tried::Right } else { Tried::Wrong })
    })
    .await
}

/// Takes the account's app away, unless nothing else is left.
pub async fn remove(app: &App, staff: &Staff) -> sqlx::Result<Removed> {
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        store::second_factor::lock(&mut tx, staff.id).await?;
        let factors = store::second_factor::factors(&mut *tx, staff.id).await?;
        if factors.app_since.is_none() {
            return Ok(Removed::NotThere);
        }
        if factors.only_one() {
            return Ok(Removed::Last);
        }
        store::second_factor::remove_app(&mut *tx, staff.id).await?;
        let action = "authenticator app removed";
        changed(&mut tx, app, staff, SecurityMail::AppRemoved, action).await?;
        tx.commit_noted().await?;
        Ok(Removed::Gone)
    })
    .await
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::Key;

    /// RFC 6238, appendix B, for SHA-1: the last six of its eight figures.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let key = Key(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let at = DateTime::from_timestamp(seconds, 0).expect("an instant");
            assert_eq!(key.code(at), code);
            assert_eq!(key.step_of(code, at), Some(seconds / 30));
        }
    }

    #[test]
    fn half_a_minute_early_or_late_is_forgiven_and_no_more() {
        let key = Key::random();
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        let at = |seconds| now + chrono::TimeDelta::seconds(seconds);
        let code = key.code(now);
        let step = Some(1_800_000_000 / 30);
        for seconds in [-30, 0, 59] {
            assert_eq!(key.step_of(&code, at(seconds)), step, "{seconds}");
        }
        for seconds in [-31, 60] {
            assert_ne!(key.step_of(&code, at(seconds)), step, "{seconds}");
        }
    }

    #[test]
    fn a_key_is_read_as_it_is_written_and_never_printed() {
        let key = Key::random();
        assert_eq!(key.letters().len(), 32);
        assert_eq!(Key::read(&key.letters()), Some(key.clone()));
        assert_eq!(Key::read("not a key"), None);
        assert_eq!(format!("{key:?}"), "Key(hidden)");
        let address = key
            .address("Withyham: Parish Council", "ann@example.org")
            .expect("an address");
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains(&key.letters()), "{address}");
    }
}
