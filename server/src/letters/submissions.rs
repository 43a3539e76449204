//! What the council writes to the people who send events in. Each function is one mail: plain
//! functions from what is known to a subject and a text, so that staff can read it before it goes.

use domain::{
    council::Site,
    decision::Ground,
    difference::Difference,
    event::{AccessFact, Booking, Cost, EventDetails, Fact, Place},
    message::{Kind, NewMessage},
    passages::Passage,
    picture::Picture,
    policy_roles::PolicyRole,
    reference::Reference,
    replies::Values,
    standards::{PolicyVersion, Standard},
    submission::NewSubmission,
    text::{Email, GroupName, PersonName, ShortLine, Telephone, WebAddress},
    when,
};
use store::cases;

use crate::letters::marks::{self, PRIVATE_LINK};

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
    /// Whether it is an edit of a listed event.
    pub edit: bool,
    /// What staff changed in the sender's words (5.2).
    pub reworded: &'a [Difference],
}

impl<'a> Case<'a> {
    /// What mails tell of a submission.
    #[must_use]
    pub fn of(site: &'a Site, case: &'a cases::Case, reworded: &'a [Difference]) -> Self {
        Self {
            site,
            reference: &case.reference,
            name: &case.sender_name,
            details: &case.details,
            edit: case.edit_waits,
            reworded,
        }
    }
}

/// The event has arrived (5.1, 6.3). Nothing where there is no address to write to.
#[must_use]
pub fn receipt(
    site: &Site,
    reference: &Reference,
    submission: &NewSubmission,
) -> Option<NewMessage> {
    let recipient = submission.sender.email.as_ref()?;
    let reference = reference.to_string();
    let case = Case {
        site,
        reference: &reference,
        name: submission.sender.name.as_str(),
        details: &submission.details,
        edit: false,
        reworded: &[],
    };
    let body = [
        case.greeting(),
        case.says(Passage::Receipt),
        format!(
            "On your private page you can follow the event, change it or withdraw it. Keep the link to \
             yourself:\n\n{PRIVATE_LINK}"
        ),
        case.says(Passage::ReceiptNext),
        case.not_formal(),
        case.submitted(),
        case.signature(),
    ]
    .join("\n\n");
    Some(message(
        site,
        Kind::Receipt,
        recipient.as_str(),
        case.subject("we have your event"),
        body,
    ))
}

/// A sender's edit has arrived.
#[must_use]
pub fn edited(case: Case<'_>, recipient: &str) -> NewMessage {
    let next = if case.edit {
        "A member of the parish staff reads it. Until it is approved, the page shows the event as it was."
    } else {
        "A member of the parish staff reads it against the council's standards."
    };
    let body = [
        case.greeting(),
        format!(
            "We have your change to “{}”. {next} That usually takes {}.",
            case.details.title, case.site.reply_time
        ),
        private_page(),
        case.submitted(),
        case.signature(),
    ]
    .join("\n\n");
    let subject = case.subject("we have your change");
    message(case.site, Kind::Edited, recipient, subject, body)
}

/// The parish office said what has become of a listed event, or of one of its dates. `said` is a
/// sentence: "It is marked as postponed."
#[must_use]
pub fn event_status(case: Case<'_>, said: &str, address: &str, recipient: &str) -> NewMessage {
    let body = [
        case.greeting(),
        format!(
            "The parish office has changed what the What's On page says of “{}”. {said}\n\n{address}",
            case.details.title
        ),
        format!(
            "If that is not right, say so on your private page, or tell the parish office, {} or {}, with the reference {}.",
            case.site.office_email, case.site.office_telephone, case.reference,
        ),
        private_page(),
        case.signature(),
    ]
    .join("\n\n");
    let subject = case.subject("the page says something new");
    message(case.site, Kind::Status, recipient, subject, body)
}

