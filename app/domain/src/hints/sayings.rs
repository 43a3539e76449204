//! Words that are a hint by themselves, wherever they stand.

use super::reading::Passage;
use super::words::{Phrases, phrases};
use super::{Case, Hint, HintField, HintKind, capitalised, quoted};

phrases! {
    /// A picture or a file that was meant to come too: "poster attached".
    ATTACHMENTS = "attachments";
    /// The copyright sign, as it is typed.
    COPYRIGHT_SIGNS = "copyright-signs";
    /// What stands beside copied words: "reproduced".
    COPIED = "copied";
    /// A price that is less than another: "half price".
    DISCOUNTS = "discounts";
    /// Words of an advertisement: "showroom".
    PROMOTION = "promotion";
}

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let with_picture = case.details.picture.is_some();
    case.reading
        .passages()
        .flat_map(in_passage)
        // "Poster attached" is true where one has come.
        .filter(|hint| !(with_picture && hint.kind == HintKind::Attachment))
        .collect()
}

fn in_passage(passage: &Passage<'_>) -> Vec<Hint> {
    let say = |kind, list: &Phrases, more: &str| {
        passage.hint(kind, passage.all_marked(list), |marked| {
            let place = capitalised(passage.field.label());
            format!("{place} says {}{more}", quoted(marked))
        })
    };
    let copyright = || {
        passage.hint(HintKind::CopyrightSign, copyright_signs(passage), |_| {
            let place = capitalised(passage.field.label());
            format!("{place} has a copyright sign: the words may be somebody else’s.")
        })
    };
    let may_lack = matches!(passage.field, HintField::Title | HintField::Description);
    let attachment = say(
        HintKind::Attachment,
        &ATTACHMENTS,
        ", and nothing has come with it.",
    );
    [
        attachment.filter(|_| may_lack),
        copyright(),
        say(
            HintKind::Copied,
            &COPIED,
            ", which often stands beside copied words.",
        ),
        say(
            HintKind::Discount,
            &DISCOUNTS,
            ". A ticket price is fine, a discount is not.",
        ),
        say(
            HintKind::Promotion,
            &PROMOTION,
            ", words of an advertisement.",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// "©", "℗", and "(c)" unless it is the third of a list: "(a) tea, (b) coffee, (c) squash".
fn copyright_signs(passage: &Passage<'_>) -> Vec<String> {
    let text = &passage.text;
    let lettered = text.contains("(b)") || text.contains("(B)");
    let typed = ["(c)", "(C)"].into_iter().filter(|_| !lettered);
    let signs = ["©", "℗"].into_iter().chain(typed);
    let standing = signs
        .filter(|sign| text.contains(sign))
        .map(ToOwned::to_owned);
    let mut marked: Vec<String> = standing.collect();
    marked.extend(passage.all_marked(&COPYRIGHT_SIGNS));
    marked
}
