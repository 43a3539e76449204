//! The number of a request.

use axum::http::header::HeaderName;
use rand::RngExt;

/// The header of an answer that has its request's number.
pub const REQUEST_NUMBER: HeaderName = HeaderName::from_static("x-request-number");

/// A request's number, as people read it out: "7KQ2-M93F". Forty random bits, without the letters that look like figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestNumber(String);

impl RequestNumber {
    /// Another number.
    #[must_use]
    pub fn random() -> Self {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bits: u64 = rand::rng().random();
        let mut number = String::with_capacity(9);
        for place in 0..8 {
            if place == 4 {
                number.push('-');
            }
            number.push(char::from(LETTERS[(bits % 32) as usize]));
            bits /= 32;
        }
        Self(number)
    }

    /// The number as people read it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
