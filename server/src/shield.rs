//! The headers that every answer carries: a page, a file, an error, and what is said to a connection before anybody has read
//! its request.

/// What a page without an island may do: show our own styles, fonts and pictures, and post forms
/// to us. Nothing is inline and nothing runs, so there is no nonce and no hash, and pages can be cached. No script of
/// ours connects to anything; tools that look a site over from within its page read robots.txt so.
pub const PLAIN: &str = "default-src 'none'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every answer carries besides, by name and value. The one page that others may frame leaves the second out.
pub const EVERYWHERE: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    ),
];

/// What every answer of a site with TLS carries besides.
pub const WITH_TLS: (&str, &str) = (
    "strict-transport-security",
    "max-age=63072000; includeSubDomains",
);

/// A whole answer in plain words, after which the connection ends. `more` is a header of its own, if any, with its
/// end of line.
#[must_use]
pub fn bare_answer(status: &str, more: &str, words: &str, is_https: bool) -> Vec<u8> {
    let headers = EVERYWHERE
        .into_iter()
        .chain(is_https.then_some(WITH_TLS))
        .fold(String::new(), |all, (name, value)| {
            format!("{all}{name}: {value}\r\n")
        });
    format!(
        "HTTP/1.1 {status}\r\n{more}connection: close\r\ncache-control: no-store\r\n\
         content-security-policy: {PLAIN}\r\n{headers}\
         content-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\r\n{words}",
        words.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_as_long_as_the_answer_says() {
        let words = "What’s On cannot read this.";
        let answer = bare_answer("400 Bad Request", "retry-after: 10\r\n", words, true);
        let text = String::from_utf8(answer).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert_eq!(body, words);
        let lines: Vec<&str> = head.split("\r\n").collect();
        assert_eq!(lines[0], "HTTP/1.1 400 Bad Request");
        assert!(lines.contains(&format!("content-length: {}", body.len()).as_str()));
        assert!(lines.contains(&"retry-after: 10"));
        let all = lines[1..].iter().all(|line| line.contains(": "));
        assert!(all && head.contains("strict-transport-security"), "{head}");
    }
}
