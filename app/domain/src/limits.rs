//! How much, how long, how often: every limit that people may meet, in one place. Whoever looks for
//! a number looks here; how long things are kept is in [`crate::retention`].
//!
//! A limit is applied when something is typed or asked for, and never to what was stored
//! ([`crate::stored`]). Three are settings of the site instead (how many events of one address may
//! wait, what is a flood, how many mails ask for an address to be confirmed): [`crate::settings::SiteLimits`].

use std::ops::RangeInclusive;

use chrono::TimeDelta;
use strum::{EnumString, IntoStaticStr};

// Lengths, in characters as `text::count` counts them.

/// The most characters a title may have.
pub const TITLE_LIMIT: usize = 80;
/// The most characters a description may have.
pub const DESCRIPTION_LIMIT: usize = 4000;
/// The most characters a person's or a group's name may have.
pub const NAME_LIMIT: usize = 100;
/// The most characters a short line may have: a place's name, an address, a price, an age.
pub const SHORT_LINE_LIMIT: usize = 120;
/// The most characters the description of a picture may have.
pub const ALT_TEXT_LIMIT: usize = 250;
/// The most characters an email address may have (RFC 5321, as mail servers read it).
pub const EMAIL_LIMIT: usize = 254;
/// The most characters a web address may have.
pub const WEB_ADDRESS_LIMIT: usize = 300;
/// The most characters that staff may write to a sender or in a note.
pub const LETTER_LIMIT: usize = 4000;
/// The most characters that somebody may tell the office of an event.
pub const REPORT_LIMIT: usize = 2000;
/// The most characters the subject of a message may have.
pub const SUBJECT_LIMIT: usize = 200;
/// The most characters a whole message may have: a letter, the clauses it cites, and all that the
/// sender typed.
pub const BODY_LIMIT: usize = 20_000;

/// The most bytes that a form which is not sent has, all its answers together as JSON: four bytes for each character
/// that its fields may have, and room for four thousand words that somebody pastes and has yet to shorten.
pub const DRAFT_ROOM: usize = 64 * 1024;

// What staff write.

/// How many months ahead a block's review may be.
pub const REVIEW_WITHIN_MONTHS: u32 = 24;
/// The most working days that "waiting too long" can be set to.
pub const WAITING_DAYS_LIMIT: i32 = 60;
/// The most postcodes that can be set.
pub const POSTCODES_LIMIT: usize = 30;
/// The most characters a version's name may have.
pub const VERSION_NAME_LIMIT: usize = 60;
/// The most characters the sentence on a removed event may have.
pub const REMOVAL_LIMIT: usize = 300;
/// The most characters a clause's number may have.
pub const NUMBER_LIMIT: usize = 20;
/// The most characters a standard's name may have.
pub const STANDARD_NAME_LIMIT: usize = 200;
/// How many months ahead a version can come into force.
pub const IN_FORCE_WITHIN_MONTHS: u32 = 12;
/// The most characters that a policy may have.
pub const PASTE_LIMIT: usize = 150_000;
/// The most characters the name of a passkey may have.
pub const PASSKEY_NAME_LIMIT: usize = 60;

/// How few and how many events of one address may be set to wait at once.
pub const OPEN_MOST: RangeInclusive<i32> = 5..=1000;
/// How few and how many events in [`FLOOD_PERIOD`] may be set to be a flood.
pub const FLOOD_SENT: RangeInclusive<i32> = 10..=10_000;
/// How few and how many mails in an hour may be set to ask for an address to be confirmed.
pub const ASKED_MOST: RangeInclusive<i32> = 10..=10_000;

// An event.

