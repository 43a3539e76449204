//! The domain's modules stand on one another in one direction: none needs itself by a way round.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect()
}

/// The modules that a source names as `crate::module`, in whatever is not a comment. Names of a
/// group (`crate::{a, b::C}`) count one by one.
fn named(source: &str) -> BTreeSet<String> {
    let code: String = source
        .lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .collect::<Vec<_>>()
        .join("\n");
    let name = |text: &str| -> String {
        let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
        text.trim_start().chars().take_while(is_part).collect()
    };
    let mut found = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        if let Some(group) = after.strip_prefix('{') {
            let mut depth = 0;
            let mut start = 0;
            for (at, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => {
                        found.insert(name(&group[start..at]));
                        break;
                    }
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.insert(name(&group[start..at]));
                        start = at + 1;
                    }
                    _ => {}
                }
            }
        } else {
            found.insert(name(after));
        }
    }
    found.remove("");
    found
}

/// Each module at the top of the crate with those that it names.
fn modules() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(&root) {
        let within = file.strip_prefix(&root).unwrap();
        let first = within.iter().next().unwrap().to_str().unwrap();
        let module = first.strip_suffix(".rs").unwrap_or(first).to_owned();
        if module != "lib" {
            let names = named(&fs::read_to_string(&file).unwrap());
            modules.entry(module).or_default().extend(names);
        }
    }
    let all: BTreeSet<String> = modules.keys().cloned().collect();
    for (module, names) in &mut modules {
        names.retain(|name| name != module && all.contains(name));
    }
    modules
}

/// The modules of rings: what is left once everything that stands on nothing, or on which nothing
/// stands, is taken away.
fn rings(mut modules: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    loop {
        let before = modules.len();
        modules.retain(|_, names| !names.is_empty());
        let left: BTreeSet<String> = modules.keys().cloned().collect();
        let needed: BTreeSet<String> = modules.values().flatten().cloned().collect();
        modules.retain(|module, _| needed.contains(module));
        for names in modules.values_mut() {
            names.retain(|name| left.contains(name));
        }
        if modules.len() == before {
            return modules;
        }
    }
}

#[test]
fn no_module_needs_itself_by_a_way_round() {
    let rings = rings(modules());
    assert!(rings.is_empty(), "a ring of modules: {rings:#?}");
}

#[test]
fn a_ring_would_be_found() {
    let of = |module: &str, names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        (module.to_owned(), names)
    };
    let ring = [of("a", &["b"]), of("b", &["c"]), of("c", &["a"])];
    let beside = [of("d", &["a"]), of("e", &[]), of("b", &["c", "e"])];
    let found = rings(ring.into_iter().chain(beside).collect());
    assert_eq!(found.into_keys().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(
        named("use crate::a::B;\n// crate::no\nuse crate::{c, d::{E, F}, g};\ncrate::h::i()")
            .into_iter()
            .collect::<Vec<_>>(),
        ["a", "c", "d", "g", "h"]
    );
    assert!(modules()["submission"].contains("event"));
}
