//! `/staff/submissions/{reference}/sender`: what became of everything a sender sent in, and whether
//! they are blocked (6.13).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    block::{BlockAnswers, BlockKind},
    decision::State,
    form::FormErrors,
    policy_roles::{PolicyRole, Roles},
    when,
};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{Flash, cell, flash_banner, moment, more, state_tag, tag, verbatim},
};
use crate::{
    components::{
        Button, ButtonLink, Checkbox, DateField, DateFields, ErrorSummary, Look, Notice, Textarea,
        Tone, problem,
    },
    shell::{Head, StaffPage},
};

/// A sender, seen from one of their submissions.
#[derive(Debug, Clone, Default)]
pub struct SenderPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// The submission that one came from: `WO-7K4P`.
    pub reference: String,
    /// The sender's name.
    pub name: String,
    /// The sender's email address, if any.
    pub email: Option<String>,
    /// Whether the address was confirmed with this submission.
    pub confirmed: bool,
    /// The group, if any.
    pub group: Option<String>,
    /// The figures: by the address where it was confirmed, where it was not, and by the group.
    pub counts: Vec<CountRow>,
    /// How many of the newest are counted of each, at most.
    pub counted: i64,
    /// What the clauses of the policy in force are for.
    pub roles: Roles,
    /// The standards whose refusals count towards repeat offenders.
    pub not_tolerated: Vec<String>,
    /// The blocks in force.
    pub blocks: Vec<BlockRow>,
    /// Their newest submissions.
    pub seen: Vec<SeenRow>,
    /// How many private links to this submission are good, and when the newest was mailed.
    pub links: (i64, Option<DateTime<Utc>>),
}

/// What became of submissions, in numbers.
#[derive(Debug, Clone, Default)]
pub struct CountRow {
    /// Whose: "This email address, confirmed".
    pub of: String,
    /// Sent in, listed, refused, refused for what 6.11 does not tolerate, taken down, spam.
    pub figures: [i64; 6],
}

