//! What the clauses of a policy are for. Letters and pages ask for the clause that says a thing, in
//! the version that something was decided under; no number of a clause stands in the code.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a clause of the policy may say that the software acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyRole {
    /// Events are listed at the council's discretion, and its decision is final.
    Discretion,
    /// Whoever sends an event in answers for it.
    SenderResponsible,
    /// An event may be refused for its nature.
    RefusalNature,
    /// An event may be refused for standards that it does not meet.
    RefusalStandards,
    /// The council takes no responsibility for the events.
    NoResponsibility,
    /// What counts as a formal communication, and by which ways it comes.
    FormalChannels,
    /// What everything that is published must meet.
    Criteria,
    /// What is not tolerated.
    NotTolerated,
    /// How a sender is answered: not at all, with the policy, or in brief.
    Reply,
    /// What does not meet the criteria is removed, and what may be said of it.
    Removal,
    /// Who breaks the rules again and again is blocked.
    RepeatOffenders,
    /// Who alleges a breach is asked for a formal complaint, or sent to the police.
    AllegedBreach,
    /// Mail goes out from the council's address.
    MailAddress,
    /// Mail is kept as a paper document is.
    WrittenDocuments,
    /// Nothing personal is shared without permission.
    PersonalDetails,
    /// Who wrote is made sure of where there is doubt.
    Authenticity,
}

impl PolicyRole {
    /// Every role, in the order of the policy that they come from.
    pub const ALL: [Self; 16] = [
        Self::MailAddress,
        Self::WrittenDocuments,
        Self::PersonalDetails,
        Self::Authenticity,
        Self::Discretion,
        Self::SenderResponsible,
        Self::RefusalNature,
        Self::RefusalStandards,
        Self::NoResponsibility,
        Self::FormalChannels,
        Self::Criteria,
        Self::NotTolerated,
        Self::Reply,
        Self::Removal,
        Self::RepeatOffenders,
        Self::AllegedBreach,
    ];

    /// Its key, in the database and in names of fields.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discretion => "discretion",
            Self::SenderResponsible => "sender_responsible",
            Self::RefusalNature => "refusal_nature",
            Self::RefusalStandards => "refusal_standards",
            Self::NoResponsibility => "no_responsibility",
            Self::FormalChannels => "formal_channels",
            Self::Criteria => "criteria",
            Self::NotTolerated => "not_tolerated",
            Self::Reply => "reply",
            Self::Removal => "removal",
            Self::RepeatOffenders => "repeat_offenders",
            Self::AllegedBreach => "alleged_breach",
            Self::MailAddress => "mail_address",
            Self::WrittenDocuments => "written_documents",
            Self::PersonalDetails => "personal_details",
            Self::Authenticity => "authenticity",
        }
    }

    /// Reads what [`PolicyRole::as_str`] wrote.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == key)
    }

    /// What its clause says, for staff: "that the council's decision is final …".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Discretion => {
                "Events are listed at the council’s discretion, and its decision is final"
            }
            Self::SenderResponsible => "Whoever sends an event in is responsible for it",
            Self::RefusalNature => "An event can be refused for its nature",
            Self::RefusalStandards => "An event can be refused for standards it does not meet",
            Self::NoResponsibility => "The council takes no responsibility for the events",
            Self::FormalChannels => "What counts as a formal communication",
            Self::Criteria => "The criteria for what the council publishes",
            Self::NotTolerated => "What is not tolerated",
            Self::Reply => "How a sender is answered",
            Self::Removal => "What does not meet the criteria is removed",
            Self::RepeatOffenders => "Repeat offenders are blocked",
            Self::AllegedBreach => "Who alleges a breach is asked for a formal complaint",
            Self::MailAddress => "Mail goes out from the council’s address",
            Self::WrittenDocuments => "Mail is kept as a paper document is",
            Self::PersonalDetails => "Nothing personal is shared without permission",
            Self::Authenticity => "Who wrote is checked where there is doubt",
        }
    }
}

/// Which clause of one version of the policy has which role. A role that no clause has is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles(BTreeMap<PolicyRole, String>);

impl Roles {
    /// Reads keys and numbers, as they are stored. A key that is not known, of a newer release say,
    /// is passed over.
    pub fn read(stored: impl IntoIterator<Item = (String, String)>) -> Self {
        let known = |(key, number): (String, String)| Some((PolicyRole::parse(&key)?, number));
        Self(stored.into_iter().filter_map(known).collect())
    }

    /// The number of the clause that has a role: "6.12". None where no clause has it.
    #[must_use]
    pub fn clause(&self, role: PolicyRole) -> Option<&str> {
        self.0.get(&role).map(String::as_str)
    }

    /// Gives a role to a clause, or to none.
    pub fn set(&mut self, role: PolicyRole, number: Option<String>) {
        match number {
            Some(number) => self.0.insert(role, number),
            None => self.0.remove(&role),
        };
    }

    /// Every role that a clause has, with its number.
    pub fn iter(&self) -> impl Iterator<Item = (PolicyRole, &str)> {
        self.0.iter().map(|(role, number)| (*role, number.as_str()))
    }

    /// The roles that no clause has, in the order of [`PolicyRole::ALL`].
    #[must_use]
    pub fn missing(&self) -> Vec<PolicyRole> {
        let gone = |role: &PolicyRole| !self.0.contains_key(role);
        PolicyRole::ALL.into_iter().filter(gone).collect()
    }

    /// Words with the number of the clause that they come from: "Why it is refused (6.12)". The
    /// words alone where no clause has the role.
    #[must_use]
    pub fn cited(&self, words: &str, role: PolicyRole) -> String {
        self.clause(role)
            .map_or_else(|| words.to_owned(), |number| format!("{words} ({number})"))
    }

    /// As [`Roles::cited`], for a reader who does not know the policy: "… is final (clause 5.1)".
    #[must_use]
    pub fn cited_in_full(&self, words: &str, role: PolicyRole) -> String {
        self.clause(role).map_or_else(
            || words.to_owned(),
            |number| format!("{words} (clause {number})"),
        )
    }

    /// Where a role stands, in the middle of a sentence: "clause 5.3 of the communications policy",
    /// or "the communications policy".
    #[must_use]
    pub fn source(&self, role: PolicyRole) -> String {
        const POLICY: &str = "the communications policy";
        self.clause(role).map_or_else(
            || POLICY.to_owned(),
            |number| format!("clause {number} of {POLICY}"),
        )
    }
}
