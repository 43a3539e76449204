//! The staff desk as strings: what every page must say and hold, in every state.
#![cfg(feature = "ssr")]

#[path = "../examples/desk/samples.rs"]
mod samples;

use app::shell::Assets;

fn pages() -> Vec<(&'static str, String)> {
    samples::pages(&str::to_owned, &Assets::default())
}

fn page(name: &str) -> String {
    let pages = pages();
    let found = pages.into_iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no page {name}")).1
}

/// What stands between two strings, without them.
fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let from = html.find(start).unwrap_or_else(|| panic!("no {start}")) + start.len();
    let to = html[from..].find(end).unwrap_or_else(|| panic!("no {end}"));
    &html[from..from + to]
}

/// The content of `main`, one tag a line.
fn main_of(html: &str) -> String {
    between(html, "<main", "</main>").replace("><", ">\n<")
}

#[test]
fn the_pages_look_as_they_did() {
    for (name, html) in pages() {
        insta::assert_snapshot!(format!("desk-{name}"), main_of(&html));
    }
}

#[test]
fn every_page_has_one_heading_of_the_first_rank_and_asks_to_be_left_out_of_searches() {
    for (name, html) in pages() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(
            html.contains(r#"<meta name="robots" content="noindex">"#),
            "{name}"
        );
        assert!(!html.contains("style="), "{name} has an inline style");
        let passkeys = html.contains(" data-passkey");
        assert_eq!(html.contains("<script"), passkeys, "{name} has a script");
    }
}

#[test]
fn titles_tell_the_states_of_the_desk_apart() {
    let title = |html: &str| between(html, "<title>", "</title>").to_owned();
    assert_eq!(
        title(&page("queue")),
        "To decide – What’s On – Withyham Parish Council"
    );
    assert!(title(&page("queue-page-2")).starts_with("To decide, page 2 of 4 –"));
    assert!(title(&page("review-errors")).starts_with("Error: Quiz night and auction (WO-7K4P) –"));
    for (name, html) in pages() {
        assert_eq!(
            title(&html).starts_with("Error: "),
            name.ends_with("-errors"),
            "{name}"
        );
    }
}

#[test]
fn every_id_is_there_once_and_every_reference_to_one_leads_somewhere() {
    for (name, html) in pages() {
        let ids: Vec<&str> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        for (at, id) in ids.iter().enumerate() {
            assert!(!ids[..at].contains(id), "{name}: id {id} twice");
        }
        for attribute in [
            " for=\"",
            " aria-describedby=\"",
            " aria-labelledby=\"",
            " href=\"#",
        ] {
            let named = html
                .split(attribute)
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            for id in named.flat_map(str::split_whitespace) {
                assert!(ids.contains(&id), "{name}: {attribute}{id} leads nowhere");
            }
        }
    }
}

#[test]
fn every_table_has_a_caption_and_every_head_of_it_a_scope() {
    for (name, html) in pages() {
        let tables = html.matches("<table").count();
        assert_eq!(html.matches("<caption>").count(), tables, "{name}");
        for rest in html
            .split("<th")
            .skip(1)
            .filter(|rest| !rest.starts_with("ead"))
        {
            assert!(rest.starts_with(" scope="), "{name}: <th{}", &rest[..20]);
        }
    }
}

