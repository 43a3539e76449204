//! The second proof at sign-in, as people type it: the six figures of an authenticator app, a
//! recovery code, the name of a passkey.

use crate::form::FormErrors;
use crate::text::{ShortLine, TextProblem};

pub use crate::limits::PASSKEY_NAME_LIMIT;

/// How many recovery codes an account is given at a time.
pub const RECOVERY_CODES: usize = 10;
/// The characters of a recovery code: 32, without 0 and O, 1 and I, which are mistaken for another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// How many characters a recovery code has: 80 bits, so that its hash needs no salt.
const RECOVERY_LENGTH: usize = 16;

/// Reads the six figures of an app, with or without spaces: "123 456".
///
/// # Errors
/// What to do, in words: nothing was typed, or something else than six figures.
pub fn app_code(typed: &str) -> Result<String, &'static str> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if code.is_empty() {
        Err("Enter the six figures that your app shows")
    } else if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(code)
    } else {
        Err("Enter six figures, like 123 456")
    }
}

/// A recovery code from random bytes: "ABCD-EFGH-JKLM-NPQR".
#[must_use]
pub fn recovery_code(random: [u8; RECOVERY_LENGTH]) -> String {
    let letters: Vec<u8> = random
        .iter()
        .map(|byte| ALPHABET[usize::from(byte % 32)])
        .collect();
    groups(&String::from_utf8_lossy(&letters), "-")
}

/// Reads a recovery code in the form in which it was given: in small letters, with spaces or with
/// no dashes.
///
/// # Errors
/// What to do, in words: nothing was typed, or something else than a recovery code.
pub fn read_recovery_code(typed: &str) -> Result<String, &'static str> {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if plain.is_empty() {
        Err("Enter one of your recovery codes")
    } else if plain.len() == RECOVERY_LENGTH && plain.bytes().all(|byte| ALPHABET.contains(&byte)) {
        Ok(groups(&plain, "-"))
    } else {
        Err("Enter the whole recovery code: 16 letters and figures, like ABCD-EFGH-JKLM-NPQR")
    }
}

/// Characters in groups of four, to be read and typed.
#[must_use]
pub fn groups(characters: &str, between: &str) -> String {
    let characters: Vec<char> = characters.chars().collect();
    let groups: Vec<String> = characters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(between)
}

/// Reads the name that a person gives to a passkey.
///
/// # Errors
/// The problem of the field `name`.
pub fn passkey_name(typed: &str) -> Result<String, FormErrors> {
    let mut errors = FormErrors::default();
    match ShortLine::parse(typed) {
        Ok(name) if name.as_str().chars().count() <= PASSKEY_NAME_LIMIT => {
            return Ok(name.as_str().to_owned());
        }
        Err(TextProblem::Empty) => errors.push("name", "Enter a name for it, such as My phone"),
        Ok(_) | Err(_) => errors.push(
            "name",
            format!("The name must be {PASSKEY_NAME_LIMIT} characters or less"),
        ),
    }
    Err(errors)
}

#[cfg(test)]
mod tests {
    use super::{app_code, groups, passkey_name, read_recovery_code, recovery_code};

    #[test]
    fn a_code_of_an_app_has_six_figures() {
        assert_eq!(app_code(" 123 456 "), Ok("123456".to_owned()));
        assert_eq!(app_code("000000"), Ok("000000".to_owned()));
        for wrong in ["12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345"] {
            assert_eq!(app_code(wrong), Err("Enter six figures, like 123 456"));
        }
        assert!(app_code(" ").is_err_and(|words| words.starts_with("Enter the six figures")));
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it() {
        let code = recovery_code([0, 31, 32, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        assert_eq!(code, "2Z2Z-3456-789A-BCDE");
        for typed in [
            "2Z2Z-3456-789A-BCDE",
            " 2z2z 3456 789a bcde",
            "2z2z3456789abcde",
        ] {
            assert_eq!(read_recovery_code(typed), Ok(code.clone()));
        }
        for wrong in ["2Z2Z", "2Z2Z-3456-789A-BCD0", "2Z2Z-3456-789A-BCDE-F"] {
            assert!(read_recovery_code(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            read_recovery_code(" - "),
            Err("Enter one of your recovery codes")
        );
    }

    #[test]
    fn groups_are_of_four() {
        assert_eq!(groups("ABCDEFGHIJ", " "), "ABCD EFGH IJ");
        assert_eq!(groups("", " "), "");
    }

    #[test]
    fn a_passkey_has_a_name() {
        assert_eq!(passkey_name(" My phone "), Ok("My phone".to_owned()));
        assert!(passkey_name(" ").is_err());
        assert!(passkey_name(&"a".repeat(61)).is_err());
        assert!(passkey_name(&"a".repeat(60)).is_ok());
    }
}
