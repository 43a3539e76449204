//! No number of a clause of the policy stands in the program: letters and pages ask the version that
//! something was decided under. Comments may name where a rule comes from.

use std::fs;
use std::path::{Path, PathBuf};

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}

/// What stands in quotes in a source, and in which line it begins. Comments are passed over.
fn strings(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = source;
    let line = |rest: &str| source[..source.len() - rest.len()].matches('\n').count() + 1;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest = &rest[rest[1..].find('\'').unwrap() + 2..];
        } else if first == '"'
            || (first == 'r' && rest[1..].trim_start_matches('#').starts_with('"'))
        {
            let hashes = rest[1..].bytes().take_while(|it| *it == b'#').count();
            let (open, close) = if first == '"' {
                (1, "\"".to_owned())
            } else {
                (2 + hashes, format!("\"{}", "#".repeat(hashes)))
            };
            let inside = &rest[open..];
            let end = if first == '"' {
                let mut escaped = false;
                inside.char_indices().find_map(|(at, c)| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends.then_some(at)
                })
            } else {
                inside.find(&close)
            };
            let end = end.expect("a string that ends");
            found.push((line(rest), inside[..end].to_owned()));
            rest = &inside[end + close.len()..];
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// Whether words hold a number such as 5.3 or 6.13: of a section that events are decided under.
fn names_a_clause(words: &str) -> bool {
    let bytes = words.as_bytes();
    let part_of_a_word = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_')
    };
    (0..bytes.len()).any(|at| {
        if !matches!(bytes[at], b'5' | b'6') || bytes.get(at + 1) != Some(&b'.') {
            return false;
        }
        let digits = bytes[at + 2..]
            .iter()
            .take_while(|it| it.is_ascii_digit())
            .count();
        (1..=2).contains(&digits)
            && !part_of_a_word(at + 2 + digits)
            && (at == 0 || !part_of_a_word(at - 1))
    })
}

#[test]
fn no_number_of_a_clause_stands_in_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    let folders = [
        "app/src",
        "app/domain/src",
        "server/src",
        "server/store/src",
    ];
    for folder in folders
        .map(|folder| root.join(folder))
        .iter()
        .filter(|it| it.exists())
    {
        for path in sources(folder) {
            let source = fs::read_to_string(&path).unwrap();
            for (line, words) in strings(&source) {
                if names_a_clause(&words) {
                    found.push(format!("{}:{line}: {words}", path.display()));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "ask the policy's roles instead:\n{}",
        found.join("\n")
    );
}

#[test]
fn a_number_is_found_in_words_and_not_in_comments() {
    let source = "// as 5.3 says\nlet a = \"final (5.1)\"; /* 6.9 */ let b = r#\"\"6.13\"\"#; let c = '\"'; // \"6.1\"";
    let found: Vec<String> = strings(source)
        .into_iter()
        .map(|(_, words)| words)
        .collect();
    assert_eq!(found, ["final (5.1)", "\"6.13\""]);
    for (words, names) in [
        ("clause 5.3", true),
        ("(6.13)", true),
        ("6.9a", false),
        ("15.3", false),
        ("6.125", false),
        ("M5.500", false),
        ("1.6.1", true),
    ] {
        assert_eq!(names_a_clause(words), names, "{words}");
    }
}
