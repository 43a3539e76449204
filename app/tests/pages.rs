//! Every public page in its main states, as HTML. A change of a page shows here as a difference
//! to look at.

mod samples;

use samples::Samples;

/// One element a line, so that a difference is one line.
fn lines(html: &str) -> String {
    html.replace("><", ">\n<")
}

#[test]
fn every_page_is_as_it_was() {
    for (name, html) in Samples::PLAIN.pages() {
        insta::assert_snapshot!(name, lines(&html));
    }
}

#[test]
fn no_page_has_a_style_or_a_script_of_its_own() {
    for (name, html) in Samples::PLAIN.pages() {
        assert!(
            !html.contains("<style") && !html.contains(" style="),
            "{name}"
        );
        // Data for search engines is never run.
        let data = html
            .matches("<script type=\"application/ld+json\">")
            .count();
        assert_eq!(
            html.matches("<script").count() - data,
            html.matches("></script>").count(),
            "{name}"
        );
        assert!(
            !html.contains(" onclick=") && !html.contains("javascript:"),
            "{name}"
        );
    }
}

#[test]
fn only_pages_with_an_island_load_script() {
    for (name, html) in Samples::PLAIN.pages() {
        assert_eq!(
            html.contains("<leptos-island"),
            html.contains("<script type=\"module\""),
            "{name}"
        );
    }
}

#[test]
fn every_page_has_the_disclaimer_and_the_office() {
    for (name, html) in Samples::PLAIN.pages() {
        assert!(
            html.contains("Events are run by local groups, not the council."),
            "{name}"
        );
        assert!(
            html.contains("does not accept any responsibility for the events advertised"),
            "{name}"
        );
        // A frame leads to the site, where the office is.
        let framed = html.contains("class=\"framed\"");
        assert!(
            framed || html.contains("mailto:office@council.example"),
            "{name}"
        );
    }
}

#[test]
fn no_page_says_please_sorry_invalid_or_required() {
    for (name, html) in Samples::PLAIN.pages() {
        // The council's own policy is quoted word for word on one page.
        let html = html
            .replace("the standards required for publication", "")
            .replace("aria-invalid", "");
        let html = html.to_lowercase();
        let words: Vec<&str> = html.split(|c: char| !c.is_alphanumeric()).collect();
        for word in ["please", "sorry", "invalid", "required"] {
            assert!(!words.contains(&word), "{name}: {word}");
        }
    }
}

#[test]
fn a_page_with_problems_says_so_first_in_its_title_and_its_main() {
    for (name, html) in Samples::PLAIN.pages() {
        let problems = html.contains("class=\"error-summary\"");
        assert_eq!(html.contains("<title>Error: "), problems, "{name}");
        if problems {
            let main = html.find("<main").expect("main");
            let summary = html.find("error-summary").expect("a summary");
            assert!(
                summary < main + html[main..].find("<h1").expect("a heading"),
                "{name}"
            );
        }
    }
}

#[test]
fn a_removed_event_shows_the_policys_sentence_only_when_asked_to() {
    let pages = Samples::PLAIN.pages();
    let html = |name: &str| &pages.iter().find(|(n, _)| *n == name).expect("a page").1;
    let sentence = "A post breaching the Council’s Social Media Policy has been removed";
    assert!(html("event-removed-notice").contains(sentence));
    assert!(!html("event-removed").contains(sentence));
}

#[test]
fn the_accessibility_statement_is_less_than_a_year_old() {
    let reviewed = app::pages::accessibility::REVIEWED;
    let age = chrono::Utc::now().date_naive() - reviewed;
    assert!(
        age.num_days() < 365,
        "test the site and review the statement again"
    );
}
