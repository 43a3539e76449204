//! The listing's question and its address.

mod common;

use chrono::{NaiveDate, TimeDelta};
use common::{day, pairs};
use domain::event::{AccessFact, Fact};
use domain::listing::{
    ListingQuery, Period, UnreadDays, Wanted, day_address, month_address, spelling,
};
use proptest::prelude::*;

/// Saturday 5 December 2026.
const TODAY: &str = "2026-12-05";

fn read(fields: &[(&str, &str)]) -> (ListingQuery, Vec<String>) {
    ListingQuery::from_pairs(&pairs(fields), day(TODAY))
}

#[test]
fn an_address_is_read() {
    let (query, ignored) = read(&[
        ("q", " quiz "),
        ("when", "weekend"),
        ("type", "music"),
        ("place", "groombridge"),
        ("free", "yes"),
        ("step-free", "on"),
        ("page", "3"),
    ]);
    assert!(ignored.is_empty());
    assert_eq!(
        query.to_query(),
        "q=quiz&when=weekend&type=music&place=groombridge&free=yes&step-free=yes&page=3"
    );
    assert_eq!(
        query.with_free(false).to_query(),
        "q=quiz&when=weekend&type=music&place=groombridge&step-free=yes"
    );
}

#[test]
fn an_empty_form_asks_for_nothing() {
    let (query, ignored) = read(&[
        ("q", ""),
        ("when", ""),
        ("from", ""),
        ("type", " "),
        ("page", "1"),
        ("utm", "x"),
    ]);
    assert_eq!((query.to_query(), ignored), (String::new(), vec![]));
    assert_eq!(query, ListingQuery::default());
}

#[test]
fn what_is_not_understood_falls_back_and_is_named() {
    let (query, ignored) = read(&[
        ("when", "someday"),
        ("type", "<script>"),
        ("place", "../x"),
        ("free", "maybe"),
        ("page", "0"),
        ("to", "2020-01-01"),
    ]);
    assert_eq!(query, ListingQuery::default());
    assert_eq!(ignored, ["when", "to", "type", "place", "free", "page"]);
}

#[test]
fn periods_are_days() {
    let window = |when: &str, today: &str| {
        let today = day(today);
        let (query, _) = ListingQuery::from_pairs(&pairs(&[("when", when)]), today);
        let (from, to) = query.window(today);
        (
            from.to_string(),
            to.map(|to| to.to_string()).unwrap_or_default(),
        )
    };
    for (when, today, from, to) in [
        ("", "2026-12-05", "2026-12-05", ""),
        ("today", "2026-12-05", "2026-12-05", "2026-12-05"),
        ("tomorrow", "2026-12-31", "2027-01-01", "2027-01-01"),
        ("weekend", "2026-12-02", "2026-12-05", "2026-12-06"),
        ("weekend", "2026-12-05", "2026-12-05", "2026-12-06"),
        ("weekend", "2026-12-06", "2026-12-06", "2026-12-06"),
        ("weekend", "2026-12-07", "2026-12-12", "2026-12-13"),
        ("week", "2026-12-28", "2026-12-28", "2027-01-03"),
        ("month", "2026-12-05", "2026-12-05", "2026-12-31"),
        ("month", "2026-12-31", "2026-12-31", "2026-12-31"),
        ("2026-12", "2026-12-05", "2026-12-05", "2026-12-31"),
        ("2028-02", "2026-12-05", "2028-02-01", "2028-02-29"),
        ("2026-11", "2026-12-05", "2026-12-05", ""),
    ] {
        assert_eq!(
            window(when, today),
            (from.to_owned(), to.to_owned()),
            "{when} on {today}"
        );
    }
}

