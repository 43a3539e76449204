//! An event as the public sees it, in the middle of a review.

use domain::{
    event::{AccessFact, Booking, EventDetails, Place},
    hints::{Hint, HintField, Piece, pieces},
    when,
};
use leptos::prelude::*;

use crate::{
    components::{EventPicture, SummaryList, SummaryRow},
    render::Html,
};

/// The event's public words, every one of them, in the order of its page. `pictures` is what the
/// address of its picture begins with for the reader.
pub(in crate::pages) fn appearance(
    details: &EventDetails,
    event_type: &str,
    description: &Html,
    pictures: &str,
) -> AnyView {
    marked(details, event_type, description, pictures, &[])
}

/// The same with the words marked that hints are about.
pub(super) fn marked(
    details: &EventDetails,
    event_type: &str,
    description: &Html,
    pictures: &str,
    hints: &[Hint],
) -> AnyView {
    let sittings = details.dates.sittings();
    let every_date = (sittings.len() > 1).then(|| {
        let items = sittings
            .iter()
            .map(|one| view! { <li>{when::sitting(one)}</li> })
            .collect::<Vec<_>>();
        view! {
            <details class="every-date">
                <summary>{format!("Every date ({})", sittings.len())}</summary>
                <ul>{items}</ul>
            </details>
        }
    });
    let dates = when::dates(&details.dates);
    let prose = mark_html(description.as_str(), HintField::Description, hints);
    view! {
        <h3 class="appearance-title">{mark(details.title.as_str(), HintField::Title, hints)}</h3>
        <p class="appearance-when"><strong>{mark(&dates, HintField::Dates, hints)}</strong></p>
        {every_date}
        {when::doors(&details.dates).map(|words| view! { <p>{words}</p> })}
        <p class="appearance-where">{mark(&details.place.address(), HintField::Place, hints)}</p>
        <div class="prose" inner_html=prose></div>
        {details.picture.clone().map(|picture| view! { <EventPicture picture base=pictures.to_owned()/> })}
        {facts(details, event_type, hints)}
    }
    .into_any()
}

fn facts(details: &EventDetails, event_type: &str, hints: &[Hint]) -> AnyView {
    let words = |key: &str, words: &str, field| {
        let inside = mark(words, field, hints);
        SummaryRow::view(key, view! { <p>{inside}</p> })
    };
    let mut rows = vec![
        SummaryRow::text("Type", event_type),
        words("Cost", details.cost.words(), HintField::Cost),
    ];
    if let Place::Online {
        joining: Some(address),
    } = &details.place
    {
        rows.push(link("Joining", address.as_str(), HintField::Place, hints));
    }
    match &details.booking {
        Some(Booking::Address(address)) => {
            rows.push(link("Booking", address.as_str(), HintField::Booking, hints));
        }
        Some(Booking::Words(how)) => {
            rows.push(words("Booking", how.as_str(), HintField::Booking));
        }
        None => {}
    }
    if let Some(age) = &details.age {
        rows.push(words("Who it’s for", age.as_str(), HintField::Age));
    }
    if let Some(group) = &details.group {
        rows.push(words("Organiser", group.as_str(), HintField::Group));
    }
    if let Some(website) = &details.website {
        rows.push(link("Website", website.as_str(), HintField::Website, hints));
    }
    let contact = [
        details.contact.name.as_ref().map(ToString::to_string),
        details.contact.email.as_ref().map(ToString::to_string),
        details.contact.telephone.as_ref().map(ToString::to_string),
    ];
    let contact = contact.into_iter().flatten().collect::<Vec<_>>().join("\n");
    if !contact.is_empty() {
        rows.push(SummaryRow::text("Contact", contact));
    }
    if let Some(picture) = &details.picture {
        rows.push(words("Picture shows", picture.words(), HintField::Picture));
        if let Some(credit) = &picture.credit {
            rows.push(words("Picture by", credit.as_str(), HintField::Picture));
        }
    }
    rows.extend(
        AccessFact::ALL
            .map(|fact| SummaryRow::text(fact.label(), details.access.fact(fact).label())),
    );
    view! { <SummaryList rows/> }.into_any()
}

/// An address as it stands, to follow: staff look where it leads before the public does.
fn link(key: &str, address: &str, field: HintField, hints: &[Hint]) -> SummaryRow {
    let (href, words) = (address.to_owned(), mark(address, field, hints));
    SummaryRow::view(
        key,
        view! { <p><a href=href rel="noopener noreferrer nofollow">{words}</a></p> },
    )
}

/// Plain words with those marked that hints are about.
fn mark(words: &str, field: HintField, hints: &[Hint]) -> AnyView {
    pieces(words, field, hints)
        .into_iter()
        .map(|piece| match piece {
            Piece::Plain(words) => words.to_owned().into_any(),
            Piece::Marked(words) => view! { <mark>{words.to_owned()}</mark> }.into_any(),
        })
        .collect::<Vec<_>>()
        .into_any()
}

/// Sanitised HTML with the words marked that hints are about: in its text only, never in a tag.
/// Words that a tag cuts in two are left as they are.
fn mark_html(html: &str, field: HintField, hints: &[Hint]) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while !rest.is_empty() {
        // The sanitiser leaves no "<" or ">" in a text or an attribute's value.
        let (text, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        for piece in pieces(
            &ENTITIES.iter().rfold(text.to_owned(), decoded),
            field,
            hints,
        ) {
            match piece {
                Piece::Plain(words) => out.push_str(&encoded(words)),
                Piece::Marked(words) => {
                    out.push_str("<mark>");
                    out.push_str(&encoded(words));
                    out.push_str("</mark>");
                }
            }
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        out.push_str(&tag[..end]);
        rest = &tag[end..];
    }
    out
}

/// The characters that the sanitiser writes as entities in a text; "&" is encoded first and
/// decoded last.
const ENTITIES: [(&str, &str); 4] = [
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ("\u{a0}", "&nbsp;"),
];

fn encoded(text: &str) -> String {
    let encode = |text: String, (plain, entity): &(&str, &str)| text.replace(plain, entity);
    ENTITIES.iter().fold(text.to_owned(), encode)
}

#[allow(clippy::needless_pass_by_value, reason = "a step of a fold")]
fn decoded(text: String, (plain, entity): &(&str, &str)) -> String {
    text.replace(entity, plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::hints::HintKind;

    fn marked(html: &str, words: &[&str]) -> String {
        let hint = Hint {
            kind: HintKind::Telephone,
            field: HintField::Description,
            marked: words.iter().map(|&words| words.to_owned()).collect(),
            words: String::new(),
        };
        mark_html(html, HintField::Description, &[hint])
    }

    #[test]
    fn words_are_marked_in_the_text_and_never_in_a_tag() {
        let html = r#"<p>Ring <a href="https://ring.example/">Ring &amp; Co</a></p>"#;
        assert_eq!(
            marked(html, &["Ring & Co"]),
            r#"<p>Ring <a href="https://ring.example/"><mark>Ring &amp; Co</mark></a></p>"#
        );
        assert_eq!(marked(html, &["href", "p", "amp", "lt"]), html);
    }

    #[test]
    fn markup_that_somebody_typed_stays_text() {
        let html = "<p>&lt;script&gt; &amp;lt; 1\u{a0}&lt; 2</p>".replace('\u{a0}', "&nbsp;");
        assert_eq!(
            marked(&html, &["<script>"]),
            html.replace("&lt;script&gt;", "<mark>&lt;script&gt;</mark>")
        );
        assert_eq!(marked(&html, &[]), html);
    }
}
