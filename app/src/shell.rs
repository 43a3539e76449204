//! The document round every page: title, skip link, header, footer with the council's
//! disclaimer, and scripts only where a page has an island.

pub use domain::council::Site;
use domain::picture::{Picture, Size};
use leptos::html;
use leptos::prelude::*;

use crate::components::{BackLink, PUBLIC_PICTURES};
use crate::render::{JsonLd, render};

/// The addresses of the files that pages load, each with the hash of what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style of every page.
    pub main_css: String,
    /// What the staff desk adds to it.
    pub staff_css: String,
    /// The sign in the browser's tab.
    pub icon: String,
    /// The small script that wakes the islands.
    pub wake_js: Script,
    /// The islands' JavaScript half, made by wasm-bindgen.
    pub islands_js: String,
    /// The islands' WebAssembly half.
    pub islands_wasm: String,
    /// The keys of the staff desk.
    pub desk_js: Script,
    /// The script that asks a device for a passkey.
    pub passkey_js: Script,
}

/// A script that a page names. A browser runs it only as it was built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// Its address from the slash.
    pub src: String,
    /// The hash of what is in it: `sha384-…` (Subresource Integrity).
    pub integrity: String,
}

#[cfg(feature = "ssr")]
tokio::task_local! {
    /// The word by which the browser knows the scripts of the page that is being drawn from any that somebody else put in
    /// (CSP 3, `nonce`). Whoever answers sets it around the drawing, new for each answer, and says it in the header.
    /// A page that is drawn without one has scripts that no browser runs.
    pub static NONCE: String;
}

/// The word of this answer's scripts.
#[cfg(feature = "ssr")]
fn nonce() -> Option<String> {
    NONCE.try_with(Clone::clone).ok()
}

/// A browser draws islands, and no page.
#[cfg(not(feature = "ssr"))]
fn nonce() -> Option<String> {
    None
}

/// The typeface. It has its own version in its name, so it is served for a year as it stands.
pub const FONT: &str = "/assets/fonts/atkinson-hyperlegible-next-v2.woff2";

/// The picture that goes with a shared link: 1,200 by 630 px. It has its own version in its name.
pub const CARD: &str = "/assets/cards/whats-on-v1.png";

/// A picture of an event that goes with a shared link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its address from the slash.
    pub path: String,
    /// How large it is.
    pub size: Size,
    /// What is on it; empty where it is only decoration.
    pub alt: String,
}

impl Card {
    /// An event's picture in its largest size.
    #[must_use]
    pub fn of(picture: &Picture) -> Self {
        Self {
            path: format!(
                "{PUBLIC_PICTURES}/{}/{}.jpg",
                picture.id, picture.size.width
            ),
            size: picture.size,
            alt: picture.alt().to_owned(),
        }
    }
}

/// A file that says the same as a page, for a program to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// What it is: "text/calendar".
    pub kind: &'static str,
    /// Its name, where a program offers several.
    pub title: String,
    /// Its address from the slash.
    pub href: String,
}

/// What a document says of itself.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says one thing of a page, and they are set by name"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The page's own title. The site's name is added to it.
    pub title: String,
    /// A sentence for search results and shared links.
    pub description: Option<String>,
    /// The one true address of the page, from the slash: "/events/quiz-night-7k4p".
    pub canonical: Option<String>,
    /// The picture that goes with a shared link, where it has one of its own.
    pub card: Option<Card>,
    /// Whether search engines are asked to leave the page out.
    pub unlisted: bool,
    /// Whether the page has islands, and so loads script.
    pub islands: bool,
    /// Whether the keys of the desk work, for which the page loads a script.
    pub keys: bool,
    /// Whether the page makes or uses a passkey, for which it loads a script.
    pub passkeys: bool,
    /// Whether the page came back with problems, which its title then says first.
    pub problems: bool,
    /// Where the back link above the page leads, and its words.
    pub back: Option<(String, String)>,
    /// The same as files for programs.
    pub feeds: Vec<FeedLink>,
    /// The same as data for search engines.
    pub json_ld: JsonLd,
}

impl Head {
    /// A head with just a title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds the sentence for search results.
    #[must_use]
    pub fn describing(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Adds the page's one true address, from the slash.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.canonical = Some(path.into());
        self
    }