/// A block in force.
#[derive(Debug, Clone)]
pub struct BlockRow {
    /// Its number.
    pub id: i64,
    /// What is blocked.
    pub kind: BlockKind,
    /// The address or the group.
    pub who: String,
    /// A submission of the sender.
    pub reference: String,
    /// Why.
    pub reason: String,
    /// When staff look again.
    pub review_on: NaiveDate,
    /// Whether that day has come.
    pub review_due: bool,
    /// Who set it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A submission that was seen before.
#[derive(Debug, Clone)]
pub struct SeenRow {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// Where it is in its life.
    pub state: State,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Who decided last, and when.
    pub decided: Option<(String, DateTime<Utc>)>,
    /// The standards that were not met, each with its clauses.
    pub unmet: Vec<String>,
    /// By what it is the same sender: "Same email address, not confirmed".
    pub by: String,
}

/// The confirm page of a block.
#[derive(Debug, Clone, Default)]
pub struct BlockPage {
    /// The submission that one came from.
    pub reference: String,
    /// The sender's email address, if any.
    pub email: Option<String>,
    /// The group, if any.
    pub group: Option<String>,
    /// Whether a block is in force already, which the new one goes on with.
    pub renews: bool,
    /// The answers, as typed.
    pub answers: BlockAnswers,
    /// What is wrong; fields `email` or `group`, `reason` and `review-…`.
    pub errors: FormErrors,
}

fn block_address(reference: &str) -> String {
    format!("/staff/submissions/{reference}/sender/block")
}

/// The confirm page of an unblock.
pub(crate) fn unblock_address(reference: &str, id: i64) -> String {
    format!("/staff/submissions/{reference}/sender/unblock/{id}")
}

/// The sender as a document.
#[must_use]
pub fn sender(desk: Desk, model: &SenderPage) -> String {
    let head = Head::new(format!("The sender of {}", model.reference)).back_to(
        address::submission(&model.reference),
        format!("Back to {}", model.reference),
    );
    desk.page(head, StaffPage::Elsewhere, || {
        let words = if model.blocks.is_empty() {
            "Block the sender"
        } else {
            "Change the block"
        };
        let group = model.group.clone().map(|group| format!(" · {group}"));
        let confirmed = if model.confirmed {
            tag(Tone::Plain, "Email confirmed")
        } else {
            tag(Tone::Amber, "Email not confirmed")
        };
        view! {
            <div class="wrap">
                {model.flash.as_ref().map(flash_banner)}
                <div class="review-tags">{tag(Tone::Plain, &model.reference)}{confirmed}</div>
                <div class="desk-head">
                    <h1>"The sender"<span class="h1-more">{model.name.clone()}</span></h1>
                    <ButtonLink href=block_address(&model.reference) words look=Look::Danger/>
                </div>
                <p class="review-from">{model.email.clone().unwrap_or_else(|| "No email address".to_owned())}{group}</p>
                {model.blocks.iter().map(block_notice).collect::<Vec<_>>()}
                {counts(model)}
                {seen(&model.seen)}
                {links(model)}
            </div>
        }
        .into_any()
    })
}

/// The private links to this submission, and how to end them.
fn links(model: &SenderPage) -> AnyView {
    let (count, newest) = model.links;
    let good = match (count, newest) {
        (0, _) => "No private link opens this submission.".to_owned(),
        (1, Some(at)) => format!(
            "One private link opens this submission. It was mailed on {}.",
            when::moment(at)
        ),
        (count, at) => {
            let newest = at.map(when::moment).unwrap_or_default();
            format!(
                "{count} private links open this submission. The newest was mailed on {newest}."
            )
        }
    };
    let form = (count > 0).then(|| {
        let action = format!("{}/sender/end-links", address::submission(&model.reference));
        view! {
            <p>"Whoever has one can change the event or withdraw it. If the sender tells you that one was lost or sent on, end them: the next message that you send has a new one, and the sender can ask for one at “I have lost my link”."</p>
            <form class="actions" method="post" action=action>
                <Button words="End the private links" look=Look::Outline/>
            </form>
        }
    });
    view! {
        <section aria-labelledby="links">
            <h2 id="links">"Private links"</h2>
            <p>{good}</p>
            {form}
        </section>
    }
    .into_any()
}

fn block_notice(block: &BlockRow) -> AnyView {
    let what = format!("{} blocked: {}.", block.kind.label(), block.who);
    let by = format!(" By {}, ", block.by);
    let until = format!(
        "{} {}.",
        if block.review_due {
            "It was to be looked at again by"
        } else {
            "To be looked at again by"
        },
        when::day_and_year(block.review_on)
    );
    let href = unblock_address(&block.reference, block.id);
    let (at, reason, whom) = (block.at, verbatim(&block.reason), format!(" {}", block.who));
    view! {
        <Notice tone=Tone::Amber>
            <p><strong>{what}</strong>{by}{moment(at)}". "{until}</p>
            {reason}
            <p><a href=href>"Unblock"<span class="unseen">{whom}</span></a></p>
        </Notice>
    }
    .into_any()
}

fn counts(model: &SenderPage) -> AnyView {
    let cited = |words: &str| model.roles.cited(words, PolicyRole::NotTolerated);
    let label = cited("Of these not tolerated");
    let rows = model
        .counts
        .iter()
        .map(|row| {
            let [sent, listed, refused, not_tolerated, taken_down, spam] =
                row.figures.map(|figure| figure.to_string());
            view! {
                <tr>
                    <th scope="row">{row.of.clone()}</th>
                    {cell("Sent in", sent)}
                    {cell("Listed", listed)}
                    {cell("Refused", refused)}
                    {cell(label.clone(), not_tolerated)}
                    {cell("Taken down", taken_down)}
                    {cell("Spam", spam)}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let most = model.counted;
    let counted_of =
        (model.counts.iter().map(|row| row.figures[0]).sum::<i64>() >= most).then(|| {
            view! { <p class="hint">{format!("Of each only the newest {most} are counted.")}</p> }
        });
    let standards = if model.not_tolerated.is_empty() {
        cited("No standard of the policy in force is marked as one that is not tolerated") + "."
    } else {
        format!(
            "“{}” counts refusals for these standards: {}. Which they are is kept with each version of the policy.",
            cited("Not tolerated"),
            model.not_tolerated.join("; ")
        )
    };
    view! {
        <table class="desk-table counts">
            <caption>"What became of what they sent in"</caption>
            <thead>
                <tr>
                    <th scope="col">"By"</th>
                    <th scope="col">"Sent in"</th>
                    <th scope="col">"Listed"</th>
                    <th scope="col">"Refused"</th>
                    <th scope="col">{label}</th>
                    <th scope="col">"Taken down"</th>
                    <th scope="col">"Spam"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {counted_of}
        <p class="hint">{standards}</p>
        <p class="hint">
            "Anybody can type somebody else’s email address. Only what came from a confirmed one is known to be theirs."
        </p>
    }
    .into_any()
}

fn seen(rows: &[SeenRow]) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            let decided = row.decided.clone().map(|(by, at)| {
                view! { <span class="cell-more">{by}", "{moment(at)}</span> }
            });
            let unmet = if row.unmet.is_empty() {
                view! { <span class="cell-more">"None marked"</span> }.into_any()
            } else {
                let items = row
                    .unmet
                    .iter()
                    .map(|name| view! { <li>{name.clone()}</li> })
                    .collect::<Vec<_>>();
                view! { <ul class="plain-list">{items}</ul> }.into_any()
            };
            view! {
                <tr>
                    <th scope="row">
                        <a class="cell-title" href=address::submission(&row.reference)>{row.title.clone()}</a>
                        {more(format!("{} · {}", row.reference, row.by))}
                    </th>
                    {cell("Came", moment(row.received_at))}
                    {cell("Decision", view! { {state_tag(row.state)}{decided} })}
                    {cell("Standards not met", unmet)}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"Seen before, newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Event"</th>
                    <th scope="col">"Came"</th>
                    <th scope="col">"Decision"</th>
                    <th scope="col">"Standards not met"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The confirm page of a block as a document.
#[must_use]
pub fn block(desk: Desk, model: &BlockPage) -> String {
    let back = address::sender(&model.reference);
    let head = Head::new(format!("Block the sender of {}", model.reference))
        .with_problems(!model.errors.is_empty())
        .back_to(&back, "The sender");
    desk.page(head, StaffPage::Elsewhere, || {
        let title = if model.renews { "Change the block" } else { "Block the sender" };
        let button = if model.renews { "Keep it blocked" } else { "Block the sender" };
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>{title}<span class="h1-more">{model.reference.clone()}</span></h1>
                <h2>"What happens"</h2>
                <ul>
                    <li>"What they send in from now on is held beside what waits, in a list of its own. Nothing is lost."</li>
                    <li>"They get the ordinary receipt. Nothing tells them that they are blocked: tell them yourself where you think it right."</li>
                    <li>"What already waits or is listed stays as it is."</li>
                    <li>"The record keeps your name, the time and the day to look again. Only staff read the reason."</li>
                </ul>
                <form class="second-step" method="post" action=block_address(&model.reference) novalidate>
                    {kinds(model)}
                    <Textarea
                        name="reason"
                        label="Why are they blocked?"
                        hint="For the record. Say what happened and how often."
                        value=model.answers.reason.clone()
                        problem=problem(&model.errors, "reason")
                        rows=4
                    />
                    <DateFields
                        legend="When do you look again?"
                        hint="The queue reminds you on that day. A block has no end of its own."
                        day=DateField::new("review-day", &model.answers.review.day)
                        month=DateField::new("review-month", &model.answers.review.month)
                        year=DateField::new("review-year", &model.answers.review.year)
                        errors=model.errors.clone()
                        large=false
                    />
                    <div class="second-step-buttons">
                        <Button words=button look=Look::Danger/>
                        <a href=back.clone()>"Leave it as it is"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn kinds(model: &BlockPage) -> AnyView {
    let group = model.group.clone().map(|group| {
        view! {
            <Checkbox
                name="group"
                label=format!("The group {group}")
                hint="Whoever sends in for a group of that name."
                checked=model.answers.group == "yes"
                problem=problem(&model.errors, "group")
            />
        }
    });
    view! {
        <fieldset class="ticks">
            <legend class="legend">"What is blocked?"</legend>
            {model.email.as_ref().map(|email| view! {
                <Checkbox
                    name="email"
                    label=format!("The email address {email}")
                    hint="Whatever comes with that address."
                    checked=model.answers.email == "yes"
                    problem=problem(&model.errors, "email")
                />
            })}
            {group}
        </fieldset>
    }
    .into_any()
}
