//! The council whose site this is: names, addresses and ways that every page and letter speaks of.

use crate::{passages::Letters, replies::Values};

/// The council whose site this is. All of it is settings, with one parish's as defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// "Withyham Parish Council".
    pub council: String,
    /// The places of the parish in a line: "Groombridge, Withyham, Blackham and St John’s".
    pub places: String,
    /// The address of the council's own website.
    pub website: String,
    /// The address of the communications policy, where it is published.
    pub policy_url: Option<String>,
    /// The parish office's e-mail address.
    pub office_email: String,
    /// The parish office's telephone number, as people write it.
    pub office_telephone: String,
    /// The parish office's postal address, in one line.
    pub office_address: String,
    /// How long a decision usually takes: "3 working days".
    pub reply_time: String,
    /// This site's own address without a slash at the end: `https://whatson.example.org`.
    pub address: String,
    /// What the council's letters say in other words than those they came with.
    pub letters: Letters,
}

impl Site {
    /// What the council itself has for the places of a letter (`domain::replies`).
    #[must_use]
    pub fn values(&self) -> Values {
        Values {
            council: self.council.clone(),
            office_email: self.office_email.clone(),
            office_telephone: self.office_telephone.clone(),
            reply_time: self.reply_time.clone(),
            standards_page: format!("{}/standards", self.address),
            ..Values::default()
        }
    }
}
