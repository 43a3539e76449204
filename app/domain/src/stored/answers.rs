//! The answers of a form, letter for letter as they were typed, as they are stored.
//!
//! What came later is written only where it is filled in, so that answers of before keep their
//! digest ([`DraftAnswers::digest`]).

use serde::{Deserialize, Serialize};

use super::unnumbered;
use crate::picture::{PictureAnswers, PictureId, Size, TakenPicture};
use crate::submission::{
    DraftAnswers, EventAnswers, MoreAnswers, MoreDate, RepeatAnswers, WhenAnswers, WhereAnswers,
    YouAnswers,
};

/// All the answers of a form: the columns `draft.answers` and `revision.answers`. None of a step
/// that was not reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    // Written from the release after this one on: the one before refuses what it does not know.
    #[serde(default = "unnumbered", skip_serializing)]
    format: u32,
    #[serde(default)]
    event: Option<EventStep>,
    #[serde(default)]
    when: Option<WhenStep>,
    #[serde(default)]
    place: Option<WhereStep>,
    #[serde(default)]
    more: Option<MoreStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    picture: Option<PictureStep>,
    #[serde(default)]
    you: Option<YouStep>,
}

/// The picture that was taken in and what is told of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct PictureStep {
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<Taken>,
    alt: String,
    decorative: String,
    credit: String,
    rights: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Taken {
    id: String,
    size: Pixels,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pixels {
    width: u32,
    height: u32,
}

/// When it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct WhenStep {
    day: String,
    month: String,
    year: String,
    all_day: String,
    start: String,
    finish: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    again: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    doors: String,
    repeats: String,
    last_day: String,
    last_month: String,
    last_year: String,
    #[serde(skip_serializing_if = "Rule::is_blank")]
    rule: Rule,
    more: Vec<Date>,
}

/// How it repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Rule {
    every: String,
    on: Vec<String>,
    ends: String,
    until_day: String,
    until_month: String,
    until_year: String,
    times: String,
    left_out: String,
    further: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    otherwise: String,
}

impl Rule {
    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

/// What it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct EventStep {
    title: String,
    description: String,
    event_type: String,
}

/// Cost, booking and access.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct MoreStep {
    cost: String,
    price: String,
    booking: String,
    step_free: String,
    toilet: String,
    hearing_loop: String,
    blue_badge: String,
    age: String,
    website: String,
}

/// Where it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct WhereStep {
    venue: String,
    venue_name: String,
    address: String,
    village: String,
    postcode: String,
    joining: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    as_typed: String,
}

/// Who sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct YouStep {
    name: String,
    email: String,
    group: String,
    telephone: String,
    show_name: String,
    show_email: String,
    show_telephone: String,
}

/// The second date, and those after it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Date {
    day: String,
    month: String,
    year: String,
    start: String,
    finish: String,
}

impl From<Answers> for DraftAnswers {
    fn from(stored: Answers) -> Self {
        Self {
            event: stored.event.map(Into::into),
            when: stored.when.map(Into::into),
            place: stored.place.map(Into::into),
            more: stored.more.map(Into::into),
            picture: stored.picture.map(Into::into),
            you: stored.you.map(Into::into),
        }
    }
}

impl From<DraftAnswers> for Answers {
    fn from(answers: DraftAnswers) -> Self {
        Self {
            format: unnumbered(),
            event: answers.event.map(Into::into),
            when: answers.when.map(Into::into),
            place: answers.place.map(Into::into),
            more: answers.more.map(Into::into),
            picture: answers.picture.map(Into::into),
            you: answers.you.map(Into::into),
        }
    }
}

impl From<PictureStep> for PictureAnswers {
    fn from(stored: PictureStep) -> Self {
        let taken = stored.picture.and_then(|Taken { id, size }| {
            let Pixels { width, height } = size;
            Some(TakenPicture {
                id: PictureId::parse(&id).ok()?,
                size: Size { width, height },
            })
        });
        Self {
            picture: taken,
            alt: stored.alt,
            decorative: stored.decorative,
            credit: stored.credit,
            rights: stored.rights,
        }
    }
}

impl From<PictureAnswers> for PictureStep {
    fn from(answers: PictureAnswers) -> Self {
        let taken = answers.picture.map(|TakenPicture { id, size }| {
            let Size { width, height } = size;
            Taken {
                id: id.into(),
                size: Pixels { width, height },
            }
        });
        Self {
            picture: taken,
            alt: answers.alt,
            decorative: answers.decorative,
            credit: answers.credit,
            rights: answers.rights,
        }
    }
}

