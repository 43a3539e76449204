//! The form: what was typed, step by step, and what it means.
//!
//! Each step has its raw answers, which keep every character as it was typed so that a page can
//! show them again, and a `parse` that finds all their problems at once.

mod when;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::audit::canonical_json;
use crate::event::{
    Access, AccessFact, Booking, Cost, EventDetails, Fact, Place, PublicContact, plain_words,
};
use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::likeness::{like_venues, same_venue};
use crate::picture::{Picture, PictureAnswers};
use crate::text::{
    Description, Email, GroupName, PersonName, Postcode, ShortLine, Telephone, TextProblem, Title,
    WebAddress,
};
use crate::when::Dates;

pub use when::{MOST_DATES, MOST_DAYS, MoreDate, Preview, RepeatAnswers, WhenAnswers, preview};

/// The words a submitter agrees to when sending (policy 5.2), kept with the submission.
pub const DECLARATION: &str = "I confirm the details are accurate, meet the council’s standards, and that I have the \
     right to use the words and any picture.";

/// The words that staff confirm when they key an event in for somebody (policy 5.2 and 6.3), kept
/// with the submission.
pub const KEYED_IN_DECLARATION: &str = "The sender knows that they are responsible for the details, that these must be \
     accurate and meet the council’s standards, and that they need the right to use the words and any picture.";

/// The version of [`DECLARATION`] and [`KEYED_IN_DECLARATION`], to be raised with every change of its words.
pub const DECLARATION_VERSION: &str = "2026-11";

/// The version of [`Consent::wording`], to be raised with every change of its words.
pub const CONSENT_VERSION: &str = "2026-11";

const WEB_SHAPE: &str = "Enter a web address like https://example.org";

const TITLE: Ask = Ask {
    field: "title",
    name: "Title",
    empty: "Enter the event's title",
    shape: "Enter the event's title",
};
const DESCRIPTION: Ask = Ask {
    field: "description",
    name: "Description",
    empty: "Describe the event",
    shape: "Describe the event",
};
const VENUE_NAME: Ask = Ask {
    field: "venue-name",
    name: "Name of the place",
    empty: "Enter the name of the place",
    shape: "Enter the name of the place",
};
const ADDRESS: Ask = Ask {
    field: "address",
    name: "Address",
    empty: "Enter the address",
    shape: "Enter the address",
};
const VILLAGE: Ask = Ask {
    field: "village",
    name: "Village or town",
    empty: "Enter the village or town",
    shape: "Enter the village or town",
};
const POSTCODE: Ask = Ask {
    field: "postcode",
    name: "Postcode",
    empty: "Enter the postcode",
    shape: "Enter a full postcode, for example TN7 4BA",
};
const JOINING: Ask = Ask {
    field: "joining",
    name: "Address to join at",
    empty: "Enter the address to join at",
    shape: WEB_SHAPE,
};
const PRICE: Ask = Ask {
    field: "price",
    name: "Price",
    empty: "Enter the price, for example £5 or £4, under-16s free",
    shape: "Enter the price, for example £5 or £4, under-16s free",
};
const BOOKING: Ask = Ask {
    field: "booking",
    name: "How people book",
    empty: "Enter how people book",
    shape: WEB_SHAPE,
};
const AGE: Ask = Ask {
    field: "age",
    name: "Who it is for",
    empty: "Enter who it is for",
    shape: "Enter who it is for",
};
const WEBSITE: Ask = Ask {
    field: "website",
    name: "Website",
    empty: "Enter the website",
    shape: WEB_SHAPE,
};
const NAME: Ask = Ask {
    field: "name",
    name: "Your name",
    empty: "Enter your name",
    shape: "Enter your name",
};
const EMAIL: Ask = Ask {
    field: "email",
    name: "Email address",
    empty: "Enter your email address",
    shape: "Enter an email address like name@example.org",
};
const GROUP: Ask = Ask {
    field: "group",
    name: "Name of the group",
    empty: "Enter the name of the group",
    shape: "Enter the name of the group",
};
const TELEPHONE: Ask = Ask {
    field: "telephone",
    name: "Telephone number",
    empty: "Enter your telephone number, or choose not to show it",
    shape: "Enter a telephone number like 01892 123456",
};

