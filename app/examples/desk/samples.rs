//! The desk's pages in every state, with made-up cases: for pictures and for tests.

mod accounts;
mod limits;
mod reports;
mod security;
mod settings;
mod spam;
mod weekly;

use app::{
    components::DateRow,
    pages::staff::{
        Desk,
        beside::{BesidePage, Side, beside},
        components::{
            Flash, Happening, MailAway, MessageState, Pages, PolicyOverdue, Stretch, TrackRecord,
        },
        decide::{Carried, ChangesPage, Frame, ReadyReply, RefusePage, changes, refuse},
        event_status::{EventStatusPage, event_status},
        invitation::{InvitationPage, invitation},
        key_in::key_in,
        listed::{ListedPage, ListedRow, listed},
        messages::{
            AllAgainPage, DraftForm, MessagePage, MessageRow, MessagesPage, Overtaken,
            ThrowAwayPage, Tries, Why, all_again, message, messages, throw_away,
        },
        notices::{NoticesPage, notices},
        overtaken::{OvertakenPage, overtaken},
        queue::{BlockReview, QueuePage, QueueRow, Waiting, queue},
        records::{RecordRow, RecordsPage, records},
        review::{
            Alike, Before, Checklist, Deciding, Declared, Hold, Item, LinkShown, Made, MessageLink,
            NoteForm, ReviewPage, SenderDetails, review,
        },
        shortcuts::shortcuts,
        sign_in::{Arrival, SignInPage, sign_in},
        staff_edit::{WordingPage, wording},
        take_down::{TakeDownPage, take_down},
    },
    render::{Html, escape},
    shell::{Assets, Site, StaffNav, StaffPage},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use domain::{
    clock,
    decision::{State, Verdict},
    difference::{Difference, Pictures},
    event::{Access, Booking, Cost, EventDetails, EventStatus, Fact, Place, PublicContact},
    form::{FieldError, FormErrors},
    hints::{Hint, HintField, HintKind},
    limits::RateLimit,
    message::Filter,
    notices::{Notices, NoticesAnswers},
    picture::{Picture, PictureId, Size},
    policy_roles::Roles,
    standards::{Clause, PolicyVersion, Standard},
    submission::EventAnswers,
    text::{
        AltText, Description, Email, GroupName, PersonName, ShortLine, Telephone, Title, WebAddress,
    },
    when::{Dates, Hours, Sitting},
};

/// A page with its name.
pub type Named = (&'static str, String);

/// Every page of the desk by name. All free words pass through `say`, so that a test can put
/// others in their place.
pub fn pages(say: &dyn Fn(&str) -> String, assets: &Assets) -> Vec<Named> {
    let site = Site {
        council: "Withyham Parish Council".to_owned(),
        places: "Groombridge, Withyham, Blackham and St John’s".to_owned(),
        website: "https://www.example.org/".to_owned(),
        policy_url: Some("https://www.example.org/policies".to_owned()),
        office_email: "office@example.org".to_owned(),
        office_telephone: "01632 960123".to_owned(),
        office_address: "The Parish Office, Withyham, East Sussex".to_owned(),
        reply_time: "3 working days".to_owned(),
        address: "http://127.0.0.1:3000".to_owned(),
        letters: domain::passages::Letters::default(),
    };
    let nav = StaffNav {
        current: StaffPage::Elsewhere,
        to_decide: 4,
        to_read: 2,
        name: say("Sam Clerk"),
        demo: true,
        shortcuts: false,
    };
    let quiet = StaffNav {
        demo: false,
        to_decide: 0,
        to_read: 0,
        ..nav.clone()
    };
    let desk = Desk {
        site: &site,
        assets,
        nav: &nav,
    };
    let plain = Desk {
        site: &site,
        assets,
        nav: &quiet,
    };
    let samples = Samples { say };
    let mut pages = samples.doors(&site, assets);
    pages.extend(samples.second(&site, assets));
    pages.extend(samples.set_up(plain));
    pages.extend(samples.security(plain));
    pages.extend(samples.forgotten(&site, assets));
    pages.extend(samples.accounts(plain));
    pages.extend(samples.cases(desk, plain));
    pages.extend(samples.second_steps(plain));
    pages.extend(samples.lists(plain));
    pages.extend(samples.spam(plain, samples.queue()));
    pages.extend(samples.settings(plain));
    pages.extend(samples.weekly(plain));
    pages.extend(samples.limits(plain));
    pages.extend(samples.reports(plain));
    pages.extend(samples.senders(plain));
    pages.extend(samples.log(plain));
    pages.extend(samples.mail(desk, plain));
    pages
}

/// 22 November 2026 at this time of day, on a winter's clock.
fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, hour, minute, 0).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn errors(list: &[(&str, &str)]) -> FormErrors {
    FormErrors(
        list.iter()
            .map(|(field, message)| FieldError {
                field: (*field).to_owned(),
                message: (*message).to_owned(),
            })
            .collect(),
    )
}

fn policy() -> PolicyVersion {
    PolicyVersion {
        id: 1,
        name: "October 2023".to_owned(),
        adopted: day(2023, 10, 1),
        review_due: day(2026, 10, 31),
        roles: roles(),
        removal_sentence: "A post breaching the Council’s Social Media Policy has been removed."
            .to_owned(),
    }
}

/// Every role with a clause, as the policy of October 2023 has them.
fn roles() -> Roles {
    let given = [
        ("refusal_nature", "5.3"),
        ("sender_responsible", "5.2"),
        ("formal_channels", "6.3"),
        ("not_tolerated", "6.11"),
        ("reply", "6.12"),
        ("removal", "6.13"),
        ("alleged_breach", "6.13"),
    ];
    Roles::read(given.map(|(role, number)| (role.to_owned(), number.to_owned())))
}

struct Samples<'a> {
    say: &'a dyn Fn(&str) -> String,
}

