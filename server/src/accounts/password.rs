//! Passwords: what may be one, and how they are kept.

use std::{sync::LazyLock, thread::available_parallelism};

use argon2::{
    Argon2, Params,
    password_hash::{self, PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// The fewest characters of a password.
pub const AT_LEAST: usize = 8;
/// The most bytes of a password: far more than anybody types, few enough to hash.
const AT_MOST: usize = 256;

/// Words that say nothing of the person who chose them: common passwords and words of this place.
const COMMON: &str = include_str!("common_passwords.txt");

/// A password that may be used.
pub struct Password(String);

impl Password {
    /// Reads a password that somebody chooses for their account. Nothing is trimmed and every
    /// character counts.
    ///
    /// # Errors
    /// What to do, as a sentence for the form.
    pub fn choose(typed: &str, email: &str, name: &str) -> Result<Self, String> {
        if typed.is_empty() {
            return Err("Enter a password".to_owned());
        }
        if typed.chars().count() < AT_LEAST {
            return Err(format!("Password must be {AT_LEAST} characters or more"));
        }
        if typed.len() > AT_MOST {
            return Err(format!("Password must be {AT_MOST} characters or less"));
        }
        let own = email
            .split(['@', '.', '-', '_', '+'])
            .chain(name.split_whitespace());
        let own: Vec<String> = own.map(plain).filter(|word| word.len() >= 3).collect();
        if is_easily_guessed(typed, &own) || is_soon_guessed(typed, &own) {
            return Err(
                "Choose a password that is harder to guess: three unrelated words do well"
                    .to_owned(),
            );
        }
        Ok(Self(typed.to_owned()))
    }

    /// The characters, to hash them.
    #[must_use]
    pub fn reveal(self) -> String {
        self.0
    }
}

/// How many guesses a password has to withstand, as a power of ten. The common ones, their neighbours on the
/// keyboard, names and years are found with fewer (OWASP ASVS 5.0, 6.2.4 and 6.2.12).
const GUESSES: f64 = 7.0;

/// Whether whoever tries what people choose most often comes to it soon.
fn is_soon_guessed(typed: &str, own: &[String]) -> bool {
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    zxcvbn::zxcvbn(typed, &own).guesses_log10() < GUESSES
}

/// Whether too little is left once common words, words of this place, the person's own names,
/// digits and punctuation are taken away, or only a few different characters are used.
fn is_easily_guessed(typed: &str, own: &[String]) -> bool {
    let mut different: Vec<char> = typed.to_lowercase().chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 5 {
        return true;
    }
    // Words of another script have no plain letters to take away, and are on no list of ours.
    if typed.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
        return false;
    }
    [plain(typed), plain(&without_disguise(typed))]
        .iter()
        .any(|letters| {
            let common = COMMON
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty());
            let left = common
                .chain(own.iter().map(String::as_str))
                .fold(letters.clone(), |left, word| left.replace(word, ""));
            left.len() < letters.len() && left.len() < 6
        })
        || typed.chars().all(|c| c.is_ascii_digit()) && typed.len() < 12
}

