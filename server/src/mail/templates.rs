//! What the council writes to the people who send events in. Each function is one mail: plain
//! functions from what is known to a subject and a text, so that staff can read it before it goes.

use domain::{
    decision::Ground,
    event::{AccessFact, Booking, Cost, EventDetails, Fact, Place},
    reference::Reference,
    standards::{PolicyVersion, Standard},
    submission::NewSubmission,
    text::{Email, GroupName, PersonName, ShortLine, Telephone, WebAddress},
    when,
};

use app::shell::Site;

use crate::{
    db::messages::NewMessage,
    mail::{self, Kind},
};

/// A mail with a place for words that staff type: what stands before and after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub kind: Kind,
    /// The subject.
    pub subject: String,
    /// What stands before the typed words: from the greeting on.
    pub before: String,
    /// What stands after them: to the signature.
    pub after: String,
}

impl Letter {
    /// The whole message. `words` may be empty.
    #[must_use]
    pub fn to(self, site: &Site, recipient: &str, words: &str) -> NewMessage {
        let parts = [self.before.as_str(), words.trim(), self.after.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        message(site, self.kind, recipient, self.subject, parts.join("\n\n"))
    }
}

/// What every mail about a submission tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The council.
    pub site: &'a Site,
    /// The submission's reference.
    pub reference: &'a str,
    /// The sender's name.
    pub name: &'a str,
    /// The event, in the revision that was read.
    pub details: &'a EventDetails,
}

/// The event has arrived (5.1, 6.3).
#[must_use]
pub fn receipt(site: &Site, reference: &Reference, submission: &NewSubmission) -> NewMessage {
    let reference = reference.to_string();
    let (name, details) = (submission.sender.name.as_str(), &submission.details);
    let case = Case {
        site,
        reference: &reference,
        name,
        details,
    };
    let body = [
        case.greeting(),
        format!(
            "Your event has reached {}. Its reference is {reference}.\n\n\
             What happens next: a member of the parish staff reads it against the council's standards \
             ({}/standards). That usually takes {}. We then write to this address to say that it is listed, \
             what needs to change, or why it cannot be listed. The council's decision is final.",
            site.council, site.address, site.reply_time,
        ),
        format!(
            "Sending an event in is not a formal communication with the council. For that, write to {}, \
             telephone {}, or write to or visit {}.",
            site.office_email, site.office_telephone, site.office_address,
        ),
        case.submitted(),
        case.signature(),
    ]
    .join("\n\n");
    let recipient = submission.sender.email.as_str();
    message(
        site,
        Kind::Receipt,
        recipient,
        case.subject("we have your event"),
        body,
    )
}

/// The event is listed.
#[must_use]
pub fn listed(case: Case<'_>, address: &str) -> Letter {
    Letter {
        kind: Kind::Listed,
        subject: case.subject("your event is listed"),
        before: format!(
            "{}\n\n“{}” is now on the What's On page:\n\n{address}\n\n\
             If something is wrong or changes, tell the parish office: {} or {}. Give the reference {}.",
            case.greeting(),
            case.details.title,
            case.site.office_email,
            case.site.office_telephone,
            case.reference,
        ),
        after: case.signature(),
    }
}

/// Changes are asked for: `unmet` are the standards that are not met as it stands.
#[must_use]
pub fn changes(case: Case<'_>, unmet: &[Standard], policy: &PolicyVersion) -> Letter {
    let mut after = Vec::new();
    if !unmet.is_empty() {
        after.push(standards(unmet, policy));
    }
    after.push(format!(
        "Reply to the parish office at {} with the changes and the reference {}, or send the event in again at \
         {}/submit. Until then it is not listed.",
        case.site.office_email, case.reference, case.site.address,
    ));
    after.push(case.submitted());
    after.push(case.signature());
    Letter {
        kind: Kind::Changes,
        subject: case.subject("a change is needed"),
        before: format!(
            "{}\n\nThank you for sending in “{}”. Before it can be listed, something needs to change.",
            case.greeting(),
            case.details.title,
        ),
        after: after.join("\n\n"),
    }
}

/// Why an event is refused.
#[derive(Debug, Clone, Copy)]
pub struct Refusal<'a> {
    /// The ground (5.3).
    pub ground: Ground,
    /// The standards that are not met.
    pub unmet: &'a [Standard],
    /// The policy version it was decided against.
    pub policy: &'a PolicyVersion,
}

/// The event is refused, with a brief response (6.12).
#[must_use]
pub fn refused(case: Case<'_>, refusal: Refusal<'_>) -> Letter {
    Letter {
        kind: Kind::Refused,
        subject: case.subject("your event was not listed"),
        before: format!(
            "{}\n\nThank you for sending in “{}”. The council has decided not to list it.",
            case.greeting(),
            case.details.title,
        ),
        after: refusal.reasons(case),
    }
}

/// The event is refused, and the sender is informed of the policy (6.12). It has no typed words.
#[must_use]
pub fn policy_notice(case: Case<'_>, refusal: Refusal<'_>) -> Letter {
    let whole = case
        .site
        .policy_url
        .as_ref()
        .map(|url| format!(" The whole policy is at {url}."))
        .unwrap_or_default();
    Letter {
        kind: Kind::PolicyNotice,
        subject: case.subject("the council's policy on events"),
        before: format!(
            "{}\n\n“{}” was not listed. {} lists events that meet its communications policy.{whole}",
            case.greeting(),
            case.details.title,
            case.site.council,
        ),
        after: refusal.reasons(case),
    }
}

