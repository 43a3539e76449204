//! The cookies: none for readers, one for the form, two for staff.

use leptos::prelude::*;

use crate::shell::{self, Assets, Head, Nav, Site};

/// One cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookie {
    /// Its name in the browser.
    pub name: String,
    /// What it is for: "Keeps the answers of your form together until you send it".
    pub purpose: String,
    /// How long it stays: "7 days".
    pub how_long: String,
}

/// The cookies of this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookiesPage {
    /// Each cookie there is.
    pub cookies: Vec<Cookie>,
}

/// The cookies of this site.
#[must_use]
pub fn cookies(model: &CookiesPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("Cookies")
        .describing("Reading What’s On sets no cookie. The form sets one, and the staff desk two.")
        .at("/cookies");
    let rows = model.cookies.clone();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page standing">
                <h1>"Cookies"</h1>
                <p class="lead">
                    "A cookie is a small note that a website leaves in your browser. Reading What’s On leaves none."
                </p>
                <p>"The form cannot work without one, and neither can signing in as staff. They hold a random number and nothing about you, and no other website can read them. That is why there is no banner to agree to."</p>
                <table>
                    <caption class="unseen">"The cookies of this site"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"What it does"</th>
                            <th scope="col">"Stays for"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows
                            .into_iter()
                            .map(|cookie| {
                                view! {
                                    <tr>
                                        <td><code>{cookie.name}</code></td>
                                        <td>{cookie.purpose}</td>
                                        <td>{cookie.how_long}</td>
                                    </tr>
                                }
                            })
                            .collect::<Vec<_>>()}
                    </tbody>
                </table>
                <p>"You can delete cookies in your browser at any time. If you do so in the middle of the form, its answers cannot be found again."</p>
            </div>
        }
    })
}