impl From<WhenStep> for WhenAnswers {
    fn from(from: WhenStep) -> Self {
        Self {
            day: from.day,
            month: from.month,
            year: from.year,
            all_day: from.all_day,
            start: from.start,
            finish: from.finish,
            again: from.again,
            doors: from.doors,
            repeats: from.repeats,
            last_day: from.last_day,
            last_month: from.last_month,
            last_year: from.last_year,
            rule: from.rule.into(),
            more: from.more.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<WhenAnswers> for WhenStep {
    fn from(from: WhenAnswers) -> Self {
        Self {
            day: from.day,
            month: from.month,
            year: from.year,
            all_day: from.all_day,
            start: from.start,
            finish: from.finish,
            again: from.again,
            doors: from.doors,
            repeats: from.repeats,
            last_day: from.last_day,
            last_month: from.last_month,
            last_year: from.last_year,
            rule: from.rule.into(),
            more: from.more.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Rule> for RepeatAnswers {
    fn from(from: Rule) -> Self {
        Self {
            every: from.every,
            on: from.on,
            ends: from.ends,
            until_day: from.until_day,
            until_month: from.until_month,
            until_year: from.until_year,
            times: from.times,
            left_out: from.left_out,
            further: from.further,
            otherwise: from.otherwise,
        }
    }
}

impl From<RepeatAnswers> for Rule {
    fn from(from: RepeatAnswers) -> Self {
        Self {
            every: from.every,
            on: from.on,
            ends: from.ends,
            until_day: from.until_day,
            until_month: from.until_month,
            until_year: from.until_year,
            times: from.times,
            left_out: from.left_out,
            further: from.further,
            otherwise: from.otherwise,
        }
    }
}

impl From<EventStep> for EventAnswers {
    fn from(from: EventStep) -> Self {
        Self {
            title: from.title,
            description: from.description,
            event_type: from.event_type,
        }
    }
}

impl From<EventAnswers> for EventStep {
    fn from(from: EventAnswers) -> Self {
        Self {
            title: from.title,
            description: from.description,
            event_type: from.event_type,
        }
    }
}

impl From<MoreStep> for MoreAnswers {
    fn from(from: MoreStep) -> Self {
        Self {
            cost: from.cost,
            price: from.price,
            booking: from.booking,
            step_free: from.step_free,
            toilet: from.toilet,
            hearing_loop: from.hearing_loop,
            blue_badge: from.blue_badge,
            age: from.age,
            website: from.website,
        }
    }
}

impl From<MoreAnswers> for MoreStep {
    fn from(from: MoreAnswers) -> Self {
        Self {
            cost: from.cost,
            price: from.price,
            booking: from.booking,
            step_free: from.step_free,
            toilet: from.toilet,
            hearing_loop: from.hearing_loop,
            blue_badge: from.blue_badge,
            age: from.age,
            website: from.website,
        }
    }
}

impl From<WhereStep> for WhereAnswers {
    fn from(from: WhereStep) -> Self {
        Self {
            venue: from.venue,
            venue_name: from.venue_name,
            address: from.address,
            village: from.village,
            postcode: from.postcode,
            joining: from.joining,
            as_typed: from.as_typed,
        }
    }
}

impl From<WhereAnswers> for WhereStep {
    fn from(from: WhereAnswers) -> Self {
        Self {
            venue: from.venue,
            venue_name: from.venue_name,
            address: from.address,
            village: from.village,
            postcode: from.postcode,
            joining: from.joining,
            as_typed: from.as_typed,
        }
    }
}

impl From<YouStep> for YouAnswers {
    fn from(from: YouStep) -> Self {
        Self {
            name: from.name,
            email: from.email,
            group: from.group,
            telephone: from.telephone,
            show_name: from.show_name,
            show_email: from.show_email,
            show_telephone: from.show_telephone,
        }
    }
}

impl From<YouAnswers> for YouStep {
    fn from(from: YouAnswers) -> Self {
        Self {
            name: from.name,
            email: from.email,
            group: from.group,
            telephone: from.telephone,
            show_name: from.show_name,
            show_email: from.show_email,
            show_telephone: from.show_telephone,
        }
    }
}

impl From<Date> for MoreDate {
    fn from(from: Date) -> Self {
        Self {
            day: from.day,
            month: from.month,
            year: from.year,
            start: from.start,
            finish: from.finish,
        }
    }
}

impl From<MoreDate> for Date {
    fn from(from: MoreDate) -> Self {
        Self {
            day: from.day,
            month: from.month,
            year: from.year,
            start: from.start,
            finish: from.finish,
        }
    }
}
