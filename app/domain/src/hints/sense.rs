//! Whether there is enough to go by, and whether two answers agree.

use super::reading::{Passage, each_once};
use super::words::phrases;
use super::{Case, Hint, HintField, HintKind, Surroundings, capitalised, quoted};
use crate::event::{EventDetails, Fact};
use crate::likeness::{self, Sketch};

phrases! {
    /// What people type to try a form: "test".
    TRIALS = "trials";
    /// Words for getting in without a step: "step-free".
    STEP_FREE = "step-free";
}

/// A description of fewer letters says nothing of an event. "Torch." does.
const FEWEST_LETTERS: usize = 4;

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let mut found: Vec<Hint> = case.reading.prose().filter_map(trial).collect();
    if found.is_empty() {
        found.extend(too_short(case));
    }
    found.extend(access_differs(case));
    found
}

/// A title or a description of nothing but trial words: "test test".
fn trial(passage: &Passage<'_>) -> Option<Hint> {
    let covered: usize = TRIALS
        .find(&passage.words)
        .iter()
        .map(ExactSizeIterator::len)
        .sum();
    let all = !passage.words.is_empty() && covered == passage.words.len();
    let marked = if all {
        each_once([passage.text.to_string()])
    } else {
        Vec::new()
    };
    passage.hint(HintKind::TooShort, marked, |marked| {
        let place = capitalised(passage.field.label());
        format!("{place} is only {}, as if to try the form.", quoted(marked))
    })
}

/// A description that says next to nothing, or only the title again.
fn too_short(case: &Case<'_>) -> Option<Hint> {
    let description = case.reading.passage(HintField::Description)?;
    let title = case.reading.passage(HintField::Title)?;
    let folded = |passage: &Passage<'_>| {
        let words = passage.words.iter().map(|word| word.folded.as_str());
        words.collect::<String>()
    };
    // What is written in letters that no list knows is not short for that.
    let letters = description
        .text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count();
    let says = folded(description);
    let words = if letters < FEWEST_LETTERS {
        "The description says next to nothing."
    } else if !says.is_empty() && says == folded(title) {
        "The description only repeats the title."
    } else {
        return None;
    };
    Some(Hint {
        kind: HintKind::TooShort,
        field: HintField::Description,
        marked: Vec::new(),
        words: words.to_owned(),
    })
}

/// Step-free in the words, and "No" in the answer. An answer left out says nothing.
fn access_differs(case: &Case<'_>) -> Option<Hint> {
    let description = case.reading.passage(HintField::Description)?;
    if case.details.access.step_free != Fact::No {
        return None;
    }
    description.hint(
        HintKind::AccessDiffers,
        description.all_marked(&STEP_FREE),
        |marked| {
            let said = quoted(marked);
            format!("The description says {said}, and the answer to step-free access is “No”.")
        },
    )
}

/// The submission that is most like this one.
pub(super) fn like_another(details: &EventDetails, around: &Surroundings<'_>) -> Option<Hint> {
    let this = Sketch::new(details, around.sender);
    let (at, likeness) = likeness::nearest(&this, around.others).into_iter().next()?;
    Some(Hint {
        kind: HintKind::LikeAnother,
        field: HintField::Title,
        marked: vec![HintField::Title.text(details).into_owned()],
        words: likeness.words(around.others[at].title()),
    })
}
