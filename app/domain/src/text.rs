//! Words that people type, parsed: trimmed, in Unicode's composed form (NFC), without control or
//! direction-changing characters, within their limits. Limits count Unicode scalar values after
//! trimming, with a line break as one, as the character count under the field does.
//!
//! What was typed is kept elsewhere, letter for letter; these types are what the site shows.

mod summary;

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use url::{Host, Url};

pub use summary::{SUMMARY_LIMIT, summary};

pub use crate::limits::{
    ALT_TEXT_LIMIT, DESCRIPTION_LIMIT, EMAIL_LIMIT, LETTER_LIMIT, NAME_LIMIT, SHORT_LINE_LIMIT,
    TITLE_LIMIT, WEB_ADDRESS_LIMIT,
};

/// Why some words were not taken. The form that asked for them makes the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// Nothing was typed, or nothing that can be seen.
    #[error("is empty")]
    Empty,
    /// More than the limit.
    #[error("is {over} characters over the limit of {limit}")]
    TooLong {
        /// The most characters there may be.
        limit: usize,
        /// How many there are too many.
        over: usize,
    },
    /// It has not the shape of the thing asked for, such as "email address".
    #[error("does not look like the {0}")]
    NotAn(&'static str),
}

/// Counts as the limits count: trimmed, in composed form, a line break as one.
#[must_use]
pub fn count(text: &str) -> usize {
    lines(text).chars().count()
}

/// [`count`], for a text that is in composed form (NFC) already. A browser composes by itself, and
/// is spared the tables for it.
#[must_use]
pub fn count_composed(text: &str) -> usize {
    let unified = unified(text);
    let kept = unified
        .chars()
        .filter(|&c| !is_dropped(c))
        .collect::<String>();
    kept.trim().chars().count()
}

/// Makes a type of words with one parser, so that a value of it was parsed once: when it was typed.
/// What was stored then is read by the second function, which judges nothing by the limits of today
/// (see [`crate::stored`]).
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $parse:expr, $record:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads what was typed.
            ///
            /// # Errors
            /// Nothing typed, too much, or not of this shape.
            pub fn parse(text: &str) -> Result<Self, TextProblem> {
                let parse: fn(&str) -> Result<String, TextProblem> = $parse;
                parse(text).map(Self)
            }

            /// Reads what was stored, of whatever length and shape; none where there is nothing to
            /// see.
            pub(crate) fn of_record(text: &str) -> Option<Self> {
                let record: fn(&str) -> Option<String> = $record;
                record(text).map(Self)
            }

            /// The words.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(words: $name) -> Self {
                words.0
            }
        }
    };
}

words!(
    /// An event's title: one line of up to 80 characters.
    Title,
    |text| within(one_line(text), TITLE_LIMIT),
    |text| seen(one_line(text))
);
words!(
    /// An event's description: up to 4,000 characters, its lines kept, in a little Markdown.
    Description,
    |text| within(lines(text), DESCRIPTION_LIMIT),
    |text| seen(lines(text))
);
words!(
    /// A person's name, as they write it: one line of up to 100 characters.
    PersonName,
    |text| within(one_line(text), NAME_LIMIT),
    |text| seen(one_line(text))
);
words!(
    /// A group's name: one line of up to 100 characters.
    GroupName,
    |text| within(one_line(text), NAME_LIMIT),
    |text| seen(one_line(text))
);
words!(
    /// One line of up to 120 characters: a place's name, an address, a price, an age.
    ShortLine,
    |text| within(one_line(text), SHORT_LINE_LIMIT),
    |text| seen(one_line(text))
);
words!(
    /// What is on a picture, for people who cannot see it: one line of up to 250 characters.
    AltText,
    |text| within(one_line(text), ALT_TEXT_LIMIT),
    |text| seen(one_line(text))
);
words!(
    /// An email address that mail can be sent to: plain ASCII, one recipient, its domain in lower
    /// case. Quoted names, comments and internationalised addresses are left out on purpose.
    Email,
    email,
    |text| seen(one_line(text))
);
words!(
    /// A telephone number, as typed: 9 to 15 digits with spaces, dots, brackets or hyphens.
    Telephone,
    telephone,
    |text| seen(one_line(text))
);
words!(
    /// A web address that is safe to link to: `https` or `http`, a host with a dot, no user name.
    /// `https://` is added where none was typed.
    WebAddress,
    web_address,
    linkable
);
words!(
    /// A British postcode in capitals with its space: "TN7 4BA".
    Postcode,
    postcode,
    |text| seen(one_line(text))
);

/// Makes a type that can hold words of ours, where a stored document lacks what it must have.
macro_rules! fixed {
    ($($name:ident),*) => {$(
        impl $name {
            /// These words.
            pub(crate) fn fixed(words: &'static str) -> Self {
                Self(words.to_owned())
            }
        }
    )*};
}

fixed!(Title, Description, ShortLine);

impl WebAddress {
    /// The host that it leads to, in ASCII (RFC 5891).
    #[must_use]
    pub fn host(&self) -> String {
        let url = Url::parse(&self.0).ok();
        url.and_then(|url| url.host_str().map(ToOwned::to_owned))
            .unwrap_or_default()
    }