/// A page of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// What it is.
    Event,
    /// When it is.
    When,
    /// Where it is.
    Where,
    /// Cost, booking, access.
    More,
    /// A picture, where there is one: the rest of the fourth step, on a page of its own.
    Picture,
    /// Who sends it.
    You,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 6] = [
        Self::Event,
        Self::When,
        Self::Where,
        Self::More,
        Self::Picture,
        Self::You,
    ];

    /// Its part of the address: "event".
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::When => "when",
            Self::Where => "where",
            Self::More => "more",
            Self::Picture => "picture",
            Self::You => "you",
        }
    }

    /// The step of that address.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// Its number, 1 to 5. The picture belongs to the fourth step.
    #[must_use]
    pub fn number(self) -> usize {
        match self {
            Self::Event => 1,
            Self::When => 2,
            Self::Where => 3,
            Self::More | Self::Picture => 4,
            Self::You => 5,
        }
    }

    /// The step after it.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    /// The step before it.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        (self as usize).checked_sub(1).map(|at| Self::ALL[at])
    }
}

/// A type of event that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTypeRef {
    /// Its value in forms and addresses: "music".
    pub slug: String,
    /// Its name: "Music".
    pub name: String,
}

/// A venue that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueRef {
    /// Its number, which is its value in forms.
    pub id: i64,
    /// Its name: "Village Hall".
    pub name: String,
    /// Its village: "Groombridge".
    pub village: String,
}

impl VenueRef {
    /// As it stands in an address: "village-hall-groombridge".
    #[must_use]
    pub fn slug(&self) -> String {
        plain_words(&format!("{} {}", self.name, self.village))
    }

    fn place(&self) -> Place {
        Place::Venue {
            id: self.id,
            name: self.name.clone(),
            village: self.village.clone(),
        }
    }
}

/// What the answers are judged against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The types to choose from.
    pub types: &'a [EventTypeRef],
    /// The venues to choose from.
    pub venues: &'a [VenueRef],
    /// Who fills the form in.
    pub by: FilledInBy,
}

/// How a submission came: by the form, or by one of the council's formal channels (policy 6.3), from
/// where staff key it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Channel {
    /// The sender filled the form in.
    #[default]
    Form,
    /// By telephone.
    Telephone,
    /// By letter.
    Letter,
    /// By email.
    Email,
    /// In person at the parish office.
    InPerson,
}

impl Channel {
    /// The channels that staff key in from, in the order they are offered.
    pub const KEYED_IN: [Self; 4] = [Self::Telephone, Self::Email, Self::Letter, Self::InPerson];

    /// As stored: "`in_person`".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Telephone => "telephone",
            Self::Letter => "letter",
            Self::Email => "email",
            Self::InPerson => "in_person",
        }
    }

    /// Reads the name of a channel that staff key in from.
    #[must_use]
    pub fn keyed_in(text: &str) -> Option<Self> {
        Self::KEYED_IN
            .into_iter()
            .find(|channel| channel.as_str() == text)
    }

    /// As shown: "By telephone".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Form => "By the form",
            Self::Telephone => "By telephone",
            Self::Letter => "By letter",
            Self::Email => "By email",
            Self::InPerson => "In person",
        }
    }

    /// Who fills the form in.
    #[must_use]
    pub fn filled_in_by(self) -> FilledInBy {
        if self == Self::Form {
            FilledInBy::Sender
        } else {
            FilledInBy::Staff
        }
    }
}

/// Who fills the form in, which decides what must be told about the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FilledInBy {
    /// The sender, who is answered by email.
    #[default]
    Sender,
    /// Staff, for somebody who telephoned, wrote or called (policy 6.3) and may have no email
    /// address.
    Staff,
}

/// What it is, as typed. Fields `title`, `description`, `type`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventAnswers {
    /// `title`
    pub title: String,
    /// `description`
    pub description: String,
    /// `type`, an [`EventTypeRef::slug`]
    pub event_type: String,
}

/// What it is, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPart {
    /// What it is called.
    pub title: Title,
    /// What it is.
    pub description: Description,
    /// Its type's slug.
    pub event_type: String,
}

impl EventAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            title: fields.take("title"),
            description: fields.take("description"),
            event_type: fields.take("type"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, types: &[EventTypeRef]) -> Result<EventPart, FormErrors> {
        let mut errors = FormErrors::default();
        let title = errors.need(TITLE, Title::parse(&self.title));
        let description = errors.need(DESCRIPTION, Description::parse(&self.description));
        let event_type = types
            .iter()
            .find(|t| t.slug == self.event_type)
            .map(|t| t.slug.clone());
        if event_type.is_none() {
            errors.push("type", "Select the type of event");
        }
        match (title, description, event_type) {
            (Some(title), Some(description), Some(event_type)) => Ok(EventPart {
                title,
                description,
                event_type,
            }),
            _ => Err(errors),
        }
    }
}

