use leptos::prelude::*;

/// What a colour says. The words say it too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good: free, step-free, done.
    Leaf,
    /// Neither: a reference, a price.
    #[default]
    Plain,
    /// Changed, moved, worth knowing.
    Heather,
    /// Waiting, a hint.
    Amber,
    /// Refused, cancelled, wrong.
    Red,
}

impl Tone {
    /// The end of the class name: "leaf".
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::Plain => "plain",
            Self::Heather => "heather",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }
}

/// A box that says something about the whole page.
#[component]
pub fn Notice(
    /// Its colour.
    #[prop(default = Tone::Heather)]
    tone: Tone,
    /// Its heading, a heading of the second rank.
    #[prop(optional, into)]
    heading: Option<String>,
    /// "status" where it tells of something just done, which is then announced.
    #[prop(optional)]
    role: Option<&'static str>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("notice notice-{}", tone.class()) role=role>
            {heading.map(|words| view! { <h2>{words}</h2> })}
            {children()}
        </div>
    }
}