/// The event is listed, or an edit of it is.
#[must_use]
pub fn listed(case: Case<'_>, address: &str) -> Letter {
    let (what, is) = if case.edit {
        (
            "your change is on the page",
            "Your change to “{}” is now on the What's On page:",
        )
    } else {
        ("your event is listed", "“{}” is now on the What's On page:")
    };
    let mut before = vec![
        case.greeting(),
        format!(
            "{}\n\n{address}",
            is.replace("{}", case.details.title.as_str())
        ),
    ];
    before.extend(case.rewording());
    before.push(case.says(Passage::ListedNext));
    before.push(private_page());
    Letter {
        kind: Kind::Listed,
        subject: case.subject(what),
        before: before.join("\n\n"),
        after: case.signature(),
    }
}

/// Staff have changed the words of a listed event (5.2).
#[must_use]
pub fn reworded(case: Case<'_>) -> Letter {
    let mut before = vec![case.greeting()];
    before.extend(case.rewording());
    before.push(
        "The page shows the new words now. You are responsible for the details: if something is not as you meant it, \
         change it on your private page or tell the parish office."
            .to_owned(),
    );
    before.push(private_page());
    Letter {
        kind: Kind::Reworded,
        subject: case.subject("we changed the wording"),
        before: before.join("\n\n"),
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
    after.extend(case.rewording());
    after.push(if case.edit {
        format!(
            "Change it and send it again on its private page; what you typed is all there. Until then the page shows \
             the event as it was. Or reply to the parish office at {} with the reference {}.",
            case.site.office_email, case.reference,
        )
    } else {
        case.says(Passage::ChangesNext)
    });
    after.push(private_page());
    after.push(case.submitted());
    after.push(case.signature());
    let thanks = if case.edit {
        format!(
            "Thank you for your change to “{}”. Before it can be shown, something needs to be different.",
            case.details.title
        )
    } else {
        case.says(Passage::Changes)
    };
    Letter {
        kind: Kind::Changes,
        subject: case.subject("a change is needed"),
        before: format!("{}\n\n{thanks}", case.greeting()),
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
    let (what, thanks) = if case.edit {
        (
            "your change was not made",
            format!(
                "Thank you for your change to “{}”. The council has decided not to show it. The event stays listed as it was.",
                case.details.title
            ),
        )
    } else {
        ("your event was not listed", case.says(Passage::Refused))
    };
    Letter {
        kind: Kind::Refused,
        subject: case.subject(what),
        before: format!("{}\n\n{thanks}", case.greeting()),
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
    let opening = if case.edit {
        format!(
            "Your change to “{}” was not made. {} lists events that meet its communications policy.",
            case.details.title, case.site.council,
        )
    } else {
        case.says(Passage::PolicyNotice)
    };
    Letter {
        kind: Kind::PolicyNotice,
        subject: case.subject("the council's policy on events"),
        before: format!("{}\n\n{opening}{whole}", case.greeting()),
        after: refusal.reasons(case),
    }
}

impl Refusal<'_> {
    /// The ground, the clauses, what would make it acceptable, and that the decision is final.
    fn reasons(&self, case: Case<'_>) -> String {
        let mut parts = Vec::new();
        let roles = &self.policy.roles;
        match self.ground {
            Ground::Nature => {
                parts.push(format!(
                    "The ground is the nature of the event ({}, {}).",
                    roles.source(PolicyRole::RefusalNature),
                    self.policy.name
                ));
                if !self.unmet.is_empty() {
                    parts.push(standards(self.unmet, self.policy));
                }
                parts.push(case.says(Passage::Nature));
            }
            Ground::Standards => {
                parts.push(standards(self.unmet, self.policy));
                let names: Vec<String> = self
                    .unmet
                    .iter()
                    .map(|standard| format!("- {}", standard.name))
                    .collect();
                parts.push(format!(
                    "What would make it acceptable: the event, sent in again in a form that meets:\n\n{}",
                    names.join("\n"),
                ));
                parts.push(format!(
                    "You need not type it again: its private page holds what you sent, to be changed and sent anew.\n\n{PRIVATE_LINK}"
                ));
            }
        }
        let last = "The council's decision is final";
        parts.push(roles.cited_in_full(last, PolicyRole::Discretion) + ".");
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
        before: format!("{}\n\n{}", case.greeting(), case.says(Passage::TakenDown)),
        after: format!("{}\n\n{}", case.submitted(), case.signature()),
    }
}

impl Case<'_> {
    /// A passage in the council's own words.
    fn says(&self, passage: Passage) -> String {
        let values = Values {
            name: self.name.to_owned(),
            title: self.details.title.to_string(),
            reference: self.reference.to_owned(),
            group: self
                .details
                .group
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            dates: when::dates(&self.details.dates),
            ..self.site.values()
        };
        self.site.letters.fill(passage, &values)
    }

    fn greeting(&self) -> String {
        format!("Dear {}", self.name)
    }

    /// The subject: the title, what has become of it, the reference.
    fn subject(&self, what: &str) -> String {
        format!("{}: {what} ({})", self.details.title, self.reference)
    }

    /// That the form is no formal channel, and which ones are (6.3).
    fn not_formal(&self) -> String {
        format!(
            "Sending an event in is not a formal communication with the council. For that, write to {}, \
             telephone {}, or write to or visit {}.",
            self.site.office_email, self.site.office_telephone, self.site.office_address,
        )
    }

    /// What staff changed in the sender's words, if they did (5.2).
    fn rewording(&self) -> Option<String> {
        if self.reworded.is_empty() {
            return None;
        }
        let changes = self.reworded.iter().map(|change| {
            let Difference {
                name,
                before,
                after,
                ..
            } = change;
            format!("{name}, as you wrote it:\n{before}\n\n{name}, as it reads now:\n{after}")
        });
        Some(format!(
            "We changed the wording so that it can be listed.\n\n{}",
            changes.collect::<Vec<_>>().join("\n\n")
        ))
    }

    /// What was submitted, word for word.
    fn submitted(&self) -> String {
        format!("What you sent us:\n\n{}", words_of(self.details))
    }

    fn signature(&self) -> String {
        signature(self.site)
    }
}

/// Where the sender follows and changes the event.
fn private_page() -> String {
    format!("Your private page; keep the link to yourself:\n\n{PRIVATE_LINK}")
}

/// The council and how to reach it, with the disclaimer (5.4).
pub(super) fn signature(site: &Site) -> String {
    let Site {
        council,
        office_email,
        office_telephone,
        office_address,
        ..
    } = site;
    format!(
        "{council}\n{office_address}\n{office_email} · {office_telephone}\n\n\
         {council} does not accept any responsibility for the events advertised.",
    )
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
            .map(|standard| format!("- {}", standard.cited())),
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
pub(crate) fn words_of(details: &EventDetails) -> String {
    let dates = when::dates_in_full(&details.dates, "\n  ");
    let mut lines = vec![
        format!("Title: {}", details.title),
        format!("When: {dates}"),
        format!("Where: {}", details.place.address()),
    ];
    lines.extend(when::doors(&details.dates));
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
            (answer != Fact::NotTold).then(|| answer.label()),
        )
    }));
    let picture = details.picture.as_ref();
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
        ("Picture shows", picture.map(Picture::words)),
        (
            "Picture by",
            picture
                .and_then(|picture| picture.credit.as_ref())
                .map(ShortLine::as_str),
        ),
    ]);
    lines.extend(
        told.into_iter()
            .filter_map(|(label, value)| value.map(|value| format!("{label}: {value}"))),
    );
    format!("{}\n\n{}", lines.join("\n"), details.description)
}

pub(super) fn message(
    site: &Site,
    kind: Kind,
    recipient: &str,
    subject: String,
    body: String,
) -> NewMessage {
    NewMessage {
        kind,
        recipient: recipient.to_owned(),
        subject,
        body,
        message_id: marks::message_id(&site.address),
    }
}
