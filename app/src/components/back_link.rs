use leptos::prelude::*;

/// The link above `main` to where one came from.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Its words: "Back", "All events".
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! {
        <nav class="wrap" aria-label="Back">
            <a class="back" href=href>
                <span class="back-mark" aria-hidden="true">"‹ "</span>
                {words}
            </a>
        </nav>
    }
}
