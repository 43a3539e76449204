//! Replies that are ready to use: words to a sender with places to be filled in from the case,
//! such as `{title}` (policy 6.12).

use strum::{EnumString, IntoStaticStr};

use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::text::{self, ShortLine};

/// What a reply is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Purpose {
    /// Asking for changes.
    Changes,
    /// A refusal's brief response.
    Refusal,
    /// Telling the sender that the event was taken down.
    TakeDown,
}

impl Purpose {
    /// Every purpose, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Changes, Self::Refusal, Self::TakeDown];

    /// As in forms and records: "changes", "refusal", "`take_down`".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`Purpose::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// As shown: "Asking for changes".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Changes => "Asking for changes",
            Self::Refusal => "Refusing",
            Self::TakeDown => "Taking down",
        }
    }
}

/// Something of the case that a reply can have filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// The sender's name.
    Name,
    /// The event's title.
    Title,
    /// The submission's reference.
    Reference,
    /// The group that runs the event.
    Group,
    /// The event's dates.
    Dates,
    /// The council's name.
    Council,
    /// The parish office's email address.
    OfficeEmail,
    /// The parish office's telephone number.
    OfficeTelephone,
    /// The standards that are not met, with their clauses.
    Standards,
    /// How long a decision usually takes.
    ReplyTime,
    /// The address of the page with the council's standards.
    StandardsPage,
}

impl Placeholder {
    /// Every placeholder, in the order they are told.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Title,
        Self::Reference,
        Self::Group,
        Self::Dates,
        Self::Council,
        Self::OfficeEmail,
        Self::OfficeTelephone,
        Self::Standards,
        Self::ReplyTime,
        Self::StandardsPage,
    ];

    /// As staff write it between braces: "office email".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Title => "title",
            Self::Reference => "reference",
            Self::Group => "group",
            Self::Dates => "dates",
            Self::Council => "council",
            Self::OfficeEmail => "office email",
            Self::OfficeTelephone => "office telephone",
            Self::Standards => "standards",
            Self::ReplyTime => "reply time",
            Self::StandardsPage => "standards page",
        }
    }

    /// Reads what stands between braces, in any case and with any spaces.
    fn parse(text: &str) -> Option<Self> {
        let plain: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let plain = plain.join(" ");
        Self::ALL
            .into_iter()
            .find(|placeholder| placeholder.label() == plain)
    }
}

/// Every placeholder in its braces: "{name}, {title} … and {standards}".
#[must_use]
pub fn known_placeholders() -> String {
    let (last, others) = Placeholder::ALL
        .split_last()
        .unwrap_or((&Placeholder::Name, &[]));
    let others: Vec<String> = others
        .iter()
        .map(|placeholder| format!("{{{}}}", placeholder.label()))
        .collect();
    format!("{} and {{{}}}", others.join(", "), last.label())
}

/// What a case has for each placeholder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// The sender's name.
    pub name: String,
    /// The event's title.
    pub title: String,
    /// The submission's reference.
    pub reference: String,
    /// The group; empty where there is none, which reads "your group".
    pub group: String,
    /// The event's dates.
    pub dates: String,
    /// The council's name.
    pub council: String,
    /// The parish office's email address.
    pub office_email: String,
    /// The parish office's telephone number.
    pub office_telephone: String,
    /// The standards that are not met; empty where none is marked, which reads "the council’s
    /// standards for events".
    pub standards: String,
    /// How long a decision usually takes.
    pub reply_time: String,
    /// The address of the page with the council's standards.
    pub standards_page: String,
}

impl Values {
    fn of(&self, placeholder: Placeholder) -> &str {
        match placeholder {
            Placeholder::Name => &self.name,
            Placeholder::Title => &self.title,
            Placeholder::Reference => &self.reference,
            Placeholder::Group if self.group.is_empty() => "your group",
            Placeholder::Group => &self.group,
            Placeholder::Dates => &self.dates,
            Placeholder::Council => &self.council,
            Placeholder::OfficeEmail => &self.office_email,
            Placeholder::OfficeTelephone => &self.office_telephone,
            Placeholder::Standards if self.standards.is_empty() => {
                "the council’s standards for events"
            }
            Placeholder::Standards => &self.standards,
            Placeholder::ReplyTime => &self.reply_time,
            Placeholder::StandardsPage => &self.standards_page,
        }
    }
}

