use leptos::prelude::*;

/// One answer in a list of answers.
pub struct SummaryRow {
    /// What was asked: "Title".
    pub key: String,
    /// What was answered.
    pub value: AnyView,
    /// Where it can be changed, and the words that a screen reader hears after "Change":
    /// "event title".
    pub change: Option<(String, String)>,
}

impl SummaryRow {
    /// A row of plain text. Line breaks in it are kept.
    #[must_use]
    pub fn text(key: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        let lines = value.lines().filter(|line| !line.trim().is_empty());
        let lines = lines
            .map(|line| view! { <p>{line.to_owned()}</p> }.into_any())
            .collect::<Vec<_>>();
        Self {
            key: key.into(),
            value: lines.into_any(),
            change: None,
        }
    }

    /// A row of anything.
    #[must_use]
    pub fn view(key: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self {
            key: key.into(),
            value: value.into_any(),
            change: None,
        }
    }

    /// Adds the link that changes it: where it leads, and what it changes ("event title").
    #[must_use]
    pub fn change(mut self, href: impl Into<String>, what: impl Into<String>) -> Self {
        self.change = Some((href.into(), what.into()));
        self
    }
}

/// Questions with their answers, and links that change them.
#[component]
pub fn SummaryList(
    /// The rows.
    rows: Vec<SummaryRow>,
) -> impl IntoView {
    view! {
        <dl class="summary">
            {rows
                .into_iter()
                .map(|row| {
                    view! {
                        <div class="summary-row">
                            <dt>{row.key}</dt>
                            <dd class="summary-value">{row.value}</dd>
                            {row
                                .change
                                .map(|(href, what)| {
                                    view! {
                                        <dd class="summary-change">
                                            <a href=href>
                                                "Change"<span class="unseen">{format!(" {what}")}</span>
                                            </a>
                                        </dd>
                                    }
                                })}
                        </div>
                    }
                })
                .collect::<Vec<_>>()}
        </dl>
    }
}
