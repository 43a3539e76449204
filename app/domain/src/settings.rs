//! What an administrator sets: the council's words, and how staff apply a standard.

use std::ops::RangeInclusive;

use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered, thousands};
use crate::limits::{ASKED_MOST, FLOOD_SENT, OPEN_MOST};
use crate::text::{self, Email, GroupName, ShortLine, Telephone, TextProblem, WebAddress};

pub use crate::limits::{POSTCODES_LIMIT, WAITING_DAYS_LIMIT};

/// Whether it is the first half of a postcode: one or two letters, a digit, and a digit or a letter or
/// neither ("TN3", "TN22", "EC1A").
fn is_first_half(half: &str) -> bool {
    let letters = half.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &half.as_bytes()[letters..];
    (1..=2).contains(&letters)
        && matches!(rest, [digit] | [digit, _] if digit.is_ascii_digit())
        && rest.iter().all(u8::is_ascii_alphanumeric)
}

/// The council's words and ways, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouncilSettings {
    /// "Withyham Parish Council".
    pub council: GroupName,
    /// The places of the parish in a line.
    pub places: ShortLine,
    /// The parish office's email address (policy 4.2).
    pub office_email: Email,
    /// Its telephone number.
    pub office_telephone: Telephone,
    /// Its postal address, in one line.
    pub office_address: ShortLine,
    /// The council's own website.
    pub website: WebAddress,
    /// Where the policy can be read.
    pub policy_url: Option<WebAddress>,
    /// How long a decision usually takes: "3 working days".
    pub reply_time: ShortLine,
    /// Whether messages wait to be read before they go.
    pub hold_messages: bool,
    /// After how many working days a submission has waited too long, from 1.
    pub waiting_days: i32,
    /// The first halves of the postcodes in and around the parish: "TN3". None where no hint about a place
    /// outside the parish is wanted.
    pub postcodes: Vec<String>,
}

/// The form of the council's words, as sent. Each field is named after its answer, with hyphens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CouncilAnswers {
    /// `council`
    pub council: String,
    /// `places`
    pub places: String,
    /// `office-email`
    pub office_email: String,
    /// `office-telephone`
    pub office_telephone: String,
    /// `office-address`
    pub office_address: String,
    /// `website`
    pub website: String,
    /// `policy-url`; may be empty
    pub policy_url: String,
    /// `reply-time`
    pub reply_time: String,
    /// `hold-messages`: "yes" or empty
    pub hold_messages: String,
    /// `waiting-days`: a whole number
    pub waiting_days: String,
    /// `postcodes`: first halves with spaces or commas between; may be empty
    pub postcodes: String,
}

const fn ask(
    field: &'static str,
    name: &'static str,
    empty: &'static str,
    shape: &'static str,
) -> Ask {
    Ask {
        field,
        name,
        empty,
        shape,
    }
}

const COUNCIL: Ask = ask(
    "council",
    "Council’s name",
    "Enter the council’s name",
    "Enter the council’s name",
);
const PLACES: Ask = ask(
    "places",
    "Places",
    "Enter the places of the parish",
    "Enter the places of the parish",
);
const EMAIL: Ask = ask(
    "office-email",
    "Email address",
    "Enter the parish office’s email address",
    "Enter an email address like office@example.org",
);
const TELEPHONE: Ask = ask(
    "office-telephone",
    "Telephone number",
    "Enter the parish office’s telephone number",
    "Enter a telephone number like 01632 960123",
);
const ADDRESS: Ask = ask(
    "office-address",
    "Postal address",
    "Enter the parish office’s postal address",
    "Enter the parish office’s postal address",
);
const WEBSITE: Ask = ask(
    "website",
    "Address of the website",
    "Enter the address of the council’s website",
    "Enter a web address like https://www.example.org",
);
const POLICY: Ask = ask(
    "policy-url",
    "Address of the policy",
    "Enter the address of the policy",
    "Enter a web address like https://www.example.org/policy",
);
const REPLY_TIME: Ask = ask(
    "reply-time",
    "Time for an answer",
    "Enter how long a decision usually takes",
    "Enter how long a decision usually takes",
);