    /// The address as people say it: without `https://` and a lone final slash.
    #[must_use]
    pub fn words(&self) -> &str {
        let rest = self
            .0
            .split_once("://")
            .map_or(self.as_str(), |(_, rest)| rest);
        rest.strip_suffix('/').unwrap_or(rest)
    }
}

/// The words on one line: a break or a tab becomes a space.
#[must_use]
pub fn one_line(text: &str) -> String {
    lines(text).replace(['\n', '\t'], " ")
}

/// The words with their lines: trimmed, composed, line breaks as `\n`, and without the characters
/// that nobody types on purpose.
#[must_use]
pub fn lines(text: &str) -> String {
    let kept: String = unified(text)
        .chars()
        .filter(|&c| !is_dropped(c))
        .nfc()
        .collect();
    kept.trim().to_owned()
}

/// Every kind of line break as one character.
fn unified(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n")
}

/// What staff write to a sender or in a note: up to 4,000 characters, lines kept.
pub(crate) fn letter(text: &str) -> Result<String, TextProblem> {
    within(lines(text), LETTER_LIMIT)
}

/// One line of up to so many characters.
pub(crate) fn line(text: &str, limit: usize) -> Result<String, TextProblem> {
    within(one_line(text), limit)
}

/// Controls (NUL among them), and the characters that turn or fake the direction of what follows.
fn is_dropped(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    control || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a reader would see anything of it. Joiners matter inside emoji, but not alone.
fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c, '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}')
}

/// The text, where a reader would see anything of it.
fn seen(text: String) -> Option<String> {
    text.chars().any(is_seen).then_some(text)
}

/// A stored address, where it is one of the web's: whatever else it may be, a link runs no script.
fn linkable(text: &str) -> Option<String> {
    let text = one_line(text);
    let url = Url::parse(&text).ok()?;
    (matches!(url.scheme(), "https" | "http") && url.has_host()).then_some(text)
}

fn within(text: String, limit: usize) -> Result<String, TextProblem> {
    if !text.chars().any(is_seen) {
        return Err(TextProblem::Empty);
    }
    match text.chars().count().checked_sub(limit) {
        None | Some(0) => Ok(text),
        Some(over) => Err(TextProblem::TooLong { limit, over }),
    }
}

fn email(text: &str) -> Result<String, TextProblem> {
    const NOT: TextProblem = TextProblem::NotAn("email address");
    let text = within(text.trim().to_owned(), EMAIL_LIMIT)?;
    let (local, domain) = text.split_once('@').ok_or(NOT)?;
    let good = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    let local_fits = local.len() <= 64
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(good));
    if local_fits && is_domain(domain) {
        Ok(format!("{local}@{}", domain.to_ascii_lowercase()))
    } else {
        Err(NOT)
    }
}

/// A host name of two labels or more whose last is not a number.
fn is_domain(domain: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(label)
        && last.len() >= 2
        && !last.chars().all(|c| c.is_ascii_digit())
}

fn telephone(text: &str) -> Result<String, TextProblem> {
    let text = within(one_line(text), 40)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.char_indices().all(|(at, c)| {
        c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '.') || (c == '+' && at == 0)
    });
    if plain && (9..=15).contains(&digits) {
        Ok(text)
    } else {
        Err(TextProblem::NotAn("telephone number"))
    }
}

fn web_address(text: &str) -> Result<String, TextProblem> {
    const NOT: TextProblem = TextProblem::NotAn("web address");
    let text = within(text.trim().to_owned(), WEB_ADDRESS_LIMIT)?;
    // Browsers skip tabs and line breaks inside an address, which has hidden many a scheme.
    let hidden = |c: char| c.is_whitespace() || c.is_control() || is_dropped(c) || !is_seen(c);
    if text
        .chars()
        .any(|c| hidden(c) || matches!(c, '"' | '<' | '>' | '\\' | '`'))
        || text.starts_with('/')
    {
        return Err(NOT);
    }
    let lower = text.to_ascii_lowercase();
    let has_scheme = lower.starts_with("https://") || lower.starts_with("http://");
    let whole = if has_scheme {
        text
    } else {
        format!("https://{text}")
    };
    let url = Url::parse(&whole).map_err(|_| NOT)?;
    let named = matches!(url.host(), Some(Host::Domain(host)) if is_domain(host));
    if named && url.username().is_empty() && url.password().is_none() {
        within(url.into(), WEB_ADDRESS_LIMIT)
    } else {
        Err(NOT)
    }
}

fn postcode(text: &str) -> Result<String, TextProblem> {
    const NOT: TextProblem = TextProblem::NotAn("postcode");
    let text = within(one_line(text), 40)?;
    let code: Vec<u8> = text
        .bytes()
        .filter(|b| *b != b' ')
        .map(|b| b.to_ascii_uppercase())
        .collect();
    let shape: String = code
        .iter()
        .map(|b| match b {
            b'A'..=b'Z' => 'A',
            b'0'..=b'9' => '9',
            _ => '?',
        })
        .collect();
    let (outward, inward) = shape
        .split_at_checked(shape.len().saturating_sub(3))
        .ok_or(NOT)?;
    if inward != "9AA" || !matches!(outward, "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A") {
        return Err(NOT);
    }
    let code = String::from_utf8(code).map_err(|_| NOT)?;
    let (outward, inward) = code.split_at(outward.len());
    Ok(format!("{outward} {inward}"))
}
