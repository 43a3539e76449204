//! A submission's short public name, made to be said over the phone.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The characters of a code. Nothing that is mistaken for another when read or heard from a poor
/// line (no 0 O, 1 I L, and of 5 S, 2 Z, 8 B the digit only), and no vowels, so that no code
/// spells a word.
const ALPHABET: &[u8; 25] = b"23456789CDFGHJKMNPQRTVWXY";

/// A submission's reference, such as `WO-7K4P`: "WO" for What's On, and a code of four
/// characters, or five once four have become crowded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// What was typed is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a reference like WO-7K4P")]
pub struct NotAReference;

impl Reference {
    /// A reference of four characters from a random number. There are 390,625: take another
    /// number when it is taken, and [`Reference::longer`] when several were.
    #[must_use]
    pub fn from_random(random: u32) -> Self {
        Self::of_length(4, random)
    }

    /// A reference of five characters from a random number.
    #[must_use]
    pub fn longer(random: u32) -> Self {
        Self::of_length(5, random)
    }

    fn of_length(length: usize, mut rest: u32) -> Self {
        let mut code = String::with_capacity(length);
        for _ in 0..length {
            let (next, at) = (rest / 25, rest % 25);
            code.push(char::from(ALPHABET[at as usize]));
            rest = next;
        }
        Self(code)
    }

    /// Reads a reference as people write it: in small letters, with spaces or no dash, without
    /// "WO", and with S, Z or B heard for 5, 2 or 8.
    ///
    /// # Errors
    /// It is not four or five characters of the alphabet.
    pub fn parse(text: &str) -> Result<Self, NotAReference> {
        let spoken = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '‐'..='―' | '−');
        let plain = text
            .chars()
            .filter(spoken)
            .collect::<String>()
            .to_ascii_uppercase();
        let code: String = plain
            .strip_prefix("WO")
            .unwrap_or(&plain)
            .chars()
            .map(|c| match c {
                'S' => '5',
                'Z' => '2',
                'B' => '8',
                other => other,
            })
            .collect();
        let known = code
            .chars()
            .all(|c| u8::try_from(c).is_ok_and(|b| ALPHABET.contains(&b)));
        if known && matches!(code.len(), 4 | 5) {
            Ok(Self(code))
        } else {
            Err(NotAReference)
        }
    }

    /// The code alone, without "WO-": "7K4P".
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WO-{}", self.0)
    }
}

impl TryFrom<String> for Reference {
    type Error = NotAReference;

    fn try_from(text: String) -> Result<Self, NotAReference> {
        Self::parse(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}
