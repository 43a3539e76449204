//! The house stands as ARCHITECTURE.md draws it: each layer knows what is below it alone, no two files know each other,
//! and what matters is committed in one place.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The layers of the server's modules, the lowest first. A module may name those of its own layer and below.
const LAYERS: [&[&str]; 5] = [
    &[
        "afterwards",
        "clock",
        "config",
        "connections",
        "drawing",
        "feeds",
        "log",
        "markdown",
        "page_cache",
        "pictures",
        "qr",
        "rows",
        "shield",
        "watchdog",
    ],
    &[
        "letters",
        "mail::compose",
        "mail::delivery",
        "mail::html",
        "mail::outcome",
        "mail::smtp",
    ],
    &["state"],
    &["accounts", "commands", "hints"],
    &["changes", "cli", "demo", "http", "jobs", "mail", "main"],
];

/// What the store knows nothing of: it can neither word a letter nor draw a page nor answer a request.
const ABOVE_THE_STORE: [&str; 6] = ["app", "axum", "leptos", "lettre", "server", "tower"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The files of a crate's `src` by the names of their modules, without comments and without what is for tests.
fn modules(src: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![src.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(src).expect("inside").with_extension("");
                let name = inside.to_string_lossy().replace('/', "::");
                let name = name.strip_suffix("::mod").unwrap_or(&name).to_owned();
                let text = fs::read_to_string(&path).expect("a source file");
                let text = text.split("#[cfg(test)]").next().unwrap_or_default();
                let code = text
                    .lines()
                    .map(|line| line.split("//").next().unwrap_or(line));
                found.insert(name, code.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    found.remove("lib");
    found
}

/// The paths of a `use`, each written out: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn written_out(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, inside)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        return vec![path.trim().to_owned()];
    };
    let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for letter in inside.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if letter == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().expect("a part").push(letter);
        }
    }
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts
        .flat_map(|part| written_out(&format!("{before}{}", part.trim())))
        .collect()
}

/// The module that a path names, as seen from another: the longest that there is.
fn named(path: &str, from: &str, modules: &BTreeMap<String, String>) -> Option<String> {
    let mut whole: Vec<&str> = from.split("::").collect();
    let mut rest = path.split("::").peekable();
    match *rest.peek()? {
        "crate" => whole.clear(),
        "self" => {}
        "super" => {
            whole.pop();
        }
        _ => return None,
    }
    rest.next();
    while rest.peek() == Some(&"super") {
        whole.pop();
        rest.next();
    }
    whole.extend(rest);
    while !whole.is_empty() {
        let name = whole.join("::");
        if modules.contains_key(&name) {
            return (name != from).then_some(name);
        }
        whole.pop();
    }
    None
}

/// The modules that each module names.
fn names(modules: &BTreeMap<String, String>) -> BTreeMap<&str, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for (module, code) in modules {
        let mut found = BTreeSet::new();
        for piece in code.split("use ").skip(1) {
            let tree = piece.split(';').next().unwrap_or_default();
            let paths = written_out(&tree.replace('\n', " "));
            found.extend(paths.iter().filter_map(|path| named(path, module, modules)));
        }
        for start in ["crate::", "super::"] {
            for (at, _) in code.match_indices(start) {
                let path: String = code[at..]
                    .chars()
                    .take_while(|letter| letter.is_alphanumeric() || "_:".contains(*letter))
                    .collect();
                found.extend(named(&path, module, modules));
            }
        }
        all.insert(module.as_str(), found);
    }
    all
}

/// The modules that can be reached from one by what they name.
fn reached(from: &str, names: &BTreeMap<&str, BTreeSet<String>>) -> BTreeSet<String> {
    let (mut found, mut next) = (BTreeSet::new(), vec![from.to_owned()]);
    while let Some(module) = next.pop() {
        for named in names.get(module.as_str()).into_iter().flatten() {
            if found.insert(named.clone()) {
                next.push(named.clone());
            }
        }
    }
    found
}