#[test]
fn a_range_is_put_in_order_and_begins_today_at_the_soonest() {
    let (query, _) = read(&[("from", "20/12/2026"), ("to", "10 Dec 2026")]);
    assert_eq!(
        query.window(day(TODAY)),
        (day("2026-12-10"), Some(day("2026-12-20")))
    );
    let (query, ignored) = read(&[("from", "2020-01-01"), ("to", "2026-12-20")]);
    assert_eq!(
        query.window(day(TODAY)),
        (day(TODAY), Some(day("2026-12-20")))
    );
    assert!(ignored.is_empty());
}

#[test]
fn days_that_are_none_keep_what_was_typed() {
    let unread = |fields: &[(&str, &str)]| {
        let days = UnreadDays::of(&pairs(fields), day(TODAY));
        (days.from, days.to)
    };
    let typed = |words: &str| Some(words.to_owned());
    assert_eq!(
        unread(&[("from", " next Tuesday "), ("to", "31/12/2026")]),
        (typed("next Tuesday"), None)
    );
    assert_eq!(unread(&[("to", "2020-01-01")]), (None, typed("2020-01-01")));
    assert_eq!(unread(&[("from", "2020-01-01"), ("to", "")]), (None, None));
}

#[test]
fn each_fact_of_access_is_yes_no_or_not_told() {
    let (query, ignored) = read(&[
        ("step-free", "yes"),
        ("toilet", "not-told"),
        ("hearing-loop", "no"),
        ("blue-badge", "perhaps"),
        ("for", " families "),
    ]);
    assert_eq!(ignored, ["blue-badge"]);
    assert_eq!(
        query.to_query(),
        "step-free=yes&toilet=not-told&hearing-loop=no&for=families"
    );
    assert_eq!(query.access.of(AccessFact::Toilet), Some(Fact::NotTold));
    assert!(!query.asks_days_only());
    assert!(
        ListingQuery::default()
            .with_period(Period::Week)
            .asks_days_only()
    );
}

#[test]
fn days_that_are_typed_take_the_place_of_days_that_were_chosen() {
    let (query, _) = read(&[
        ("when", "weekend"),
        ("from", "20 December 2026"),
        ("to", ""),
    ]);
    assert_eq!(query.to_query(), "from=2026-12-20");
    let (query, _) = read(&[("when", "weekend"), ("from", "soon")]);
    assert_eq!(query.to_query(), "when=weekend");
}

#[test]
fn a_month_and_a_day_have_one_address_each() {
    assert_eq!(month_address("2026-12"), Some(day("2026-12-01")));
    assert_eq!(day_address("2026-12-05"), Some(day("2026-12-05")));
    for bad in [
        "",
        "2026",
        "2026-13",
        "2026-1",
        "26-12",
        "2026-12-05",
        "2026-12 ",
        "%00",
        "99999-12",
    ] {
        assert_eq!(month_address(bad), None, "{bad}");
    }
    for bad in [
        "",
        "2026-12",
        "2026-02-30",
        "2026-2-3",
        "+2026-12-05",
        "9999-01-01",
        "2026-12-05x",
    ] {
        assert_eq!(day_address(bad), None, "{bad}");
    }
}

#[test]
fn a_slip_is_forgiven_and_another_word_is_not() {
    let known = ["coffee", "concert", "toffee", "talk", "walk", "quiz"].map(str::to_owned);
    for (typed, meant) in [
        ("cofee", Some("coffee")),
        ("coffe", Some("coffee")),
        ("conecrt", Some("concert")),
        ("quizz", Some("quiz")),
        ("talk", Some("talk")),
        ("owl", None),
        ("xylophone", None),
        ("", None),
    ] {
        assert_eq!(spelling(typed, &known), meant, "{typed}");
    }
    assert_eq!(spelling("talk", &[]), None);
}

#[test]
fn another_question_begins_at_page_one() {
    let query = ListingQuery::default().with_page(4);
    assert_eq!(query.with_period(Period::Today).to_query(), "when=today");
    assert_eq!(
        query.with_words(Some("tea & cake".to_owned())).to_query(),
        "q=tea+%26+cake"
    );
    assert_eq!(
        query
            .with_type(Some("music".to_owned()))
            .with_page(2)
            .to_query(),
        "type=music&page=2"
    );
}