/// The letters alone, in lower case.
fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The letters that people put digits and signs for.
fn without_disguise(text: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

/// Hashing did not work; it is not about the password.
#[derive(Debug, thiserror::Error)]
pub enum HashingFailed {
    /// The hash function refused.
    #[error("argon2: {0}")]
    Argon2(#[from] password_hash::Error),
    /// The work was stopped.
    #[error("the work was stopped: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

/// How many hashes are worked on at once; each takes 19 MiB and a processor, of which half are left
/// for everything else. The rest wait.
static WORKERS: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = available_parallelism().map_or(1, usize::from);
    Semaphore::new((processors / 2).clamp(1, 4))
});

/// What a password is checked against when there is none, so that an unknown name takes the same
/// work as a known one.
static NOBODY: LazyLock<Result<String, password_hash::Error>> =
    LazyLock::new(|| Ok(Argon2::default().hash_password(b"nobody")?.to_string()));

/// Hashes a password by argon2id with the crate's parameters (19 MiB, two passes, one lane).
///
/// # Errors
/// When the work cannot be done.
pub async fn hash(password: String) -> Result<String, HashingFailed> {
    at_work(move || {
        Ok(Argon2::default()
            .hash_password(password.as_bytes())?
            .to_string())
    })
    .await
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Whether the password is the one.
    pub matches: bool,
    /// Whether its hash was made with weaker parameters than today's.
    pub outdated: bool,
}

/// Checks a password against a stored hash; against nobody's where there is none.
///
/// # Errors
/// When the work cannot be done or what is stored is no hash.
pub async fn verify(password: String, stored: Option<String>) -> Result<Checked, HashingFailed> {
    at_work(move || {
        let somebody = stored.is_some();
        let stored = match stored {
            Some(stored) => stored,
            None => NOBODY.clone()?,
        };
        let stored = PasswordHash::new(&stored).map_err(password_hash::Error::from)?;
        match Argon2::default().verify_password(password.as_bytes(), &stored) {
            Ok(()) => Ok(Checked {
                matches: somebody,
                outdated: is_outdated(&stored),
            }),
            Err(password_hash::Error::PasswordInvalid) => Ok(Checked {
                matches: false,
                outdated: false,
            }),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Whether a hash was made with other than today's parameters.
fn is_outdated(stored: &PasswordHash) -> bool {
    let today = Params::DEFAULT;
    Params::try_from(stored).map_or(true, |then| {
        then.m_cost() < today.m_cost()
            || then.t_cost() < today.t_cost()
            || then.p_cost() < today.p_cost()
    })
}

/// Runs heavy work off the threads that answer requests, a little at a time.
async fn at_work<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HashingFailed> + Send + 'static,
) -> Result<T, HashingFailed> {
    let place = WORKERS
        .acquire()
        .await
        .expect("the semaphore is never closed");
    tokio::task::spawn_blocking(move || {
        // Held until the work is done, even where the request has gone away meanwhile.
        let _place = place;
        work()
    })
    .await?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(typed: &str) -> Result<Password, String> {
        Password::choose(typed, "ann.penfold@example.org", "Ann Penfold")
    }

    #[test]
    fn a_password_needs_eight_characters_and_may_have_hundreds() {
        assert!(choose("").is_err());
        assert!(choose("vk2!xqz").is_err());
        assert!(choose("vk2!xqzr").is_ok());
        assert!(choose(&"correct horse battery staple ".repeat(8)).is_ok());
        assert!(choose(&"long enough to be a novel ".repeat(20)).is_err());
        assert!(choose("пароль из слов").is_ok());
        assert!(choose("  spaces at the ends  ").is_ok());
    }

    #[test]
    fn common_words_and_words_of_this_place_are_refused() {
        for easy in [
            "password",
            "Password1!",
            "p@ssw0rd123",
            "withyham2026",
            "Withyham!",
            "parishcouncil",
            "W1thyh4mPar1sh",
            "12345678",
            "1234567890",
            "qwertyuiop",
            "letmein99",
            "aaaaaaaa",
            "abababab",
            "groombridge1",
            "annpenfold1",
            "whatson123",
            "welcome2026",
            "1q2w3e4r",
            "qwer1234",
            "zaq12wsx",
            "trustno1",
            "michelle",
            "samantha",
            "liverpool1",
            "sunshine1987",
            "iloveyou2",
        ] {
            assert!(choose(easy).is_err(), "{easy} should be refused");
        }
        for hard in [
            "withyham quiz trombone",
            "parish lantern gravel",
            "trombone-gravel-9",
            "xK4#mP9$wL",
        ] {
            assert!(choose(hard).is_ok(), "{hard} should be taken");
        }
    }

    #[tokio::test]
    async fn a_hash_is_argon2id_and_matches_only_its_password() {
        let hash = hash("trombone gravel".to_owned()).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        let right = verify("trombone gravel".to_owned(), Some(hash.clone()))
            .await
            .unwrap();
        assert_eq!(
            right,
            Checked {
                matches: true,
                outdated: false
            }
        );
        assert!(
            !verify("trombone".to_owned(), Some(hash))
                .await
                .unwrap()
                .matches
        );
        assert!(!verify("nobody".to_owned(), None).await.unwrap().matches);
    }

    #[tokio::test]
    async fn a_hash_with_weaker_parameters_is_outdated() {
        let weak = Argon2::new(
            argon2::Algorithm::Argon2id,
            argon2::Version::V0x13,
            Params::new(8192, 1, 1, None).unwrap(),
        );
        let stored = weak.hash_password(b"trombone gravel").unwrap().to_string();
        let checked = verify("trombone gravel".to_owned(), Some(stored))
            .await
            .unwrap();
        assert_eq!(
            checked,
            Checked {
                matches: true,
                outdated: true
            }
        );
    }
}