/// Why a reply's words cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateProblem {
    /// A brace is opened and not closed.
    #[error("a brace is not closed")]
    NotClosed,
    /// Nothing of that name can be filled in.
    #[error("{{{0}}} is not known")]
    Unknown(String),
}

/// A reply's words, read: what stands as it is, and what is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(String),
    Place(Placeholder),
}

impl Template {
    /// Reads a reply's words. A `}` alone stands for itself.
    ///
    /// # Errors
    /// The first brace that is not closed, or that holds no placeholder.
    pub fn parse(words: &str) -> Result<Self, TemplateProblem> {
        let mut parts = Vec::new();
        let mut rest = words;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, left) = after.split_once('}').ok_or(TemplateProblem::NotClosed)?;
            if inside.contains('{') {
                return Err(TemplateProblem::NotClosed);
            }
            let placeholder = Placeholder::parse(inside)
                .ok_or_else(|| TemplateProblem::Unknown(inside.trim().to_owned()))?;
            parts.push(Part::Words(before.to_owned()));
            parts.push(Part::Place(placeholder));
            rest = left;
        }
        parts.push(Part::Words(rest.to_owned()));
        Ok(Self(parts))
    }

    /// Fills a case in. What is filled in is never read again: a title of `{name}` stays so.
    #[must_use]
    pub fn fill(&self, values: &Values) -> String {
        self.0.iter().fold(String::new(), |mut filled, part| {
            filled.push_str(match part {
                Part::Words(words) => words,
                Part::Place(placeholder) => values.of(*placeholder),
            });
            filled
        })
    }
}

/// Adds ready words below what was typed before, if something was.
#[must_use]
pub fn below(typed: &str, ready: &str) -> String {
    let mut words = typed.trim_end().to_owned();
    if !words.is_empty() {
        words.push_str("\n\n");
    }
    words.push_str(ready);
    words
}

/// A reply as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReply {
    /// What it is for.
    pub purpose: Purpose,
    /// The name that staff pick it by.
    pub name: ShortLine,
    /// Its words, whose places are known ones.
    pub words: String,
}

/// The form of a reply, as sent. Fields `purpose`, `name`, `words`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplyAnswers {
    /// `purpose`: a [`Purpose`]
    pub purpose: String,
    /// `name`, that staff pick it by
    pub name: String,
    /// `words`, to the sender
    pub words: String,
}

const NAME: Ask = Ask {
    field: "name",
    name: "Name",
    empty: "Enter a name to pick it by",
    shape: "Enter a name to pick it by",
};
pub(crate) const WORDS: Ask = Ask {
    field: "words",
    name: "Words",
    empty: "Enter the words to the sender",
    shape: "Enter the words to the sender",
};

impl ReplyAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            purpose: fields.take("purpose"),
            name: fields.take("name"),
            words: fields.take("words"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<NewReply, FormErrors> {
        let mut errors = FormErrors::default();
        let purpose = Purpose::parse(&self.purpose);
        if purpose.is_none() {
            errors.push("purpose", "Select what the words are for");
        }
        let name = errors.need(NAME, ShortLine::parse(&self.name));
        let words = errors.need(WORDS, text::letter(&self.words));
        if let Some(Err(problem)) = words.as_deref().map(Template::parse) {
            errors.push("words", mend(&problem));
        }
        match (purpose, name, words) {
            (Some(purpose), Some(name), Some(words)) => errors.unless_any(NewReply {
                purpose,
                name,
                words,
            }),
            _ => Err(errors),
        }
    }
}

/// What to do about words that cannot be filled in.
pub(crate) fn mend(problem: &TemplateProblem) -> String {
    let known = known_placeholders();
    match problem {
        TemplateProblem::NotClosed => {
            format!("Close each {{ with a }}. What can be filled in is {known}")
        }
        TemplateProblem::Unknown(inside) => {
            format!("“{{{inside}}}” cannot be filled in. What can be is {known}")
        }
    }
}