impl CouncilAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            council: fields.take("council"),
            places: fields.take("places"),
            office_email: fields.take("office-email"),
            office_telephone: fields.take("office-telephone"),
            office_address: fields.take("office-address"),
            website: fields.take("website"),
            policy_url: fields.take("policy-url"),
            reply_time: fields.take("reply-time"),
            hold_messages: fields.take("hold-messages"),
            waiting_days: fields.take("waiting-days"),
            postcodes: fields.take("postcodes"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<CouncilSettings, FormErrors> {
        let mut errors = FormErrors::default();
        let council = errors.need(COUNCIL, GroupName::parse(&self.council));
        let places = errors.need(PLACES, ShortLine::parse(&self.places));
        let office_email = errors.need(EMAIL, Email::parse(&self.office_email));
        let office_telephone = errors.need(TELEPHONE, Telephone::parse(&self.office_telephone));
        let office_address = errors.need(ADDRESS, ShortLine::parse(&self.office_address));
        let website = errors.need(WEBSITE, WebAddress::parse(&self.website));
        let policy_url = errors.may(POLICY, WebAddress::parse(&self.policy_url));
        let reply_time = errors.need(REPLY_TIME, ShortLine::parse(&self.reply_time));
        let waiting_days = self.waiting_days(&mut errors);
        let postcodes = self.postcodes(&mut errors);
        let settings = (|| {
            Some(CouncilSettings {
                council: council?,
                places: places?,
                office_email: office_email?,
                office_telephone: office_telephone?,
                office_address: office_address?,
                website: website?,
                policy_url,
                reply_time: reply_time?,
                hold_messages: self.hold_messages == "yes",
                waiting_days: waiting_days?,
                postcodes: postcodes?,
            })
        })();
        match settings {
            Some(settings) => errors.unless_any(settings),
            None => Err(errors),
        }
    }

    fn postcodes(&self, errors: &mut FormErrors) -> Option<Vec<String>> {
        let mut halves: Vec<String> = self
            .postcodes
            .split([' ', ',', ';', '\n', '\r', '\t'])
            .filter(|half| !half.is_empty())
            .map(str::to_uppercase)
            .collect();
        halves.dedup();
        if halves.len() > POSTCODES_LIMIT {
            let message = format!("Enter {POSTCODES_LIMIT} postcodes or fewer");
            errors.push("postcodes", message);
            return None;
        }
        if let Some(other) = halves.iter().find(|half| !is_first_half(half)) {
            let message =
                format!("“{other}” is not the first half of a postcode. Enter them like TN3 TN7");
            errors.push("postcodes", message);
            return None;
        }
        Some(halves)
    }

    fn waiting_days(&self, errors: &mut FormErrors) -> Option<i32> {
        let days = self.waiting_days.trim().parse().ok();
        let days = days.filter(|days| (1..=WAITING_DAYS_LIMIT).contains(days));
        if days.is_none() {
            errors.push(
                "waiting-days",
                format!("Enter a number of working days from 1 to {WAITING_DAYS_LIMIT}"),
            );
        }
        days
    }
}

/// How much the site takes before it becomes careful: the limits that a council sets for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteLimits {
    /// How many events of one email address may wait at once.
    pub open_most: i32,
    /// How many events in [`crate::limits::FLOOD_PERIOD`] are a flood.
    pub flood_sent: i32,
    /// How many mails go in an hour to addresses that nobody has confirmed.
    pub asked_most: i32,
}

/// [`SiteLimits`] as typed: fields `open-most`, `flood-sent`, `asked-most`, whole numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LimitsAnswers {
    /// `open-most`
    pub open_most: String,
    /// `flood-sent`
    pub flood_sent: String,
    /// `asked-most`
    pub asked_most: String,
}

impl From<SiteLimits> for LimitsAnswers {
    fn from(limits: SiteLimits) -> Self {
        Self {
            open_most: limits.open_most.to_string(),
            flood_sent: limits.flood_sent.to_string(),
            asked_most: limits.asked_most.to_string(),
        }
    }
}

impl LimitsAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            open_most: fields.take("open-most"),
            flood_sent: fields.take("flood-sent"),
            asked_most: fields.take("asked-most"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<SiteLimits, FormErrors> {
        let mut errors = FormErrors::default();
        let mut number = |field, what, typed: &str, may: RangeInclusive<i32>| {
            let number = typed.trim().replace(',', "").parse().ok();
            let number = number.filter(|number| may.contains(number));
            if number.is_none() {
                let (least, most) = (may.start(), thousands(may.end().unsigned_abs() as usize));
                errors.push(
                    field,
                    format!("Enter a number of {what} from {least} to {most}"),
                );
            }
            number
        };
        let open_most = number("open-most", "events", &self.open_most, OPEN_MOST);
        let flood_sent = number("flood-sent", "events", &self.flood_sent, FLOOD_SENT);
        let asked_most = number("asked-most", "emails", &self.asked_most, ASKED_MOST);
        match (open_most, flood_sent, asked_most) {
            (Some(open_most), Some(flood_sent), Some(asked_most)) => Ok(SiteLimits {
                open_most,
                flood_sent,
                asked_most,
            }),
            _ => Err(errors),
        }
    }
}

/// A guidance note, as sent: field `guidance`. It may be empty.
///
/// # Errors
/// It is too long.
pub fn guidance(typed: &str) -> Result<String, FormErrors> {
    const GUIDANCE: Ask = ask(
        "guidance",
        "Guidance",
        "Enter the guidance",
        "Enter the guidance",
    );
    let mut errors = FormErrors::default();
    let words = match text::letter(typed) {
        Err(TextProblem::Empty) => Some(String::new()),
        parsed => errors.need(GUIDANCE, parsed),
    };
    match words {
        Some(words) => errors.unless_any(words),
        None => Err(errors),
    }
}
