//! The list for the frame of another local site, and the page where one makes such a frame.

use domain::listing::{ListingQuery, Period};
use domain::when;
use leptos::prelude::*;

use crate::components::{Button, Choice, EventRow, Select, Textarea};
use crate::pages::finding::{self, Choices};
use crate::pages::listing::Day;
use crate::shell::{self, Assets, Head, Nav, Site};

/// How many dates a frame may show.
pub const NUMBERS: [u32; 4] = [3, 5, 10, 20];

/// What stands above the list in a frame.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Heading {
    /// "What’s On in the parish".
    #[default]
    Parish,
    /// What was chosen: "Music, Groombridge".
    Chosen,
    /// Nothing to see: the other site's page has a heading of its own.
    Hidden,
}

impl Heading {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Parish, Self::Chosen, Self::Hidden];

    /// As in an address: "chosen".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parish => "parish",
            Self::Chosen => "chosen",
            Self::Hidden => "none",
        }
    }

    /// Reads what [`Heading::as_str`] wrote; anything else is the first.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.as_str() == text).unwrap_or_default()
    }

    fn label(self) -> &'static str {
        match self {
            Self::Parish => "“What’s On in the parish”",
            Self::Chosen => "What you chose, such as “Music, Groombridge”",
            Self::Hidden => "None: my page has its own",
        }
    }
}

/// What a frame shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// What was asked of the listing.
    pub query: ListingQuery,
    /// The same in a few words; nothing where it is everything.
    pub what: String,
    /// How many dates, one of [`NUMBERS`].
    pub number: u32,
    /// What stands above.
    pub heading: Heading,
}

impl Frame {
    /// Its address from the slash.
    #[must_use]
    pub fn path(&self) -> String {
        let asked = self.query.with_page(1).to_query();
        let and = if asked.is_empty() { "" } else { "&" };
        let (number, heading) = (self.number, self.heading.as_str());
        format!("/embed?{asked}{and}number={number}&heading={heading}")
    }

    /// The words above the list.
    fn title(&self) -> &str {
        match self.heading {
            Heading::Chosen if !self.what.is_empty() => &self.what,
            _ => "What’s On in the parish",
        }
    }

    /// The address of the same as a page of the site.
    fn page(&self) -> String {
        match self.query.with_page(1).to_query() {
            asked if asked.is_empty() => "/".to_owned(),
            asked => format!("/?{asked}"),
        }
    }

    /// How high it is: about so many pixels.
    fn height(&self) -> u32 {
        220 + self.number * 160
    }

    /// What another site's page holds. Nothing in it was typed: the address is written from what
    /// was understood, and the rest is ours.
    #[must_use]
    pub fn code(&self, site: &Site) -> String {
        let address = format!("{}{}", site.address, self.path()).replace('&', "&amp;");
        format!(
            "<iframe src=\"{address}\" title=\"What’s On in the parish\" width=\"100%\" height=\"{}\" loading=\"lazy\"></iframe>",
            self.height()
        )
    }
}

/// The list in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedPage {
    /// What it shows.
    pub frame: Frame,
    /// The dates, by day.
    pub days: Vec<Day>,
}

/// The list in a frame. Its links leave the frame.
#[must_use]
pub fn embed(model: &EmbedPage, site: &Site, assets: &Assets) -> String {
    let title = model.frame.title().to_owned();
    let hidden = model.frame.heading == Heading::Hidden;
    let (nothing, chosen) = (model.days.is_empty(), !model.frame.what.is_empty());
    let words = if chosen {
        "Nothing that is listed at the moment fits what was chosen for this list."
    } else {
        "Nothing is listed at the moment."
    };
    let more = if nothing {
        "/".to_owned()
    } else {
        model.frame.page()
    };
    shell::framed(site, assets, Head::new(title.clone()), || {
        view! {
            <h1 class:unseen=hidden>{title}</h1>
            {nothing.then(|| view! { <p>{words}</p> })}
            {model.days.iter().map(day).collect::<Vec<_>>()}
            <p class="framed-more">
                <a href=more target="_top">{format!("All events on the site of {}", site.council)}</a>
            </p>
        }
    })
}

