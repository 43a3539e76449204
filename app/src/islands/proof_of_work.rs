use domain::work::{FIELD, Sum};
use leptos::prelude::*;
use std::time::Duration;

/// How many numbers are tried before the page has its turn: a few hundredths of a second on an old
/// telephone.
const AT_ONCE: u64 = 4_000;

/// In a flood: what it means for the sender, and the sum that the browser does while they read. The
/// form can be sent at any time; without the sum the sender confirms the address first.
#[island]
pub fn ProofOfWork(
    /// The form's key.
    key: String,
    /// The digest of its answers.
    digest: String,
) -> impl IntoView {
    let (solution, solved) = signal(None::<u64>);
    Effect::new(move || search(Sum::of(&key, &digest), 0, solved));
    view! {
        <p class="hint spare-work">
            {move || if solution.get().is_some() { DONE } else { TO_CONFIRM }}
        </p>
        <input
            type="hidden"
            name=FIELD
            value=move || solution.get().map(|number| number.to_string()).unwrap_or_default()
        />
    }
}

const TO_CONFIRM: &str = "Very many events are coming in just now. Once you have sent yours, open the link in our email and press “Yes, this is my address”: staff read your event after that.";
const DONE: &str = "Very many events are coming in just now. Your browser has done a sum for us that nobody does who sends thousands, so staff can usually read yours before you confirm your address.";

/// Tries numbers until one solves the sum, with the page's own work in between.
fn search(sum: Sum, from: u64, solved: WriteSignal<Option<u64>>) {
    if let Some(number) = sum.solution(from..from + AT_ONCE) {
        solved.set(Some(number));
    } else {
        set_timeout(move || search(sum, from + AT_ONCE, solved), Duration::ZERO);
    }
}
