//! From a message to a mail (RFC 5322): text and HTML, to one person.

use chrono::{DateTime, Utc};
use domain::{council::Site, message::Kind, text::one_line};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};

use crate::mail::html;

/// What a mail is made of.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// What it is about.
    pub kind: Option<Kind>,
    /// The one address it goes to.
    pub recipient: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// Its text, with nothing left to fill in.
    pub text: &'a str,
    /// What tells it from every other, in angle brackets.
    pub message_id: &'a str,
    /// The address that stops mails like it, where it is one of many (RFC 8058).
    pub stop: Option<&'a str>,
}

/// Why a message cannot become a mail. The words are for staff.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unmailable {
    /// The recipient's address has not the shape of one.
    #[error("This is not an address that mail can be sent to")]
    Recipient,
    /// The council's address has not the shape of one.
    #[error("The council's own address is not one that mail can be sent from")]
    Council,
    /// The mail could not be put together.
    #[error("The mail could not be put together")]
    Parts,
}

/// Makes the mail. `from` is the address it comes from, where it is not the office's (4.2).
///
/// Names and subjects lose their line breaks, so that none can begin another header (RFC 5322,
/// 2.2), and what is not ASCII is encoded (RFC 2047).
///
/// # Errors
/// When an address is none, or the parts do not fit.
pub fn compose(
    site: &Site,
    from: Option<&Address>,
    letter: &Letter<'_>,
    now: DateTime<Utc>,
) -> Result<Message, Unmailable> {
    let to: Address = letter
        .recipient
        .parse()
        .map_err(|_| Unmailable::Recipient)?;
    let office: Address = site.office_email.parse().map_err(|_| Unmailable::Council)?;
    let council = one_line(&site.council);
    let council_at = |address: Address| Mailbox::new(Some(council.clone()), address);
    let subject = one_line(letter.subject);
    let mut message = Message::builder()
        .from(council_at(from.unwrap_or(&office).clone()))
        .reply_to(council_at(office))
        .to(Mailbox::new(None, to))
        .subject(subject.clone())
        .date(now.into())
        .message_id(Some(letter.message_id.to_owned()))
        .header(Language);
    if letter.kind.is_some_and(Kind::is_automatic) {
        message = message.header(AutoSubmitted);
    }
    if let Some(stop) = letter.stop {
        message = message
            .header(ListUnsubscribe(format!("<{stop}>")))
            .header(ListUnsubscribePost);
    }
    message
        .multipart(MultiPart::alternative_plain_html(
            letter.text.to_owned(),
            html::from_text(&subject, &council, letter.text),
        ))
        .map_err(|_| Unmailable::Parts)
}

/// Where one stops mails like it (RFC 2369, 3.2). The address is ours, in plain ASCII.
#[derive(Debug, Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(said: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(said.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}

/// A header that always says the same.
macro_rules! fixed_header {
    ($(#[$doc:meta])* $name:ident, $header:literal, $value:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        struct $name;

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($header)
            }

            fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self)
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), $value.to_owned())
            }
        }
    };
}

fixed_header!(
    /// Written by the software, so that no holiday note answers it (RFC 3834, 5).
    AutoSubmitted,
    "Auto-Submitted",
    "auto-generated"
);
fixed_header!(
    /// The language it is in (RFC 3282).
    Language,
    "Content-Language",
    "en-GB"
);
fixed_header!(
    /// A mail program may stop it by one POST, without a page (RFC 8058, 3.1).
    ListUnsubscribePost,
    "List-Unsubscribe-Post",
    "List-Unsubscribe=One-Click"
);
