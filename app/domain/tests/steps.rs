//! The other steps of the form, and the whole of it.

mod common;

use common::{now, pairs, told};
use domain::event::{Booking, Cost, Fact, Place};
use domain::form::{FormErrors, Tampered};
use domain::submission::{
    Consent, Context, DraftAnswers, EventAnswers, EventTypeRef, FilledInBy, MoreAnswers, Step,
    VenueRef, WhenAnswers, WhereAnswers, YouAnswers,
};
use proptest::prelude::*;

fn types() -> Vec<EventTypeRef> {
    vec![EventTypeRef {
        slug: "quiz".to_owned(),
        name: "Quizzes".to_owned(),
    }]
}

fn venues() -> Vec<VenueRef> {
    vec![VenueRef {
        id: 7,
        name: "Village Hall".to_owned(),
        village: "Groombridge".to_owned(),
    }]
}

fn event(title: &str, description: &str, event_type: &str) -> EventAnswers {
    EventAnswers::from_pairs(pairs(&[
        ("title", title),
        ("description", description),
        ("type", event_type),
    ]))
    .unwrap()
}

fn place(fields: &[(&str, &str)]) -> Result<Place, FormErrors> {
    WhereAnswers::from_pairs(pairs(fields))
        .unwrap()
        .parse(&venues())
}

fn more(fields: &[(&str, &str)]) -> MoreAnswers {
    MoreAnswers::from_pairs(pairs(fields)).unwrap()
}

fn you(fields: &[(&str, &str)]) -> YouAnswers {
    YouAnswers::from_pairs(pairs(fields)).unwrap()
}

fn whole() -> DraftAnswers {
    let when = [
        ("day", "5"),
        ("month", "12"),
        ("year", "26"),
        ("start", "7pm"),
        ("finish", ""),
        ("repeats", "once"),
    ];
    let sender = [
        ("name", "Pat"),
        ("email", "pat@example.org"),
        ("telephone", "01892 123456"),
        ("show-name", "yes"),
    ];
    DraftAnswers {
        event: Some(event("Quiz night", "Teams of six.", "quiz")),
        when: Some(WhenAnswers::from_pairs(pairs(&when)).unwrap()),
        place: Some(WhereAnswers {
            venue: "7".to_owned(),
            ..WhereAnswers::default()
        }),
        more: Some(MoreAnswers::default()),
        picture: None,
        you: Some(you(&sender)),
    }
}

#[test]
fn a_venue_that_is_typed_in_full_is_taken_unless_the_sender_means_another() {
    let typed = |name: &'static str| [("venue", "other"), ("venue-name", name)];
    let taken = place(&typed(" village hall,  GROOMBRIDGE"));
    assert!(matches!(taken, Ok(Place::Venue { id: 7, .. })), "{taken:?}");
    let answers = |fields: &[(&str, &str)]| WhereAnswers::from_pairs(pairs(fields)).unwrap();
    let full = answers(&typed("Village Hall, Groombridge"));
    assert_eq!(full.question(&venues()), None);
    assert_eq!(full.venue_id(&venues()), Some(7));
    let near = answers(&typed("Vilage Hall, Groombridge"));
    assert!(near.question(&venues()).is_some());
    assert_eq!(near.venue_id(&venues()), None);
    let mut kept = typed("Village Hall, Groombridge").to_vec();
    kept.push(("keep", "yes"));
    assert!(matches!(place(&kept), Ok(Place::Typed { .. })));
}

#[test]
fn the_event_step_says_all_that_is_missing() {
    assert_eq!(
        told(&event("", " \u{200B}", "").parse(&types()).unwrap_err()),
        [
            "title: Enter the event's title",
            "description: Describe the event",
            "type: Select the type of event"
        ]
    );
    let errors = event(&"x".repeat(81), &"x".repeat(4312), "opera")
        .parse(&types())
        .unwrap_err();
    assert_eq!(
        told(&errors),
        [
            "title: Title must be 80 characters or less. It is 1 character too long",
            "description: Description must be 4,000 characters or less. It is 312 characters too long",
            "type: Select the type of event",
        ]
    );
}

#[test]
fn nothing_typed_is_altered() {
    let typed = " a\r\nb\u{202E}\u{0} ";
    let answers = event(typed, typed, "quiz");
    assert_eq!(
        (answers.title.as_str(), answers.description.as_str()),
        (typed, typed)
    );
    assert_eq!(answers.parse(&types()).unwrap().title.as_str(), "a b");
}

#[test]
fn other_fields_are_refused() {
    let unknown = Err(Tampered::Unknown("state".to_owned()));
    let field = || pairs(&[("state", "listed")]);
    assert_eq!(EventAnswers::from_pairs(field()).map(drop), unknown);
    assert_eq!(WhereAnswers::from_pairs(field()).map(drop), unknown);
    assert_eq!(MoreAnswers::from_pairs(field()).map(drop), unknown);
    assert_eq!(YouAnswers::from_pairs(field()).map(drop), unknown);
    let twice = EventAnswers::from_pairs(pairs(&[("title", "a"), ("title", "b")]));
    assert_eq!(twice, Err(Tampered::Twice("title".to_owned())));
}