fn day(day: &Day) -> impl IntoView + use<> {
    let rows = day
        .rows
        .iter()
        .map(|row| view! { <EventRow row=row.clone() leaves=true/> });
    view! {
        <section class="day">
            <h2>
                <time datetime=when::date_attr(day.date)>{when::day(day.date)}</time>
            </h2>
            <ul class="event-list">{rows.collect::<Vec<_>>()}</ul>
        </section>
    }
}

/// The page where one makes a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakePage {
    /// What is chosen.
    pub frame: Frame,
    /// The types one can choose from.
    pub types: Vec<Choice>,
    /// The places one can choose from.
    pub places: Vec<Choice>,
}

/// The page where one makes a frame: a form that only asks, what it makes, and what to copy.
#[must_use]
pub fn make(model: &MakePage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("A frame for your website")
        .describing("Show the parish’s events on your group’s website.")
        .at("/embed/make")
        .back_to("/follow", "Follow what is on");
    let frame = &model.frame;
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page standing">
                <h1>"A frame for your website"</h1>
                <p class="lead">
                    "A page of yours can show the list of events. It keeps itself up to date, sets no cookies and
                    says nothing about your visitors to anybody else."
                </p>
                <h2>"Choose what it shows"</h2>
                {choices(model)}
                <h2>"This is how it looks"</h2>
                <iframe
                    class="framed-preview"
                    src=frame.path()
                    title="How the frame looks"
                    height=frame.height().to_string()
                ></iframe>
                <h2>"Copy this into your page"</h2>
                <Textarea
                    name="code"
                    label="Code for your page"
                    hint="Press in the box, select all of it and copy. Whoever looks after your website knows where it goes."
                    value=frame.code(site)
                    rows=5
                    readonly=true
                />
                <p>
                    "The frame is as wide as the room it is given. The number after “height” is how high it is: make it
                    larger or smaller to suit."
                </p>
            </div>
        }
    })
}

fn choices(model: &MakePage) -> impl IntoView + use<> {
    let frame = &model.frame;
    let all = |label: &str, choices: &[Choice]| {
        std::iter::once(Choice::new("", label))
            .chain(choices.iter().cloned())
            .collect::<Vec<_>>()
    };
    let numbers = NUMBERS.map(|n| Choice::new(n.to_string(), format!("{n} dates")));
    let headings = Heading::ALL.map(|one| Choice::new(one.as_str(), one.label()));
    view! {
        <form class="make-frame" method="get" action="/embed/make" novalidate>
            <Select
                name="type"
                label="Type of event"
                value=frame.query.event_type.clone().unwrap_or_default()
                choices=all("All types", &model.types)
            />
            <Select
                name="place"
                label="Where"
                value=frame.query.place.clone().unwrap_or_default()
                choices=all("Whole parish", &model.places)
            />
            <Select
                name="number"
                label="How many"
                value=frame.number.to_string()
                choices=numbers.into()
            />
            <Select
                name="heading"
                label="Heading"
                value=frame.heading.as_str()
                choices=headings.into()
            />
            {kept(&frame.query)}
            <Button words="Show it"/>
        </form>
    }
}

/// What was asked of the listing and has no field here stays asked, and is said.
fn kept(query: &ListingQuery) -> Option<impl IntoView + use<>> {
    let rest = query.with_type(None).with_place(None);
    let fields = rest.to_pairs().into_iter();
    let hidden = fields
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect::<Vec<_>>();
    let days = (rest.when != Period::Upcoming).then(|| rest.when.words());
    let filters = finding::filters_on(&rest, &Choices::default());
    let words: Vec<String> = days
        .into_iter()
        .chain(filters.into_iter().map(|(words, _)| words))
        .collect();
    let without = ListingQuery::default()
        .with_type(query.event_type.clone())
        .with_place(query.place.clone());
    let without = finding::at("/embed/make", &without);
    (!words.is_empty()).then(|| {
        view! {
            <p>
                {hidden} {format!("Only events: {}. ", words.join(", "))}
                <a href=without>"Leave that out"</a>
            </p>
        }
    })
}