/// Where it is, as typed. Fields `venue`, `venue-name`, `address`, `village`, `postcode`,
/// `joining`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhereAnswers {
    /// `venue`: a [`VenueRef::id`], "other" or "online"
    pub venue: String,
    /// `venue-name`, with "other"
    pub venue_name: String,
    /// `address`, with "other"
    pub address: String,
    /// `village`, with "other"
    pub village: String,
    /// `postcode`, with "other"
    pub postcode: String,
    /// `joining`, with "online"
    pub joining: String,
    /// `as-typed`: the name that the sender meant as it is, though a venue is like it
    pub as_typed: String,
}

impl WhereAnswers {
    /// Takes the form's fields. The button `take` chooses a venue that was suggested, `keep` means the place as
    /// it is typed.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let (take, keep) = (fields.take("take"), fields.take("keep"));
        let mut answers = Self {
            as_typed: fields.take("as-typed"),
            venue: fields.take("venue"),
            venue_name: fields.take("venue-name"),
            address: fields.take("address"),
            village: fields.take("village"),
            postcode: fields.take("postcode"),
            joining: fields.take("joining"),
        };
        if keep == "yes" {
            answers.as_typed.clone_from(&answers.venue_name);
        }
        if !take.is_empty() {
            answers.venue = take;
        }
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, venues: &[VenueRef]) -> Result<Place, FormErrors> {
        match self.venue.as_str() {
            "other" => match self.same(venues) {
                Some(venue) => Ok(venue.place()),
                None => self.somewhere_else(),
            },
            "online" => self.online(),
            id => listed_venue(id, venues),
        }
    }

    /// The venues that may be meant by the place that was typed, three at most, the likest first. None once the
    /// sender has said that the place is meant as it is typed.
    #[must_use]
    pub fn near<'a>(&self, venues: &'a [VenueRef]) -> Vec<&'a VenueRef> {
        if self.means_as_typed() || self.same(venues).is_some() {
            return vec![];
        }
        like_venues(&self.venue_name, &self.village, venues)
    }

    /// The venue that was typed in full in place of choosing it.
    fn same<'a>(&self, venues: &'a [VenueRef]) -> Option<&'a VenueRef> {
        if self.means_as_typed() {
            return None;
        }
        same_venue(&self.venue_name, &self.village, venues)
    }

    /// Whether no venue is looked for by what was typed.
    fn means_as_typed(&self) -> bool {
        self.venue != "other" || self.as_typed.trim() == self.venue_name.trim()
    }

    /// The number of the venue that was chosen, or typed in full.
    #[must_use]
    pub fn venue_id(&self, venues: &[VenueRef]) -> Option<i64> {
        let same = self.same(venues).map(|venue| venue.id);
        same.or_else(|| self.venue.parse().ok())
    }

    /// The question whether a venue is meant, where one may be: what the page asks before it goes on.
    #[must_use]
    pub fn question(&self, venues: &[VenueRef]) -> Option<FormErrors> {
        let mut errors = FormErrors::default();
        errors.push("near", "Tell us whether you mean a place on our list");
        (!self.near(venues).is_empty()).then_some(errors)
    }

    fn somewhere_else(&self) -> Result<Place, FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(VENUE_NAME, ShortLine::parse(&self.venue_name));
        let address = errors.may(ADDRESS, ShortLine::parse(&self.address));
        let village = errors.may(VILLAGE, ShortLine::parse(&self.village));
        let postcode = errors.may(POSTCODE, Postcode::parse(&self.postcode));
        match name {
            Some(name) => errors.unless_any(Place::Typed {
                name,
                address,
                village,
                postcode,
            }),
            None => Err(errors),
        }
    }

    fn online(&self) -> Result<Place, FormErrors> {
        let mut errors = FormErrors::default();
        let joining = errors.may(JOINING, WebAddress::parse(&self.joining));
        errors.unless_any(Place::Online { joining })
    }
}

