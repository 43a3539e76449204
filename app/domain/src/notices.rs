//! What members of staff hear of by mail: each chooses for themselves.

use chrono::NaiveTime;
use strum::{EnumString, IntoStaticStr};

use crate::{
    form::{Fields, FormErrors, Pairs, Tampered},
    when,
};

/// When the morning's summary goes, on the parish's clock.
pub const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).expect("8am is a time");

/// How soon a member of staff hears of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Pace {
    /// Not by mail.
    Off,
    /// A mail each time.
    AtOnce,
    /// One mail each morning, for all of them.
    Daily,
}

impl Pace {
    /// Every pace, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Off];

    /// The word in the database and in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// As it is offered.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Off => "No email".to_owned(),
            Self::AtOnce => "At once, an email each".to_owned(),
            Self::Daily => format!("One email each morning at {}", when::time(MORNING)),
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| pace.as_str() == word)
    }
}

/// What there is to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Topic {
    /// A new event to decide.
    New,
    /// A listed event that its sender changed, or said something new of.
    Edit,
    /// An event that waits too long.
    Waiting,
    /// What somebody told us of a listed event.
    Report,
}

impl Topic {
    /// Every topic, in the order they are asked.
    pub const ALL: [Self; 4] = [Self::New, Self::Edit, Self::Waiting, Self::Report];

    /// The word in the database and the name in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A person's choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notices {
    /// Of new events.
    pub new: Pace,
    /// Of changes by senders.
    pub edit: Pace,
    /// Of events that wait too long.
    pub waiting: Pace,
    /// Of reports from the public.
    pub report: Pace,
}

/// What an account begins with; the database has the same defaults.
impl Default for Notices {
    fn default() -> Self {
        Self {
            new: Pace::AtOnce,
            edit: Pace::AtOnce,
            waiting: Pace::Daily,
            report: Pace::AtOnce,
        }
    }
}

impl Notices {
    /// Nothing at all.
    pub const NONE: Self = Self {
        new: Pace::Off,
        edit: Pace::Off,
        waiting: Pace::Off,
        report: Pace::Off,
    };

    /// The pace of a topic.
    #[must_use]
    pub fn of(self, topic: Topic) -> Pace {
        match topic {
            Topic::New => self.new,
            Topic::Edit => self.edit,
            Topic::Waiting => self.waiting,
            Topic::Report => self.report,
        }
    }
}

/// The form of the choices, as posted: a word for each topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticesAnswers {
    /// `new`
    pub new: String,
    /// `edit`
    pub edit: String,
    /// `waiting`
    pub waiting: String,
    /// `report`
    pub report: String,
}

impl From<Notices> for NoticesAnswers {
    fn from(notices: Notices) -> Self {
        let word = |topic| notices.of(topic).as_str().to_owned();
        Self {
            new: word(Topic::New),
            edit: word(Topic::Edit),
            waiting: word(Topic::Waiting),
            report: word(Topic::Report),
        }
    }
}

impl NoticesAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            new: fields.take("new"),
            edit: fields.take("edit"),
            waiting: fields.take("waiting"),
            report: fields.take("report"),
        };
        fields.none_left().map(|()| answers)
    }

    /// The answer for a topic, as posted.
    #[must_use]
    pub fn of(&self, topic: Topic) -> &str {
        match topic {
            Topic::New => &self.new,
            Topic::Edit => &self.edit,
            Topic::Waiting => &self.waiting,
            Topic::Report => &self.report,
        }
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// Every topic without one of the answers.
    pub fn parse(&self) -> Result<Notices, FormErrors> {
        let mut errors = FormErrors::default();
        let mut read = |topic: Topic, missing: &str| {
            Pace::parse(self.of(topic)).unwrap_or_else(|| {
                errors.push(topic.as_str(), missing);
                Pace::Off
            })
        };
        let notices = Notices {
            new: read(Topic::New, "Choose how you hear of new events"),
            edit: read(Topic::Edit, "Choose how you hear of changes by senders"),
            waiting: read(
                Topic::Waiting,
                "Choose how you hear of events that wait too long",
            ),
            report: read(Topic::Report, "Choose how you hear of reports"),
        };
        errors.unless_any(notices)
    }
}
