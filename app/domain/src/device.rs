//! What a browser says of itself (`User-Agent`, RFC 9110, 10.1.5), in words that its owner knows it
//! by. It is the browser's own word: it helps people to tell their devices apart and proves nothing.

/// Browsers by a word that only they say, the most particular first: many call themselves Chrome
/// and Safari as well.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Devices by a word that they say, the most particular first: Android says Linux as well.
const DEVICES: [(&str, &str); 7] = [
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
];

/// "Firefox on Windows", "Safari on an iPhone", "A browser on Linux", "A browser".
#[must_use]
pub fn words(user_agent: &str) -> String {
    let find = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(word, _)| user_agent.contains(word));
        found.map(|(_, name)| *name)
    };
    let browser = find(&BROWSERS).unwrap_or("A browser");
    match find(&DEVICES) {
        Some(device) => format!("{browser} on {device}"),
        None => browser.to_owned(),
    }
}