#[test]
fn a_place_is_a_venue_or_elsewhere_or_online() {
    assert_eq!(
        place(&[("venue", "7"), ("venue-name", "left over")])
            .unwrap()
            .words(),
        "Village Hall, Groombridge"
    );
    for nowhere in ["", "8", "+7", "07", "x"] {
        assert_eq!(
            told(&place(&[("venue", nowhere)]).unwrap_err()),
            ["venue: Select where it is, or choose “Somewhere else” or “Online”"]
        );
    }
    let garden = place(&[
        ("venue", "other"),
        ("venue-name", "Vicarage garden"),
        ("postcode", "tn39rh"),
    ])
    .unwrap();
    assert_eq!(garden.address(), "Vicarage garden, TN3 9RH");
    assert_eq!(
        told(&place(&[("venue", "other"), ("postcode", "TN3")]).unwrap_err()),
        [
            "venue-name: Enter the name of the place",
            "postcode: Enter a full postcode, for example TN7 4BA"
        ]
    );
    assert_eq!(
        place(&[("venue", "online")]),
        Ok(Place::Online { joining: None })
    );
    assert_eq!(
        told(&place(&[("venue", "online"), ("joining", "javascript:alert(1)")]).unwrap_err()),
        ["joining: Enter a web address like https://example.org"]
    );
}

#[test]
fn a_cost_is_told_or_not() {
    let cost = |cost: &str, price: &str| {
        more(&[("cost", cost), ("price", price)])
            .parse()
            .map(|part| part.cost)
    };
    assert_eq!(cost("", ""), Ok(Cost::NotTold));
    assert_eq!(cost("free", "left over"), Ok(Cost::Free));
    assert_eq!(cost("donations", ""), Ok(Cost::Donations));
    assert_eq!(
        cost("paid", "£4, under-16s free").unwrap().words(),
        "£4, under-16s free"
    );
    assert_eq!(
        told(&cost("paid", "").unwrap_err()),
        ["price: Enter the price, for example £5 or £4, under-16s free"]
    );
    assert_eq!(
        told(&cost("", "£5").unwrap_err()),
        ["cost: Select whether it is free, by donation or has a price"]
    );
}

#[test]
fn booking_is_an_address_or_words() {
    let booking = |typed: &str| more(&[("booking", typed)]).parse().map(|part| part.booking);
    for address in [
        "https://history.example/talks",
        "www.example.org",
        "history.example/talks",
    ] {
        assert!(
            matches!(booking(address), Ok(Some(Booking::Address(_)))),
            "{address}"
        );
    }
    for words in [
        "At the bar",
        "pat@example.org",
        "Ring Pat.",
        "javascript:alert(1)",
        "See https://example.org",
    ] {
        assert!(
            matches!(booking(words), Ok(Some(Booking::Words(_)))),
            "{words}"
        );
    }
    assert_eq!(booking(" "), Ok(None));
    assert_eq!(
        told(&booking("https://history").unwrap_err()),
        ["booking: Enter a web address like https://example.org"]
    );
}

#[test]
fn not_told_and_no_stay_apart() {
    let access = more(&[("step-free", "yes"), ("toilet", "no")])
        .parse()
        .unwrap()
        .access;
    assert_eq!(
        (access.step_free, access.toilet, access.hearing_loop),
        (Fact::Yes, Fact::No, Fact::NotTold)
    );
    assert_eq!(
        told(
            &more(&[("blue-badge", "maybe"), ("website", "hello")])
                .parse()
                .unwrap_err()
        ),
        [
            "blue-badge: Blue Badge parking: select “Yes” or “No”",
            "website: Enter a web address like https://example.org",
        ]
    );
}

#[test]
fn only_what_was_ticked_is_public() {
    let fields = [
        ("name", "Pat"),
        ("email", "pat@example.org"),
        ("telephone", "01892 123456"),
        ("group", "Hall"),
    ];
    let part = you(&fields).parse(FilledInBy::Sender).unwrap();
    assert!(part.contact.is_empty() && part.consents.is_empty());
    let shown = [&fields[..], &[("show-email", "yes"), ("show-name", "no")]].concat();
    let part = you(&shown).parse(FilledInBy::Sender).unwrap();
    assert_eq!(part.consents, [Consent::Email]);
    assert_eq!((part.contact.name, part.contact.telephone), (None, None));
    assert_eq!(part.contact.email.unwrap().as_str(), "pat@example.org");
}

#[test]
fn the_sender_is_told_all_that_is_missing() {
    assert_eq!(
        told(
            &you(&[("email", "pat"), ("show-telephone", "yes")])
                .parse(FilledInBy::Sender)
                .unwrap_err()
        ),
        [
            "name: Enter your name",
            "email: Enter an email address like name@example.org",
            "telephone: Enter your telephone number, or choose not to show it",
        ]
    );
    assert_eq!(
        told(
            &you(&[("name", "P"), ("email", ""), ("telephone", "1")])
                .parse(FilledInBy::Sender)
                .unwrap_err()
        ),
        [
            "email: Enter your email address",
            "telephone: Enter a telephone number like 01892 123456"
        ]
    );
}

