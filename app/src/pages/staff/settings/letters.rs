//! `/staff/settings/letters`: what the council's letters say.

use domain::{
    form::FormErrors,
    passages::{Letters, Passage, PassageAnswers},
    replies::known_placeholders,
};
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, ErrorSummary, Look, Textarea, Tone, problem},
    pages::staff::{
        Desk,
        components::{Flash, flash_banner, letter_preview, tag, verbatim},
    },
    shell::{Head, StaffPage},
};

const LETTERS: &str = "/staff/settings/letters";

/// Every passage.
#[derive(Debug, Clone, Default)]
pub struct LettersPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// The passages that were put in other words.
    pub letters: Letters,
}

/// One passage.
#[derive(Debug, Clone)]
pub struct PassagePage {
    /// Which one.
    pub passage: Passage,
    /// The words, as kept or as typed.
    pub answers: PassageAnswers,
    /// How it reads with an invented case, where it can be read.
    pub preview: Option<String>,
    /// What is wrong; field `words`.
    pub errors: FormErrors,
}

/// The passages as a document.
#[must_use]
pub fn letters(desk: Desk, model: &LettersPage) -> String {
    let head = Head::new("Letters").back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        let items = Passage::ALL.map(|passage| {
            let changed = model
                .letters
                .is_changed(passage)
                .then(|| tag(Tone::Heather, "In your own words"));
            view! {
                <li>
                    <div class="ordered-head">
                        <a class="cell-title" href=format!("{LETTERS}/{}", passage.as_str())>
                            {passage.name()}
                        </a>
                        {changed}
                    </div>
                    {verbatim(model.letters.words(passage))}
                </li>
            }
        });
        view! {
            <div class="wrap desk-wide">
                {model.flash.as_ref().map(flash_banner)}
                <h1>"Letters"</h1>
                <p>
                    "These are the parts of the council’s letters to senders that you can put in your own words. What the policy asks for is always there as well: the ground and the clauses of a refusal, that the decision is final, what the sender sent, and the disclaimer."
                </p>
                <ol class="ordered">{items.into_iter().collect::<Vec<_>>()}</ol>
            </div>
        }
        .into_any()
    })
}

/// One passage as a document.
#[must_use]
pub fn passage(desk: Desk, model: &PassagePage) -> String {
    let name = model.passage.name();
    let head = Head::new(name)
        .with_problems(!model.errors.is_empty())
        .back_to(LETTERS, "Letters");
    desk.page(head, StaffPage::Settings, || {
        let original = (model.answers.words != model.passage.original()).then(|| {
            view! {
                <Button words="Go back to the words it came with" look=Look::Outline name="step" value="original"/>
            }
        });
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>{name}</h1>
                <form class="second-step" method="post" action=format!("{LETTERS}/{}", model.passage.as_str()) novalidate>
                    <Textarea
                        name="words"
                        label="Words to the sender"
                        hint=format!(
                            "What stands in braces is filled in from the case: {}.",
                            known_placeholders(),
                        )
                        value=model.answers.words.clone()
                        problem=problem(&model.errors, "words")
                        rows=7
                    />
                    <div class="second-step-buttons">
                        <Button words="Save" name="step" value="save"/>
                        <Button words="Show how it reads" look=Look::Outline name="step" value="show"/>
                        {original}
                        <a href=LETTERS>"Leave it as it is"</a>
                    </div>
                </form>
                {letter_preview(model.preview.as_deref())}
            </div>
        }
        .into_any()
    })
}
