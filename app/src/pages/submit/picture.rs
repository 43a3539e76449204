//! Step 4, its second page: a picture, for those who have one.

use domain::form::{FormErrors, thousands};
use domain::limits::{MOST_BYTES, MOST_SIDE};
use domain::picture::{KEYED_IN_PERMISSION, PERMISSION, Picture, PictureAnswers};
use domain::submission::Step;
use leptos::prelude::*;

use super::{FormAt, Frame};
use crate::components::{
    Button, Checkbox, EventPicture, Field, FileField, Look, Textarea, problem,
};
use crate::shell::{Assets, Site};

/// What may be chosen. A telephone that keeps its photographs in another kind makes a JPEG of it.
const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif";

/// A picture and what is told of it, as typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureStep {
    /// What was typed, and the picture that is kept already.
    pub answers: PictureAnswers,
    /// What is wrong with it; the picture itself is field `file`.
    pub errors: FormErrors,
    /// Whether one came from the check page and goes back to it.
    pub changing: bool,
    /// Where the form is filled in.
    pub at: FormAt,
}

/// The page for a picture. Posts `file`, `alt`, `decorative`, `credit` and `rights`; with `remove`
/// the picture is taken out.
#[must_use]
pub fn picture(model: &PictureStep, site: &Site, assets: &Assets) -> String {
    let PictureStep {
        answers,
        errors,
        changing,
        at,
    } = model;
    let frame = Frame {
        step: Step::Picture,
        heading: "Do you have a picture or a poster?",
        changing: *changing,
        at,
        errors,
        islands: false,
    };
    let permission = if at.by_staff() {
        KEYED_IN_PERMISSION
    } else {
        PERMISSION
    };
    frame.page(site, assets, || {
        view! {
            <p>
                "You do not need one. To go on without a picture, leave this page empty and press Continue."
            </p>
            <p>
                "Words on a poster are lost to people who cannot see it. Type the date, the place and everything else that it says into the form too."
            </p>
            {kept(model)}
            <FileField
                name="file"
                label=if answers.picture.is_some() { "Choose another picture" } else { "Choose a picture" }
                accept=ACCEPT
                hint=format!("One JPEG, PNG, WebP or GIF file smaller than {} MB, no more than {} dots wide or high", MOST_BYTES / (1024 * 1024), thousands(MOST_SIDE as usize))
                problem=problem(errors, "file")
            />
            <Textarea
                name="alt"
                label="Describe the picture for people who cannot see it"
                hint="What is on it, in a sentence: “Poster with two bats flying over a barn at dusk”. 250 characters at most."
                rows=3
                value=answers.alt.clone()
                problem=problem(errors, "alt")
            />
            <Checkbox
                name="decorative"
                label="There is nothing to describe: the picture is only decoration"
                checked=answers.decorative == "yes"
                problem=problem(errors, "decorative")
            />
            <Field
                name="credit"
                label="Who made it?"
                hint="Shown beneath the picture"
                optional=true
                value=answers.credit.clone()
                problem=problem(errors, "credit")
            />
            <Checkbox
                name="rights"
                label=permission
                checked=answers.rights == "yes"
                problem=problem(errors, "rights")
            />
            <p class="hint">
                "We keep the picture only: the place and the time that a telephone writes into its photographs are left out."
            </p>
        }
    })
}

/// The picture that is kept with the form, and a way to take it out again.
fn kept(model: &PictureStep) -> Option<AnyView> {
    let taken = model.answers.picture.clone()?;
    let picture = Picture {
        id: taken.id,
        size: taken.size,
        alt: None,
        credit: None,
        permitted: false,
    };
    let base = model.at.pictures();
    Some(
        view! {
            <section class="card kept-picture">
                <h2>"Your picture"</h2>
                <EventPicture picture base/>
                <Button words="Remove this picture" look=Look::Outline name="remove" value="yes"/>
            </section>
        }
        .into_any(),
    )
}
