use leptos::prelude::*;

use super::Tone;

/// A short word about something: "Free", "Cancelled".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagModel {
    /// Its colour.
    pub tone: Tone,
    /// Its words.
    pub words: String,
}

impl TagModel {
    /// A tag.
    #[must_use]
    pub fn new(tone: Tone, words: impl Into<String>) -> Self {
        Self {
            tone,
            words: words.into(),
        }
    }
}

/// One tag.
#[component]
pub fn Tag(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// Its words.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! { <span class=format!("tag tag-{}", tone.class())>{words}</span> }
}

/// Several tags in a list; nothing where there are none.
#[component]
pub fn TagList(
    /// The tags.
    tags: Vec<TagModel>,
) -> impl IntoView {
    (!tags.is_empty()).then(|| {
        view! {
            <ul class="tags">
                {tags
                    .into_iter()
                    .map(|tag| {
                        view! {
                            <li>
                                <Tag tone=tag.tone words=tag.words/>
                            </li>
                        }
                    })
                    .collect::<Vec<_>>()}
            </ul>
        }
    })
}