/// The most dates that the form takes one by one.
pub const MOST_DATES: usize = 30;
/// The most days in a row.
pub const MOST_DAYS: u64 = 31;
/// The most further times on one day.
pub const MOST_FURTHER_TIMES: usize = 5;
/// How far ahead an event may be, in months.
pub const MONTHS_AHEAD: u32 = 24;
/// The most times that something may be asked to repeat.
pub const MOST_REPEATS: u32 = 100;
/// The most dates of a rule that are at another time.
pub const MOST_OTHERWISE: usize = 60;
/// The most sittings an event may have, those of a rule counted.
pub const MAX_SITTINGS: usize = 400;
/// How many days ahead a rule with no end is worked out.
pub const HORIZON: u64 = 400;

// A picture.

/// The most bytes that a picture's file may have: 5 MB.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// The most bytes that a picture has as it is kept, in all its sizes together. A photograph or a poster has 0.2 to 2 MB;
/// noise that nobody would send has more.
pub const MOST_KEPT_BYTES: usize = 3 * 1024 * 1024;
/// The most pixels that a picture may be wide or high.
pub const MOST_SIDE: u32 = 8000;
/// How many pictures that were not sent with an event are taken in a day, so that nobody can fill
/// the disk.
pub const UNSENT_PICTURES_A_DAY: i64 = 500;

// What is shown at once.

/// The most weeks that a sheet covers.
pub const MOST_WEEKS: u32 = 12;
/// The most characters a summary has, its "…" included.
pub const SUMMARY_LIMIT: usize = 160;
/// The most dates a feed holds.
pub const FEED_DATES: usize = 500;
/// How many days ahead a feed looks, today included.
pub const FEED_DAYS: u64 = 400;
/// The most events that the news feed holds.
pub const NEWS_EVENTS: usize = 100;
/// The most dates that a sheet or a mail holds.
pub const NOTICEBOARD_DATES: i64 = 300;
/// The longest description, in characters, that a poster has whole. Of a longer one it has the
/// beginning.
pub const POSTER_WORDS: usize = 600;
/// The most dates that a poster names one by one.
pub const POSTER_DATES: usize = 6;

// How much is drawn at once.

/// How many public pages that are not kept ready, or pages of forms, one network address may have drawn in a minute by each
/// copy of the server. A library is one address, and half a page a second for each of ten people stays below; a program
/// that follows a calendar asks a few times an hour.
pub const PAGES_A_MINUTE: u32 = 300;
/// How many files of pictures: a page has one, and a browser keeps it.
pub const PICTURES_A_MINUTE: u32 = 600;
/// How many pages of the desk: a whole office is one address.
pub const DESK_PAGES_A_MINUTE: u32 = 600;
/// How many pages each copy of the server draws for visitors at once. Of its ten connections to the database the others are
/// for what is sent in, for the desk and for what goes on by the clock.
pub const DRAWN_AT_ONCE: usize = 6;
/// How many visitors stand in line for that. Who comes after is told to come again.
pub const DRAWN_IN_LINE: usize = 200;
/// How long each stands in line at most, in seconds.
pub const LONGEST_DRAWING_LINE: u64 = 5;

// How often.

/// How many networks as large as a customer's together have the limit of so many. A provider may
/// give a customer any part of the first 48 bits of an IPv6 address, up to all of them.
pub const NETWORKS_OF_A_CUSTOMER: i32 = 8;
/// How many submissions one mail with new private links is about: the newest.
pub const LINKS_AT_ONCE: i64 = 20;
/// How many reports of one event are taken in a day.
pub const REPORTS_OF_AN_EVENT_A_DAY: i64 = 20;
/// How many mails that the brake holds (see [`RateLimit::MailOverall`]) a member of staff lets go by one press.
pub const LET_GO_AT_ONCE: i64 = 100;

// A mail on its way.

