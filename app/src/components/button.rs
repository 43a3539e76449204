use leptos::prelude::*;

/// How a button looks. Nothing is ever disabled: press it and learn what is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do next.
    #[default]
    Primary,
    /// Another thing one may do.
    Outline,
    /// Something that takes away: refuse, take down.
    Danger,
    /// A button that reads as a link.
    Link,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Outline => "button button-outline",
            Self::Danger => "button button-danger",
            Self::Link => "button-link",
        }
    }
}

/// A button that sends its form.
#[component]
pub fn Button(
    /// Its words.
    #[prop(into)]
    words: String,
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// The name it sends, where the form has several buttons.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The value it sends.
    #[prop(optional)]
    value: Option<&'static str>,
) -> impl IntoView {
    view! {
        <button type="submit" class=look.class() name=name value=value>
            {words}
        </button>
    }
}

/// A link that looks like a button, for going somewhere.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Its words.
    #[prop(into)]
    words: String,
    /// How it looks.
    #[prop(optional)]
    look: Look,
) -> impl IntoView {
    view! { <a class=look.class() href=href>{words}</a> }
}
