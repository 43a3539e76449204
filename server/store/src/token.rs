//! Secrets that the server hands out, and what it keeps of them.

use rand::RngExt;
use sha2::{Digest, Sha256};

/// How many hexadecimal digits a secret has.
pub const SECRET_DIGITS: usize = 48;

/// A secret for a cookie or a link: 192 random bits from the system, as 48 hexadecimal digits.
/// The database only ever sees its [`hash`].
#[must_use]
pub fn secret() -> String {
    let mut bytes = [0_u8; SECRET_DIGITS / 2];
    rand::rng().fill(&mut bytes);
    hex::encode(bytes)
}

/// The SHA-256 of a token: what the database keeps. A token has enough entropy to need no salt.
#[must_use]
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
