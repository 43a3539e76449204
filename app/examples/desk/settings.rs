//! The settings, the senders and the log, in every state.

use app::{
    components::Choice,
    pages::staff::{
        Desk,
        components::{Flash, Pages, Stretch},
        confirm::{ConfirmPage, confirm},
        held::{HeldPage, held},
        log::{CheckPage, Checked, LogPage, LogRow, check, log},
        queue::Waiting,
        sender::{BlockPage, BlockRow, CountRow, SeenRow, SenderPage, block, sender},
        settings::{
            adopt::{AdoptPage, Since, adopt},
            blocked::{BlockedPage, blocked},
            compare::{ComparePage, compare},
            council::{CouncilPage, council},
            draft::{ClausePage, DraftPage, StandardPage, clause, draft, standard},
            event_types::{EventTypePage, EventTypeRow, EventTypesPage, event_type, event_types},
            guidance::{FormerNote, GuidancePage, NotePage, guidance, note},
            letters::{LettersPage, PassagePage, letters, passage},
            only_an_administrator,
            paste::{PastePage, Preview, paste},
            policy::{PolicyPage, Standing, VersionRow, policy as policy_page, version},
            replies::{RepliesPage, ReplyPage, ReplyRow, replies, reply},
            roles::{RolesPage, roles},
            settings,
            venues::{MergePage, VenuePage, VenueRow, VenuesPage, merge, venue, venues},
        },
    },
    shell::StaffPage,
};
use domain::{
    block::{BlockAnswers, BlockKind},
    compare::{clauses, standards, words},
    decision::State,
    form::{DateAnswers, FormErrors},
    passages::{Letters, Passage, PassageAnswers},
    places::VenueAnswers,
    policy::{
        AdoptionAnswers, ClauseAnswers, Draft, DraftClause, DraftStandard, RolesAnswers,
        StandardAnswers, VersionAnswers,
    },
    policy_roles::PolicyRole,
    replies::{Purpose, ReplyAnswers},
    settings::CouncilAnswers,
    standards::PolicyVersion,
};

use super::{Named, Samples, at, day, errors, policy};

