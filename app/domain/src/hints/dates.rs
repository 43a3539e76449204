//! Dates and times that may be meant otherwise.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday, WeekdaySet};

use super::reading::{Passage, each_once};
use super::words::{Word, phrases};
use super::{Case, Hint, HintField, HintKind, capitalised, quoted};
use crate::event::EventDetails;
use crate::when::{self, Hours, Sitting};

phrases! {
    /// Words of the feast that make Christmas Day a likely day.
    CHRISTMAS = "christmas";
    /// What is done before the day: "book by Friday".
    BEFOREHAND = "beforehand";
    /// What follows the event's own weekday: "evening".
    PARTS_OF_DAYS = "parts-of-days";
}

/// Before this hour nearly nothing begins.
const EARLY: Option<NaiveTime> = NaiveTime::from_hms_opt(5, 0, 0);

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let sittings = case.details.dates.sittings();
    let mut found = Vec::new();
    found.extend(midnight_start(sittings));
    found.extend(small_hours(sittings));
    found.extend(ends_after_midnight(sittings));
    found.extend(holiday(case));
    found.extend(
        case.reading
            .prose()
            .find_map(|passage| other_weekday(passage, case)),
    );
    mark_the_rule(&mut found, case.details);
    found
}

/// What is so on this day: the dates have passed, or the first is today.
pub(super) fn now(details: &EventDetails, now: DateTime<Utc>) -> Vec<Hint> {
    let sittings = details.dates.sittings();
    let over = sittings.iter().all(|sitting| sitting.over_at() <= now);
    let mut found = Vec::new();
    if over {
        found.push(past(sittings));
    } else {
        found.extend(today(details, now));
    }
    mark_the_rule(&mut found, details);
    found
}

/// What is so on many dates of a rule is said of the rule, and not of each.
fn mark_the_rule(found: &mut [Hint], details: &EventDetails) {
    let Some(repeat) = details.dates.repeat() else {
        return;
    };
    let (dates, rule) = (details.dates.sittings().len(), repeat.words());
    let of_dates = found
        .iter_mut()
        .filter(|hint| hint.field == HintField::Dates);
    for hint in of_dates.filter(|hint| hint.marked.len() == dates || hint.marked.len() > 3) {
        hint.marked = vec![rule.clone()];
    }
}

/// A hint about some of the sittings.
fn hint(kind: HintKind, sittings: &[&Sitting], words: String) -> Option<Hint> {
    (!sittings.is_empty()).then(|| Hint {
        kind,
        field: HintField::Dates,
        marked: each_once(sittings.iter().map(|sitting| when::sitting(sitting))),
        words,
    })
}

fn past(sittings: &[Sitting]) -> Hint {
    let last = sittings
        .last()
        .map(|s| when::day(s.date))
        .unwrap_or_default();
    let words = if sittings.len() == 1 {
        format!("Its date has passed: {last}.")
    } else {
        format!("All its dates have passed; the last was {last}.")
    };
    Hint {
        kind: HintKind::PastDate,
        field: HintField::Dates,
        marked: each_once(sittings.iter().map(when::sitting)),
        words,
    }
}

/// The reader has to be quick, or the notice is of no use.
fn today(details: &EventDetails, now: DateTime<Utc>) -> Option<Hint> {
    let next = details.dates.next(now);
    let begins = if next.hours == Hours::AllDay {
        "It is today, all day.".to_owned()
    } else {
        format!("It begins today at {}.", when::time(next.hours.start()))
    };
    let is_today = next.date == when::today(now);
    is_today
        .then(|| hint(HintKind::Today, &[next], begins))
        .flatten()
}

fn with_times(sittings: &[Sitting]) -> impl Iterator<Item = &Sitting> {
    sittings
        .iter()
        .filter(|sitting| sitting.hours != Hours::AllDay)
}

fn midnight_start(sittings: &[Sitting]) -> Option<Hint> {
    let at_midnight = with_times(sittings).filter(|s| s.hours.start() == NaiveTime::MIN);
    let words = "It starts at midnight. Another time may be meant.".to_owned();
    hint(
        HintKind::MidnightStart,
        &at_midnight.collect::<Vec<_>>(),
        words,
    )
}

fn small_hours(sittings: &[Sitting]) -> Option<Hint> {
    let early = with_times(sittings)
        .filter(|s| s.hours.start() > NaiveTime::MIN && Some(s.hours.start()) < EARLY)
        .collect::<Vec<_>>();
    let start = early.first().map(|s| when::time(s.hours.start()));
    let words = format!(
        "It starts at {}. The afternoon may be meant.",
        start.unwrap_or_default()
    );
    hint(HintKind::SmallHours, &early, words)
}

