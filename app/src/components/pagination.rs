use leptos::prelude::*;

use super::{ButtonLink, Look};

/// Links to the pages before and after, and which one this is. Nothing where there is one page.
#[component]
pub fn Pagination(
    /// What is paged: "events".
    #[prop(into)]
    what: String,
    /// Which page this is, from 1.
    page: u32,
    /// How many pages there are.
    pages: u32,
    /// The page before, and the words of the link to it.
    earlier: Option<(String, String)>,
    /// The page after, and the words of the link to it.
    later: Option<(String, String)>,
) -> impl IntoView {
    (pages > 1).then(|| {
        view! {
            <nav class="pagination" aria-label=format!("Pages of {what}")>
                {earlier
                    .map(|(href, words)| view! { <ButtonLink href words look=Look::Outline/> })}
                {later.map(|(href, words)| view! { <ButtonLink href words look=Look::Outline/> })}
                <p>{format!("Page {page} of {pages}")}</p>
            </nav>
        }
    })
}
