//! No text is dearer than its length: every parser, hint, likeness, difference and rendering of the rules is timed on
//! texts made to be dear, and again on texts twice as long. What takes more than [`MOST`] times as long fails the run.
//! Run by `make abuse`; the server's own renderers are timed by `server/benches/linear.rs`.

use std::{hint::black_box, process::ExitCode, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    compare, event,
    event::EventDetails,
    hints::{self, HintField, Surroundings},
    likeness::{self, Sketch},
    listing, policy,
    policy::paste,
    replies, second_factor, text, when,
};
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;

/// How many times as long twice the length may take.
const MOST: f64 = 2.5;
/// How many characters the shorter text has: four times what a description may have.
const LENGTH: usize = 16_000;
/// What is over sooner is not measured: the clock would be.
const TOO_QUICK: Duration = Duration::from_micros(400);
/// How often each is timed; the quickest counts.
const ROUNDS: usize = 5;
/// How often what looks dear is timed again.
const AGAIN: usize = 3;

/// What is done with a text.
type Work = (&'static str, fn(&str));
/// How a text of so many characters is made.
type Made = (&'static str, fn(usize) -> String);

/// Something over and over, to a length. A `#` in it is a running number, so that no two are the same.
fn over_and_over(part: &str, length: usize) -> String {
    let mut text = String::with_capacity(length + part.len());
    for n in 0.. {
        if text.len() >= length {
            break;
        }
        text.push_str(&part.replace('#', &n.to_string()));
    }
    text
}

/// The beginning once, then something over and over.
fn after(beginning: &str, part: &str, length: usize) -> String {
    format!("{beginning}{}", over_and_over(part, length))
}

const TEXTS: &[Made] = &[
    ("letters", |n| "a".repeat(n)),
    ("spaces", |n| format!("a{}a", " ".repeat(n))),
    ("words", |n| over_and_over("word# ", n)),
    ("sentences", |n| over_and_over("A word# here. ", n)),
    ("capitals", |n| over_and_over("Word# ", n)),
    ("lines", |n| over_and_over("#\n", n)),
    ("empty lines", |n| "\n".repeat(n)),
    ("prices in one sentence", |n| over_and_over("£# entry ", n)),
    ("prices of stalls", |n| over_and_over("£# raffle ", n)),
    ("prices alone", |n| over_and_over("£# ", n)),
    ("accusing", |n| over_and_over("lied# lied fraud ", n)),
    ("accusations", |n| {
        over_and_over("broken the law corrupt # ", n)
    }),
    ("rude", |n| over_and_over("sh1t# f**k ", n)),
    ("innocent", |n| over_and_over("great tits Cockfosters ", n)),
    ("marks", |n| "!?".repeat(n / 2)),
    ("stars", |n| "*".repeat(n)),
    ("stars and letters", |n| over_and_over("*a", n)),
    ("single letters", |n| "f ".repeat(n / 2)),
    ("poorly", |n| over_and_over("has been poorly # cancer ", n)),
    ("houses", |n| over_and_over("# Mill Lane ", n)),
    ("street names", |n| over_and_over("Rose Cottage Mill ", n)),
    ("weekdays", |n| {
        over_and_over("every Tuesday on Mondays ", n)
    }),
    ("votes", |n| over_and_over("vote for Meadow Party # ", n)),
    ("half prices", |n| over_and_over("half price # off ", n)),
    ("digits", |n| "1".repeat(n)),
    ("groups of digits", |n| over_and_over("07700 900 ", n)),
    ("numbers", |n| over_and_over("07700 9# ", n)),
    ("brackets and digits", |n| over_and_over("(0", n)),
    ("addresses", |n| over_and_over("https://a#.example/x ", n)),
    ("hosts", |n| over_and_over("a#.example.org ", n)),
    ("dots", |n| "a.".repeat(n / 2)),
    ("one long host", |n| {
        format!("https://{}org", "a.".repeat(n / 2))
    }),
    ("schemes", |n| "https://".repeat(n / 8)),
    ("colons", |n| ":".repeat(n)),
    ("slashes", |n| "://".repeat(n / 3)),
    ("mailboxes", |n| over_and_over("a#@example.org ", n)),
    ("ats", |n| "a@".repeat(n / 2)),
    ("dots and ats", |n| format!("{}@", "a.".repeat(n / 2))),
    ("at and dot in words", |n| {
        over_and_over("pat at example dot org ", n)
    }),
    ("open square", |n| "[".repeat(n)),
    ("open and shut square", |n| over_and_over("[a]", n)),
    ("links", |n| over_and_over("[a](https://b#.example) ", n)),
    ("open links", |n| "[a](".repeat(n / 4)),
    ("squares, then a link", |n| format!("{}](a)", "[".repeat(n))),
    ("pictures", |n| "![".repeat(n / 2)),
    ("less-than", |n| "<".repeat(n)),
    ("less-than, then more", |n| format!("{}>", "<".repeat(n))),
    ("open tags", |n| "<a ".repeat(n / 3)),
    ("scripts", |n| "<script>".repeat(n / 8)),
    ("comments", |n| "<!--".repeat(n / 4)),
    ("back-ticks", |n| over_and_over("`a``b```c", n)),
    ("underscores", |n| "_a".repeat(n / 2)),
    ("emphasis", |n| "*a_".repeat(n / 3)),
    ("quotes", |n| ">".repeat(n)),
    ("quote lines", |n| "> ".repeat(n / 2)),
    ("bullets", |n| over_and_over("- a\n", n)),
    ("nested bullets", |n| over_and_over(" - ", n)),
    ("numbered", |n| over_and_over("#. a\n", n)),
    ("references", |n| over_and_over("[a#]: b\n", n)),
    ("ampersands", |n| "&".repeat(n)),
    ("entities", |n| "&amp;".repeat(n / 5)),
    ("rules of hyphens", |n| "-".repeat(n)),
    ("accents", |n| format!("a{}", "\u{301}".repeat(n / 2))),
    ("joiners", |n| "\u{200D}".repeat(n / 3)),
    ("line separators", |n| "\u{2028}a".repeat(n / 4)),
    ("apostrophes", |n| "a'".repeat(n / 2)),
    ("commas", |n| ",".repeat(n)),
    ("hyphens", |n| "a-".repeat(n / 2)),
    ("clauses", |n| over_and_over("#.# A clause of it.\n", n)),
    ("clause numbers", |n| over_and_over("5.# ", n)),
    ("braces", |n| "{".repeat(n)),
    ("places to fill in", |n| over_and_over("{title} {#} ", n)),
    ("times", |n| over_and_over("10.30 to ", n)),
    ("months", |n| over_and_over("12 December and ", n)),
    ("to", |n| over_and_over("to - until ", n)),
    ("copyright", |n| after("(b)", "© (c) ", n)),
];

/// An event with this description, this place and these words for its price.
fn event(description: &str) -> EventDetails {
    serde_json::from_value(json!({
        "format": 1, "title": "A walk", "description": description,
        "dates": {"sittings": [{"date": "2026-12-05", "hours": {"kind": "from", "start": "10:00:00"}}]},
        "place": {"kind": "typed", "name": description, "address": description, "village": null, "postcode": null},
        "event_type": "walk", "cost": {"kind": "free"}, "booking": {"words": description},
        "access": {"step_free": "no"}, "age": description, "group": description,
    }))
    .expect("an event")
}

fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().expect("an instant")
}

fn all_hints(text: &str) -> (EventDetails, Vec<hints::Hint>) {
    let details = event(text);
    let parish = ["Withyham".to_owned(), "Groombridge".to_owned()];
    let around = Surroundings {
        now: now(),
        council: "Withyham Parish Council",
        parish: &parish,
        postcodes: &[],
        public: &[],
        sender: "pat@example.org",
        others: &[],
    };
    let found = hints::hints(&details, &around);
    (details, found)
}

const WORKS: &[Work] = &[
    ("text::lines", |t| discard(text::lines(t))),
    ("text::count", |t| discard(text::count(t))),
    ("text::summary", |t| discard(text::summary(t))),
    ("Email::parse", |t| discard(text::Email::parse(t))),
    ("WebAddress::parse", |t| discard(text::WebAddress::parse(t))),
    ("Telephone::parse", |t| discard(text::Telephone::parse(t))),
    ("Postcode::parse", |t| discard(text::Postcode::parse(t))),
    ("hints", |t| discard(all_hints(t))),
    ("hints, marked in the text", |t| {
        let (details, found) = all_hints(t);
        for field in HintField::ALL {
            let text = field.text(&details);
            black_box(hints::pieces(&text, field, &found).len());
        }
    }),
    ("hints::links_in", |t| discard(hints::links_in(t))),
    ("compare::words, with nothing", |t| {
        discard(compare::words(t, ""));
    }),
    ("compare::words, with itself changed", |t| {
        discard(compare::words(t, &t.replace('a', "b")));
    }),
    ("compare::words, with itself turned round", |t| {
        let turned: Vec<&str> = t.split_whitespace().rev().collect();
        discard(compare::words(t, &turned.join(" ")));
    }),
    ("likeness::like_venues", |t| {
        discard(likeness::like_venues(t, t, &[]));
    }),
    ("Sketch", |t| {
        let sketch = Sketch::new(&event(t), "pat@example.org");
        black_box(likeness::likeness(&sketch, &sketch.clone()).score);
    }),
    ("event::plain_words", |t| discard(event::plain_words(t))),
    ("listing::words_apart", |t| discard(listing::words_apart(t))),
    ("listing::month_address", |t| {
        discard(listing::month_address(t));
    }),
    ("paste::split", |t| discard(paste::split(t))),
    ("policy::numbers_in", |t| {
        black_box(policy::matching::numbers_in(t).count());
    }),
    ("replies::Template", |t| {
        discard(replies::Template::parse(t));
    }),
    ("when::parse_date_in_words", |t| {
        let from = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        discard(when::parse_date_in_words(t, from));
    }),
    ("when::parse_time", |t| discard(when::parse_time(t))),
    ("when::start_and_finish", |t| {
        black_box(when::start_and_finish(t));
    }),
    ("when::Repeat::parse", |t| {
        discard(when::Repeat::parse(t, Vec::new()));
    }),
    ("second_factor::read_recovery_code", |t| {
        discard(second_factor::read_recovery_code(t));
    }),
];

fn discard<T>(what: T) {
    black_box(what);
}

fn main() -> ExitCode {
    let mut failed = 0;
    for (what, work) in WORKS {
        let mut worst = (0.0, "", Duration::ZERO);
        for (name, made) in TEXTS {
            let (one, two) = (made(LENGTH), made(2 * LENGTH));
            let (mut times, mut took) = compared(*work, &one, &two);
            // A busy machine is dear once; a dear text is dear each time.
            for _ in 0..AGAIN {
                if times <= MOST {
                    break;
                }
                (times, took) = compared(*work, &one, &two);
            }
            if times > MOST {
                failed += 1;
                println!(
                    "  {what}, {name}: twice as long takes {times:.1} times as long ({took:.1?})"
                );
            }
            if times > worst.0 {
                worst = (times, name, took);
            }
        }
        let (times, name, took) = worst;
        println!("{what:<42} at most {times:.2} times ({name}, {took:.1?})");
    }
    println!(
        "{} texts, {} works, {failed} dearer than {MOST} times",
        TEXTS.len(),
        WORKS.len()
    );
    ExitCode::from(u8::from(failed > 0))
}

/// How many times as long the longer text takes, and how long that is; nothing where both are over too soon to tell.
fn compared(work: fn(&str), one: &str, two: &str) -> (f64, Duration) {
    let (one, two) = (quickest(work, one), quickest(work, two));
    if two < TOO_QUICK {
        return (0.0, two);
    }
    (two.as_secs_f64() / one.as_secs_f64(), two)
}

fn quickest(work: fn(&str), text: &str) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let began = clock_gettime(ClockId::ThreadCPUTime);
        work(black_box(text));
        let took = clock_gettime(ClockId::ThreadCPUTime) - began;
        best = best.min(took.try_into().unwrap_or(Duration::MAX));
    }
    best
}