fn layer(module: &str) -> usize {
    let is = |name: &&&str| module == **name || module.starts_with(&format!("{name}::"));
    let fits = |names: &&[&str]| names.iter().filter(is).map(|name| name.len()).max();
    let found = LAYERS
        .iter()
        .enumerate()
        .filter_map(|(at, names)| Some((fits(names)?, at)));
    found
        .max()
        .unwrap_or_else(|| panic!("{module} has no layer"))
        .1
}

#[test]
fn no_module_knows_one_above_it() {
    let modules = modules(&root().join("src"));
    let mut upward = Vec::new();
    for (module, named) in names(&modules) {
        let above = named.iter().filter(|named| layer(named) > layer(module));
        upward.extend(above.map(|named| format!("{module} names {named}")));
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn no_two_modules_know_each_other() {
    for src in ["src", "store/src", "../app/src"] {
        let modules = modules(&root().join(src));
        let names = names(&modules);
        let in_a_ring = |module: &&&str| reached(module, &names).contains(**module);
        let rings: Vec<_> = names.keys().filter(in_a_ring).collect();
        assert!(rings.is_empty(), "in {src}: {rings:#?}");
    }
}

#[test]
fn the_store_knows_nothing_of_what_is_above_it() {
    let manifest = fs::read_to_string(root().join("store/Cargo.toml")).expect("a manifest");
    for line in manifest.lines() {
        let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
        assert!(
            !ABOVE_THE_STORE.contains(&name),
            "the store depends on {name}"
        );
    }
}

/// No handler, no job and no function of the store opens a transaction, and the log is written where a change is
/// committed. The one place that opens them makes a change again that collided with another, so that every command does.
/// Rights are given at the terminal, before there is a site.
#[test]
fn what_matters_is_committed_in_one_place() {
    let mut places = Vec::new();
    for src in ["src", "store/src"] {
        for (module, code) in modules(&root().join(src)) {
            for what in [".begin()", "audit::append("] {
                for _ in code.matches(what) {
                    places.push(format!("{what} in {module}"));
                }
            }
        }
    }
    places.sort();
    let expected = [
        ".begin() in commands::change",
        ".begin() in roles",
        "audit::append( in commands::change",
    ];
    assert_eq!(places, expected);
}

/// What is sent or forgotten by the clock is told the time by a clock that is trusted with it (`domain::clock`). No job asks
/// for the time by itself, and a trusted time is made by hand in two places: for a clock that tests set, and for a command
/// that forgets nothing.
#[test]
fn nothing_is_forgotten_or_sent_by_a_clock_that_nobody_looked_at() {
    let mut wrong = Vec::new();
    let mut told = 0;
    for src in ["src", "store/src"] {
        for (module, code) in modules(&root().join(src)) {
            if module == "jobs" || module.starts_with("jobs::") {
                let asks = [".now()", ".today()", "Utc::now", "SystemTime"];
                let asked = asks.iter().filter(|ask| code.contains(**ask));
                wrong.extend(asked.map(|ask| format!("{module} asks the time by {ask}")));
            }
            let by_people = ["http", "page_cache"]
                .iter()
                .any(|it| module.starts_with(it));
            for function in code.split("fn ").skip(1) {
                let head = function.split('{').next().unwrap_or_default();
                let name = head.split(['(', '<']).next().unwrap_or_default();
                let clocked = name.starts_with("forget") || name == "by_the_clock";
                let by_clock = clocked && !by_people && !BY_PEOPLE.contains(&name);
                let trusts = ["Past", "Trusted", "Standing"]
                    .iter()
                    .any(|it| head.contains(it));
                told += usize::from(by_clock);
                if by_clock && !trusts {
                    wrong.push(format!("{module}::{name} is told no time that is trusted"));
                }
            }
            for made in ["Trusted::by_hand(", "Past::by_hand(", "Standing::trusted("] {
                if code.contains(made) && !["state", "cli"].contains(&module.as_str()) {
                    wrong.push(format!("{module} makes a time of its own: {made}"));
                }
            }
        }
    }
    assert!(told > 12, "they are found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is forgotten because somebody did something, and not by the clock.
const BY_PEOPLE: [&str; 3] = ["forget", "forget_draft", "forget_unsent"];