    /// Asks search engines to leave the page out.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.unlisted = true;
        self
    }

    /// Loads the islands' script.
    #[must_use]
    pub fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }

    /// Says "Error: " before the title where `problems` is true.
    #[must_use]
    pub fn with_problems(mut self, problems: bool) -> Self {
        self.problems = problems;
        self
    }

    /// Names the files that say the same.
    #[must_use]
    pub fn followed_by(mut self, feeds: Vec<FeedLink>) -> Self {
        self.feeds = feeds;
        self
    }

    /// Adds the same as data for search engines.
    #[must_use]
    pub fn with_data(mut self, json_ld: JsonLd) -> Self {
        self.json_ld = json_ld;
        self
    }

    /// Adds a back link above the page.
    #[must_use]
    pub fn back_to(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.back = Some((href.into(), words.into()));
        self
    }
}

/// Which link of the public header is the page one is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// The listing.
    WhatsOn,
    /// The form.
    AddEvent,
    /// Neither: an event, a standing page.
    Elsewhere,
}

/// Which link of the staff header is the page one is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffPage {
    /// What waits for a decision.
    ToDecide,
    /// What is listed.
    Listed,
    /// What was written to senders.
    Messages,
    /// The audit log.
    Records,
    /// What an administrator sets, and what each person sets for themselves.
    Settings,
    /// None of them.
    Elsewhere,
}

/// What the staff header shows to somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffNav {
    /// Which page this is.
    pub current: StaffPage,
    /// How many submissions wait for a decision.
    pub to_decide: usize,
    /// How many messages wait to be read before they go.
    pub to_read: usize,
    /// Who is signed in.
    pub name: String,
    /// Whether this is the demonstration account, which a banner then says.
    pub demo: bool,
    /// Whether single keys work, for which the page loads a script.
    pub shortcuts: bool,
}

/// A whole public page. The body is the content of `main`, edge to edge: it brings its own
/// `.wrap` (1,120 px) or `.wrap .narrow`.
#[must_use]
pub fn public<V: IntoView>(
    site: &Site,
    assets: &Assets,
    head: Head,
    current: Nav,
    body: impl FnOnce() -> V,
) -> String {
    let styles = vec![assets.main_css.clone()];
    let back = head.back.clone();
    document(site, assets, head, styles, || {
        view! {
            <body>
                <a class="skip" href="#main">"Skip to the main content"</a>
                {public_header(site, current)}
                {back.map(|(href, words)| view! { <BackLink href words/> })}
                <main id="main" tabindex="-1">{body()}</main>
                {footer(site)}
            </body>
        }
    })
}

/// A whole page of the staff desk. Without a `nav` nobody is signed in. The body is the content
/// of `main`, edge to edge: it brings its own `.wrap`, which is 1,280 px wide here.
#[must_use]
pub fn staff<V: IntoView>(
    site: &Site,
    assets: &Assets,
    head: Head,
    nav: Option<StaffNav>,
    body: impl FnOnce() -> V,
) -> String {
    let styles = vec![assets.main_css.clone(), assets.staff_css.clone()];
    let head = head.unlisted();
    let back = head.back.clone();
    let mut head = head;
    head.keys = nav.as_ref().is_some_and(|nav| nav.shortcuts);
    document(site, assets, head, styles, || {
        let demo = nav.as_ref().is_some_and(|nav| nav.demo);
        view! {
            <body class="staff">
                <a class="skip" href="#main">"Skip to the main content"</a>
                {staff_header(nav)}
                {demo.then(demo_banner)}
                {back.map(|(href, words)| view! { <BackLink href words/> })}
                <main id="main" tabindex="-1">{body()}</main>
                {footer(site)}
            </body>
        }
    })
}

/// From the doctype to the end. The title is one plain text, which is escaped.
fn document<V: IntoView>(
    site: &Site,
    assets: &Assets,
    head: Head,
    styles: Vec<String>,
    body: impl FnOnce() -> V,
) -> String {
    let title = format!(
        "{}{} – What’s On – {}",
        if head.problems { "Error: " } else { "" },
        head.title,
        site.council
    );
    let canonical = (head.canonical.clone()).map(|path| format!("{}{path}", site.address));
    let card = card(site, &head);
    let told = (!head.json_ld.as_str().is_empty()).then(|| {
        view! { <script type="application/ld+json" inner_html=head.json_ld.as_str().to_owned()></script> }
    });
    let feeds = (head.feeds.into_iter())
        .map(|feed| {
            view! { <link rel="alternate" r#type=feed.kind title=feed.title href=feed.href/> }
        })
        .collect::<Vec<_>>();
    let (keys, passkeys) = (head.keys, head.passkeys);
    let wake = head.islands.then(|| {
        view! {
            <script
                type="module"
                id="wake"
                nonce=nonce()
                src=assets.wake_js.src.clone()
                integrity=assets.wake_js.integrity.clone()
                data-glue=assets.islands_js.clone()
                data-wasm=assets.islands_wasm.clone()
            ></script>
        }
    });
    let html = render(|| {
        view! {
            <html lang="en-GB">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title.clone()}</title>
                    {head.description.map(|words| view! { <meta name="description" content=words/> })}
                    {head.unlisted.then(|| view! { <meta name="robots" content="noindex"/> })}
                    {canonical.map(|href| view! { <link rel="canonical" href=href/> })}
                    {card}
                    {feeds}
                    <link rel="preload" href=FONT r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                    {styles
                        .into_iter()
                        .map(|href| view! { <link rel="stylesheet" href=href/> })
                        .collect::<Vec<_>>()}
                    <link rel="icon" href=assets.icon.clone() r#type="image/svg+xml"/>
                    {told}
                    {wake}
                    {keys.then(|| script(&assets.desk_js))}
                    {passkeys.then(|| script(&assets.passkey_js))}
                </head>
                {body()}
            </html>
        }
    });
    format!("<!doctype html>\n{html}\n")
}