fn any_period() -> impl Strategy<Value = Period> {
    let ahead = |n: i64| day(TODAY) + TimeDelta::days(n);
    let range = move |a: i64, b: i64| (ahead(a.min(b)), ahead(a.max(b)));
    prop_oneof![
        Just(Period::Upcoming),
        Just(Period::Today),
        Just(Period::Tomorrow),
        Just(Period::Weekend),
        Just(Period::Week),
        Just(Period::ThisMonth),
        (2027..2100_i32, 1..=12_u32).prop_map(|(year, month)| Period::Month(year, month)),
        (1..900_i64).prop_map(move |a| Period::Range {
            from: Some(ahead(a)),
            to: None
        }),
        (0..900_i64).prop_map(move |a| Period::Range {
            from: None,
            to: Some(ahead(a))
        }),
        (1..900_i64, 1..900_i64).prop_map(move |(a, b)| {
            let (from, to) = range(a, b);
            Period::Range {
                from: Some(from),
                to: Some(to),
            }
        }),
    ]
}

fn any_wanted() -> impl Strategy<Value = Wanted> {
    let fact = || {
        proptest::option::of(prop_oneof![
            Just(Fact::Yes),
            Just(Fact::No),
            Just(Fact::NotTold)
        ])
    };
    [fact(), fact(), fact(), fact()].prop_map(|facts| {
        let each = AccessFact::ALL.into_iter().zip(facts);
        each.fold(Wanted::default(), |wanted, (which, fact)| {
            wanted.with(which, fact)
        })
    })
}

prop_compose! {
    fn any_query()(
        q in proptest::option::of("[a-zé&=+%?#💃]([a-zé &=+%?#💃]{0,20}[a-z])?"),
        when in any_period(),
        event_type in proptest::option::of("[a-z0-9]{1,9}(-[a-z0-9]{1,9})?"),
        place in proptest::option::of("[a-z]{1,9}"),
        free: bool,
        access in any_wanted(),
        audience in proptest::option::of("[a-zé]([a-zé ]{0,9}[a-z])?"),
        page in 1..=10_000_u32,
    ) -> ListingQuery {
        ListingQuery { q, when, event_type, place, free, access, audience, page }
    }
}

proptest! {
    #[test]
    fn a_question_and_its_address_say_the_same(query in any_query()) {
        let address = query.to_query();
        let fields = url::form_urlencoded::parse(address.as_bytes()).into_owned().collect();
        prop_assert_eq!(ListingQuery::from_pairs(&fields, day(TODAY)), (query, vec![]));
    }

    #[test]
    fn any_fields_at_all_are_read(
        fields in proptest::collection::vec(("q|when|from|to|type|place|free|step-free|toilet|hearing-loop|blue-badge|for|page|x", any::<String>()), 0..12),
        ago in 0..3000_i64,
    ) {
        let today: NaiveDate = day("2020-01-01") + TimeDelta::days(ago);
        let (query, _) = ListingQuery::from_pairs(&fields, today);
        let (from, to) = query.window(today);
        prop_assert!(from >= today && to.is_none_or(|to| to >= from));
        let again = url::form_urlencoded::parse(query.to_query().as_bytes()).into_owned().collect();
        prop_assert_eq!(ListingQuery::from_pairs(&again, today).0, query);
    }

    #[test]
    fn odd_dates_are_no_trouble(when in "[0-9/. -]{0,12}", from in "[0-9/. -]{0,12}", to in "[0-9/. -]{0,12}") {
        let (query, _) = read(&[("when", &when), ("from", &from), ("to", &to)]);
        let (from, to) = query.window(day(TODAY));
        prop_assert!(from >= day(TODAY) && to.is_none_or(|to| to >= from));
    }
}
