//! The step that asks about cost, booking and access.

use crate::event::{Access, AccessFact, Booking, Cost, Fact};
use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered, WEB_SHAPE};
use crate::text::{ShortLine, TextProblem, WebAddress};

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
