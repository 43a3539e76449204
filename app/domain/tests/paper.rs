//! What a sheet covers, and the address that says so.

use chrono::NaiveDate;
use domain::paper::{PaperQuery, Stretch, months_offered};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn read(query: &str) -> PaperQuery {
    let pairs = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    PaperQuery::from_pairs(&pairs, date(2026, 11, 23))
}

#[test]
fn an_address_says_which_days_a_sheet_covers() {
    for (query, again, first, last, words) in [
        (
            "",
            "weeks=3",
            (2026, 11, 23),
            (2026, 12, 13),
            "23 November to 13 December 2026",
        ),
        (
            "weeks=2",
            "weeks=2",
            (2026, 11, 23),
            (2026, 12, 6),
            "23 November to 6 December 2026",
        ),
        (
            "weeks=12",
            "weeks=12",
            (2026, 11, 23),
            (2027, 2, 14),
            "23 November 2026 to 14 February 2027",
        ),
        (
            "weeks=1",
            "weeks=1",
            (2026, 11, 23),
            (2026, 11, 29),
            "23 November to 29 November 2026",
        ),
        (
            "week=this&weeks=4",
            "week=this",
            (2026, 11, 23),
            (2026, 11, 29),
            "23 November to 29 November 2026",
        ),
        (
            "week=next",
            "week=next",
            (2026, 11, 30),
            (2026, 12, 6),
            "30 November to 6 December 2026",
        ),
        (
            "month=2026-12&week=next",
            "month=2026-12",
            (2026, 12, 1),
            (2026, 12, 31),
            "December 2026",
        ),
        (
            "month=2026-11&large=yes",
            "month=2026-11&large=yes",
            (2026, 11, 23),
            (2026, 11, 30),
            "November 2026",
        ),
        (
            "month=2027-02&weeks=2",
            "month=2027-02",
            (2027, 2, 1),
            (2027, 2, 28),
            "February 2027",
        ),
    ] {
        let asked = read(query);
        let today = date(2026, 11, 23);
        let day = |(year, month, day)| date(year, month, day);
        assert_eq!(asked.to_query(), again, "{query}");
        assert_eq!(asked.days(today), (day(first), day(last)), "{query}");
        assert_eq!(asked.words(today), words, "{query}");
        assert_eq!(read(&asked.to_query()), asked, "{query}");
    }
}

#[test]
fn what_an_address_has_not_is_passed_over() {
    for odd in [
        "weeks=0",
        "weeks=13",
        "weeks=-1",
        "weeks=two",
        "weeks=99999999999999999999",
        "month=2026-13",
        "month=2026-10",
        "month=2028-12",
        "month=2026-1",
        "month=0000-01",
        "month=</script>",
        "large=1",
        "week=last",
        "week=2026-12-07",
    ] {
        assert_eq!(read(odd), PaperQuery::default(), "{odd}");
    }
}

#[test]
fn three_months_are_offered_over_the_end_of_a_year() {
    assert_eq!(
        months_offered(date(2026, 12, 31)),
        [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    );
    let december = PaperQuery::default().with_stretch(Stretch::Month(date(2026, 12, 1)));
    assert!(december.with_large(true).large);
}

#[test]
fn this_week_ends_on_its_sunday_and_the_next_begins_on_monday() {
    let (this, next) = (
        PaperQuery::default().with_stretch(Stretch::ThisWeek),
        PaperQuery::default().with_stretch(Stretch::NextWeek),
    );
    let (saturday, sunday) = (date(2026, 11, 28), date(2026, 11, 29));
    assert_eq!(this.days(saturday), (saturday, sunday));
    assert_eq!(this.days(sunday), (sunday, sunday));
    assert_eq!(this.words(sunday), "29 November 2026");
    for day in [saturday, sunday] {
        assert_eq!(next.days(day), (date(2026, 11, 30), date(2026, 12, 6)));
    }
}
