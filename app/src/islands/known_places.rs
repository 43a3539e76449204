use domain::likeness::{like_venues, same_venue};
use domain::submission::VenueRef;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::announcer;

/// Says, as one types the name of a place, which known places are like it, and takes one at a press. Without script the
/// server asks after *Continue*.
#[island]
pub fn KnownPlaces(
    /// The known places, each its name and its village.
    places: Vec<(String, String)>,
    /// The field.
    children: Children,
) -> impl IntoView {
    let known = StoredValue::new(venues(places));
    let (near, set_near) = signal(Vec::<String>::new());
    let (said, say) = signal(String::new());
    let announce = announcer(say);
    let field = NodeRef::<leptos::html::Div>::new();
    let look_again = move |event: leptos::ev::Event| {
        let typed = apart(event_target_value(&event));
        let found = known.with_value(|known| like(&typed, known));
        if found != near.get_untracked() {
            announce(in_words(&found));
            set_near.set(found);
        }
    };
    let take = move |place: String| {
        if let Some(input) = field.get_untracked().and_then(|field| input_in(&field)) {
            input.set_value(&place);
            let _ = input.focus();
        }
        announce(format!("{place} is chosen"));
        set_near.set(vec![]);
    };
    view! {
        <div class="known-places" on:input=look_again node_ref=field>
            {children()}
            <p class="hint" hidden=move || near.get().is_empty()>
                "Do you mean a place that we know?"
            </p>
            <p class="actions" hidden=move || near.get().is_empty()>
                {move || {
                    near.get()
                        .into_iter()
                        .map(|place| {
                            let words = place.clone();
                            view! {
                                <button
                                    type="button"
                                    class="button button-outline"
                                    on:click=move |_| take(place.clone())
                                >
                                    {words}
                                </button>
                            }
                        })
                        .collect::<Vec<_>>()
                }}
            </p>
            <span class="unseen" role="status">{move || said.get()}</span>
        </div>
    }
}

fn input_in(field: &web_sys::Element) -> Option<web_sys::HtmlInputElement> {
    let input = field.query_selector("input").ok().flatten()?;
    input.dyn_into().ok()
}

fn venues(places: Vec<(String, String)>) -> Vec<VenueRef> {
    let venue = |(name, village)| VenueRef {
        id: 0,
        name: apart(name),
        village: apart(village),
    };
    places.into_iter().map(venue).collect()
}

/// Letters and their accents one by one, which the browser knows how to do.
#[cfg(target_arch = "wasm32")]
fn apart(words: String) -> String {
    js_sys::JsString::from(words).normalize("NFKD").into()
}

/// On the server nothing is compared here.
#[cfg(not(target_arch = "wasm32"))]
fn apart(words: String) -> String {
    words
}

/// The known places that are like what was typed: none where it is one of them.
fn like(typed: &str, known: &[VenueRef]) -> Vec<String> {
    if same_venue(typed, "", known).is_some() {
        return vec![];
    }
    let found = like_venues(typed, "", known).into_iter();
    found
        .map(|venue| format!("{}, {}", venue.name, venue.village))
        .collect()
}

/// "Like it: Village Hall, Groombridge; Village Hall, Blackham".
fn in_words(places: &[String]) -> String {
    if places.is_empty() {
        return String::new();
    }
    format!("Places that we know: {}", places.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_though_its_name_is_misspelt() {
        let known = [
            ("Village Hall", "Groombridge"),
            ("Village Hall", "Blackham"),
        ];
        let known = known.map(|(name, village)| (name.to_owned(), village.to_owned()));
        let known = venues(known.to_vec());
        assert_eq!(
            like("grombridge vilage hall", &known),
            ["Village Hall, Groombridge"]
        );
        assert_eq!(like("Village Hall", &known).len(), 2);
        assert!(like("Village Hall, Blackham", &known).is_empty());
        assert!(like("Vicarage garden", &known).is_empty());
        assert_eq!(
            in_words(&like("vilage hall blackham", &known)),
            "Places that we know: Village Hall, Blackham"
        );
    }
}