#[test]
fn steps_follow_one_another() {
    let mut step = Some(Step::Event);
    let mut walked = Vec::new();
    while let Some(at) = step {
        assert_eq!(Step::from_slug(at.slug()), Some(at));
        assert_eq!(at.next().and_then(Step::previous).unwrap_or(at), at);
        walked.push(at.number());
        step = at.next();
    }
    assert_eq!(
        walked,
        [1, 2, 3, 4, 4, 5],
        "the picture belongs to the fourth"
    );
    assert_eq!(Step::from_slug("check"), None);
}

#[test]
fn a_whole_form_can_be_sent() {
    let (types, venues) = (types(), venues());
    let context = Context {
        now: now(),
        types: &types,
        venues: &venues,
        by: FilledInBy::Sender,
    };
    let sent = whole().parse(&context).unwrap();
    assert_eq!(whole().first_unfinished(&context), None);
    assert_eq!(sent.details.contact.name.as_ref().unwrap().as_str(), "Pat");
    assert_eq!(sent.details.contact.email, None);
    let json = serde_json::to_string(&sent.details).unwrap();
    assert!(!json.contains("pat@example.org") && !json.contains("01892"));
    assert_eq!(
        serde_json::from_str::<domain::event::EventDetails>(&json).unwrap(),
        sent.details
    );
}

#[test]
fn a_form_goes_back_to_its_first_unfinished_step() {
    let (types, venues) = (types(), venues());
    let context = Context {
        now: now(),
        types: &types,
        venues: &venues,
        by: FilledInBy::Sender,
    };
    assert_eq!(
        DraftAnswers::default().first_unfinished(&context),
        Some(Step::Event)
    );
    assert_eq!(
        DraftAnswers::default().parse(&context).unwrap_err().len(),
        5
    );
    assert_eq!(
        DraftAnswers {
            more: None,
            ..whole()
        }
        .first_unfinished(&context),
        Some(Step::More)
    );
    // A date that has passed since it was typed.
    let next_year = Context {
        now: now() + chrono::TimeDelta::days(365),
        ..context
    };
    assert_eq!(whole().first_unfinished(&next_year), Some(Step::When));
}

#[test]
fn a_digest_tells_answers_apart() {
    let changed = DraftAnswers {
        more: None,
        ..whole()
    };
    assert_eq!(whole().digest(), whole().digest());
    assert_ne!(whole().digest(), changed.digest());
    assert_eq!(whole().digest().len(), 64);
}

proptest! {
    #[test]
    fn any_words_in_any_field_are_read(text: String, name in "title|description|venue-name|address|price|booking|email|website|telephone") {
        let field = [(name.as_str(), text.as_str())];
        let _ = EventAnswers::from_pairs(pairs(&field)).map(|a| a.parse(&types()));
        let _ = WhereAnswers::from_pairs(pairs(&[("venue", "other"), field[0]])).map(|a| a.parse(&venues()));
        let _ = MoreAnswers::from_pairs(pairs(&field)).map(|a| a.parse());
        let _ = YouAnswers::from_pairs(pairs(&field)).map(|a| a.parse(FilledInBy::Sender));
    }

    #[test]
    fn a_draft_is_finished_exactly_when_it_can_be_sent(missing in 0..6_usize, title in ".{0,90}") {
        let (types, venues) = (types(), venues());
        let context = Context { now: now(), types: &types, venues: &venues, by: FilledInBy::Sender };
        let mut draft = whole();
        draft.event = Some(event(&title, "Teams of six.", "quiz"));
        match missing {
            0 => draft.event = None,
            1 => draft.when = None,
            2 => draft.place = None,
            3 => draft.more = None,
            4 => draft.you = None,
            _ => {}
        }
        prop_assert_eq!(draft.parse(&context).is_ok(), draft.first_unfinished(&context).is_none());
        let json = serde_json::to_string(&draft).unwrap();
        prop_assert_eq!(serde_json::from_str::<DraftAnswers>(&json).unwrap(), draft);
    }
}

#[test]
fn staff_may_key_in_for_somebody_without_an_email_address() {
    let fields = [("name", "Pat Lee"), ("telephone", "01892 123456")];
    let errors = you(&fields).parse(FilledInBy::Sender).unwrap_err();
    assert_eq!(told(&errors), ["email: Enter your email address"]);
    let part = you(&fields).parse(FilledInBy::Staff).unwrap();
    assert_eq!(part.sender.email, None);
    let wrong = [("name", "Pat Lee"), ("email", "pat at home")];
    assert!(you(&wrong).parse(FilledInBy::Staff).is_err());
    let shown = [("name", "Pat Lee"), ("show-email", "yes")];
    assert!(
        you(&shown).parse(FilledInBy::Staff).is_err(),
        "an address that is to be shown must be there"
    );
}
