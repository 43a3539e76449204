//! The work that a browser does by itself while its person reads the page (a proof of work, as in
//! Hashcash). In a flood it stands in for the confirmed address, so that whoever has script waits
//! for nothing; nobody is asked anything, and who has none confirms the address instead.
//!
//! One form costs a telephone a second. Ten thousand cost whoever sends them the same each.

use sha2::{Digest, Sha256};

/// How many bits of the hash must be nought: 2¹⁸ numbers are tried on average.
pub const BITS: u32 = 18;

/// The name of the field that the number comes back in.
pub const FIELD: &str = "work";

/// A sum that belongs to one form with the answers it has, and to no other.
#[derive(Debug, Clone)]
pub struct Sum(Sha256);

impl Sum {
    /// The sum of the form with this `key`, which is random and can be sent once, and these
    /// answers, by their digest.
    #[must_use]
    pub fn of(key: &str, digest: &str) -> Self {
        Self(Sha256::new_with_prefix(format!("{key} {digest} ")))
    }

    /// Whether a number solves it.
    #[must_use]
    pub fn is_solved_by(&self, number: u64) -> bool {
        let hash = self.0.clone().chain_update(number.to_string()).finalize();
        let zeros = hash.iter().position(|byte| *byte != 0).map(|first| {
            u32::try_from(first).unwrap_or_default() * 8 + hash[first].leading_zeros()
        });
        zeros.is_none_or(|zeros| zeros >= BITS)
    }

    /// The first of so many numbers that solves it.
    #[must_use]
    pub fn solution(&self, numbers: std::ops::Range<u64>) -> Option<u64> {
        numbers
            .into_iter()
            .find(|number| self.is_solved_by(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "6b2f0f5e-9a44-4a5c-8f0e-0d6f0e7c1a2b";

    #[test]
    fn a_solution_is_a_hash_that_begins_with_noughts() {
        let number = Sum::of(KEY, "d").solution(0..10_000_000).expect("one");
        let hash = Sha256::digest(format!("{KEY} d {number}"));
        assert_eq!((hash[0], hash[1], hash[2] >> 6), (0, 0, 0));
        assert!(Sum::of(KEY, "d").is_solved_by(number));
    }

    #[test]
    fn it_solves_no_other_form_and_no_other_answers() {
        let number = Sum::of(KEY, "d").solution(0..10_000_000).expect("one");
        assert!(!Sum::of(KEY, "e").is_solved_by(number));
        assert!(!Sum::of("7b2f0f5e-9a44-4a5c-8f0e-0d6f0e7c1a2b", "d").is_solved_by(number));
    }

    #[test]
    fn few_numbers_solve_it() {
        let sum = Sum::of(KEY, "d");
        let solved = (0..1_u64 << 16).filter(|n| sum.is_solved_by(*n)).count();
        assert!(solved <= 4, "{solved} of 65,536 at one in 262,144");
    }
}
