//! The weekly email: who asks for it, and when it goes.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};

use crate::{
    form::{Ask, Fields, FormErrors, Pairs, Tampered},
    text::Email,
    when::{self, resolve},
};

/// What a reader agrees to by asking, and again by confirming. Part of the record of consent; other
/// words need another version.
pub const WORDING: &str = "Send me an email each week with the events of the next two weeks. I can stop it at any \
                           time with the link in each email.";
/// The version of [`WORDING`].
pub const WORDING_VERSION: &str = "weekly-1";

/// How many days an email tells of, its own day among them.
pub const DAYS_TOLD: u64 = 14;

const EMAIL: Ask = Ask {
    field: "email",
    name: "Email address",
    empty: "Enter your email address",
    shape: "Enter an email address like name@example.org",
};

/// A form with one address, as typed: that of somebody who asks, or one that staff remove.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressAnswers {
    /// `email`
    pub email: String,
}

impl AddressAnswers {
    /// Takes the form's field.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            email: fields.take("email"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the address.
    ///
    /// # Errors
    /// There is none, or it has not the shape of one.
    pub fn parse(&self) -> Result<Email, FormErrors> {
        let mut errors = FormErrors::default();
        errors.need(EMAIL, Email::parse(&self.email)).ok_or(errors)
    }
}

/// When the weekly email goes, on the parish's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timetable {
    /// The day: 1 is Monday, 7 is Sunday.
    pub day: u32,
    /// The hour, 0 to 23.
    pub hour: u32,
}

/// Thursday at 8am; the database has the same default.
impl Default for Timetable {
    fn default() -> Self {
        Self { day: 4, hour: 8 }
    }
}

/// A time at which the weekly email was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The Monday of its week: a reader gets one email a week, whatever the timetable.
    pub week: NaiveDate,
    /// The instant.
    pub at: DateTime<Utc>,
}

impl Timetable {
    /// The last time that an email was due.
    #[must_use]
    pub fn last_due(self, now: DateTime<Utc>) -> Due {
        let today = when::today(now);
        let this = self.in_the_week_of(today);
        if this.at <= now {
            this
        } else {
            self.in_the_week_of(today - Days::new(7))
        }
    }

    fn in_the_week_of(self, day: NaiveDate) -> Due {
        let week = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
        let on = week + Days::new(u64::from(self.day.clamp(1, 7) - 1));
        let time = NaiveTime::from_hms_opt(self.hour, 0, 0).unwrap_or(NaiveTime::MIN);
        // An hour that the clocks jump over is read on the clock not yet put forward.
        let at = resolve(on, time).unwrap_or_else(|_| on.and_time(time).and_utc());
        Due { week, at }
    }

    /// "Thursday at 8am".
    #[must_use]
    pub fn words(self) -> String {
        let due = self.in_the_week_of(NaiveDate::default());
        let day = due.week + Days::new(u64::from(self.day.clamp(1, 7) - 1));
        let time = NaiveTime::from_hms_opt(self.hour, 0, 0).unwrap_or(NaiveTime::MIN);
        format!("{} at {}", when::weekday(day), when::time(time))
    }
}

/// The days that can be chosen: the word in a form, and as it is read.
pub const DAYS: [(&str, &str); 7] = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
];

/// The timetable's form, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimetableAnswers {
    /// `day`: 1 to 7
    pub day: String,
    /// `hour`: a time on the hour, "8am"
    pub hour: String,
}

impl From<Timetable> for TimetableAnswers {
    fn from(timetable: Timetable) -> Self {
        let time = NaiveTime::from_hms_opt(timetable.hour, 0, 0).unwrap_or(NaiveTime::MIN);
        Self {
            day: timetable.day.to_string(),
            hour: when::time(time),
        }
    }
}

impl TimetableAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            day: fields.take("day"),
            hour: fields.take("hour"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the timetable.
    ///
    /// # Errors
    /// The day is none, or the time is none on the hour.
    pub fn parse(&self) -> Result<Timetable, FormErrors> {
        use chrono::Timelike;
        let mut errors = FormErrors::default();
        let day = DAYS.iter().position(|(word, _)| *word == self.day);
        if day.is_none() {
            errors.push("day", "Choose the day of the weekly email");
        }
        let hour = when::parse_time(&self.hour)
            .ok()
            .filter(|time| time.minute() == 0);
        if hour.is_none() {
            errors.push("hour", "Enter a time on the hour, like 8am");
        }
        errors.unless_any(Timetable {
            day: day.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(1),
            hour: hour.map_or(0, |time| time.hour()),
        })
    }
}