#[test]
fn an_answer_given_before_is_still_given_after_an_error() {
    let html = page("review-errors");
    assert_eq!(html.matches(r#"value="meets" checked"#).count(), 5);
    assert_eq!(html.matches(r#"value="fails" checked"#).count(), 1);
    assert!(html.contains("One standard not met, one not answered."));
    assert!(
        html.contains(">Rang Pat on Monday.</textarea>")
            || html.contains("\nRang Pat on Monday.</textarea>")
    );
}

#[test]
fn a_review_starts_with_nothing_answered() {
    let html = page("review");
    assert!(!html.contains(" checked"));
    assert!(html.contains("None answered yet."));
    assert_eq!(html.matches(r#"value="meets""#).count(), 7);
}

#[test]
fn the_enter_key_decides_nothing() {
    let form = page("review");
    let checklist = &form[form.find("class=\"checklist\"").expect("the checklist")..];
    let first = between(checklist, "<button ", ">");
    assert!(
        first.contains(r#"name="decision""#) && first.contains(r#"value="""#),
        "{first}"
    );
    assert!(
        !first.contains("disabled"),
        "browsers pass over a disabled button to the next: {first}"
    );
}

#[test]
fn each_standard_carries_its_clause_word_for_word() {
    let html = page("review");
    assert!(html.contains("due to not meet the standards required for publication"));
    assert_eq!(html.matches("class=\"standard-clauses\"").count(), 7);
}

#[test]
fn the_second_step_carries_the_checklist_the_version_and_the_note() {
    for name in ["changes", "refuse"] {
        let html = page(name);
        assert_eq!(
            html.matches(r#"type="hidden" name="standard-"#).count(),
            6,
            "{name}"
        );
        assert!(
            html.contains(r#"name="standard-personal" value="fails""#),
            "{name}"
        );
        assert!(html.contains(r#"name="version" value="3""#), "{name}");
        assert!(
            html.contains(r#"name="note" value="Rang Pat on Monday.""#),
            "{name}"
        );
        assert!(html.contains(&format!(r#"name="decision" value="{name}""#)));
        assert!(
            html.contains(r#"name="step" value="send""#)
                && html.contains(r#"name="step" value="back""#)
        );
    }
}

#[test]
fn a_refusal_for_a_standard_needs_one_marked_as_not_met() {
    assert!(page("refuse").contains(r#"value="standards" checked"#));
    let none = page("refuse-errors");
    assert!(
        none.contains(r#"name="ground" value="nature""#)
            && !none.contains(r#"name="ground" value="standards""#)
    );
}

#[test]
fn a_decided_submission_has_nothing_to_decide_with() {
    for name in ["review-listed", "review-refused", "review-withdrawn"] {
        assert!(!page(name).contains(r#"name="decision""#), "{name}");
    }
    assert!(page("review-listed").contains("/staff/submissions/WO-7K4P/take-down"));
    assert!(!page("review-refused").contains("take-down"));
}

#[test]
fn what_was_typed_too_late_is_kept_to_copy() {
    let html = page("overtaken");
    assert!(html.contains("Robin Deputy listed it while you had it open"));
    assert!(html.contains("Advertisements for a business cannot be listed."));
    assert!(html.contains("Rang Pat on Monday."));
}

#[test]
fn a_search_stays_in_the_links_to_other_pages() {
    assert!(page("records").contains("/staff/records?q=quiz&amp;state=refused&amp;page=3"));
    let odd = samples::pages(&|_| "a&b=c d".to_owned(), &Assets::default());
    let (_, html) = odd
        .into_iter()
        .find(|(name, _)| *name == "records")
        .unwrap();
    assert!(html.contains("q=a%26b%3Dc+d&amp;state=refused"));
}

#[test]
fn the_words_are_those_we_use() {
    for (name, html) in pages() {
        let words = html.to_lowercase();
        for unwelcome in [
            "please",
            "sorry",
            "invalid ",
            "required<",
            "required.",
            "click here",
        ] {
            assert!(!words.contains(unwelcome), "{name}: {unwelcome}");
        }
    }
}

#[test]
fn hostile_words_stay_words_on_every_page_and_in_every_field() {
    let corpus = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onfocus=alert(1) autofocus x='",
        "</textarea><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "--><svg onload=alert(1)>",
    ];
    for hostile in corpus {
        for (name, html) in samples::pages(&|_| hostile.to_owned(), &Assets::default()) {
            // Pictures that we serve to staff are ours.
            let html = html.replace("<img src=\"/staff/pictures/", "<our-picture src=\"");
            // So is the script for passkeys, which loads what we name and holds nothing itself.
            let html = html.replace(
                "<script type=\"module\" src=\"\" integrity=\"\"></script>",
                "<our-script>",
            );
            for bad in [
                "<script",
                "<img",
                "<svg onload",
                "\"><img",
                "</textarea><script",
            ] {
                assert!(!html.contains(bad), "{name}: {bad} from {hostile}");
            }
            let tags = html
                .split('<')
                .skip(1)
                .map(|rest| rest.split('>').next().unwrap_or(""));
            for tag in tags {
                let outside = tag.split('"').step_by(2).collect::<String>();
                assert!(
                    !outside.contains("onfocus") && !outside.contains("onerror"),
                    "{name}: <{tag}>"
                );
            }
        }
    }
}
