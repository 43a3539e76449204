use domain::elsewhere::Taken;
use leptos::prelude::*;

/// Ways to take an event along: other people's calendars, and telling others. Plain links with no
/// script and no picture of theirs, so those sites learn nothing until one is followed.
///
/// `to_calendars` is whether there is still a date to put down; `next_of_many` whether the links
/// take the next date alone of several.
#[must_use]
pub fn elsewhere(
    taken: &Taken<'_>,
    to_calendars: bool,
    next_of_many: bool,
) -> impl IntoView + use<> {
    let item = |href: String, words: &'static str| {
        view! {
            <li>
                <a href=href rel="noopener noreferrer nofollow">
                    {words}
                </a>
            </li>
        }
    };
    let calendars = to_calendars.then(|| {
        let only_next = next_of_many.then_some(" They take the next date only; the file above has them all.");
        view! {
            <h3>"Put it in a calendar on another website"</h3>
            <p class="small soft">"You leave this site, and sign in to your calendar there." {only_next}</p>
            <ul class="take-away-links">
                {item(taken.google(), "Google Calendar")}
                {item(taken.outlook(), "Outlook.com")}
                {item(taken.office(), "Microsoft 365")}
                {item(taken.yahoo(), "Yahoo Calendar")}
            </ul>
        }
    });
    view! {
        <section class="take-away">
            <h2>"Take it with you"</h2>
            {calendars}
            <h3>"Tell others"</h3>
            <p class="small soft">"WhatsApp and Facebook open on their own websites. Nothing is sent until you send it."</p>
            <ul class="take-away-links">
                {item(taken.email(), "Email")}
                {item(taken.whatsapp(), "WhatsApp")}
                {item(taken.facebook(), "Facebook")}
            </ul>
            <p>
                "Or copy this address: "
                <span class="take-away-address">{taken.address.to_owned()}</span>
            </p>
        </section>
    }
}