impl Samples<'_> {
    /// The pages of people who are not signed in.
    fn doors(&self, site: &Site, assets: &Assets) -> Vec<Named> {
        vec![
            (
                "sign-in",
                sign_in(
                    site,
                    assets,
                    &SignInPage {
                        demo: true,
                        ..SignInPage::default()
                    },
                ),
            ),
            (
                "sign-in-errors",
                sign_in(site, assets, &self.sign_in_errors()),
            ),
            (
                "signed-out",
                sign_in(site, assets, &self.arrival(Arrival::SignedOut)),
            ),
            (
                "sign-in-needed",
                sign_in(site, assets, &self.arrival(Arrival::NeedsSignIn)),
            ),
            (
                "signed-out-idle",
                sign_in(site, assets, &self.arrival(Arrival::Idle)),
            ),
            (
                "password-set",
                sign_in(site, assets, &self.arrival(Arrival::PasswordSet)),
            ),
            (
                "sign-in-late",
                sign_in(site, assets, &self.arrival(Arrival::Late)),
            ),
            (
                "sign-in-passkey",
                sign_in(
                    site,
                    assets,
                    &SignInPage {
                        passkeys: true,
                        ..self.arrival(Arrival::Plain)
                    },
                ),
            ),
            (
                "invitation",
                invitation(site, assets, &self.welcome(FormErrors::default())),
            ),
            (
                "invitation-errors",
                invitation(
                    site,
                    assets,
                    &self.welcome(errors(&[
                        ("password", "Password must be 8 characters or more"),
                        ("again", "Type the same password in both places"),
                    ])),
                ),
            ),
            (
                "invitation-spent",
                invitation(site, assets, &InvitationPage::Spent),
            ),
        ]
    }

    /// The queue and the review.
    fn cases(&self, desk: Desk, plain: Desk) -> Vec<Named> {
        vec![
            ("queue", queue(desk, &self.queue())),
            ("queue-empty", queue(plain, &QueuePage::default())),
            ("queue-page-2", queue(plain, &self.queue_page_2())),
            (
                "review",
                review(
                    desk,
                    &self.review(self.checklist(FormErrors::default(), false)),
                ),
            ),
            (
                "review-errors",
                review(
                    plain,
                    &self.review(self.checklist(
                        errors(&[(
                            "standard-commercial",
                            "Answer “No commercial promotion or spam”",
                        )]),
                        true,
                    )),
                ),
            ),
            ("review-edit", review(plain, &self.edit())),
            ("review-picture", review(plain, &self.with_picture())),
            ("review-note-errors", review(plain, &self.note_errors())),
            ("key-in", key_in(plain, &roles())),
            ("shortcuts", shortcuts(plain, None, true)),
            ("beside", beside(plain, &self.beside())),
            (
                "wording",
                wording(plain, &self.wording(FormErrors::default())),
            ),
            (
                "wording-errors",
                wording(
                    plain,
                    &self.wording(errors(&[("title", "Enter the event's title")])),
                ),
            ),
            ("review-listed", review(plain, &self.decided(State::Listed))),
            (
                "review-refused",
                review(plain, &self.decided(State::Refused)),
            ),
            (
                "review-withdrawn",
                review(plain, &self.decided(State::Withdrawn)),
            ),
        ]
    }

    /// The pages on which something is about to be done.
    fn second_steps(&self, plain: Desk) -> Vec<Named> {
        vec![
            (
                "changes",
                changes(plain, &self.changes(FormErrors::default())),
            ),
            (
                "changes-errors",
                changes(
                    plain,
                    &self.changes(errors(&[
                        ("message", "Enter what needs to change"),
                        ("template", "Select the words to use"),
                    ])),
                ),
            ),
            ("refuse", refuse(plain, &self.refuse("brief", &[]))),
            ("refuse-policy", refuse(plain, &self.refuse("policy", &[]))),
            (
                "refuse-errors",
                refuse(
                    plain,
                    &RefusePage {
                        case: Carried {
                            items: vec![],
                            ..self.case()
                        },
                        ..self.refuse(
                            "",
                            &[
                                ("ground", "Choose why it is refused"),
                                ("reply", "Choose what the sender hears"),
                            ],
                        )
                    },
                ),
            ),
            ("overtaken", overtaken(plain, &self.overtaken())),
            (
                "event-status",
                event_status(plain, &self.event_status(FormErrors::default())),
            ),
            (
                "event-status-errors",
                event_status(
                    plain,
                    &self
                        .event_status(errors(&[("status", "Select what has become of the event")])),
                ),
            ),
            (
                "take-down",
                take_down(plain, &self.take_down(FormErrors::default())),
            ),
            (
                "take-down-errors",
                take_down(
                    plain,
                    &self.take_down(errors(&[("reason", "Enter why it is taken down")])),
                ),
            ),
        ]
    }

    /// What is kept.
    fn lists(&self, plain: Desk) -> Vec<Named> {
        vec![
            ("listed", listed(plain, &self.listed())),
            (
                "listed-none",
                listed(
                    plain,
                    &ListedPage {
                        q: self.say("morris"),
                        ..ListedPage::default()
                    },
                ),
            ),
            ("records", records(plain, &self.records())),
            ("records-empty", records(plain, &RecordsPage::default())),
            ("records-many", records(plain, &self.many_records())),
        ]
    }

    /// Messages in all their states, and what one hears of.
    fn mail(&self, desk: Desk, plain: Desk) -> Vec<Named> {
        let nothing = |filter| MessagesPage {
            email_set_up: true,
            away: None,
            filter,
            ..MessagesPage::default()
        };
        vec![
            ("messages", messages(desk, &self.messages())),
            ("messages-empty", messages(plain, &MessagesPage::default())),
            (
                "messages-to-read-none",
                messages(plain, &nothing(Filter::ToRead)),
            ),
            (
                "messages-not-sent-none",
                messages(plain, &nothing(Filter::NotSent)),
            ),
            ("message", message(plain, &self.message())),
            (
                "message-tried",
                message(plain, &self.tried(MessageState::Waiting)),
            ),
            (
                "message-failed",
                message(plain, &self.tried(MessageState::Failed)),
            ),
            (
                "message-unknown",
                message(plain, &self.tried(MessageState::Unknown)),
            ),
            (
                "message-held",
                message(plain, &self.untried(MessageState::Held)),
            ),
            (
                "message-braked",
                message(plain, &self.untried(MessageState::Braked)),
            ),
            ("message-sent", message(plain, &self.sent())),
            ("message-notice", message(plain, &self.notice())),
            (
                "message-draft",
                message(desk, &self.draft(FormErrors::default())),
            ),
            (
                "message-draft-errors",
                message(
                    desk,
                    &self.draft(errors(&[
                        ("subject", "Enter the subject"),
                        ("body", "Enter the message"),
                    ])),
                ),
            ),
            ("message-overtaken", message(plain, &self.overtaken_draft())),
            (
                "messages-again",
                all_again(
                    plain,
                    &AllAgainPage {
                        why: vec![Why {
                            why: self.say("The mail server did not take the mail"),
                            to_senders: 7,
                            to_staff: 2,
                        }],
                    },
                ),
            ),
            (
                "message-throw-away",
                throw_away(
                    plain,
                    &ThrowAwayPage {
                        id: 14,
                        version: 2,
                        subject: self.say("Quiz night: your event was not listed (WO-7K4P)"),
                        to: self.say("quiz@example.org"),
                    },
                ),
            ),
            (
                "notices",
                notices(plain, &self.notices(FormErrors::default())),
            ),
            (
                "notices-errors",
                notices(
                    plain,
                    &NoticesPage {
                        answers: NoticesAnswers::default(),
                        ..self.notices(errors(&[
                            ("new", "Choose how you hear of new events"),
                            ("edit", "Choose how you hear of changes by senders"),
                        ]))
                    },
                ),
            ),
        ]
    }

    fn say(&self, words: &str) -> String {
        (self.say)(words)
    }

    fn arrival(&self, arrival: Arrival) -> SignInPage {
        SignInPage {
            arrival,
            next: self.say("/staff/records"),
            ..SignInPage::default()
        }
    }

    fn sign_in_errors(&self) -> SignInPage {
        SignInPage {
            email: self.say("clerk@example.org"),
            errors: errors(&[(
                "email",
                "The email address or the password is not right. Check both and try again",
            )]),
            ..self.arrival(Arrival::Plain)
        }
    }

    fn welcome(&self, errors: FormErrors) -> InvitationPage {
        InvitationPage::Open {
            token: "sample".to_owned(),
            name: self.say("Sam Clerk"),
            email: self.say("clerk@example.org"),
            errors,
        }
    }

    fn row(
        &self,
        reference: &str,
        (title, what): (&str, Waiting),
        (when, place): (&str, &str),
        (from, listed, refused): (&str, u32, u32),
        waiting: u32,
    ) -> QueueRow {
        QueueRow {
            reference: reference.to_owned(),
            title: self.say(title),
            what,
            when_before: (what == Waiting::Edit)
                .then(|| "Wednesday 25 November 2026, 7:30pm".to_owned()),
            email_confirmed: Some(waiting > 0),
            worth_a_look: if waiting > 1 {
                vec!["Personal details", "Promotion", "Like another event"]
            } else {
                Vec::new()
            },
            changes: if what == Waiting::Edit {
                vec!["Dates"]
            } else {
                Vec::new()
            },
            with: (waiting == 0).then(|| self.say("Robin Deputy")),
            when: when.to_owned(),
            place: self.say(place),
            from: self.say(from),
            track: TrackRecord {
                listed,
                refused,
                of_newest: None,
            },
            waiting,
        }
    }

    fn mail_away(&self) -> MailAway {
        MailAway {
            since: at(8, 0),
            tried: at(9, 30),
            words: self.say("The mail server could not be reached"),
            waiting: 12,
        }
    }

    fn queue(&self) -> QueuePage {
        QueuePage {
            flash: Some(Flash {
                message: self.say("Coffee morning was listed."),
                link: Some((
                    "/events/coffee-morning-4h7k".to_owned(),
                    "See it as the public does".to_owned(),
                )),
            }),
            overdue: Some(PolicyOverdue {
                due: day(2026, 10, 31),
                adopted: day(2023, 10, 1),
                may_draft: true,
            }),
            mail_away: Some(self.mail_away()),
            held: 2,
            unsettled_mail: 3,
            spam_waits: 238,
            unconfirmed: 12,
            braked: 37,
            full: vec![RateLimit::SendDay, RateLimit::PictureDay],
            clock: Some(clock::Held {
                doubt: clock::Doubt::Leapt(TimeDelta::days(20)),
                ours: at(9, 0) + TimeDelta::days(20),
                sends_in: TimeDelta::minutes(40),
                forgets_in: TimeDelta::hours(23),
            }),
            reports: 2,
            reviews: vec![BlockReview {
                who: self.say("kitchens@example.org"),
                reference: "WO-3M9D".to_owned(),
                due: day(2026, 11, 20),
            }],
            waiting: 4,
            oldest: Some(("WO-7K4P".to_owned(), 2)),
            changes_asked: 1,
            decided_this_week: 9,
            spam: 3,
            rows: vec![
                self.row(
                    "WO-7K4P",
                    ("Quiz night and auction", Waiting::New),
                    (
                        "Friday 11 December 2026, 7pm to 10:30pm",
                        "Pavilion, Withyham",
                    ),
                    ("Cricket Club", 2, 0),
                    2,
                ),
                self.row(
                    "WO-3M9D",
                    ("Repair café", Waiting::New),
                    (
                        "Wednesday 27 January 2027, 10am to midday, and 5 more dates",
                        "Parish Room, Withyham",
                    ),
                    ("Repair volunteers", 0, 0),
                    1,
                ),
                self.row(
                    "WO-AB6R",
                    ("Talk: bats of Ashdown Forest", Waiting::Edit),
                    (
                        "Wednesday 2 December 2026, 7:30pm to 9pm",
                        "Village Hall, Groombridge",
                    ),
                    ("Forest Wildlife Group", 5, 0),
                    0,
                ),
                self.row(
                    "WO-9T2X",
                    ("Meet your candidate", Waiting::New),
                    ("Thursday 3 December 2026, 7:30pm", "Parish Room, Withyham"),
                    ("Meadow Party branch", 0, 1),
                    0,
                ),
            ],
            pages: Pages::default(),
        }
    }

    fn queue_page_2(&self) -> QueuePage {
        QueuePage {
            flash: None,
            mail_away: None,
            unsettled_mail: 0,
            overdue: None,
            held: 0,
            spam_waits: 0,
            unconfirmed: 0,
            reports: 0,
            reviews: vec![],
            waiting: 151,
            pages: Pages { page: 2, of: 4 },
            ..self.queue()
        }
    }

    fn standards(&self) -> Vec<Standard> {
        let clause = |number: &str, text: &str| Clause {
            number: number.to_owned(),
            text: self.say(text),
        };
        let refuse = clause(
            "5.3",
            "The Council reserves the right to refuse submissions that are not appropriate to the Withyham Parish Council website, whether due to the nature of the event or due to not meet the standards required for publication as set out in this policy.",
        );
        let share = clause(
            "6.8",
            "Withyham Parish Council may share or like posts from other organisations / individuals which are relevant to residents and / or in keeping with the Council's stated aims.",
        );
        let criteria = clause(
            "6.9",
            "Communications from the Council will meet the following criteria:\n• Be civil, tasteful and relevant;\n• Not contain content that is knowingly unlawful, libellous, harassing, defamatory, abusive, threatening, harmful, obscene, profane, sexually oriented or racially offensive;\n• Not contain content knowingly copied from elsewhere, for which we do not own the copyright;\n• Not contain any personal information.\n• Social media will not be used for the dissemination of any political advertising.",
        );
        let neutral = clause("6.10", "Content must be politically neutral.");
        let spam = clause(
            "6.11",
            "Withyham Parish Council will not tolerate content that includes:\n• Commercial promotions or spam",
        );
        let standard = |key: &str, name: &str, guidance: &str, clauses: &[&Clause]| Standard {
            key: key.to_owned(),
            name: self.say(name),
            clauses: clauses.iter().map(|clause| (*clause).clone()).collect(),
            guidance: self.say(guidance),
        };
        vec![
            standard(
                "suitable",
                "Suitable and relevant to residents",
                "Is it in or near the parish, or for people who live here? A neighbouring village that residents go to is fine.",
                &[&refuse, &share],
            ),
            standard(
                "civil",
                "Civil, tasteful and relevant",
                "Lively is fine. Rude about somebody is not.",
                &[&criteria],
            ),
            standard(
                "lawful",
                "Nothing unlawful, libellous, harassing, defamatory, abusive, threatening, harmful, obscene, profane, sexually oriented or racially offensive",
                "If it accuses somebody of breaking the law or a policy, 6.13 asks the sender to make a formal complaint or go to the police.",
                &[&criteria],
            ),
            standard(
                "copied",
                "Nothing copied without permission",
                "Look for a copyright sign, “reproduced from”, or words that read like a book or a brochure.",
                &[&criteria],
            ),
            standard(
                "personal",
                "No personal information",
                "Phone numbers, email addresses, home addresses, health: only where the person has agreed to publish it.",
                &[&criteria],
            ),
            standard(
                "political",
                "No political advertising",
                "A hustings with every candidate invited is not advertising. Asking for votes is.",
                &[&criteria, &neutral],
            ),
            standard(
                "commercial",
                "No commercial promotion or spam",
                "A ticket price is fine: a class with a fee, a fair with stalls. A sale, a discount or an advertisement for a business is not.",
                &[&neutral, &spam],
            ),
        ]
    }

    /// The standards with these answers, from the first on.
    fn items(&self, answers: &[Verdict]) -> Vec<Item> {
        let answers = answers
            .iter()
            .copied()
            .map(Some)
            .chain(std::iter::repeat(None));
        self.standards()
            .into_iter()
            .zip(answers)
            .map(|(standard, answer)| Item { standard, answer })
            .collect()
    }

    fn almost_answered(&self) -> Vec<Item> {
        use Verdict::{DoesNotMeet as Fails, Meets};
        self.items(&[Meets, Meets, Meets, Meets, Fails, Meets])
    }

    fn checklist(&self, errors: FormErrors, answered: bool) -> Deciding {
        Deciding::Open(Checklist {
            items: if answered {
                self.almost_answered()
            } else {
                self.items(&[])
            },
            note: if answered {
                self.say("Rang Pat on Monday.")
            } else {
                String::new()
            },
            unconfirmed: answered,
            vouch: if answered {
                "known".to_owned()
            } else {
                String::new()
            },
            errors,
        })
    }

    fn hints(&self) -> Vec<Hint> {
        let hint = |kind, marked: &[&str], words: &str| Hint {
            kind,
            field: HintField::Description,
            marked: marked.iter().map(|words| self.say(words)).collect(),
            words: self.say(words),
        };
        vec![
            hint(
                HintKind::Telephone,
                &["07700 900123"],
                "A telephone number is in the description. The sender has not agreed to publish one.",
            ),
            hint(
                HintKind::HomeAddress,
                &["3 Mill Cottages"],
                "The address of a home may be in the description.",
            ),
            hint(
                HintKind::Discount,
                &["20% off"],
                "“20% off” is a reduced price.",
            ),
        ]
    }

    fn details(&self) -> EventDetails {
        let line = |words: &str| ShortLine::parse(&self.say(words)).unwrap();
        let hours = Hours::FromTo {
            start: NaiveTime::from_hms_opt(19, 0, 0).unwrap(),
            finish: NaiveTime::from_hms_opt(22, 30, 0).unwrap(),
        };
        EventDetails {
            title: Title::parse(&self.say("Quiz night and auction")).unwrap(),
            description: Description::parse(&self.say("Teams of six.")).unwrap(),
            event_type: "social".to_owned(),
            dates: Dates::new(vec![
                Sitting {
                    date: day(2026, 12, 11),
                    hours,
                },
                Sitting {
                    date: day(2027, 1, 8),
                    hours,
                },
            ])
            .unwrap(),
            place: Place::Venue {
                id: 1,
                name: self.say("Pavilion"),
                village: self.say("Withyham"),
            },
            cost: Cost::Paid {
                words: line("£5 a head"),
            },
            booking: Some(Booking::Words(line("Ring the club, or ask at the bar"))),
            access: Access {
                step_free: Fact::Yes,
                toilet: Fact::Yes,
                hearing_loop: Fact::No,
                blue_badge: Fact::NotTold,
            },
            age: Some(line("Over 18s")),
            website: Some(WebAddress::parse("https://cricket.example.org/quiz").unwrap()),
            group: Some(GroupName::parse(&self.say("Cricket Club")).unwrap()),
            contact: PublicContact {
                name: Some(PersonName::parse(&self.say("Pat Lee")).unwrap()),
                email: Some(Email::parse("quiz@example.org").unwrap()),
                telephone: Some(Telephone::parse("07700 900123").unwrap()),
            },
            picture: None,
        }
    }

    fn history(&self) -> Vec<Happening> {
        vec![
            Happening {
                at: at(10, 4),
                who: "The sender".to_owned(),
                what: "sent it again, changed".to_owned(),
                changes: vec![Difference {
                    name: "Dates",
                    before: self.say("7pm"),
                    after: self.say("7pm to 10:30pm"),
                    pictures: None,
                }],
                ..Happening::default()
            },
            Happening {
                at: at(9, 30),
                who: self.say("Sam Clerk"),
                what: "asked for changes".to_owned(),
                words: Some(self.say("Tell us when it ends.")),
                link: Some((
                    "/staff/messages/12".to_owned(),
                    "The message to the sender".to_owned(),
                )),
                ..Happening::default()
            },
            Happening {
                at: at(9, 12),
                who: "The sender".to_owned(),
                what: "sent the event in".to_owned(),
                ..Happening::default()
            },
        ]
    }

    fn review(&self, decision: Deciding) -> ReviewPage {
        let words = self.say(
            "Teams of six, £5 a head, bring your own nibbles. Auction in aid of new nets. To book a table ring Pat on 07700 900123 or call at 3 Mill Cottages.",
        );
        let more = self.say("20% off kitchens from our sponsor, see kitchens.example.");
        ReviewPage {
            flash: None,
            reference: "WO-7K4P".to_owned(),
            state: State::Waiting,
            version: 3,
            waiting: 2,
            channel: "Sent by the form".to_owned(),
            details: self.details(),
            event_type: self.say("Social"),
            description: Html::sanitised(format!(
                "<p>{}</p><p>{}</p>",
                escape(&words),
                escape(&more)
            )),
            links: vec![LinkShown {
                place: "The description",
                words: self.say("kitchens.example"),
                host: "xn--ktchens-cxa.example".to_owned(),
            }],
            sender: SenderDetails {
                name: self.say("Pat Lee"),
                group: Some(self.say("Cricket Club")),
                email: Some(self.say("quiz@example.org")),
                email_confirmed: matches!(decision, Deciding::Made(_)),
                telephone: Some(self.say("07700 900123")),
                track: TrackRecord {
                    listed: 2,
                    refused: 0,
                    of_newest: None,
                },
                consents: vec![self.say("Show my name on the event’s page")],
            },
            declaration: Declared {
                version: "2026-11".to_owned(),
                wording: self.say("What I have written is accurate and meets the standards."),
                at: at(9, 12),
            },
            permission: None,
            history: self.history(),
            policy: policy(),
            policy_overdue: true,
            in_turn: true,
            hints: match decision {
                Deciding::Open(_) => self.hints(),
                Deciding::Made(_) => Vec::new(),
            },
            edit: None,
            reworded: vec![Difference {
                name: "Title",
                before: self.say("QUIZ NIGHT AND AUCTION"),
                after: self.say("Quiz night and auction"),
                pictures: None,
            }],
            may_reword: true,
            others: vec![self.say("Robin Deputy")],
            held: Some(Hold {
                by: self.say("Robin Deputy"),
                mine: false,
                since: at(10, 20),
            }),
            alike: vec![Alike {
                reference: "WO-3M9D".to_owned(),
                title: self.say("Cricket Club quiz"),
                when: "Friday 11 December 2026, 7pm".to_owned(),
                state: State::Listed,
                why: "same day, same place".to_owned(),
            }],
            before: vec![Before {
                reference: "WO-1B6R".to_owned(),
                title: self.say("Kitchen sale"),
                state: State::Refused,
                at: at(8, 0),
                clauses: vec!["6.10".to_owned(), "6.11".to_owned()],
            }],
            note: NoteForm::default(),
            reports: vec![],
            decision,
        }
    }

    /// A change of a listed event.
    fn edit(&self) -> ReviewPage {
        let page = self.review(self.checklist(FormErrors::default(), false));
        ReviewPage {
            state: State::Listed,
            edit: Some(vec![Difference {
                name: "Dates",
                before: self.say("Friday 4 December 2026, 7pm"),
                after: self.say("Friday 11 December 2026, 7pm"),
                pictures: None,
            }]),
            reworded: Vec::new(),
            others: Vec::new(),
            held: None,
            alike: Vec::new(),
            in_turn: false,
            ..page
        }
    }

    /// A poster.
    fn poster(&self, at: u128, alt: &str) -> Picture {
        Picture {
            id: PictureId::from_random(at),
            size: Size {
                width: 1440,
                height: 2036,
            },
            alt: Some(AltText::parse(&self.say(alt)).unwrap()),
            credit: Some(ShortLine::parse(&self.say("Sam Field")).unwrap()),
            permitted: true,
        }
    }

    /// A change of a listed event's picture.
    fn with_picture(&self) -> ReviewPage {
        let page = self.edit();
        let now = self.poster(2, "IMG_2041.jpg");
        ReviewPage {
            details: EventDetails {
                picture: Some(now.clone()),
                ..page.details.clone()
            },
            permission: Some(Declared {
                version: "2026-11".to_owned(),
                wording: self.say("The council may publish this picture."),
                at: at(9, 12),
            }),
            edit: Some(vec![Difference {
                name: "Picture",
                before: "A picture".to_owned(),
                after: "Another picture".to_owned(),
                pictures: Some(Pictures {
                    before: Some(self.poster(1, "Poster with a gavel and a bat")),
                    after: Some(now),
                }),
            }]),
            ..page
        }
    }

    fn note_errors(&self) -> ReviewPage {
        ReviewPage {
            note: NoteForm {
                words: self.say("Rang"),
                errors: errors(&[("words", "Write the note")]),
            },
            ..self.edit()
        }
    }

    fn beside(&self) -> BesidePage {
        let side = |reference: &str, state| Side {
            reference: reference.to_owned(),
            state,
            details: self.details(),
            event_type: self.say("Social"),
            description: Html::sanitised(format!("<p>{}</p>", escape(&self.say("Teams of six.")))),
            from: self.say("Cricket Club"),
        };
        BesidePage {
            this: side("WO-7K4P", State::Waiting),
            other: side("WO-3M9D", State::Listed),
            why: "same day, same place".to_owned(),
            differences: vec![Difference {
                name: "Title",
                before: self.say("Cricket Club quiz"),
                after: self.say("Quiz night and auction"),
                pictures: None,
            }],
        }
    }

    fn wording(&self, errors: FormErrors) -> WordingPage {
        WordingPage {
            reference: "WO-7K4P".to_owned(),
            title: self.say("Quiz night and auction"),
            version: 3,
            listed: false,
            told: true,
            roles: roles(),
            answers: EventAnswers {
                title: self.say("Quiz night and auction"),
                description: self.say("Teams of six."),
                event_type: "social".to_owned(),
            },
            types: Vec::new(),
            errors,
        }
    }

    fn decided(&self, state: State) -> ReviewPage {
        use Verdict::{DoesNotMeet as Fails, Meets};
        let made = Made {
            what: state.label().to_owned(),
            by: self.say("Sam Clerk"),
            at: at(11, 2),
            policy: Some("October 2023".to_owned()),
            ..Made::default()
        };
        let message = Some(MessageLink {
            id: 14,
            subject: self.say("Your event: Quiz night and auction (WO-7K4P)"),
            body: self.say("Hello Pat Lee,\n\nThank you for telling us about your event."),
            state: MessageState::Waiting,
        });
        let made = match state {
            State::Listed => Made {
                items: self.items(&[Meets; 7]),
                message,
                public_href: Some("/events/quiz-night-and-auction-7k4p".to_owned()),
                can_take_down: true,
                ..made
            },
            State::Refused => Made {
                can_reopen: true,
                ground: Some("One standard is not met: No personal information (6.9)".to_owned()),
                items: self.items(&[Meets, Meets, Meets, Meets, Fails, Meets, Meets]),
                message,
                note: Some(self.say("Third time this year.")),
                ..made
            },
            _ => Made {
                by: "The sender".to_owned(),
                policy: None,
                ..made
            },
        };
        ReviewPage {
            state,
            reports: if state == State::Listed {
                vec![(7, "A detail is wrong")]
            } else {
                vec![]
            },
            flash: (state == State::Listed).then(|| Flash {
                message: self.say("Quiz night and auction was listed."),
                link: None,
            }),
            alike: Vec::new(),
            others: Vec::new(),
            held: None,
            reworded: Vec::new(),
            ..self.review(Deciding::Made(Box::new(made)))
        }
    }

    fn case(&self) -> Carried {
        Carried {
            reference: "WO-7K4P".to_owned(),
            title: self.say("Quiz night and auction"),
            version: 3,
            policy: 1,
            roles: roles(),
            items: self.almost_answered(),
            note: self.say("Rang Pat on Monday."),
            to: Some(self.say("Pat Lee, quiz@example.org")),
            telephone: Some("01632 960456".to_owned()),
            waits: true,
            in_turn: true,
            edit: false,
            ready: self.ready(),
        }
    }

    fn ready(&self) -> Vec<ReadyReply> {
        let names = ["Personal details to leave out", "A promotion to take out"];
        (1..)
            .zip(names)
            .map(|(id, name)| ReadyReply {
                id,
                name: self.say(name),
            })
            .collect()
    }

    fn frame(&self, after: &str) -> Frame {
        Frame {
            subject: self.say("Your event: Quiz night and auction (WO-7K4P)"),
            before: self
                .say("Hello Pat Lee,\n\nThank you for telling us about “Quiz night and auction”."),
            after: if after.is_empty() {
                String::new()
            } else {
                self.say(after)
            },
        }
    }

    fn changes(&self, errors: FormErrors) -> ChangesPage {
        ChangesPage {
            case: self.case(),
            message: if errors.is_empty() {
                self.say("Leave out the telephone number.")
            } else {
                String::new()
            },
            frame: self
                .frame("Send it in again when you have changed it.\n\nWithyham Parish Council"),
            errors,
        }
    }

    fn refuse(&self, reply: &str, list: &[(&str, &str)]) -> RefusePage {
        RefusePage {
            case: self.case(),
            ground: String::new(),
            drawn_for: "standards".to_owned(),
            reply: reply.to_owned(),
            message: self.say("Advertisements for a business cannot be listed."),
            policy_notice: self.frame(""),
            brief: self.frame("The council’s decision is final.\n\nWithyham Parish Council"),
            errors: errors(list),
        }
    }

    fn overtaken(&self) -> OvertakenPage {
        OvertakenPage {
            reference: "WO-7K4P".to_owned(),
            title: self.say("Quiz night and auction"),
            by: self.say("Robin Deputy"),
            what: "listed it".to_owned(),
            at: at(11, 2),
            pressed: "Refuse".to_owned(),
            items: self.almost_answered(),
            message: self.say("Advertisements for a business cannot be listed."),
            note: self.say("Rang Pat on Monday."),
        }
    }

    fn event_status(&self, errors: FormErrors) -> EventStatusPage {
        let date = |id, words, cancelled| DateRow {
            id,
            words: self.say(words),
            cancelled,
        };
        EventStatusPage {
            reference: "WO-7K4P".to_owned(),
            title: self.say("Quiz night and auction"),
            when: self.say("Every Saturday, 7pm to 9:30pm, from 5 December to 19 December 2026"),
            public_href: "/events/quiz-night-and-auction-7k4p".to_owned(),
            status: EventStatus::GoingAhead,
            dates: vec![
                date(1, "Saturday 5 December 2026, 7pm to 9:30pm", false),
                date(2, "Saturday 12 December 2026, 7pm to 9:30pm", true),
                date(3, "Saturday 19 December 2026, 7pm to 9:30pm", false),
            ],
            to: Some(self.say("Pat Lee, pat@example.org")),
            flash: None,
            errors,
        }
    }

    fn take_down(&self, errors: FormErrors) -> TakeDownPage {
        TakeDownPage {
            reference: "WO-7K4P".to_owned(),
            title: self.say("Quiz night and auction"),
            when: "Friday 11 December 2026, 7pm to 10:30pm".to_owned(),
            place: self.say("Pavilion, Withyham"),
            public_href: "/events/quiz-night-and-auction-7k4p".to_owned(),
            version: 4,
            why: "breach".to_owned(),
            reason: self.say("The hall tells us it is a sale."),
            message: self.say("The hall tells us it is a sale of furniture."),
            to: Some(self.say("Pat Lee, quiz@example.org")),
            ready: self.ready(),
            notice: true,
            removal_sentence: self
                .say("A post breaching the Council's Social Media Policy has been removed"),
            errors,
        }
    }

    fn listed(&self) -> ListedPage {
        let row = |reference: &str, title: &str, over: bool, status: Option<&str>| ListedRow {
            reference: reference.to_owned(),
            title: self.say(title),
            public_href: format!("/events/{}", reference.to_lowercase()),
            when: "Saturday 5 December 2026, 10am to midday".to_owned(),
            place: self.say("Village Hall, Groombridge"),
            from: self.say("Friends of the Hall"),
            over,
            status: status.map(str::to_owned),
        };
        ListedPage {
            flash: Some(Flash {
                message: self.say("Quiz night was taken down."),
                link: None,
            }),
            q: self.say("hall"),
            total: 3,
            stretch: Stretch::default(),
            before: String::new(),
            rows: vec![
                row("WO-4H7K", "Coffee morning", false, None),
                row(
                    "WO-5P2M",
                    "Carols by lantern light",
                    false,
                    Some("Cancelled"),
                ),
                row("WO-6Q8N", "Apple day", true, None),
            ],
            pages: Pages::default(),
        }
    }

    fn message_row(&self, id: i64, subject: &str, state: MessageState) -> MessageRow {
        MessageRow {
            id,
            to: self.say("quiz@example.org"),
            subject: self.say(subject),
            reference: Some("WO-7K4P".to_owned()),
            state,
            at: at(11, 2),
        }
    }

    fn messages(&self) -> MessagesPage {
        MessagesPage {
            flash: Some(Flash {
                message: self.say("The message to quiz@example.org is on its way."),
                link: None,
            }),
            email_set_up: true,
            away: Some(self.mail_away()),
            filter: Filter::All,
            to_read: 2,
            stretch: Stretch::default(),
            before: String::new(),
            rows: vec![
                self.message_row(
                    17,
                    "Quiz night: your event was not listed (WO-7K4P)",
                    MessageState::Draft,
                ),
                MessageRow {
                    reference: None,
                    ..self.message_row(
                        16,
                        "New event to decide: Quiz night (WO-7K4P)",
                        MessageState::Sending,
                    )
                },
                self.message_row(
                    14,
                    "Coffee morning: your event is listed (WO-7K4P)",
                    MessageState::Waiting,
                ),
                self.message_row(
                    13,
                    "Quiz night: a change is needed (WO-7K4P)",
                    MessageState::Sent,
                ),
                self.message_row(
                    12,
                    "Quiz night: we have your event (WO-7K4P)",
                    MessageState::Failed,
                ),
                self.message_row(
                    11,
                    "Repair café: we have your event (WO-7K4P)",
                    MessageState::Unknown,
                ),
                self.message_row(
                    10,
                    "Quiz night: your event was not listed (WO-7K4P)",
                    MessageState::Cancelled,
                ),
                self.message_row(
                    9,
                    "Quiz night: we have your event (WO-7K4P)",
                    MessageState::Held,
                ),
                self.message_row(
                    8,
                    "What's On: confirm your email address (WO-7K4P)",
                    MessageState::Braked,
                ),
                self.message_row(
                    7,
                    "What's On: confirm your email address (WO-7K4P)",
                    MessageState::Dropped,
                ),
            ],
            pages: Pages { page: 1, of: 2 },
        }
    }

    fn message(&self) -> MessagePage {
        MessagePage {
            flash: None,
            email_set_up: false,
            message: self.message_row(
                14,
                "Coffee morning: your event is listed (WO-7K4P)",
                MessageState::Waiting,
            ),
            from: self.say("office@example.org"),
            title: self.say("Coffee morning"),
            body: self.say("Dear Pat Lee\n\nCoffee morning is listed.\n\nWithyham Parish Council"),
            sent: None,
            tries: Tries::default(),
            left: None,
            handled: None,
            draft: None,
            overtaken: None,
            copy_of: None,
            copied_as: None,
            may_go_again: true,
        }
    }

    fn untried(&self, state: MessageState) -> MessagePage {
        MessagePage {
            email_set_up: true,
            message: MessageRow {
                state,
                ..self.message().message
            },
            ..self.message()
        }
    }

    fn tried(&self, state: MessageState) -> MessagePage {
        let waits = state == MessageState::Waiting;
        let words = if state == MessageState::Failed {
            "The mail server does not take mail to this address. It said: “550 5.1.1 No such person here”"
        } else {
            "The connection to the mail server broke off at the last moment"
        };
        MessagePage {
            email_set_up: true,
            message: MessageRow {
                state,
                ..self.message().message
            },
            tries: Tries {
                count: if waits { 3 } else { 9 },
                next: waits.then(|| at(11, 42)),
                trouble: Some(self.say(words)),
                perhaps_sent: state != MessageState::Failed,
            },
            copied_as: (state == MessageState::Unknown).then_some(18),
            ..self.message()
        }
    }

    fn sent(&self) -> MessagePage {
        MessagePage {
            email_set_up: true,
            message: MessageRow {
                state: MessageState::Sent,
                ..self.message().message
            },
            sent: Some(at(11, 3)),
            tries: Tries {
                count: 2,
                ..Tries::default()
            },
            left: None,
            handled: Some((self.say("Sam Clerk"), at(11, 2))),
            copy_of: Some(12),
            ..self.message()
        }
    }

    fn notice(&self) -> MessagePage {
        let words = "New event to decide: Quiz night (WO-7K4P)";
        MessagePage {
            email_set_up: true,
            message: MessageRow {
                to: self.say("clerk@example.org"),
                reference: None,
                ..self.message_row(16, words, MessageState::Sending)
            },
            tries: Tries {
                count: 1,
                ..Tries::default()
            },
            title: String::new(),
            body: self.say(words),
            ..self.message()
        }
    }

    fn draft(&self, errors: FormErrors) -> MessagePage {
        let empty = !errors.is_empty();
        let words = |words: &str| {
            if empty {
                String::new()
            } else {
                self.say(words)
            }
        };
        let subject = "Quiz night and auction: your event was not listed (WO-7K4P)";
        MessagePage {
            email_set_up: true,
            message: self.message_row(17, subject, MessageState::Draft),
            title: self.say("Quiz night and auction"),
            draft: Some(DraftForm {
                version: 2,
                subject: words(subject),
                body: words(
                    "Dear Pat Lee\n\nThank you for sending in “Quiz night and auction”. The council has \
                     decided not to list it.\n\nSee [the sender's private link].\n\nWithyham Parish Council",
                ),
                errors,
            }),
            left: None,
            handled: Some((self.say("Robin Deputy"), at(11, 20))),
            ..self.message()
        }
    }

    fn overtaken_draft(&self) -> MessagePage {
        MessagePage {
            message: MessageRow {
                state: MessageState::Waiting,
                ..self.draft(FormErrors::default()).message
            },
            draft: None,
            overtaken: Some(Overtaken {
                subject: self.say("Quiz night and auction: another subject"),
                body: self.say("Dear Pat\n\nOther words, typed too late."),
            }),
            ..self.draft(FormErrors::default())
        }
    }

    fn notices(&self, errors: FormErrors) -> NoticesPage {
        NoticesPage {
            flash: None,
            email_set_up: true,
            email: self.say("clerk@example.org"),
            waiting_days: 3,
            answers: Notices::default().into(),
            errors,
        }
    }

    /// The last page of a stretch of records that does not begin with the first.
    fn many_records(&self) -> RecordsPage {
        RecordsPage {
            q: String::new(),
            state: None,
            total: 200,
            pages: Pages { page: 10, of: 10 },
            stretch: Stretch {
                more: true,
                next: Some("1764583200000000-7".to_owned()),
                further: true,
            },
            before: "1764669600000000-9".to_owned(),
            ..self.records()
        }
    }

    fn records(&self) -> RecordsPage {
        let row = |title: &str, state: State, by: &str| RecordRow {
            reference: "WO-7K4P".to_owned(),
            title: self.say(title),
            from: self.say("Cricket Club"),
            state,
            by: self.say(by),
            at: at(11, 2),
        };
        RecordsPage {
            q: self.say("quiz"),
            state: Some(State::Refused),
            total: 104,
            stretch: Stretch::default(),
            before: String::new(),
            rows: vec![
                row("Quiz night and auction", State::Listed, "Sam Clerk"),
                row("Summer quiz", State::ChangesAsked, "Sam Clerk"),
                row("Quiz of the century", State::Refused, "Robin Deputy"),
                row("Pub quiz", State::TakenDown, "Sam Clerk"),
                row("Quiz for schools", State::Withdrawn, "The sender"),
                row("Buy now", State::Spam, "Sam Clerk"),
            ],
            pages: Pages { page: 2, of: 3 },
        }
    }
}
