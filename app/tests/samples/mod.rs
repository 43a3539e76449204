//! Every public page in its main states, for the snapshots, the hostile strings and the gallery.

mod paper;
mod report;
mod weekly;

use std::collections::{BTreeMap, BTreeSet};

use app::{
    components::{Choice, DateRow, EventRowModel},
    pages::{
        accessibility, cookies, day, embed, error, event, finding, follow, how_we_decide, listing,
        manage, month, privacy, standards, submit,
    },
    render::{Html, JsonLd, escape},
    shell::{Assets, Script, Site},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use domain::{
    counts::Count,
    event::{
        Access, AccessFact, Booking, Cost, EventDetails, EventStatus, Fact, Place, PublicContact,
    },
    form::FormErrors,
    listing::{ListingQuery, Period, UnreadDays},
    picture::{Picture, PictureAnswers, PictureId, Size, TakenPicture},
    policy_roles::Roles,
    reference::Reference,
    standards::{Clause, PolicyVersion, Standard},
    submission::{
        Consent, DraftAnswers, EventAnswers, EventTypeRef, FilledInBy, MoreAnswers, MoreDate,
        NewSubmission, RepeatAnswers, Sender, Step, VenueRef, WhenAnswers, WhereAnswers,
        YouAnswers,
    },
    text::{
        AltText, Description, Email, GroupName, PersonName, Postcode, ShortLine, Telephone, Title,
        WebAddress,
    },
    when::{Dates, Ends, Every, Hours, Repeat, Sitting},
};

/// What the samples say: their own words, or a hostile string wherever somebody types.
#[derive(Clone, Copy)]
pub struct Samples {
    hostile: Option<&'static str>,
}

/// A page, by the name of its state.
pub type Page = (&'static str, String);

impl Samples {
    /// The samples in their own words.
    pub const PLAIN: Self = Self { hostile: None };

    /// The samples with this string in every field.
    #[allow(dead_code)] // The gallery shows the plain ones only.
    pub const fn hostile(words: &'static str) -> Self {
        Self {
            hostile: Some(words),
        }
    }

    /// Some words, as typed.
    fn say(self, words: &str) -> String {
        self.hostile.unwrap_or(words).to_owned()
    }

    /// Some words as a type, where the type takes them: a web address never holds a tag.
    fn typed<T, E: std::fmt::Debug>(self, words: &str, parse: fn(&str) -> Result<T, E>) -> T {
        self.hostile
            .and_then(|hostile| parse(hostile).ok())
            .unwrap_or_else(|| parse(words).expect("a sample"))
    }

    pub fn site(self) -> Site {
        Site {
            council: self.say("Withyham Parish Council"),
            places: self.say("Groombridge, Withyham, Blackham and St John’s"),
            website: "https://council.example".to_owned(),
            policy_url: Some("https://council.example/policy.pdf".to_owned()),
            office_email: self.say("office@council.example"),
            office_telephone: self.say("01892 000000"),
            office_address: self.say("The Parish Office, Station Road, Groombridge TN3 9QX"),
            reply_time: self.say("3 working days"),
            address: "https://whatson.example".to_owned(),
            letters: domain::passages::Letters::default(),
        }
    }

    fn types(self) -> Vec<EventTypeRef> {
        [
            ("community", "Community"),
            ("music", "Music"),
            ("talk", "Talk"),
        ]
        .map(|(slug, name)| EventTypeRef {
            slug: slug.to_owned(),
            name: self.say(name),
        })
        .to_vec()
    }

    fn venues(self) -> Vec<VenueRef> {
        [
            (1, "Village Hall", "Groombridge"),
            (2, "Parish Room", "Withyham"),
            (3, "Primary School", "Blackham"),
        ]
        .map(|(id, name, village)| VenueRef {
            id,
            name: self.say(name),
            village: self.say(village),
        })
        .to_vec()
    }

    fn policy(self) -> PolicyVersion {
        PolicyVersion {
            id: 1,
            name: self.say("Communications Policy"),
            adopted: date(2023, 10, 1),
            review_due: date(2026, 10, 31),
            roles: Roles::default(),
            removal_sentence: self
                .say("A post breaching the Council’s Social Media Policy has been removed."),
        }
    }

    fn standard_list(self) -> Vec<Standard> {
        vec![
            Standard {
                key: "relevant".to_owned(),
                name: self.say("Suitable and relevant to residents"),
                clauses: vec![Clause {
                    number: "5.3".to_owned(),
                    text: self.say(
                        "The Council reserves the right to refuse submissions that are not appropriate to the Withyham Parish Council website, whether due to the nature of the event or due to not meet the standards required for publication as set out in this policy.",
                    ),
                }],
                guidance: self.say("Anything that people who live here may want to go to."),
            },
            Standard {
                key: "personal-information".to_owned(),
                name: self.say("No personal information"),
                clauses: vec![Clause {
                    number: "6.9".to_owned(),
                    text: self.say("Not contain any personal information."),
                }],
                guidance: String::new(),
            },
        ]
    }

    fn row(self, title: &str, day: NaiveDate, hours: Hours, place: &str) -> EventRowModel {
        EventRowModel {
            href: "/events/sample-7k4p".to_owned(),
            title: self.say(title),
            date: day,
            hours,
            place: self.say(place),
            more_dates: None,
            summary: String::new(),
            status: EventStatus::GoingAhead,
            cost: Cost::Free,
            access: Access::default(),
        }
    }

    fn price(self, words: &str) -> Cost {
        Cost::Paid {
            words: self.typed(words, ShortLine::parse),
        }
    }

    fn rows(self) -> Vec<EventRowModel> {
        let good = Access {
            step_free: Fact::Yes,
            hearing_loop: Fact::Yes,
            ..Access::default()
        };
        let step_free = Access {
            step_free: Fact::Yes,
            ..Access::default()
        };
        vec![
            EventRowModel {
                access: good,
                ..self.row("Tea and tunes with the village band", date(2026, 11, 22), from_to(14, 0, 16, 0), "Village Hall, Groombridge")
            },
            EventRowModel {
                more_dates: Some(self.say("and 5 more dates")),
                summary: self.say("Bring a broken toaster, a torn coat or a wobbly chair and mend it with a volunteer."),
                cost: Cost::Donations,
                access: step_free,
                ..self.row("Repair café", date(2026, 11, 25), from_to(10, 0, 12, 0), "Parish Room, Withyham")
            },
            EventRowModel {
                status: EventStatus::Moved,
                cost: self.price("£4, under-16s free"),
                ..self.row("Talk: bats of Ashdown Forest", date(2026, 11, 25), from_to(19, 30, 21, 0), "Village Hall, Groombridge")
            },
            EventRowModel {
                summary: self.say("Stalls, carols at midday and a raffle in aid of the hall roof."),
                status: EventStatus::FullyBooked,
                ..self.row("Christmas fair", date(2026, 12, 5), Hours::From { start: clock(10, 0) }, "Primary School, Blackham")
            },
            EventRowModel {
                status: EventStatus::Cancelled,
                ..self.row("Tree lighting", date(2026, 12, 5), Hours::AllDay, "The Green, Groombridge")
            },
        ]
    }

    fn listing(self, query: ListingQuery, rows: Vec<EventRowModel>, total: usize) -> String {
        self.listing_with(query, rows, total, |_| {})
    }

    fn listing_with(
        self,
        query: ListingQuery,
        rows: Vec<EventRowModel>,
        total: usize,
        then: impl Fn(&mut listing::ListingPage),
    ) -> String {
        let busy = BTreeSet::from([
            date(2026, 11, 22),
            date(2026, 11, 25),
            date(2026, 11, 27),
            date(2026, 11, 28),
            date(2026, 11, 30),
        ]);
        let mut model = listing::ListingPage {
            today: TODAY,
            month: listing::Month {
                of: listing::ListingPage::month_shown(&query, TODAY),
                busy,
            },
            query,
            passed_over: vec![],
            unread_days: UnreadDays::default(),
            typed: None,
            total,
            more: false,
            days: listing::ListingPage::by_day(rows),
            choices: self.choices(),
        };
        then(&mut model);
        listing::listing(&model, &self.site(), &assets())
    }

    fn choices(self) -> finding::Choices {
        let told = |(choice, dates): (Choice, u32)| choice.counted(Some(Count::Exactly(dates)));
        let facts = AccessFact::ALL.into_iter().zip([30, 21, 0, 1]);
        finding::Choices {
            types: self.type_choices().into_iter().zip(0..).map(told).collect(),
            places: self
                .place_choices()
                .into_iter()
                .zip([31, 12, 5])
                .map(told)
                .collect(),
            free: Some(Count::Exactly(19)),
            facts: facts
                .map(|(which, dates)| (which, Fact::Yes, Count::Exactly(dates)))
                .collect(),
            days: vec![
                (Period::Today, Count::Exactly(1)),
                (Period::Tomorrow, Count::Exactly(0)),
                (Period::Weekend, Count::Exactly(2)),
                (Period::Month(2026, 12), Count::More),
            ],
        }
    }

    fn type_choices(self) -> Vec<Choice> {
        let types = self.types().into_iter();
        types.map(|t| Choice::new(t.slug, t.name)).collect()
    }

    fn place_choices(self) -> Vec<Choice> {
        [
            ("groombridge", "Groombridge"),
            ("village-hall-groombridge", "Groombridge: Village Hall"),
            ("withyham", "Withyham"),
        ]
        .map(|(slug, name)| Choice::new(slug, self.say(name)))
        .to_vec()
    }

    fn details(self) -> EventDetails {
        EventDetails {
            title: self.typed("Talk: bats of Ashdown Forest", Title::parse),
            description: self.typed("Thirteen of the eighteen British bats have been heard on the forest.\n\nTea and biscuits from 7pm.", Description::parse),
            event_type: "talk".to_owned(),
            dates: Dates::new(vec![Sitting { date: date(2026, 12, 2), hours: from_to(19, 30, 21, 0) }]).expect("dates"),
            place: Place::Venue { id: 1, name: self.say("Village Hall"), village: self.say("Groombridge") },
            cost: self.price("£4, under-16s free"),
            booking: Some(Booking::Address(self.typed("https://bats.example/book", WebAddress::parse))),
            access: Access { step_free: Fact::Yes, toilet: Fact::Yes, hearing_loop: Fact::No, blue_badge: Fact::NotTold },
            age: Some(self.typed("Everyone", ShortLine::parse)),
            website: Some(self.typed("https://bats.example/", WebAddress::parse)),
            group: Some(self.typed("Forest Wildlife Group", GroupName::parse)),
            contact: PublicContact::default(),
            picture: None,
        }
    }

    /// A poster.
    fn picture(self) -> Picture {
        Picture {
            id: PictureId::from_random(0xBA7),
            size: Size {
                width: 1440,
                height: 2036,
            },
            alt: Some(self.typed(
                "Poster with two bats flying over a barn at dusk",
                AltText::parse,
            )),
            credit: Some(self.typed("Sam Field", ShortLine::parse)),
            permitted: true,
        }
    }

    /// The step with the picture, before one is chosen, with one, and with all that can be wrong.
    fn picture_steps(self, pages: &mut Vec<Page>) {
        let taken = || {
            let Picture { id, size, .. } = self.picture();
            Some(TakenPicture { id, size })
        };
        let typed = |picture, rights: &str| PictureAnswers {
            picture,
            alt: self.say("Poster with two bats flying over a barn at dusk"),
            decorative: String::new(),
            credit: self.say("Sam Field"),
            rights: rights.to_owned(),
        };
        let refused = |answers: &PictureAnswers| {
            let mut errors = FormErrors::default();
            errors.push("file", domain::picture::PictureProblem::TooHeavy.words());
            let more = answers.parse(FilledInBy::Sender).err().unwrap_or_default();
            errors.0.extend(more.0);
            self.problems(errors)
        };
        let unfinished = PictureAnswers {
            picture: taken(),
            ..PictureAnswers::default()
        };
        for (name, answers, problems) in [
            ("step-picture", PictureAnswers::default(), false),
            ("step-picture-kept", typed(taken(), "yes"), false),
            ("step-picture-unfinished", unfinished, true),
            ("step-picture-refused", typed(None, ""), true),
        ] {
            let errors = if problems {
                refused(&answers)
            } else {
                FormErrors::default()
            };
            let model = submit::picture::PictureStep {
                errors,
                answers,
                changing: false,
                at: submit::FormAt::New,
            };
            let page = submit::picture::picture(&model, &self.site(), &assets());
            pages.push((name, page));
        }
        let mut submission = self.submission();
        submission.details.picture = Some(self.picture());
        let model = submit::check::CheckPage {
            submission,
            type_name: self.say("Talk"),
            policy: self.policy(),
            key: self.say("key"),
            digest: self.say("0f"),
            errors: FormErrors::default(),
            flood: false,
            at: submit::FormAt::New,
        };
        let page = submit::check::check(&model, &self.site(), &assets());
        pages.push(("check-picture", page));
    }

    fn event_model(self) -> event::EventPage {
        event::EventPage {
            slug: "bats-of-ashdown-forest-1b6r".to_owned(),
            details: self.details(),
            type_name: self.say("Talk"),
            description: Html::sanitised(
                "<p>Thirteen of the eighteen British bats have been heard on the forest. Come and hear recordings, see a bat detector at work and learn what to plant for moths.</p><p>Tea and biscuits from 7pm. Dogs welcome if they are quiet ones.</p>",
            ),
            summary: self
                .say("Thirteen of the eighteen British bats have been heard on the forest."),
            venue: event::VenueShown::default(),
            status: EventStatus::GoingAhead,
            status_note: None,
            moved: None,
            cancelled: Vec::new(),
            listed_on: date(2026, 11, 3),
            now: now(),
            json_ld: JsonLd::new(&format!(
                "{{\"@type\":\"Event\",\"name\":\"{}\"}}",
                self.say("Talk: bats of Ashdown Forest")
                    .replace('\\', "\\\\")
                    .replace('"', "\\\"")
            )),
        }
    }

    fn submission(self) -> NewSubmission {
        let details = EventDetails {
            place: Place::Typed {
                name: self.typed("Vicarage garden", ShortLine::parse),
                address: Some(self.typed("Church Road", ShortLine::parse)),
                village: Some(self.typed("Groombridge", ShortLine::parse)),
                postcode: Some(self.typed("TN3 9RH", Postcode::parse)),
            },
            booking: Some(Booking::Words(
                self.typed("Pay on the door", ShortLine::parse),
            )),
            dates: Dates::new(
                [date(2027, 1, 27), date(2027, 2, 24)]
                    .map(|date| Sitting {
                        date,
                        hours: from_to(10, 0, 12, 0),
                    })
                    .to_vec(),
            )
            .expect("dates"),
            ..self.details()
        };
        NewSubmission {
            details,
            sender: Sender {
                name: self.typed("Ada Penn", PersonName::parse),
                email: Some(self.typed("repairs@example.org", Email::parse)),
                telephone: Some(self.typed("01892 000001", Telephone::parse)),
            },
            consents: vec![Consent::Email],
        }
    }

    fn standing(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let model = standards::StandardsPage {
            policy: self.policy(),
            standards: self.standard_list(),
        };
        pages.push(("standards", standards::standards(&model, &site, &assets)));
        let kept = [
            ("A form that was begun and not sent", "7 days"),
            ("An event that was refused or withdrawn", "12 months"),
        ]
        .map(|(what, how_long)| privacy::Retention {
            what: self.say(what),
            how_long: self.say(how_long),
        })
        .to_vec();
        pages.push((
            "privacy",
            privacy::privacy(&privacy::PrivacyPage { kept }, &site, &assets),
        ));
        let cookies = vec![cookies::Cookie {
            name: self.say("whatson_form"),
            purpose: self.say("Keeps the answers of your form together until you send it"),
            how_long: self.say("7 days"),
        }];
        pages.push((
            "cookies",
            cookies::cookies(&cookies::CookiesPage { cookies }, &site, &assets),
        ));
        pages.push((
            "accessibility",
            accessibility::accessibility(&site, &assets),
        ));
        let model = how_we_decide::HowWeDecidePage {
            policy: self.policy(),
        };
        pages.push((
            "how-we-decide",
            how_we_decide::how_we_decide(&model, &site, &assets),
        ));
        for (name, status, was_sending) in [
            ("error-404", 404, false),
            ("error-405", 405, true),
            ("error-413", 413, true),
            ("error-422", 422, true),
            ("error-429", 429, false),
            ("error-500", 500, true),
            ("error-503", 503, true),
        ] {
            pages.push((
                name,
                error::error(
                    &error::ErrorPage {
                        status,
                        was_sending,
                        number: Some("7KQ2-M93F".into()),
                        wait: None,
                    },
                    &site,
                    &assets,
                ),
            ));
        }
    }

    fn listings(self, pages: &mut Vec<Page>) {
        let rows = self.rows();
        let all = ListingQuery::default();
        pages.push(("listing", self.listing(all.clone(), rows.clone(), 42)));
        pages.push((
            "listing-page-2",
            self.listing(all.with_page(2), rows[3..].to_vec(), 42),
        ));
        pages.push(("listing-empty", self.listing(all.clone(), vec![], 0)));
        let narrow = all
            .with_words(Some(self.say("bats")))
            .with_type(Some("talk".to_owned()))
            .with_place(Some("groombridge".to_owned()))
            .with_free(true)
            .with_step_free(true);
        pages.push((
            "listing-no-match",
            self.listing(narrow.with_period(Period::Weekend), vec![], 0),
        ));
        let day = Period::Range {
            from: Some(date(2026, 11, 25)),
            to: Some(date(2026, 11, 25)),
        };
        pages.push((
            "listing-one-day",
            self.listing(all.with_period(day), rows[1..3].to_vec(), 2),
        ));
        let mended = all.with_words(Some(self.say("bats")));
        pages.push((
            "listing-put-right",
            self.listing_with(mended, rows[1..3].to_vec(), 2, |model| {
                model.typed = Some(self.say("batts"));
            }),
        ));
        let wanted = all
            .with_fact(AccessFact::HearingLoop, Some(Fact::Yes))
            .with_fact(AccessFact::Toilet, Some(Fact::NotTold))
            .with_audience(Some(self.say("families")));
        pages.push((
            "listing-access",
            self.listing_with(wanted.with_page(25), rows[1..3].to_vec(), 500, |model| {
                model.more = true;
                model.passed_over = vec!["from".to_owned(), "type".to_owned()];
                model.unread_days.from = Some(self.say("next Tuesday"));
            }),
        ));
    }

    fn grids(self, pages: &mut Vec<Page>) {
        let row = |title: &str, hours: Hours, status| month::MonthRow {
            href: "/events/a-7k4p".to_owned(),
            title: self.say(title),
            hours,
            status,
        };
        let going = EventStatus::GoingAhead;
        let fair = vec![
            row("Christmas fair", from_to(10, 0, 15, 0), going),
            row(
                "Tree lighting",
                from_to(18, 0, 20, 0),
                EventStatus::Cancelled,
            ),
        ];
        let full = vec![
            row("Coffee morning", from_to(10, 0, 12, 0), going),
            row(
                "Wreath making",
                from_to(14, 0, 16, 0),
                EventStatus::FullyBooked,
            ),
            row("Carols round the tree", Hours::AllDay, going),
        ];
        let busy = |rows, others, uncounted| month::BusyDay {
            rows,
            others,
            uncounted,
        };
        let mut model = month::MonthPage {
            today: date(2026, 12, 22),
            of: date(2026, 12, 1),
            query: ListingQuery::default(),
            passed_over: vec![],
            typed: None,
            days: BTreeMap::from([
                (date(2026, 12, 24), busy(fair, 0, false)),
                (date(2026, 12, 26), busy(full.clone(), 2, false)),
                (date(2027, 1, 2), busy(full, 9, true)),
            ]),
            choices: self.choices(),
        };
        pages.push(("month", month::month(&model, &self.site(), &assets())));
        model.query = model
            .query
            .with_free(true)
            .with_words(Some(self.say("carols")));
        model.passed_over = vec!["place".to_owned()];
        model.days.clear();
        pages.push((
            "month-no-match",
            month::month(&model, &self.site(), &assets()),
        ));
    }

    fn days(self, pages: &mut Vec<Page>) {
        let mut model = day::DayPage {
            today: TODAY,
            date: date(2026, 12, 5),
            query: ListingQuery::default(),
            passed_over: vec![],
            typed: None,
            total: (2, false),
            days: listing::ListingPage::by_day(self.rows().split_off(3)),
            choices: self.choices(),
        };
        pages.push(("day", day::day(&model, &self.site(), &assets())));
        model.query = model
            .query
            .with_free(true)
            .with_words(Some(self.say("tea")));
        (model.days, model.total) = (vec![], (0, false));
        pages.push(("day-no-match", day::day(&model, &self.site(), &assets())));
        model.date = date(2026, 11, 1);
        pages.push(("day-over", day::day(&model, &self.site(), &assets())));
    }

    fn elsewhere(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let all = ListingQuery::default();
        let some = all.with_type(Some("talk".to_owned())).with_free(true);
        let what = self.say("Talk, free");
        for (name, query, what) in [
            ("follow", all.clone(), String::new()),
            ("follow-some", some.clone(), what.clone()),
        ] {
            let model = follow::FollowPage { query, what };
            pages.push((name, follow::follow(&model, &site, &assets)));
        }
        let frame = |query: ListingQuery, heading| embed::Frame {
            query,
            what: what.clone(),
            number: 5,
            heading,
        };
        for (name, heading, rows) in [
            ("embed", embed::Heading::Parish, self.rows()),
            ("embed-chosen", embed::Heading::Chosen, self.rows()),
            ("embed-empty", embed::Heading::Hidden, vec![]),
        ] {
            let model = embed::EmbedPage {
                frame: frame(some.clone(), heading),
                days: listing::ListingPage::by_day(rows),
            };
            pages.push((name, embed::embed(&model, &site, &assets)));
        }
        let choice = |slug: &str, name: &str| Choice::new(slug, self.say(name));
        let model = embed::MakePage {
            frame: frame(
                some.with_words(Some(self.say("bats"))),
                embed::Heading::Chosen,
            ),
            types: vec![choice("talk", "Talk"), choice("music", "Music")],
            places: vec![choice("groombridge", "Groombridge")],
        };
        pages.push(("embed-make", embed::make(&model, &site, &assets)));
    }

    fn events(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let plain = self.event_model();
        let mut show = |name, model: &event::EventPage| {
            pages.push((name, event::event(model, &site, &assets)));
        };
        show("event", &plain);
        show("event-repeats", &self.repeating());
        show(
            "event-picture",
            &event::EventPage {
                details: EventDetails {
                    picture: Some(self.picture()),
                    ..plain.details.clone()
                },
                ..plain.clone()
            },
        );
        let moved = event::EventPage {
            status: EventStatus::Moved,
            status_note: Some(self.say("This event was on Wednesday 25 November 2026. It is now on Wednesday 2 December 2026.")),
            ..plain.clone()
        };
        show("event-moved", &moved);
        show(
            "event-cancelled",
            &event::EventPage {
                status: EventStatus::Cancelled,
                ..plain.clone()
            },
        );
        show(
            "event-booked",
            &event::EventPage {
                status: EventStatus::FullyBooked,
                ..plain.clone()
            },
        );
        let over = Utc
            .with_ymd_and_hms(2026, 12, 3, 9, 0, 0)
            .single()
            .expect("a moment");
        show(
            "event-over",
            &event::EventPage {
                now: over,
                ..plain.clone()
            },
        );
        let many = event::EventPage {
            details: EventDetails {
                contact: PublicContact {
                    name: Some(self.typed("Ada Penn", PersonName::parse)),
                    email: Some(self.typed("repairs@example.org", Email::parse)),
                    telephone: Some(self.typed("01892 000001", Telephone::parse)),
                },
                ..self.submission().details
            },
            ..plain
        };
        show("event-many-dates", &many);
        let online = event::EventPage {
            details: EventDetails {
                place: Place::Online {
                    joining: Some(self.typed("https://meet.example/bats", WebAddress::parse)),
                },
                cost: Cost::NotTold,
                booking: None,
                group: None,
                website: None,
                age: None,
                ..many.details.clone()
            },
            ..many
        };
        show("event-online", &online);
        for (name, notice) in [("event-removed", false), ("event-removed-notice", true)] {
            let notice = notice.then(|| self.policy().removal_sentence);
            pages.push((
                name,
                event::removed(event::RemovedPage { notice }, &site, &assets),
            ));
        }
    }

    fn draft(self) -> DraftAnswers {
        DraftAnswers {
            event: Some(EventAnswers {
                title: self.say("Repair café"),
                description: self.say("Bring a broken toaster, a torn coat or a wobbly chair and mend it with a volunteer."),
                event_type: "community".to_owned(),
            }),
            when: Some(WhenAnswers {
                day: self.say("27"),
                month: self.say("Jan"),
                year: self.say("2027"),
                start: self.say("10am"),
                finish: self.say("midday"),
                repeats: "dates".to_owned(),
                more: vec![MoreDate {
                    day: self.say("24"),
                    month: self.say("2"),
                    year: self.say("2027"),
                    start: self.say(""),
                    finish: self.say(""),
                }],
                ..WhenAnswers::default()
            }),
            place: Some(WhereAnswers {
                venue: "other".to_owned(),
                venue_name: self.say("Vicarage garden"),
                address: self.say("Church Road"),
                village: self.say("Groombridge"),
                postcode: self.say("TN3 9RH"),
                joining: self.say(""),
                as_typed: String::new(),
            }),
            more: Some(MoreAnswers {
                cost: "paid".to_owned(),
                price: self.say("£4"),
                booking: self.say("Pay on the door"),
                step_free: "yes".to_owned(),
                age: self.say("Everyone"),
                website: self.say("repairs.example"),
                ..MoreAnswers::default()
            }),
            picture: None,
            you: Some(YouAnswers {
                name: self.say("Ada Penn"),
                email: self.say("repairs@example.org"),
                group: self.say("Repair volunteers"),
                telephone: self.say("01892 000001"),
                show_email: "yes".to_owned(),
                ..YouAnswers::default()
            }),
        }
    }

    /// The step for what repeats, as typed and with everything wrong.
    fn repeats(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let mut when = self.draft().when.unwrap_or_default();
        "rule".clone_into(&mut when.repeats);
        when.doors = self.say("9.30am");
        when.more = Vec::new();
        when.rule = RepeatAnswers {
            every: "month-last".to_owned(),
            ends: "times".to_owned(),
            times: self.say("6"),
            left_out: self.say("31 March"),
            further: self.say("Thursday 1 April 2027"),
            otherwise: self.say("Thursday 1 April 2027, 3pm"),
            ..RepeatAnswers::default()
        };
        let mut wrong = when.clone();
        "week".clone_into(&mut wrong.rule.every);
        wrong.rule.on = vec!["monday".to_owned()];
        wrong.rule.times = self.say("often");
        wrong.doors = self.say("11am");
        for (name, answers) in [
            ("step-when-repeats", when),
            ("step-when-repeats-problems", wrong),
        ] {
            let errors = self.problems(answers.parse(now()).err().unwrap_or_default());
            let model = submit::when::WhenStep {
                answers,
                errors,
                today: TODAY,
                added: false,
                changing: false,
                at: submit::FormAt::New,
            };
            pages.push((name, submit::when::when(&model, &site, &assets)));
        }
    }

    /// An event of every second Wednesday with one date off.
    fn repeating(self) -> event::EventPage {
        let repeat = Repeat {
            first: date(2026, 12, 2),
            hours: vec![from_to(19, 30, 21, 0)],
            every: Every::Weeks {
                step: 2,
                days: vec![chrono::Weekday::Wed],
            },
            ends: Ends::On(date(2027, 6, 30)),
            left_out: vec![date(2026, 12, 30)],
            further: Vec::new(),
            otherwise: Vec::new(),
        };
        let dates = Dates::repeating(repeat, now()).expect("dates");
        let off = dates.sittings()[1];
        let model = self.event_model();
        event::EventPage {
            details: EventDetails {
                dates: dates.with_doors(chrono::NaiveTime::from_hms_opt(19, 0, 0)),
                ..model.details
            },
            cancelled: vec![off],
            ..model
        }
    }

    /// The problems of a step, by its own words; hostile ones say the hostile string too.
    fn problems(self, found: FormErrors) -> FormErrors {
        let mut all = FormErrors::default();
        for error in found.0 {
            all.push(error.field, self.say(&error.message));
        }
        all
    }

    #[allow(clippy::too_many_lines, reason = "a plain list of samples")]
    fn steps(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let (types, venues) = (self.types(), self.venues());
        let draft = self.draft();
        for (changing, empty) in [(false, true), (true, false)] {
            let pick =
                |with: &'static str, without: &'static str| if empty { without } else { with };
            let answers = if empty {
                DraftAnswers::default()
            } else {
                draft.clone()
            };
            let event = answers.event.unwrap_or_default();
            let errors = if empty {
                self.problems(event.parse(&types).err().unwrap_or_default())
            } else {
                FormErrors::default()
            };
            let model = submit::event::EventStep {
                answers: event,
                errors,
                types: types.clone(),
                changing,
                at: submit::FormAt::New,
            };
            pages.push((
                pick("step-event", "step-event-problems"),
                submit::event::event(&model, &site, &assets),
            ));

            let when = answers.when.unwrap_or_default();
            let errors = if empty {
                self.problems(when.parse(now()).err().unwrap_or_default())
            } else {
                FormErrors::default()
            };
            let model = submit::when::WhenStep {
                answers: when,
                errors,
                today: TODAY,
                added: !empty,
                changing,
                at: submit::FormAt::New,
            };
            pages.push((
                pick("step-when", "step-when-problems"),
                submit::when::when(&model, &site, &assets),
            ));

            let place = answers.place.unwrap_or_default();
            let errors = if empty {
                self.problems(place.parse(&venues).err().unwrap_or_default())
            } else {
                FormErrors::default()
            };
            let model = submit::place::WhereStep {
                answers: place,
                errors,
                venues: venues.clone(),
                changing,
                at: submit::FormAt::New,
            };
            pages.push((
                pick("step-where", "step-where-problems"),
                submit::place::place(&model, &site, &assets),
            ));

            if !empty {
                pages.push(("step-where-near", self.near(&venues)));
            }

            let mut more = answers.more.unwrap_or_default();
            if empty {
                "paid".clone_into(&mut more.cost);
            }
            let errors = if empty {
                self.problems(more.parse().err().unwrap_or_default())
            } else {
                FormErrors::default()
            };
            let model = submit::more::MoreStep {
                answers: more,
                errors,
                known: if changing {
                    Access::default()
                } else {
                    self.details().access
                },
                changing,
                at: submit::FormAt::New,
            };
            pages.push((
                pick("step-more", "step-more-problems"),
                submit::more::more(&model, &site, &assets),
            ));

            let you = answers.you.unwrap_or_default();
            let errors = if empty {
                self.problems(you.parse(FilledInBy::Sender).err().unwrap_or_default())
            } else {
                FormErrors::default()
            };
            let model = submit::you::YouStep {
                answers: you,
                errors,
                changing,
                at: submit::FormAt::New,
            };
            pages.push((
                pick("step-you", "step-you-problems"),
                submit::you::you(&model, &site, &assets),
            ));
        }
        let hidden = WhenAnswers {
            day: "27".to_owned(),
            month: "Jan".to_owned(),
            year: "2027".to_owned(),
            start: "10am".to_owned(),
            finish: "9".to_owned(),
            repeats: "days".to_owned(),
            ..WhenAnswers::default()
        };
        let errors = self.problems(hidden.parse(now()).err().unwrap_or_default());
        let model = submit::when::WhenStep {
            answers: hidden,
            errors,
            today: TODAY,
            added: false,
            changing: false,
            at: submit::FormAt::New,
        };
        pages.push((
            "step-when-finish",
            submit::when::when(&model, &site, &assets),
        ));
    }

    /// A place that is like a venue.
    fn near(self, venues: &[VenueRef]) -> String {
        let name = format!("{} hall", venues[0].village);
        let answers = WhereAnswers {
            venue: "other".to_owned(),
            venue_name: if self.hostile.is_some() {
                venues[0].name.clone()
            } else {
                name
            },
            ..WhereAnswers::default()
        };
        let model = submit::place::WhereStep {
            errors: answers.question(venues).unwrap_or_default(),
            answers,
            venues: venues.to_vec(),
            changing: false,
            at: submit::FormAt::New,
        };
        submit::place::place(&model, &self.site(), &assets())
    }

    fn form(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let kept_until = date(2026, 11, 29);
        for (name, unsent) in [
            ("start", None),
            (
                "start-unsent",
                Some(submit::start::Unsent {
                    title: self.say("Repair café"),
                    step: Some(Step::Where),
                    kept_until,
                }),
            ),
        ] {
            let model = submit::start::StartPage {
                policy: self.policy(),
                unsent,
            };
            pages.push((name, submit::start::start(&model, &site, &assets)));
        }
        self.steps(pages);
        self.repeats(pages);
        self.picture_steps(pages);
        for (name, ticked) in [
            ("check", true),
            ("check-repeats", true),
            ("check-flood", true),
            ("check-problem", false),
        ] {
            let mut errors = FormErrors::default();
            if !ticked {
                errors.push("agree", self.say("Confirm the details to send the event"));
            }
            let mut submission = self.submission();
            if name == "check-repeats" {
                submission.details.dates = self.repeating().details.dates;
            }
            let model = submit::check::CheckPage {
                submission,
                type_name: self.say("Talk"),
                policy: self.policy(),
                key: self.say("key"),
                digest: self.say("0f"),
                errors,
                flood: name == "check-flood",
                at: submit::FormAt::New,
            };
            pages.push((name, submit::check::check(&model, &site, &assets)));
        }
        let sent = submit::sent::SentPage {
            reference: Reference::parse("WO-7K4P").expect("a reference"),
        };
        pages.push(("sent", submit::sent::sent(&sent, &site, &assets)));
        let later = submit::later::LaterPage {
            step: Some(Step::Where),
            kept_until,
            at: submit::FormAt::New,
        };
        pages.push(("later", submit::later::later(&later, &site, &assets)));
        pages.push(("missing", submit::missing::missing(&site, &assets)));
    }

    /// The sender's private page in its states, and the same form for a change.
    #[allow(clippy::too_many_lines)] // A list of pages.
    fn private(self, pages: &mut Vec<Page>) {
        use domain::decision::State;
        let (site, assets) = (self.site(), assets());
        let submission = self.submission();
        let public = |status| Some(("/events/repair-cafe-7k4p".to_owned(), status));
        let page = |state| manage::ManagePage {
            token: "0f".to_owned(),
            reference: "WO-7K4P".to_owned(),
            state,
            details: submission.details.clone(),
            event_type: self.say("Talk"),
            description: Html::sanitised(format!(
                "<p>{}</p>",
                escape(&self.say("Bring a toaster."))
            )),
            email: Some(self.say("pat@example.org")),
            address_is: manage::AddressIs::Confirmed,
            public: None,
            dates: Vec::new(),
            edit_waits: false,
            begun: false,
            answer: None,
            done: None,
            errors: FormErrors::default(),
        };
        let mut add = |name, model: manage::ManagePage| {
            pages.push((name, manage::manage(&model, &site, &assets)));
        };
        add(
            "manage-waiting",
            manage::ManagePage {
                address_is: manage::AddressIs::ToConfirm,
                ..page(State::Waiting)
            },
        );
        add(
            "manage-another-address",
            manage::ManagePage {
                address_is: manage::AddressIs::ToConfirmByAnotherLink,
                ..page(State::Waiting)
            },
        );
        add(
            "manage-changes",
            manage::ManagePage {
                answer: Some(self.say("Leave out the telephone number.")),
                done: manage::done_words("confirmed"),
                ..page(State::ChangesAsked)
            },
        );
        add(
            "manage-listed",
            manage::ManagePage {
                public: public(EventStatus::FullyBooked),
                dates: Vec::new(),
                edit_waits: true,
                begun: true,
                ..page(State::Listed)
            },
        );
        add(
            "manage-dates",
            manage::ManagePage {
                public: public(EventStatus::GoingAhead),
                dates: self
                    .repeating()
                    .details
                    .dates
                    .sittings()
                    .iter()
                    .zip(1..)
                    .map(|(one, id)| DateRow {
                        id,
                        words: domain::when::sitting(one),
                        cancelled: id == 2,
                    })
                    .collect(),
                done: manage::done_words("date-off"),
                ..page(State::Listed)
            },
        );
        let mut errors = FormErrors::default();
        errors.push("status", self.say("Select what has become of the event"));
        add(
            "manage-problem",
            manage::ManagePage {
                public: public(EventStatus::GoingAhead),
                errors,
                ..page(State::Listed)
            },
        );
        add(
            "manage-refused",
            manage::ManagePage {
                answer: Some(self.say("We list events, not sales.")),
                ..page(State::Refused)
            },
        );
        let mut with_picture = submission.details.clone();
        with_picture.picture = Some(self.picture());
        add(
            "manage-picture",
            manage::ManagePage {
                details: with_picture,
                ..page(State::Waiting)
            },
        );
        add("manage-withdrawn", page(State::Withdrawn));
        self.private_held(pages);
        let model = submit::check::CheckPage {
            submission,
            type_name: self.say("Talk"),
            policy: self.policy(),
            key: self.say("key"),
            digest: self.say("0f"),
            errors: FormErrors::default(),
            flood: false,
            at: submit::FormAt::Edit {
                token: "0f".to_owned(),
                reference: "WO-7K4P".to_owned(),
            },
        };
        pages.push(("check-edit", submit::check::check(&model, &site, &assets)));
    }

    /// What stands around the private page: withdrawing, lost links, links that open nothing.
    fn private_held(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let title = self.say("Repair café");
        pages.push((
            "manage-withdraw",
            manage::withdraw(("0f", &title, true), &site, &assets),
        ));
        for (name, asked, wrong) in [
            ("manage-lost", false, false),
            ("manage-lost-problem", false, true),
            ("manage-asked", true, false),
        ] {
            let mut errors = FormErrors::default();
            if wrong {
                errors.push(
                    "email",
                    self.say("Enter an email address like name@example.org"),
                );
            }
            let model = manage::LostPage {
                email: self.say("pat"),
                asked,
                errors,
            };
            pages.push((name, manage::lost(&model, &site, &assets)));
        }
        pages.push(("manage-no-such-link", manage::no_such_link(&site, &assets)));
        pages.push(("manage-too-late", manage::too_late("0f", &site, &assets)));
    }

    /// Every page in every state.
    pub fn pages(self) -> Vec<Page> {
        let mut pages = Vec::new();
        self.listings(&mut pages);
        self.grids(&mut pages);
        self.days(&mut pages);
        self.events(&mut pages);
        self.paper(&mut pages);
        self.weekly(&mut pages);
        self.report(&mut pages);
        self.elsewhere(&mut pages);
        self.form(&mut pages);
        self.private(&mut pages);
        self.standing(&mut pages);
        pages
    }
}

/// The day it is in the samples: Sunday 22 November 2026.
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 10, 0, 0)
        .single()
        .expect("a moment")
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn from_to(hour: u32, minute: u32, to_hour: u32, to_minute: u32) -> Hours {
    Hours::FromTo {
        start: clock(hour, minute),
        finish: clock(to_hour, to_minute),
    }
}

pub fn assets() -> Assets {
    Assets {
        main_css: "/assets/main.css".to_owned(),
        staff_css: "/assets/staff.css".to_owned(),
        icon: "/assets/icon.svg".to_owned(),
        wake_js: script("wake"),
        islands_js: "/assets/islands.js".to_owned(),
        islands_wasm: "/assets/islands_bg.wasm".to_owned(),
        desk_js: script("desk"),
        passkey_js: script("passkey"),
    }
}

fn script(name: &str) -> Script {
    Script {
        src: format!("/assets/{name}.js"),
        integrity: format!("sha384-{name}"),
    }
}