/// A script that needs no more than to be run.
fn script(script: &Script) -> impl IntoView + use<> {
    let (src, integrity) = (script.src.clone(), script.integrity.clone());
    view! { <script type="module" nonce=nonce() src=src integrity=integrity></script> }
}

/// What a shared link shows of the page (ogp.me, and Twitter's one word of its own). A page with no
/// address of its own, or that search engines are asked to leave out, has none.
fn card(site: &Site, head: &Head) -> Option<impl IntoView + use<>> {
    let path = head.canonical.as_ref().filter(|_| !head.unlisted)?;
    let card = head.card.clone().unwrap_or_else(|| Card {
        path: CARD.to_owned(),
        size: Size { width: 1200, height: 630 },
        alt: "An oak leaf, and the words: What’s On. Fairs, talks, walks and coffee mornings in the parish".to_owned(),
    });
    let parts = [
        ("og:type", "website".to_owned()),
        ("og:locale", "en_GB".to_owned()),
        ("og:site_name", format!("What’s On – {}", site.council)),
        ("og:title", head.title.clone()),
        (
            "og:description",
            head.description.clone().unwrap_or_default(),
        ),
        ("og:url", format!("{}{path}", site.address)),
        ("og:image", format!("{}{}", site.address, card.path)),
        ("og:image:width", card.size.width.to_string()),
        ("og:image:height", card.size.height.to_string()),
        ("og:image:alt", card.alt),
    ];
    let parts = parts
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(property, words)| {
            html::meta()
                .attr("property", property)
                .attr("content", words)
        })
        .collect::<Vec<_>>();
    Some(view! {
        {parts}
        <meta name="twitter:card" content="summary_large_image"/>
    })
}

/// A page for the frame of another site: the list and the disclaimer, with nothing round them.
#[must_use]
pub fn framed<V: IntoView>(
    site: &Site,
    assets: &Assets,
    head: Head,
    body: impl FnOnce() -> V,
) -> String {
    let styles = vec![assets.main_css.clone()];
    document(site, assets, head.unlisted(), styles, || {
        view! {
            <body class="framed">
                // Named, and with no footer of its own: the page round the frame has those landmarks too.
                <main id="main" aria-label="Events, in a frame">
                    {body()}
                    <p class="disclaimer framed-footer">
                        <strong>"Events are run by local groups, not the council."</strong>
                        {format!(
                            " {} does not accept any responsibility for the events advertised.",
                            site.council,
                        )}
                    </p>
                </main>
            </body>
        }
    })
}

fn public_header(site: &Site, current: Nav) -> impl IntoView + use<> {
    view! {
        <header class="site-header">
            <div class="wrap">
                <a class="brand" href="/">
                    {oak_leaf()}
                    <span class="brand-words">
                        <strong>{site.council.clone()}</strong>
                        <span class="brand-places">{site.places.clone()}</span>
                    </span>
                </a>
                <nav class="site-nav" aria-label="Main">
                    <ul>
                        <li>
                            <a href="/" aria-current=here(current == Nav::WhatsOn)>
                                "What’s On"
                            </a>
                        </li>
                        <li class="nav-council">
                            <a href=site.website.clone()>"Council website"</a>
                        </li>
                        <li>
                            <a
                                class="button button-light"
                                href="/submit"
                                aria-current=here(current == Nav::AddEvent)
                            >
                                "Add your event"
                            </a>
                        </li>
                    </ul>
                </nav>
            </div>
        </header>
    }
}