fn listed_venue(id: &str, venues: &[VenueRef]) -> Result<Place, FormErrors> {
    if let Some(venue) = venues.iter().find(|venue| venue.id.to_string() == id) {
        Ok(venue.place())
    } else {
        let mut errors = FormErrors::default();
        errors.push(
            "venue",
            "Select where it is, or choose “Somewhere else” or “Online”",
        );
        Err(errors)
    }
}

/// Cost, booking and access, as typed. Fields `cost`, `price`, `booking`, `step-free`, `toilet`,
/// `hearing-loop`, `blue-badge`, `age`, `website`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoreAnswers {
    /// `cost`: "free", "donations", "paid" or empty
    pub cost: String,
    /// `price`, with "paid"
    pub price: String,
    /// `booking`
    pub booking: String,
    /// `step-free`: "yes", "no" or empty
    pub step_free: String,
    /// `toilet`: "yes", "no" or empty
    pub toilet: String,
    /// `hearing-loop`: "yes", "no" or empty
    pub hearing_loop: String,
    /// `blue-badge`: "yes", "no" or empty
    pub blue_badge: String,
    /// `age`
    pub age: String,
    /// `website`
    pub website: String,
}

/// Cost, booking and access, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MorePart {
    /// What it costs.
    pub cost: Cost,
    /// How people book.
    pub booking: Option<Booking>,
    /// Getting in and taking part.
    pub access: Access,
    /// Who it is for.
    pub age: Option<ShortLine>,
    /// Where to read more.
    pub website: Option<WebAddress>,
}

impl MoreAnswers {
    /// The answers before any was given: what is known of getting into the venue, for the sender to leave or change.
    #[must_use]
    pub fn at_venue(known: Access) -> Self {
        let typed = |which| {
            match known.fact(which) {
                Fact::Yes => "yes",
                Fact::No => "no",
                Fact::NotTold => "",
            }
            .to_owned()
        };
        Self {
            step_free: typed(AccessFact::StepFree),
            toilet: typed(AccessFact::Toilet),
            hearing_loop: typed(AccessFact::HearingLoop),
            blue_badge: typed(AccessFact::BlueBadge),
            ..Self::default()
        }
    }

    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            cost: fields.take("cost"),
            price: fields.take("price"),
            booking: fields.take("booking"),
            step_free: fields.take("step-free"),
            toilet: fields.take("toilet"),
            hearing_loop: fields.take("hearing-loop"),
            blue_badge: fields.take("blue-badge"),
            age: fields.take("age"),
            website: fields.take("website"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<MorePart, FormErrors> {
        let mut errors = FormErrors::default();
        let cost = self.cost(&mut errors);
        let booking = errors.may(BOOKING, booking(&self.booking));
        let access = Access {
            step_free: fact(AccessFact::StepFree, &self.step_free, &mut errors),
            toilet: fact(AccessFact::Toilet, &self.toilet, &mut errors),
            hearing_loop: fact(AccessFact::HearingLoop, &self.hearing_loop, &mut errors),
            blue_badge: fact(AccessFact::BlueBadge, &self.blue_badge, &mut errors),
        };
        let age = errors.may(AGE, ShortLine::parse(&self.age));
        let website = errors.may(WEBSITE, WebAddress::parse(&self.website));
        match cost {
            Some(cost) => errors.unless_any(MorePart {
                cost,
                booking,
                access,
                age,
                website,
            }),
            None => Err(errors),
        }
    }

    /// What it costs. A price without a choice asks for the choice; with another choice it is what
    /// was left in a field that is folded away.
    fn cost(&self, errors: &mut FormErrors) -> Option<Cost> {
        match self.cost.as_str() {
            "" if self.price.trim().is_empty() => Some(Cost::NotTold),
            "free" => Some(Cost::Free),
            "donations" => Some(Cost::Donations),
            "paid" => errors
                .need(PRICE, ShortLine::parse(&self.price))
                .map(|words| Cost::Paid { words }),
            _ => {
                errors.push(
                    "cost",
                    "Select whether it is free, by donation or has a price",
                );
                None
            }
        }
    }
}

/// How people book. What begins like a web address must be one; anything else is words.
fn booking(typed: &str) -> Result<Booking, TextProblem> {
    let plain = typed.trim().to_ascii_lowercase();
    let meant = ["https:", "http:", "www."]
        .iter()
        .any(|start| plain.starts_with(start));
    match WebAddress::parse(typed) {
        Err(problem) if meant => Err(problem),
        Ok(address) => Ok(Booking::Address(address)),
        Err(_) => ShortLine::parse(typed).map(Booking::Words),
    }
}

fn fact(which: AccessFact, typed: &str, errors: &mut FormErrors) -> Fact {
    match typed {
        "yes" => Fact::Yes,
        "no" => Fact::No,
        "" => Fact::NotTold,
        _ => {
            errors.push(
                which.field(),
                format!("{}: select “Yes” or “No”", which.label()),
            );
            Fact::NotTold
        }
    }
}

/// Who sends it, as typed. Fields `name`, `email`, `group`, `telephone`, `show-name`,
/// `show-email`, `show-telephone`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YouAnswers {
    /// `name`
    pub name: String,
    /// `email`
    pub email: String,
    /// `group`
    pub group: String,
    /// `telephone`
    pub telephone: String,
    /// `show-name`: "yes" or empty
    pub show_name: String,
    /// `show-email`: "yes" or empty
    pub show_email: String,
    /// `show-telephone`: "yes" or empty
    pub show_telephone: String,
}