impl Refusal<'_> {
    /// The ground, the clauses, what would make it acceptable, and that the decision is final.
    fn reasons(&self, case: Case<'_>) -> String {
        let mut parts = Vec::new();
        match self.ground {
            Ground::Nature => {
                parts.push(format!(
                    "The ground is the nature of the event (clause 5.3 of the communications policy, {}).",
                    self.policy.name
                ));
                if !self.unmet.is_empty() {
                    parts.push(standards(self.unmet, self.policy));
                }
                parts.push(
                    "What would make it acceptable: other words would not help, since it is the kind of event \
                     that is not listed. Events that are for people who live here, and that meet the standards, are welcome."
                        .to_owned(),
                );
            }
            Ground::Standards => {
                parts.push(standards(self.unmet, self.policy));
                let names: Vec<String> = self
                    .unmet
                    .iter()
                    .map(|standard| format!("- {}", standard.name))
                    .collect();
                parts.push(format!(
                    "What would make it acceptable: the event, sent in again at {}/submit, in a form that meets:\n\n{}",
                    case.site.address,
                    names.join("\n"),
                ));
            }
        }
        parts.push("The council's decision is final (clause 5.1).".to_owned());
        parts.push(case.submitted());
        parts.push(case.signature());
        parts.join("\n\n")
    }
}

/// A listed event was taken down (6.13).
#[must_use]
pub fn taken_down(case: Case<'_>) -> Letter {
    Letter {
        kind: Kind::TakenDown,
        subject: case.subject("your event is no longer listed"),
        before: format!(
            "{}\n\n“{}” was taken off the What's On page.",
            case.greeting(),
            case.details.title,
        ),
        after: format!("{}\n\n{}", case.submitted(), case.signature()),
    }
}

impl Case<'_> {
    fn greeting(&self) -> String {
        format!("Dear {}", self.name)
    }

    /// The subject: the title, what has become of it, the reference.
    fn subject(&self, what: &str) -> String {
        format!("{}: {what} ({})", self.details.title, self.reference)
    }

    /// What was submitted, word for word.
    fn submitted(&self) -> String {
        format!("What you sent us:\n\n{}", words_of(self.details))
    }

    /// The council and how to reach it, with the disclaimer (5.4).
    fn signature(&self) -> String {
        let Site {
            council,
            office_email,
            office_telephone,
            office_address,
            ..
        } = self.site;
        format!(
            "{council}\n{office_address}\n{office_email} · {office_telephone}\n\n\
             {council} does not accept any responsibility for the events advertised.",
        )
    }
}

/// The standards not met, each with its clauses word for word. A clause is told once.
fn standards(unmet: &[Standard], policy: &PolicyVersion) -> String {
    let mut parts = vec![format!(
        "{} of the council's communications policy ({}):",
        if unmet.len() == 1 {
            "It does not meet this standard"
        } else {
            "It does not meet these standards"
        },
        policy.name
    )];
    parts.extend(
        unmet
            .iter()
            .map(|standard| format!("- {} ({})", standard.name, standard.numbers())),
    );
    let mut told: Vec<&str> = Vec::new();
    for clause in unmet.iter().flat_map(|standard| &standard.clauses) {
        if !told.contains(&clause.number.as_str()) {
            told.push(&clause.number);
            parts.push(format!("\nClause {}: {}", clause.number, clause.text));
        }
    }
    parts.join("\n")
}

/// An event's details as lines of plain text.
fn words_of(details: &EventDetails) -> String {
    let dates = details
        .dates
        .sittings()
        .iter()
        .map(when::sitting)
        .collect::<Vec<_>>()
        .join("\n  ");
    let mut lines = vec![
        format!("Title: {}", details.title),
        format!("When: {dates}"),
        format!("Where: {}", details.place.address()),
    ];
    let joining = match &details.place {
        Place::Online { joining } => joining.as_ref().map(WebAddress::as_str),
        Place::Venue { .. } | Place::Typed { .. } => None,
    };
    let booking = details.booking.as_ref().map(|booking| match booking {
        Booking::Address(address) => address.as_str(),
        Booking::Words(words) => words.as_str(),
    });
    let EventDetails {
        cost,
        access,
        age,
        website,
        group,
        contact,
        ..
    } = details;
    let mut told = vec![
        ("To join", joining),
        ("Cost", (*cost != Cost::NotTold).then(|| cost.words())),
        ("Booking", booking),
    ];
    told.extend(AccessFact::ALL.map(|fact| {
        let answer = access.fact(fact);
        (
            fact.label(),
            (answer != Fact::NotTold).then(|| answer.words()),
        )
    }));
    told.extend([
        ("Who it is for", age.as_ref().map(ShortLine::as_str)),
        ("Website", website.as_ref().map(WebAddress::as_str)),
        ("Group", group.as_ref().map(GroupName::as_str)),
        (
            "Contact shown",
            contact.name.as_ref().map(PersonName::as_str),
        ),
        ("Email shown", contact.email.as_ref().map(Email::as_str)),
        (
            "Telephone shown",
            contact.telephone.as_ref().map(Telephone::as_str),
        ),
    ]);
    lines.extend(
        told.into_iter()
            .filter_map(|(label, value)| value.map(|value| format!("{label}: {value}"))),
    );
    format!("{}\n\n{}", lines.join("\n"), details.description)
}

fn message(site: &Site, kind: Kind, recipient: &str, subject: String, body: String) -> NewMessage {
    NewMessage {
        kind,
        recipient: recipient.to_owned(),
        subject,
        body,
        message_id: mail::message_id(&site.address),
    }
}