fn staff_header(nav: Option<StaffNav>) -> impl IntoView {
    view! {
        <header class="staff-header">
            <div class="wrap">
                <a class="staff-brand" href="/staff">"What’s On · staff"</a>
                {nav.map(|nav| {
                    let to_decide = format!("To decide ({})", nav.to_decide);
                    let messages = match nav.to_read {
                        0 => "Messages".to_owned(),
                        drafts => format!("Messages ({drafts} to read)"),
                    };
                    let item = |page: StaffPage, href: &'static str, words: String| {
                        view! {
                            <li>
                                <a href=href aria-current=here(nav.current == page)>
                                    {words}
                                </a>
                            </li>
                        }
                    };
                    view! {
                        <nav class="staff-nav" aria-label="Staff">
                            <ul>
                                {item(StaffPage::ToDecide, "/staff", to_decide)}
                                {item(StaffPage::Listed, "/staff/listed", "Listed".to_owned())}
                                {item(StaffPage::Messages, "/staff/messages", messages)}
                                {item(StaffPage::Records, "/staff/records", "Records".to_owned())}
                                {item(StaffPage::Settings, "/staff/settings", "Settings".to_owned())}
                            </ul>
                        </nav>
                        <form class="staff-sign-out" method="post" action="/staff/sign-out">
                            <span class="staff-name">{nav.name.clone()}</span>
                            <button type="submit" class="button-quiet">"Sign out"</button>
                        </form>
                    }
                })}
            </div>
        </header>
    }
}

fn demo_banner() -> impl IntoView {
    view! {
        <section class="demo-banner" aria-label="Demonstration">
            <p class="wrap">
                <strong>"This is the demonstration’s account. "</strong>
                "It signs in with a password alone, and its events are made up. Never keep it on a live site."
            </p>
        </section>
    }
}

/// The foot of every page: the disclaimer of clause 5.4, the ways to reach the office, and the
/// standing pages, in the same order everywhere.
fn footer(site: &Site) -> impl IntoView + use<> {
    let council = site.council.clone();
    let mail = format!("mailto:{}", site.office_email);
    let telephone = format!("tel:{}", site.office_telephone.replace(' ', ""));
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <p class="disclaimer">
                    <strong>"Events are run by local groups, not the council."</strong>
                    {format!(
                        " {council} does not accept any responsibility for the events advertised. \
                         Check details with the organiser.",
                    )}
                </p>
                <p class="contact">
                    "Contact the parish office: "
                    <a href=telephone>{site.office_telephone.clone()}</a>
                    " or "
                    <a href=mail>{site.office_email.clone()}</a>
                </p>
                <nav aria-label="About this site">
                    <ul class="footer-links">
                        <li><a href="/accessibility">"Accessibility statement"</a></li>
                        <li><a href="/privacy">"Privacy"</a></li>
                        <li><a href="/cookies">"Cookies"</a></li>
                        <li><a href="/standards">"Standards for events"</a></li>
                        <li><a href="/how-we-decide">"How we decide"</a></li>
                        {site
                            .policy_url
                            .clone()
                            .map(|href| view! { <li><a href=href>"Communications policy"</a></li> })}
                        <li><a href="/staff">"Staff sign in"</a></li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}

fn oak_leaf() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
            <circle class="brand-disc" cx="20" cy="20" r="19"/>
            <path
                class="brand-leaf"
                d="M20 6c2 0 3.2 1.6 3 3.4 2-.6 4 .7 3.8 2.9-.1 1-.6 1.7-1.2 2.200 2.300-.2 4.1 1.3 4 3.500-.1 1.700-1.300 3-2.9 3.4 1.600.6 2.500 2.200 2 3.900-.7 2.200-3.300 2.900-5.500 2-1.100-.4-2-.3-2.200.5V34h-2v-6.200c-.2-.8-1.100-.9-2.200-.5-2.200.9-4.800.2-5.500-2-.5-1.700.4-3.300 2-3.900-1.600-.4-2.800-1.700-2.900-3.400-.1-2.200 1.700-3.700 4-3.500-.6-.5-1.100-1.200-1.200-2.200-.2-2.200 1.800-3.500 3.800-2.900-.2-1.800 1-3.400 3-3.400z"
            ></path>
            <path class="brand-vein" d="M20 12v16M20 20l4-3.500M20 20l-4-3.500M20 25l4.500-3.500M20 25l-4.500-3.500"></path>
        </svg>
    }
}

/// `aria-current` for the link to the page one is on.
fn here(current: bool) -> Option<&'static str> {
    current.then_some("page")
}