/// Who sends it, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YouPart {
    /// The person, for the staff only.
    pub sender: Sender,
    /// Who runs the event.
    pub group: Option<GroupName>,
    /// The details they agreed to publish.
    pub contact: PublicContact,
    /// What they agreed to.
    pub consents: Vec<Consent>,
}

impl YouAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            name: fields.take("name"),
            email: fields.take("email"),
            group: fields.take("group"),
            telephone: fields.take("telephone"),
            show_name: fields.take("show-name"),
            show_email: fields.take("show-email"),
            show_telephone: fields.take("show-telephone"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, by: FilledInBy) -> Result<YouPart, FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(NAME, PersonName::parse(&self.name));
        let needs_email = by == FilledInBy::Sender || self.agrees(Consent::Email);
        let email = if needs_email {
            errors.need(EMAIL, Email::parse(&self.email))
        } else {
            errors.may(EMAIL, Email::parse(&self.email))
        };
        let group = errors.may(GROUP, GroupName::parse(&self.group));
        let telephone = if self.agrees(Consent::Telephone) {
            errors.need(TELEPHONE, Telephone::parse(&self.telephone))
        } else {
            errors.may(TELEPHONE, Telephone::parse(&self.telephone))
        };
        let Some(name) = name else {
            return Err(errors);
        };
        let sender = Sender {
            name,
            email,
            telephone,
        };
        let consents: Vec<Consent> = Consent::ALL
            .into_iter()
            .filter(|c| self.agrees(*c))
            .collect();
        let contact = sender.shown(&consents);
        errors.unless_any(YouPart {
            sender,
            group,
            contact,
            consents,
        })
    }

    /// Whether a tick box is ticked: it sends "yes", and nothing else counts.
    fn agrees(&self, consent: Consent) -> bool {
        let tick = match consent {
            Consent::Name => &self.show_name,
            Consent::Email => &self.show_email,
            Consent::Telephone => &self.show_telephone,
        };
        tick == "yes"
    }
}

/// The person who sends an event in. Never public by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Their name.
    pub name: PersonName,
    /// Their email address; always there where they filled the form in themselves.
    pub email: Option<Email>,
    /// Their telephone number.
    pub telephone: Option<Telephone>,
}

impl Sender {
    /// Their details that may be shown, given what they agreed to.
    #[must_use]
    pub fn shown(&self, consents: &[Consent]) -> PublicContact {
        let agreed = |consent| consents.contains(&consent);
        PublicContact {
            name: agreed(Consent::Name).then(|| self.name.clone()),
            email: self.email.clone().filter(|_| agreed(Consent::Email)),
            telephone: self
                .telephone
                .clone()
                .filter(|_| agreed(Consent::Telephone)),
        }
    }
}

/// One detail that the sender agreed to publish (policy 4.5), ticked on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consent {
    /// The name.
    Name,
    /// The email address.
    Email,
    /// The telephone number.
    Telephone,
}

impl Consent {
    /// Every consent.
    pub const ALL: [Self; 3] = [Self::Name, Self::Email, Self::Telephone];

    /// As stored: "name".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Telephone => "telephone",
        }
    }

    /// The name of its tick box: "show-name".
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Name => "show-name",
            Self::Email => "show-email",
            Self::Telephone => "show-telephone",
        }
    }

    /// The words beside its tick box, kept with the consent.
    #[must_use]
    pub fn wording(self) -> &'static str {
        match self {
            Self::Name => "Show my name on the event’s page, for everybody to see",
            Self::Email => "Show my email address on the event’s page, for everybody to see",
            Self::Telephone => "Show my telephone number on the event’s page, for everybody to see",
        }
    }
}