/// How long after each try of a message that the mail server had something to say about the next one comes: quickly at first, then
/// ever more patiently. Two days in all.
pub const MAIL_PAUSES: [TimeDelta; 8] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::hours(1),
    TimeDelta::hours(3),
    TimeDelta::hours(6),
    TimeDelta::hours(12),
    TimeDelta::hours(24),
];
/// How often a message is tried before it is given up: what the mail server said about it counts, and nothing else.
pub const MAX_ATTEMPTS: u32 = 9;
/// How long after each try of a mail server that does not answer the next one comes; after the last of them, every time. However
/// long it is away, what waits goes within so long of its return.
pub const MAIL_SERVER_PAUSES: [TimeDelta; 5] = [
    TimeDelta::seconds(15),
    TimeDelta::seconds(30),
    TimeDelta::minutes(1),
    TimeDelta::minutes(2),
    TimeDelta::minutes(5),
];
/// How many copies of one mail anybody may get: so often it is handed over without an answer, then staff say what becomes of it.
pub const MOST_COPIES: i32 = 3;
/// How long a message waits that could not be made into a mail through a fault of the site's own.
pub const OWN_FAULT_PAUSE: TimeDelta = TimeDelta::minutes(5);
/// How many messages that could not be sent one press sends again: the oldest.
pub const AGAIN_AT_ONCE: i64 = 200;
/// How many workers hand mails over as the program comes, and how few and how many may be set (`MAIL_WORKERS`). From two on, one
/// of them takes nothing that is one of many.
pub const MAIL_WORKERS: u8 = 3;
/// See [`MAIL_WORKERS`].
pub const MAIL_WORKERS_RANGE: RangeInclusive<i64> = 1..=8;
/// How long a worker keeps its connection to the mail server open after a mail, in seconds. Servers hang up after minutes.
pub const MAIL_CONNECTION_IDLE: u64 = 30;
/// How long a worker has a message for itself. Longer than a mail server may take over one, so that only a worker that was
/// killed lets it run out.
pub const MAIL_LEASE: TimeDelta = TimeDelta::minutes(7);

// Passwords and sign-ins.

/// How many links to choose a new password are mailed in an hour to one account for one browser
/// that it knows, or for one network.
pub const PASSWORDS_OF_AN_ACCOUNT_AN_HOUR: i64 = 3;
/// How many of them for all strangers together. Whoever comes after these has a link in the mailbox
/// that still works.
pub const PASSWORDS_OF_STRANGERS_AN_HOUR: i64 = 6;
/// How many new passwords may be asked for in an hour from one network address, whatever the
/// account.
pub const PASSWORDS_OF_AN_ADDRESS_AN_HOUR: i64 = 10;

/// How many sign-ins may fail in an hour for one account by one browser that it knows, or from one
/// network address.
pub const FAILURES_OF_PAIR: usize = 10;
/// How many sign-ins of strangers may fail in an hour from one network address, whatever the
/// account.
pub const FAILURES_OF_ADDRESS: usize = 30;
/// How many sign-ins of strangers to an account may fail in a day before each must wait: for the one
/// before, [`BETWEEN_STRANGERS`]; for those of its own network a minute, then two, and so on.
pub const FAILURES_OF_STRANGERS: usize = 20;
/// How long all strangers together wait for the one before.
pub const BETWEEN_STRANGERS: TimeDelta = TimeDelta::minutes(1);
/// The longest that a network waits for its own, in minutes.
pub const LONGEST_WAIT: i64 = 15;
/// How many passwords of strangers wait for a processor at once, and how many of those that an
/// account knows: each has places of its own.
pub const SIGN_INS_AT_ONCE: usize = 8;
/// How many of those at the door ask the database at once. Fewer than it has connections, so that a crowd there leaves
/// the desk and the visitors theirs.
pub const AT_THE_DOOR_ASK_AT_ONCE: usize = 3;
/// How many sign-ins may stand in line for one of these places, those that have one counted.
pub const SIGN_INS_IN_LINE: usize = 120;
/// How many of them from one network address, or by one known browser.
pub const SIGN_INS_OF_ADDRESS: usize = 3;
/// How many of them from the same first 48 bits of an IPv6 address.
pub const SIGN_INS_OF_WIDE_NETWORK: usize = 6;
/// How long each stands in line at most, in seconds.
pub const LONGEST_LINE: u64 = 20;
/// How long somebody may take between the password and the second proof.
pub const SECOND_STEP_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// How long somebody may take to set up their first second proof.
pub const SET_UP_WITHIN: TimeDelta = TimeDelta::minutes(30);
/// How long after proving who they are staff may do what is only for them: keep accounts, adopt a policy, take data away.
pub const FRESH_FOR: TimeDelta = TimeDelta::minutes(15);
/// How long a passkey's answer is waited for.
pub const PASSKEY_ANSWERS_WITHIN: TimeDelta = TimeDelta::minutes(5);
/// How long somebody who opened a case is thought to be reading it still.
pub const READING: TimeDelta = TimeDelta::minutes(10);
/// How many wrong codes of a second step an account may have in an hour.
pub const WRONG_CODES: i64 = 10;
/// Within which time so many events are a flood as the settings say.
pub const FLOOD_PERIOD: TimeDelta = TimeDelta::minutes(10);
/// From how many other addresses the same words are odd, within [`SAME_WORDS_PERIOD`].
pub const SAME_WORDS: i64 = 3;
/// See [`SAME_WORDS`].
pub const SAME_WORDS_PERIOD: TimeDelta = TimeDelta::days(1);
/// Nobody fills in five pages in less, not even by pasting.
pub const FASTEST: TimeDelta = TimeDelta::seconds(15);

