//! Repeat offenders (policy 6.13): staff, never a rule, block a sender for a reason and until a day
//! on which they look again. What a blocked sender sends in is held, not lost.

use chrono::{Months, NaiveDate};

use strum::{EnumString, IntoStaticStr};

use crate::form::{Ask, DateAnswers, Fields, FormErrors, Pairs, Tampered};
use crate::{text, when};

pub use crate::limits::REVIEW_WITHIN_MONTHS;

/// What of a sender is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum BlockKind {
    /// An email address.
    Email,
    /// A group, by its name.
    Group,
}

impl BlockKind {
    /// As stored: "email", "group".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`BlockKind::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// As shown: "Email address", "Group".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Email => "Email address",
            Self::Group => "Group",
        }
    }
}

/// A block that staff set. Each kind is one that the case has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBlock {
    /// What is blocked: one or both.
    pub kinds: Vec<BlockKind>,
    /// Why, for the record.
    pub reason: String,
    /// When staff look again whether it is still right.
    pub review_on: NaiveDate,
}

/// The form of a block, as sent. Fields `email`, `group`, `reason`, `review-day`, `review-month`,
/// `review-year`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockAnswers {
    /// `email`: "yes" to block the email address
    pub email: String,
    /// `group`: "yes" to block the group
    pub group: String,
    /// `reason`, for the record
    pub reason: String,
    /// `review-day`, `review-month`, `review-year`
    pub review: DateAnswers,
}

const REASON: Ask = Ask {
    field: "reason",
    name: "Reason",
    empty: "Enter the reason for the block",
    shape: "Enter the reason for the block",
};

impl BlockAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            email: fields.take("email"),
            group: fields.take("group"),
            reason: fields.take("reason"),
            review: DateAnswers::take(&mut fields, "review"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers. `has` is what the case has to block.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, today: NaiveDate, has: &[BlockKind]) -> Result<NewBlock, FormErrors> {
        let mut errors = FormErrors::default();
        let chosen = |kind: &BlockKind| match kind {
            BlockKind::Email => self.email == "yes",
            BlockKind::Group => self.group == "yes",
        };
        let kinds: Vec<BlockKind> = has.iter().copied().filter(chosen).collect();
        if kinds.is_empty() {
            let first = has.first().map_or("email", |kind| kind.as_str());
            errors.push(first, "Select what to block");
        }
        let reason = errors.need(REASON, text::letter(&self.reason));
        let review_on = self.review_on(today, &mut errors);
        match (reason, review_on) {
            (Some(reason), Some(review_on)) => errors.unless_any(NewBlock {
                kinds,
                reason,
                review_on,
            }),
            _ => Err(errors),
        }
    }

    fn review_on(&self, today: NaiveDate, errors: &mut FormErrors) -> Option<NaiveDate> {
        let day = self
            .review
            .parse(errors, "review", "the day to look again")?;
        let furthest = today + Months::new(REVIEW_WITHIN_MONTHS);
        if day <= today {
            errors.push("review-day", "The day to look again must be in the future");
            return None;
        }
        if day > furthest {
            let furthest = when::day_and_year(furthest);
            errors.push(
                "review-day",
                format!("The day to look again must be on or before {furthest}"),
            );
            return None;
        }
        Some(day)
    }
}
