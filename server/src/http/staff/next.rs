//! Where to go after signing in.

use serde::Deserialize;

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Next {
    /// The path that was asked for, in the visitor's own words.
    pub next: String,
}

/// A path of the desk to go on to; the desk itself where `next` is anything else, such as
/// another site (`//elsewhere`, `/\elsewhere`).
#[must_use]
pub fn own_path(next: &str) -> String {
    let ours = next == "/staff" || next.starts_with("/staff/") || next.starts_with("/staff?");
    let plain = next
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let door = ["/staff/sign-", "/staff/welcome", "/staff/forgotten"]
        .iter()
        .any(|door| next.starts_with(door));
    if ours && plain && !door {
        next.to_owned()
    } else {
        "/staff".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn after_signing_in_one_stays_on_this_site() {
        assert_eq!(
            own_path("/staff/submissions/WO-7K4P"),
            "/staff/submissions/WO-7K4P"
        );
        assert_eq!(
            own_path("/staff/listed?q=quiz&page=2"),
            "/staff/listed?q=quiz&page=2"
        );
        for elsewhere in [
            "",
            "/",
            "//example.org",
            "https://example.org/staff",
            "/\\example.org",
            "/staff\\..",
            "staff",
            "/staffroom",
            "/staff/\r\nSet-Cookie: a=b",
            "javascript:alert(1)",
            "/staff/sign-in",
            "/staff/sign-out",
            "/staff/forgotten",
        ] {
            assert_eq!(own_path(elsewhere), "/staff", "{elsewhere}");
        }
    }
}
