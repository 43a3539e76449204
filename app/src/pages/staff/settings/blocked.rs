//! `/staff/settings/blocked`: who is blocked, why, and when to look again (6.13).

use domain::when;
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::Tone,
    pages::staff::{
        Desk, address,
        components::{COUNTED, Flash, cell, flash_banner, moment, more, tag},
        sender::{BlockRow, unblock_address},
    },
    shell::{Head, StaffPage},
};

/// The blocks.
#[derive(Debug, Clone, Default)]
pub struct BlockedPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Those in force, the next review first.
    pub blocks: Vec<BlockRow>,
    /// How many were ended.
    pub ended: usize,
    /// How many submissions are held.
    pub held: usize,
}

/// The blocks as a document.
#[must_use]
pub fn blocked(desk: Desk, model: &BlockedPage) -> String {
    let head = Head::new("Blocked senders").back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        let ended = match model.ended {
            0 => "No block was ended yet.".to_owned(),
            1 => "One block was ended.".to_owned(),
            n if n > COUNTED => format!("More than {COUNTED} blocks were ended."),
            n => format!("{n} blocks were ended."),
        };
        view! {
            <div class="wrap">
                {model.flash.as_ref().map(flash_banner)}
                <h1>"Blocked senders"</h1>
                <p>
                    "What they send in is held, not lost: "
                    <a href="/staff/held">{format!("Held ({})", model.held)}</a>
                    ". To block somebody, open one of their events and go to “About this sender”. "
                    {ended}
                </p>
                {table(&model.blocks)}
            </div>
        }
        .into_any()
    })
}

fn table(blocks: &[BlockRow]) -> AnyView {
    if blocks.is_empty() {
        return view! { <div class="desk-empty"><h2>"Nobody is blocked"</h2></div> }.into_any();
    }
    let rows = blocks
        .iter()
        .map(|block| {
            let due = block.review_due.then(|| tag(Tone::Amber, "Look again now"));
            let sender = address::sender(&block.reference);
            let unblock = unblock_address(&block.reference, block.id);
            let whom = format!(" {}", block.who);
            view! {
                <tr>
                    <th scope="row">
                        <a class="cell-title" href=sender>{block.who.clone()}</a>
                        {more(block.kind.label())}
                    </th>
                    {cell("Why", block.reason.clone())}
                    {cell("Blocked by", view! {
                        {block.by.clone()}
                        <span class="cell-more">{moment(block.at)}</span>
                    })}
                    {cell("Look again by", view! { {when::day_and_year(block.review_on)}" "{due} })}
                    {cell("Change", view! { <a href=unblock>"Unblock"<span class="unseen">{whom}</span></a> })}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"Blocked, the next review first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Who"</th>
                    <th scope="col">"Why"</th>
                    <th scope="col">"Blocked by"</th>
                    <th scope="col">"Look again by"</th>
                    <th scope="col">"Change"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