/// How many bytes one network may make the site keep in a day, all that strangers may do together (`docs/bounds.md`).
pub const KEPT_OF_A_NETWORK_A_DAY: u64 = 200_000_000;
/// How many bytes everybody together may.
pub const KEPT_OF_EVERYBODY_A_DAY: u64 = 7_500_000_000;
/// By how much the server's clock may differ from the database's, or from the time that has gone by since the last look.
pub const CLOCKS_APART: TimeDelta = TimeDelta::minutes(1);
/// How long the site may have stopped before its clock has to show that it is right. No more than
/// [`FORGOTTEN_LATER`](crate::retention::FORGOTTEN_LATER), so that a clock that is ahead by less makes nothing be forgotten
/// too soon.
pub const LONGEST_STOP: TimeDelta = TimeDelta::days(1);
/// How long a clock that was in doubt goes evenly before emails go by it.
pub const CLOCK_STEADY_TO_SEND: TimeDelta = TimeDelta::hours(1);
/// How long before anything is forgotten by it.
pub const CLOCK_STEADY_TO_FORGET: TimeDelta = TimeDelta::days(1);

/// The time that a [`RateLimit`] is for. Either ends where the clock's next one begins (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// An hour.
    Hour,
    /// A day.
    Day,
}

impl Period {
    /// How long it is.
    #[must_use]
    pub fn length(self) -> TimeDelta {
        match self {
            Self::Hour => TimeDelta::hours(1),
            Self::Day => TimeDelta::days(1),
        }
    }
}

/// What is counted of one network address, of one form or submission, of one email address, or of everybody together, in
/// its [`Period`]. What each may cost is in `docs/bounds.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum RateLimit {
    /// A form was begun.
    Begin,
    /// A form was begun, by the day.
    BeginDay,
    /// A step of a form was posted.
    Step,
    /// A step of a form was posted, by the day.
    StepDay,
    /// A step of this one form was posted.
    StepOf,
    /// An event, or a change of one, was sent in.
    Send,
    /// An event, or a change of one, was sent in, by the day.
    SendDay,
    /// A picture was uploaded.
    Picture,
    /// A picture was uploaded, by the day.
    PictureDay,
    /// The office was told of an event.
    Report,
    /// The office was told of an event, by the day.
    ReportDay,
    /// The weekly email was asked for.
    Weekly,
    /// New private links were asked for.
    Links,
    /// Somebody was about to sign in with a passkey, or did.
    Passkey,
    /// Somebody whom the account does not know was about to sign in with a password.
    SignIn,
    /// Somebody whom the account does not know asked for a new password.
    Password,
    /// Something was changed by the private link of this one submission.
    Change,
    /// Something was changed by a private link.
    ChangeFrom,
    /// An email address was sent new private links.
    LinksTo,
    /// An email address that nobody has confirmed was written to. However it is spelt
    /// ([`crate::recipient::canonical`]).
    MailTo,
    /// A network address had the site write to an address that nobody has confirmed.
    MailFrom,
    /// The site wrote to an address that nobody has confirmed: the brake. What comes after waits for an hour with room,
    /// and staff are told. How often is a setting of the site, `asked_most`; here is what it comes with.
    MailOverall,
}