/// Midnight itself is the end of many an evening.
fn ends_after_midnight(sittings: &[Sitting]) -> Option<Hint> {
    let late = with_times(sittings)
        .filter(|s| s.ends_next_day() && s.hours.finish() != Some(NaiveTime::MIN))
        .collect::<Vec<_>>();
    let finish = late.first().and_then(|s| s.hours.finish()).map(when::time);
    let words = format!("It ends at {} the next day.", finish.unwrap_or_default());
    hint(HintKind::EndsAfterMidnight, &late, words)
}

/// Christmas Day, unless the words speak of it. For what repeats also Boxing Day and New Year's
/// Day, on which a class that meets every week seldom does.
fn holiday(case: &Case<'_>) -> Option<Hint> {
    let sittings = case.details.dates.sittings();
    let named = case.reading.has(&CHRISTMAS);
    let repeats = case.details.dates.days().len() > 1;
    let unlikely = |sitting: &&Sitting| match feast(sitting.date) {
        Some("Christmas Day") => !named,
        Some(_) => !named && repeats,
        None => false,
    };
    let found: Vec<&Sitting> = sittings.iter().filter(unlikely).collect();
    let first = found.first().map(|sitting| sitting.date);
    let words = first.map(|date| {
        format!(
            "{} is {}.",
            when::day(date),
            feast(date).unwrap_or_default()
        )
    });
    hint(HintKind::Holiday, &found, words.unwrap_or_default())
}

fn feast(date: NaiveDate) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (12, 25) => Some("Christmas Day"),
        (12, 26) => Some("Boxing Day"),
        (1, 1) => Some("New Year’s Day"),
        _ => None,
    }
}

/// Words that say on which weekday it is, and none of the dates is that day. "Sunday roast" and
/// "Good Friday" say nothing of it, nor does a day to book by.
fn other_weekday(passage: &Passage<'_>, case: &Case<'_>) -> Option<Hint> {
    let dates = case.details.dates.days();
    let held: WeekdaySet = dates.iter().map(Datelike::weekday).collect();
    let words = &passage.words;
    // A day that agrees means that the others are of something else.
    let mentions =
        |word: &Word| weekday_of(&word.folded).is_some_and(|(day, _)| held.contains(day));
    if words.iter().any(mentions) {
        return None;
    }
    let before = passage.sentences_where(|sentence| BEFOREHAND.any(sentence));
    let said = (0..words.len())
        .filter(|at| is_said_of_it(words, *at) && !before.contains(&words[*at].sentence));
    let marked = each_once(said.map(|at| passage.marked(&(at..at + 1))));
    let first = dates
        .first()
        .map(|date| when::weekday(*date))
        .unwrap_or_default();
    passage.hint(HintKind::OtherWeekday, marked, |marked| {
        let (place, said) = (capitalised(passage.field.label()), quoted(marked));
        if dates.len() == 1 {
            format!("{place} says {said}, and the date is a {first}.")
        } else {
            format!("{place} says {said}, and none of the dates is one. The first is a {first}.")
        }
    })
}

/// Whether a weekday is said of the event itself: "every Tuesday", "Tuesdays", "on Tuesday",
/// "Tuesday evening".
fn is_said_of_it(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let Some((_, plural)) = weekday_of(&word.folded) else {
        return false;
    };
    let before = at.checked_sub(1).map(|at| &words[at]);
    let led = before.is_some_and(|before| {
        let leads = matches!(
            before.folded.as_str(),
            "every" | "each" | "on" | "this" | "next" | "alternate"
        );
        leads && before.sentence == word.sentence
    });
    let after = words.get(at + 1..at + 2).unwrap_or_default();
    plural || led || PARTS_OF_DAYS.any(after)
}

/// The weekday of a word, and whether it is of many: "Tuesdays".
fn weekday_of(word: &str) -> Option<(Weekday, bool)> {
    let (one, plural) = word
        .strip_suffix('s')
        .filter(|w| w.ends_with("day"))
        .map_or((word, false), |w| (w, true));
    let day = match one {
        "monday" | "mon" => Weekday::Mon,
        "tuesday" | "tues" | "tue" => Weekday::Tue,
        "wednesday" | "weds" | "wed" => Weekday::Wed,
        "thursday" | "thurs" | "thur" => Weekday::Thu,
        "friday" | "fri" => Weekday::Fri,
        "saturday" => Weekday::Sat,
        "sunday" => Weekday::Sun,
        _ => return None,
    };
    Some((day, plural))
}
