//! The council's written standards, as data: policy versions, their clauses and the checklist.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::policy_roles::Roles;

/// One version of the council's policy. Every declaration and decision is stamped with the one in
/// force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// The database's number for it.
    pub id: i64,
    /// Its short name: "October 2023".
    pub name: String,
    /// The day the council adopted it.
    pub adopted: NaiveDate,
    /// The last day by which the council means to review it.
    pub review_due: NaiveDate,
    /// What its clauses are for.
    pub roles: Roles,
    /// What may stand in the place of an event that was taken down, in the policy's words.
    pub removal_sentence: String,
}

impl PolicyVersion {
    /// Whether the review's last day has passed.
    #[must_use]
    pub fn review_overdue(&self, today: NaiveDate) -> bool {
        today > self.review_due
    }
}

/// A clause of the policy, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Its number: "6.9".
    pub number: String,
    /// Its text.
    pub text: String,
}

/// One item of the checklist that staff decide against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    /// Its short key, in field names and records: "personal".
    pub key: StandardKey,
    /// What it asks, in a few words: "No personal information".
    pub name: String,
    /// The clauses it rests on.
    pub clauses: Vec<Clause>,
    /// How staff apply it, editable.
    pub guidance: String,
}

impl Standard {
    /// The clauses' numbers as a heading shows them: "5.3 · 6.8".
    #[must_use]
    pub fn numbers(&self) -> String {
        self.clauses
            .iter()
            .map(|c| c.number.as_str())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// Its name with the numbers of its clauses: "No personal information (6.9)".
    #[must_use]
    pub fn cited(&self) -> String {
        format!("{} ({})", self.name, self.numbers())
    }
}

/// The key of a [`Standard`].
pub type StandardKey = String;