impl RateLimit {
    /// Every limit.
    pub const ALL: [Self; 22] = [
        Self::Begin,
        Self::BeginDay,
        Self::Step,
        Self::StepDay,
        Self::StepOf,
        Self::Send,
        Self::SendDay,
        Self::Picture,
        Self::PictureDay,
        Self::Report,
        Self::ReportDay,
        Self::Weekly,
        Self::Links,
        Self::Passkey,
        Self::SignIn,
        Self::Password,
        Self::Change,
        Self::ChangeFrom,
        Self::LinksTo,
        Self::MailTo,
        Self::MailFrom,
        Self::MailOverall,
    ];

    /// As stored: "begin".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The time that it is for.
    #[must_use]
    pub fn period(self) -> Period {
        match self {
            Self::BeginDay
            | Self::StepDay
            | Self::SendDay
            | Self::PictureDay
            | Self::ReportDay
            | Self::ChangeFrom
            | Self::MailTo
            | Self::MailFrom => Period::Day,
            _ => Period::Hour,
        }
    }

    /// The same act, counted by the day too.
    #[must_use]
    pub fn by_the_day(self) -> Option<Self> {
        match self {
            Self::Begin => Some(Self::BeginDay),
            Self::Step => Some(Self::StepDay),
            Self::Send => Some(Self::SendDay),
            Self::Picture => Some(Self::PictureDay),
            Self::Report => Some(Self::ReportDay),
            _ => None,
        }
    }

    /// How often in its period, of one network address, form, submission or email address. A village hall full of people
    /// who send their events in together, or a library, has one address and stays well below.
    #[must_use]
    pub fn most(self) -> i32 {
        match self {
            // Fifteen for each form that may be begun: six steps, each put right once or twice.
            Self::StepDay => 1_500,
            Self::Step => 900,
            Self::ChangeFrom => 200,
            Self::Passkey | Self::StepOf | Self::SignIn => 120,
            // A parish sends some dozens of mails a day.
            Self::MailOverall | Self::BeginDay | Self::SendDay => 100,
            Self::Begin | Self::Send | Self::MailFrom => 60,
            // Fewer in a whole day than may lie about unsent: one address uses nobody else's up.
            Self::PictureDay => 40,
            Self::Change | Self::ReportDay => 30,
            Self::Picture => 20,
            Self::Report | Self::Weekly | Self::Links | Self::Password => 10,
            Self::LinksTo => 5,
            Self::MailTo => 4,
        }
    }

    /// How often in its period of everybody together; none where something else bounds it. A parish has some dozens a day,
    /// so that nobody meets it but in an attack from very many networks; staff then see it on the desk. A flood of ten
    /// thousand stays below, and keeps nobody out.
    #[must_use]
    pub fn most_overall(self) -> Option<i32> {
        match self {
            Self::StepDay => Some(180_000),
            Self::SignIn => Some(20_000),
            Self::BeginDay | Self::SendDay => Some(12_000),
            Self::Passkey | Self::ChangeFrom => Some(10_000),
            Self::Password => Some(2_000),
            Self::ReportDay => Some(1_000),
            Self::PictureDay | Self::Weekly | Self::Links => Some(500),
            _ => None,
        }
    }

    /// Whether it writes to somebody else, and so has its limit wherever it comes from.
    #[must_use]
    pub fn writes_to_others(self) -> bool {
        matches!(self, Self::Report | Self::Weekly | Self::Links)
    }
}