/// All the answers of a form that is not sent yet; `None` for a step not reached. In the database
/// they are [`crate::stored::Answers`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftAnswers {
    /// What it is.
    pub event: Option<EventAnswers>,
    /// When it is.
    pub when: Option<WhenAnswers>,
    /// Where it is.
    pub place: Option<WhereAnswers>,
    /// Cost, booking, access.
    pub more: Option<MoreAnswers>,
    /// The picture and what is told of it. A form that never came here has none.
    pub picture: Option<PictureAnswers>,
    /// Who sends it.
    pub you: Option<YouAnswers>,
}

/// A form that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubmission {
    /// What the public may know.
    pub details: EventDetails,
    /// Who sent it.
    pub sender: Sender,
    /// What they agreed to publish.
    pub consents: Vec<Consent>,
}

impl DraftAnswers {
    /// Reads all the answers. It succeeds exactly where [`DraftAnswers::first_unfinished`] finds
    /// nothing.
    ///
    /// # Errors
    /// Each step with problems, in order. A step not reached has one.
    pub fn parse(&self, context: &Context<'_>) -> Result<NewSubmission, Vec<(Step, FormErrors)>> {
        let mut problems = Problems(Vec::new());
        let event = problems.read(Step::Event, self.event.as_ref(), |a| a.parse(context.types));
        let dates = problems.read(Step::When, self.when.as_ref(), |a| a.parse(context.now));
        let place = problems.read(Step::Where, self.place.as_ref(), |a| {
            a.parse(context.venues)
        });
        let more = problems.read(Step::More, self.more.as_ref(), MoreAnswers::parse);
        // Nobody needs a picture, so one that was never asked about is no problem.
        let picture = self
            .picture
            .as_ref()
            .map_or(Ok(None), |a| a.parse(context.by));
        let picture = picture.map_err(|errors| problems.0.push((Step::Picture, errors)));
        let you = problems.read(Step::You, self.you.as_ref(), |a| a.parse(context.by));
        match (event, dates, place, more, picture, you) {
            (Some(event), Some(dates), Some(place), Some(more), Ok(picture), Some(you)) => {
                Ok(NewSubmission::of(event, dates, place, more, picture, you))
            }
            _ => Err(problems.0),
        }
    }

    /// The first step that is not reached or has a problem.
    #[must_use]
    pub fn first_unfinished(&self, context: &Context<'_>) -> Option<Step> {
        self.parse(context)
            .err()
            .and_then(|problems| problems.first().map(|(step, _)| *step))
    }

    /// The SHA-256 of the answers in hexadecimal: the same answers have the same, others another.
    #[must_use]
    pub fn digest(&self) -> String {
        // Answers are text, lists and options, which JSON can always hold.
        let json = serde_json::to_value(self).unwrap_or_default();
        let hash = Sha256::digest(canonical_json(&json));
        hash.iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }
}

/// The problems found so far, by step.
struct Problems(Vec<(Step, FormErrors)>);

impl Problems {
    fn read<A: Default, P>(
        &mut self,
        step: Step,
        answers: Option<&A>,
        parse: impl Fn(&A) -> Result<P, FormErrors>,
    ) -> Option<P> {
        let read = match answers {
            Some(answers) => parse(answers),
            None => Err(parse(&A::default()).err().unwrap_or_else(not_reached)),
        };
        read.map_err(|errors| self.0.push((step, errors))).ok()
    }
}

/// For the one step that has nothing that must be answered.
fn not_reached() -> FormErrors {
    let mut errors = FormErrors::default();
    errors.push(
        "cost",
        "Answer what you can about cost and access, then continue",
    );
    errors
}

impl NewSubmission {
    fn of(
        event: EventPart,
        dates: Dates,
        place: Place,
        more: MorePart,
        picture: Option<Picture>,
        you: YouPart,
    ) -> Self {
        let details = EventDetails {
            title: event.title,
            description: event.description,
            event_type: event.event_type,
            dates,
            place,
            cost: more.cost,
            booking: more.booking,
            access: more.access,
            age: more.age,
            website: more.website,
            group: you.group,
            contact: you.contact,
            picture,
        };
        Self {
            details,
            sender: you.sender,
            consents: you.consents,
        }
    }
}