impl Samples<'_> {
    /// The settings.
    pub(super) fn settings(&self, desk: Desk) -> Vec<Named> {
        let done = self.done("The council’s words are saved.");
        let mut pages = vec![
            ("settings", settings(desk, Some(&done))),
            ("settings-not-yours", only_an_administrator(desk)),
            ("settings-council", council(desk, &self.council(&[]))),
            (
                "settings-council-errors",
                council(
                    desk,
                    &self.council(&[
                        ("council", "Enter the council’s name"),
                        (
                            "office-email",
                            "Enter an email address like office@example.org",
                        ),
                        (
                            "waiting-days",
                            "Enter a number of working days from 1 to 60",
                        ),
                    ]),
                ),
            ),
            ("settings-guidance", guidance(desk, &self.guidance())),
            ("settings-note", note(desk, &self.note(&[]))),
            (
                "settings-note-errors",
                note(
                    desk,
                    &self.note(&[(
                        "guidance",
                        "Guidance must be 4,000 characters or less. It is 12 characters too long",
                    )]),
                ),
            ),
            ("settings-letters", letters(desk, &self.letters())),
            ("settings-letter", passage(desk, &self.letter(&[]))),
            (
                "settings-letter-errors",
                passage(
                    desk,
                    &self.letter(&[("words", "Enter the words to the sender")]),
                ),
            ),
            ("settings-replies", replies(desk, &self.replies())),
            ("settings-reply", reply(desk, &self.reply(&[]))),
            (
                "settings-reply-errors",
                reply(
                    desk,
                    &self.reply(&[
                        ("purpose", "Select what the words are for"),
                        (
                            "words",
                            "“{titel}” cannot be filled in. What can be is {name} and {title}",
                        ),
                    ]),
                ),
            ),
            (
                "settings-reply-put-away",
                confirm(desk, StaffPage::Settings, &self.confirmation()),
            ),
            ("settings-blocked", blocked(desk, &self.blocked())),
            (
                "settings-blocked-none",
                blocked(desk, &BlockedPage::default()),
            ),
        ];
        pages.extend(self.policies(desk));
        pages.extend(self.places(desk));
        pages
    }

    /// Types of event and venues.
    fn places(&self, desk: Desk) -> Vec<Named> {
        let kind_row = |slug: &str, name: &str, retired| EventTypeRow {
            slug: slug.to_owned(),
            name: self.say(name),
            events: slug.len(),
            retired,
        };
        let listed = EventTypesPage {
            flash: Some(self.done("“Talk” is saved.")),
            event_types: vec![
                kind_row("talk", "Talk", false),
                kind_row("music", "Music and dance", false),
                kind_row("sale", "Jumble sale", true),
            ],
            ..EventTypesPage::default()
        };
        let wrong = EventTypesPage {
            flash: None,
            name: self.say("Talk"),
            errors: errors(&[(
                "name",
                "There is a type of that name already. Enter a different one",
            )]),
            ..listed.clone()
        };
        let one = EventTypePage {
            slug: "talk".to_owned(),
            name: self.say("Talk"),
            ..EventTypePage::default()
        };
        vec![
            ("settings-event-types", event_types(desk, &listed)),
            ("settings-event-types-errors", event_types(desk, &wrong)),
            ("settings-event-type", event_type(desk, &one)),
            ("settings-venues", venues(desk, &self.venues())),
            ("settings-venue", venue(desk, &self.venue(&[]))),
            (
                "settings-venue-errors",
                venue(
                    desk,
                    &self.venue(&[
                        ("name", "Enter the name of the venue"),
                        ("postcode", "Enter a full postcode, for example TN7 4BA"),
                        (
                            "map",
                            "Enter a web address that begins with https://, or two numbers like 51.1053, 0.1850",
                        ),
                    ]),
                ),
            ),
            ("settings-venue-merge", merge(desk, &self.merge(&[]))),
            (
                "settings-venue-merge-errors",
                merge(desk, &self.merge(&[("into", "Select the venue that stays")])),
            ),
        ]
    }

    fn venues(&self) -> VenuesPage {
        let row = |id, name: &str, village: &str| VenueRow {
            id,
            name: self.say(name),
            village: self.say(village),
            address: self.say("Station Road, TN3 9RH"),
            map: Some(
                "https://www.openstreetmap.org/?mlat=51.1&mlon=0.18#map=17/51.1/0.18".to_owned(),
            ),
            events: 12,
            retired: false,
            merged_into: None,
        };
        VenuesPage {
            flash: Some(self.done("“Village Hall, Groombridge” is saved.")),
            venues: vec![
                row(1, "Village Hall", "Groombridge"),
                VenueRow {
                    address: String::new(),
                    map: None,
                    events: 0,
                    ..row(2, "Parish Room", "Withyham")
                },
                VenueRow {
                    retired: true,
                    merged_into: Some(self.say("Village Hall, Groombridge")),
                    ..row(3, "Groombridge Hall", "Groombridge")
                },
            ],
        }
    }

    fn venue(&self, wrong: &[(&str, &str)]) -> VenuePage {
        VenuePage {
            id: wrong.is_empty().then_some(1),
            answers: VenueAnswers {
                name: self.say("Village Hall"),
                village: self.say("Groombridge"),
                address: self.say("Station Road"),
                postcode: self.say("TN3 9RH"),
                map: self.say("51.1, 0.18"),
                access: ["yes", "no", "", ""].map(str::to_owned),
                ..VenueAnswers::default()
            },
            near: vec![(1, self.say("Village Hall, Groombridge"))],
            errors: errors(wrong),
            ..VenuePage::default()
        }
    }

    fn merge(&self, wrong: &[(&str, &str)]) -> MergePage {
        MergePage {
            id: 3,
            name: self.say("Groombridge Hall, Groombridge"),
            events: 4,
            others: vec![
                Choice::new("1", self.say("Village Hall, Groombridge")),
                Choice::new("2", self.say("Parish Room, Withyham")),
            ],
            into: String::new(),
            errors: errors(wrong),
        }
    }

    /// The policy's versions and the draft.
    fn policies(&self, desk: Desk) -> Vec<Named> {
        let new_standard = StandardPage {
            clauses: self.next_version().clauses,
            errors: errors(&[
                ("name", "Enter what the standard asks, in a few words"),
                (
                    "clause-11",
                    "Select the clauses that the standard comes from",
                ),
            ]),
            ..StandardPage::default()
        };
        vec![
            ("settings-policy", policy_page(desk, &self.versions(true))),
            (
                "settings-policy-no-draft",
                policy_page(desk, &self.versions(false)),
            ),
            (
                "settings-policy-version",
                version(desk, Standing::InForce(at(9, 0)), &self.version_in_force()),
            ),
            ("settings-draft", draft(desk, &self.policy_draft(&[]))),
            (
                "settings-draft-errors",
                draft(
                    desk,
                    &self.policy_draft(&[(
                        "review-day",
                        "The review must be due after the adoption",
                    )]),
                ),
            ),
            ("settings-clause", clause(desk, &self.clause(&[]))),
            (
                "settings-clause-errors",
                clause(
                    desk,
                    &self.clause(&[("number", "There is a clause 6.9 already")]),
                ),
            ),
            ("settings-roles", roles(desk, &self.roles_of_draft(&[]))),
            (
                "settings-roles-errors",
                roles(
                    desk,
                    &self.roles_of_draft(&[(
                        "role-reply",
                        "Select the clause that says: How a sender is answered",
                    )]),
                ),
            ),
            ("settings-paste", paste(desk, &PastePage::default())),
            ("settings-paste-preview", paste(desk, &self.pasted())),
            (
                "settings-paste-errors",
                paste(
                    desk,
                    &PastePage {
                        errors: errors(&[("text", "Paste the text of the policy")]),
                        ..PastePage::default()
                    },
                ),
            ),
            (
                "settings-adopt-changed",
                adopt(desk, &self.changed_adoption()),
            ),
            ("settings-standard", standard(desk, &self.standard())),
            ("settings-standard-errors", standard(desk, &new_standard)),
            ("settings-compare", compare(desk, &self.comparison())),
            ("settings-adopt", adopt(desk, &self.adoption(&[], &[]))),
            (
                "settings-adopt-errors",
                adopt(
                    desk,
                    &self.adoption(&[("from", "Select from when it is in force")], &[]),
                ),
            ),
            (
                "settings-adopt-not-ready",
                adopt(
                    desk,
                    &self.adoption(&[], &["Select the clauses that “No raffles” comes from"]),
                ),
            ),
        ]
    }

    /// The senders.
    pub(super) fn senders(&self, desk: Desk) -> Vec<Named> {
        vec![
            ("held", held(desk, &self.held())),
            ("held-none", held(desk, &HeldPage::default())),
            ("sender", sender(desk, &self.sender())),
            ("sender-block", block(desk, &self.block(&[]))),
            (
                "sender-block-errors",
                block(
                    desk,
                    &self.block(&[
                        ("email", "Select what to block"),
                        ("reason", "Enter the reason for the block"),
                        ("review-day", "The day to look again must be in the future"),
                    ]),
                ),
            ),
        ]
    }

    /// The log.
    pub(super) fn log(&self, desk: Desk) -> Vec<Named> {
        let whole = Checked::Whole {
            entries: 1042,
            head: "9f2c".repeat(16),
        };
        let broken = Checked::Broken {
            entry: 17,
            what: "was altered after it was written".to_owned(),
        };
        let wrong = [(
            "head",
            "Enter the 64 characters of the seal, each from 0 to 9 or a to f",
        )];
        vec![
            ("log", log(desk, &self.entries(&[]))),
            (
                "log-errors",
                log(
                    desk,
                    &self.entries(&[("from", "Enter a date like 1 12 2026")]),
                ),
            ),
            (
                "log-check",
                check(desk, &self.check(whole.clone(), Some(true), &[])),
            ),
            (
                "log-check-cut",
                check(desk, &self.check(whole.clone(), Some(false), &[])),
            ),
            (
                "log-check-broken",
                check(desk, &self.check(broken, None, &[])),
            ),
            (
                "log-check-errors",
                check(desk, &self.check(whole, None, &wrong)),
            ),
        ]
    }

    pub(super) fn done(&self, words: &str) -> Flash {
        Flash {
            message: self.say(words),
            link: None,
        }
    }

    fn council(&self, wrong: &[(&str, &str)]) -> CouncilPage {
        CouncilPage {
            flash: None,
            answers: CouncilAnswers {
                council: self.say("Withyham Parish Council"),
                places: self.say("Groombridge, Withyham, Blackham and St John’s"),
                office_email: self.say("office@example.org"),
                office_telephone: self.say("01632 960123"),
                office_address: self.say("The Parish Office, Withyham, East Sussex"),
                website: self.say("https://www.example.org/"),
                policy_url: self.say("https://www.example.org/policies"),
                reply_time: self.say("3 working days"),
                hold_messages: "yes".to_owned(),
                waiting_days: self.say("3"),
                postcodes: self.say("TN3 TN6 TN7"),
            },
            errors: errors(wrong),
        }
    }

    fn guidance(&self) -> GuidancePage {
        GuidancePage {
            flash: Some(self.done("The note on “No personal information” is saved.")),
            version: self.say("October 2023"),
            standards: self.standards(),
        }
    }

    fn note(&self, wrong: &[(&str, &str)]) -> NotePage {
        NotePage {
            standard: self.standards().remove(0),
            words: self.say("Is it in or near the parish?"),
            history: vec![
                FormerNote {
                    words: self.say("Is it in the parish?"),
                    by: self.say("Sam Clerk"),
                    at: at(10, 4),
                },
                FormerNote {
                    words: String::new(),
                    by: self.say("Robin Deputy"),
                    at: at(9, 12),
                },
            ],
            errors: errors(wrong),
        }
    }

    fn letters(&self) -> LettersPage {
        LettersPage {
            flash: Some(self.done("“Taken down: how it begins” is saved.")),
            letters: Letters::from_iter([(
                Passage::TakenDown,
                self.say("“{title}” is no longer on our page."),
            )]),
        }
    }

    fn letter(&self, wrong: &[(&'static str, &str)]) -> PassagePage {
        PassagePage {
            passage: Passage::TakenDown,
            answers: PassageAnswers {
                words: self.say("“{title}” is no longer on our page."),
            },
            preview: Some(self.say("“Quiz night and auction” is no longer on our page.")),
            errors: errors(wrong),
        }
    }

    fn replies(&self) -> RepliesPage {
        let row = |id: i64, purpose: Purpose, name: &str, retired: bool| ReplyRow {
            id,
            purpose,
            name: self.say(name),
            words: self.say("We would like to list “{title}”.\n\nTake the telephone number out."),
            retired,
        };
        RepliesPage {
            flash: Some(self.done("“Personal details” is saved.")),
            replies: vec![
                row(1, Purpose::Changes, "Personal details to leave out", false),
                row(2, Purpose::Changes, "The date is not clear", false),
                row(3, Purpose::Refusal, "Not near the parish", false),
                row(4, Purpose::Refusal, "Christmas closing", true),
            ],
        }
    }

    fn reply(&self, wrong: &[(&str, &str)]) -> ReplyPage {
        ReplyPage {
            id: wrong.is_empty().then_some(1),
            retired: false,
            answers: ReplyAnswers {
                purpose: "changes".to_owned(),
                name: self.say("Personal details to leave out"),
                words: self
                    .say("We would like to list “{title}”.\n\nTake the telephone number out."),
            },
            preview: wrong
                .is_empty()
                .then(|| self.say("We would like to list “Quiz night and auction”.")),
            errors: errors(wrong),
        }
    }

    fn confirmation(&self) -> ConfirmPage {
        ConfirmPage {
            title: "Put a reply away".to_owned(),
            about: self.say("Christmas closing"),
            happens: vec!["It is no longer offered to staff.".to_owned()],
            words: self.say("The office is closed."),
            action: "/staff/settings/replies/4/put-away".to_owned(),
            button: "Put it away".to_owned(),
            back: (
                "/staff/settings/replies".to_owned(),
                "Go on offering it".to_owned(),
            ),
        }
    }

    fn block_row(&self, kind: BlockKind, who: &str, review_due: bool) -> BlockRow {
        BlockRow {
            id: 3,
            kind,
            who: self.say(who),
            reference: "WO-3M9D".to_owned(),
            reason: self.say("Four advertisements in a month, after two letters."),
            review_on: day(2026, 11, 20),
            review_due,
            by: self.say("Sam Clerk"),
            at: at(11, 2),
        }
    }

    fn blocked(&self) -> BlockedPage {
        BlockedPage {
            flash: None,
            blocks: vec![
                self.block_row(BlockKind::Email, "kitchens@example.org", true),
                self.block_row(BlockKind::Group, "kitchens of the weald", false),
            ],
            ended: 1,
            held: 2,
        }
    }

    fn draft_clause(&self, id: i64, number: &str, text: &str) -> DraftClause {
        DraftClause {
            id,
            number: number.to_owned(),
            text: self.say(text),
        }
    }

    fn draft_standard(&self, id: i64, key: &str, name: &str, clauses: &[&str]) -> DraftStandard {
        DraftStandard {
            id,
            key: key.to_owned(),
            name: self.say(name),
            guidance: self.say("Lively is fine. Rude about somebody is not."),
            not_tolerated: true,
            clauses: clauses.iter().map(|number| (*number).to_owned()).collect(),
        }
    }

    fn version_in_force(&self) -> Draft {
        Draft {
            version: PolicyVersion {
                name: self.say("October 2023"),
                ..policy()
            },
            clauses: vec![
                self.draft_clause(
                    1,
                    "6.8",
                    "The council may share posts which are relevant to residents.",
                ),
                self.draft_clause(
                    2,
                    "6.9",
                    "Communications will be civil, tasteful and relevant.",
                ),
                self.draft_clause(3, "6.10", "Content must be politically neutral."),
            ],
            standards: vec![
                self.draft_standard(1, "civil", "Civil, tasteful and relevant", &["6.8", "6.9"]),
                self.draft_standard(2, "political", "No political advertising", &["6.10"]),
                self.draft_standard(3, "copied", "Nothing copied", &["6.9"]),
            ],
        }
    }

    fn next_version(&self) -> Draft {
        Draft {
            version: PolicyVersion {
                id: 2,
                name: self.say("December 2026"),
                adopted: day(2026, 12, 7),
                review_due: day(2029, 12, 7),
                ..policy()
            },
            clauses: vec![
                self.draft_clause(
                    11,
                    "6.8",
                    "The council may share posts which are relevant to residents.",
                ),
                self.draft_clause(
                    12,
                    "6.9",
                    "Communications will be civil, kind and relevant to residents.",
                ),
                self.draft_clause(13, "6.14", "No raffles."),
            ],
            standards: vec![
                self.draft_standard(11, "civil", "Civil, kind and relevant", &["6.9"]),
                self.draft_standard(13, "copied", "Nothing copied", &["6.9"]),
                self.draft_standard(14, "no-raffles", "No raffles", &[]),
            ],
        }
    }

    fn versions(&self, with_draft: bool) -> PolicyPage {
        let mut versions = vec![
            VersionRow {
                version: PolicyVersion {
                    id: 3,
                    name: self.say("January 2027"),
                    ..self.next_version().version
                },
                standing: Standing::Coming(at(9, 0)),
            },
            VersionRow {
                version: self.version_in_force().version,
                standing: Standing::InForce(at(9, 0)),
            },
            VersionRow {
                version: PolicyVersion {
                    id: 0,
                    name: self.say("May 2020"),
                    adopted: day(2020, 5, 4),
                    review_due: day(2023, 5, 4),
                    ..policy()
                },
                standing: Standing::Earlier(at(9, 0)),
            },
        ];
        if with_draft {
            let draft = VersionRow {
                version: self.next_version().version,
                standing: Standing::Draft,
            };
            versions.insert(0, draft);
        }
        PolicyPage {
            flash: None,
            versions,
            overdue: with_draft,
        }
    }

    fn policy_draft(&self, wrong: &[(&str, &str)]) -> DraftPage {
        let draft = self.next_version();
        DraftPage {
            flash: None,
            answers: VersionAnswers::of(&draft.version),
            draft,
            errors: errors(wrong),
        }
    }

    fn clause(&self, wrong: &[(&str, &str)]) -> ClausePage {
        ClausePage {
            id: Some(12),
            answers: ClauseAnswers {
                number: self.say("6.9"),
                text: self.say("Communications will be civil, kind and relevant to residents."),
            },
            errors: errors(wrong),
        }
    }

    fn standard(&self) -> StandardPage {
        let draft = self.next_version();
        StandardPage {
            id: Some(11),
            answers: StandardAnswers::of(&draft.standards[0], &draft.clauses),
            clauses: draft.clauses,
            roles: draft.version.roles,
            errors: FormErrors::default(),
        }
    }

    fn roles_of_draft(&self, wrong: &[(&str, &str)]) -> RolesPage {
        let draft = self.next_version();
        RolesPage {
            answers: RolesAnswers::of(&draft),
            draft,
            errors: errors(wrong),
        }
    }

    fn pasted(&self) -> PastePage {
        let (before, after) = (self.version_in_force(), self.next_version());
        PastePage {
            text: self.say("5.1 The Council allows local groups to advertise their events."),
            preview: Some(Preview {
                found: 3,
                changes: clauses(&before.clauses(), &after.clauses()),
                lost: vec![
                    self.say("“How a sender is answered” was 6.12: no clause says it any more"),
                ],
                left_out: vec![self.say("8. Social Media"), self.say("Page 2 of 3")],
            }),
            errors: FormErrors::default(),
        }
    }

    fn changed_adoption(&self) -> AdoptPage {
        AdoptPage {
            changed: true,
            unsaid: vec![PolicyRole::MailAddress],
            since: vec![Since {
                by: self.say("Robin Root"),
                at: at(9, 30),
                parts: vec![
                    ("clause".to_owned(), words("6.9", "6.9")),
                    (
                        "text".to_owned(),
                        words("Be civil.", &self.say("Be civil and kind.")),
                    ),
                ],
            }],
            ..self.adoption(&[], &[])
        }
    }

    fn comparison(&self) -> ComparePage {
        let (before, after) = (self.version_in_force(), self.next_version());
        ComparePage {
            standards: standards(&before.standards(), &after.standards()),
            clauses: clauses(&before.clauses(), &after.clauses()),
            in_force: before.version,
            draft: after.version,
        }
    }

    fn adoption(&self, wrong: &[(&str, &str)], unready: &[&str]) -> AdoptPage {
        AdoptPage {
            draft: self.next_version().version,
            in_force: self.version_in_force().version,
            differs: "It differs from the policy in force in 2 clauses and one standard".to_owned(),
            unsaid: Vec::new(),
            digest: "0123".to_owned(),
            entry: 12,
            changed: false,
            since: Vec::new(),
            unready: unready.iter().map(|sentence| self.say(sentence)).collect(),
            answers: AdoptionAnswers {
                from: "day".to_owned(),
                day: DateAnswers {
                    day: self.say("1"),
                    month: self.say("January"),
                    year: self.say("2027"),
                },
            },
            errors: errors(wrong),
        }
    }

    fn held(&self) -> HeldPage {
        HeldPage {
            total: 1,
            rows: vec![self.row(
                "WO-3M9D",
                ("New kitchens, half price", Waiting::New),
                (
                    "Saturday 5 December 2026, 10am",
                    "Village Hall, Groombridge",
                ),
                ("Kitchens of the Weald", 0, 4),
                1,
            )],
            pages: Pages::default(),
        }
    }

    fn sender(&self) -> SenderPage {
        let seen = |reference: &str, title: &str, state: State, unmet: &[&str]| SeenRow {
            reference: reference.to_owned(),
            title: self.say(title),
            state,
            received_at: at(9, 12),
            decided: (state != State::Waiting).then(|| (self.say("Sam Clerk"), at(11, 2))),
            unmet: unmet.iter().map(|name| self.say(name)).collect(),
            by: "same email address, not confirmed".to_owned(),
        };
        SenderPage {
            links: (2, Some(at(9, 12))),
            counted: 500,
            flash: Some(self.done("The sender is blocked. What they send in from now on is held.")),
            roles: super::roles(),
            reference: "WO-3M9D".to_owned(),
            name: self.say("Chris Example"),
            email: Some(self.say("kitchens@example.org")),
            confirmed: false,
            group: Some(self.say("Kitchens of the Weald")),
            counts: vec![
                CountRow {
                    of: "This email address, confirmed".to_owned(),
                    figures: [0; 6],
                },
                CountRow {
                    of: "This email address, not confirmed".to_owned(),
                    figures: [5, 1, 3, 2, 1, 1],
                },
                CountRow {
                    of: self.say("The group Kitchens of the Weald"),
                    figures: [4, 0, 4, 3, 0, 0],
                },
            ],
            not_tolerated: vec![
                self.say("Civil, tasteful and relevant"),
                self.say("No commercial promotion or spam"),
            ],
            blocks: vec![self.block_row(BlockKind::Email, "kitchens@example.org", true)],
            seen: vec![
                seen("WO-3M9D", "New kitchens, half price", State::Waiting, &[]),
                seen(
                    "WO-2C4D",
                    "Kitchen sale",
                    State::Refused,
                    &[
                        "No commercial promotion or spam (6.10, 6.11)",
                        "No personal information (6.9)",
                    ],
                ),
            ],
        }
    }

    fn block(&self, wrong: &[(&str, &str)]) -> BlockPage {
        BlockPage {
            reference: "WO-3M9D".to_owned(),
            email: Some(self.say("kitchens@example.org")),
            group: Some(self.say("Kitchens of the Weald")),
            renews: wrong.is_empty(),
            answers: BlockAnswers {
                email: String::new(),
                group: "yes".to_owned(),
                reason: self.say("Four advertisements in a month, after two letters."),
                review: DateAnswers {
                    day: self.say("20"),
                    month: self.say("May"),
                    year: self.say("2027"),
                },
            },
            errors: errors(wrong),
        }
    }

    fn entries(&self, wrong: &[(&str, &str)]) -> LogPage {
        let row = |seq: i64, sentence: &str, reference: Option<&str>| LogRow {
            seq,
            sentence: self.say(sentence),
            reference: reference.map(str::to_owned),
            at: at(11, 2),
        };
        LogPage {
            stretch: Stretch::default(),
            before: String::new(),
            reference: self.say("WO-7K4P"),
            who: "staff:1".to_owned(),
            people: vec![
                Choice::new("staff:1", self.say("Sam Clerk")),
                Choice::new("sender", "The senders"),
            ],
            from: self.say("1 11 2026"),
            to: self.say("30 11 2026"),
            total: 42,
            rows: vec![
                row(1042, "Sam Clerk listed WO-7K4P", Some("WO-7K4P")),
                row(1041, "Sam Clerk adopted a version of the policy", None),
                row(1040, "The sender sent in WO-7K4P", Some("WO-7K4P")),
            ],
            pages: Pages { page: 1, of: 3 },
            errors: errors(wrong),
        }
    }

    fn check(&self, checked: Checked, holds: Option<bool>, wrong: &[(&str, &str)]) -> CheckPage {
        CheckPage {
            checked,
            at: at(11, 2),
            head: self.say("9f2c 9f2c"),
            holds,
            errors: errors(wrong),
        }
    }
}
