use domain::text::count_composed;
use js_sys::JsString;
use leptos::prelude::*;

use super::announcer;

/// Says how many characters a field may have and, with script, how many are left. It counts as
/// the server counts, and never stops the typing.
///
/// The field's `aria-describedby` names `{field}-count`.
#[island]
pub fn CharacterCount(
    /// The field's id.
    field: String,
    /// How many characters it may have.
    limit: usize,
    /// The field.
    children: Children,
) -> impl IntoView {
    let (left, set_left) = signal(None::<i64>);
    let (said, say) = signal(String::new());
    let announce = announcer(say);
    let words = move || left.get().map_or_else(|| allowed(limit), in_words);
    view! {
        <div
            class="counted"
            on:input=move |event| {
                let typed = JsString::from(event_target_value(&event)).normalize("NFC");
                let now = remaining(&String::from(typed), limit);
                set_left.set(Some(now));
                announce(in_words(now));
            }
        >
            {children()}
            <p
                class="count"
                class:count-over=move || left.get().is_some_and(|left| left < 0)
                id=format!("{field}-count")
            >
                {words}
            </p>
            <span class="unseen" role="status">{move || said.get()}</span>
        </div>
    }
}

/// How many characters a composed text leaves.
fn remaining(text: &str, limit: usize) -> i64 {
    let signed = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    signed(limit) - signed(count_composed(text))
}

/// "You can use up to 4,000 characters".
fn allowed(limit: usize) -> String {
    format!(
        "You can use up to {} characters",
        grouped(limit.to_string())
    )
}

/// "You have 37 characters left", "You have 1 character too many".
fn in_words(left: i64) -> String {
    let unit = if left.abs() == 1 {
        "character"
    } else {
        "characters"
    };
    let number = grouped(left.abs().to_string());
    if left < 0 {
        format!("You have {number} {unit} too many")
    } else {
        format!("You have {number} {unit} left")
    }
}

/// "4000" as "4,000".
fn grouped(mut digits: String) -> String {
    if digits.len() > 3 {
        digits.insert(digits.len() - 3, ',');
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_count_down_and_past_nothing() {
        assert_eq!(allowed(4_000), "You can use up to 4,000 characters");
        assert_eq!(in_words(remaining("café", 5)), "You have 1 character left");
        assert_eq!(
            in_words(remaining("quiz night", 8)),
            "You have 2 characters too many"
        );
        assert_eq!(in_words(1_234), "You have 1,234 characters left");
    }
}
