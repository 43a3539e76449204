//! `/staff/submissions/{reference}/sender`: what became of everything a sender sent in, and whether
//! they are blocked (6.13). The address names a submission, never a person.

use app::{
    pages::staff::{
        confirm::{ConfirmPage, confirm},
        sender::{
            BlockPage, BlockRow, CountRow, SeenRow, SenderPage, block as block_page, sender as page,
        },
    },
    shell::StaffPage,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    block::{BlockAnswers, BlockKind},
    form::FormErrors,
    staff::Staff,
};
use store::{
    self,
    blocks::{Block, COUNTED, Counts, Seen},
    cases::Case,
};
use tower_sessions::Session;

use super::case::find;
use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::SignedIn,
        staff::page::{StaffContext, flash, id, say, staff_page, status},
    },
    state::App,
};

/// How many of a sender's submissions are shown, the newest.
const SEEN: i64 = 50;

fn address(reference: &str) -> String {
    format!("/staff/submissions/{reference}/sender")
}

/// Shows the sender of a submission.
///
/// # Errors
/// When there is no such submission, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
) -> Result {
    let case = find(&app, &reference).await?;
    let policy = store::policy::in_force(&app.db, app.now()).await?;
    let blocks = store::blocks::of_case(&app.db, &case).await?;
    let seen: Vec<Seen> = store::blocks::seen(&app.db, &case, SEEN).await?;
    let this = seen.iter().find(|seen| seen.reference == case.reference);
    let links = store::links::good(&app.db, case.id, app.now()).await?;
    let model = SenderPage {
        flash: flash(&session).await?,
        confirmed: this.is_some_and(|this| this.confirmed),
        counts: counts(&app, &case).await?,
        counted: COUNTED,
        roles: policy.roles,
        not_tolerated: store::blocks::not_tolerated(&app.db, policy.id).await?,
        blocks: blocks.into_iter().map(|block| row(&app, block)).collect(),
        seen: seen.into_iter().map(seen_row).collect(),
        links: (links.count, links.newest),
        reference: case.reference,
        name: case.sender_name,
        email: case.sender_email,
        group: case.group_name,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

/// Ends the private links to a submission.
///
/// # Errors
/// When there is no such submission, or the database does not answer.
pub async fn end_links(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
) -> Result {
    let author = staff.act(app.now());
    let ended = commands::end_links::by_staff(&app.db, &reference, author).await?;
    let words = match ended.ok_or(Error::NotFound)? {
        0 => "There was no private link to end.",
        _ => "The private links have ended. The next message to the sender has a new one.",
    };
    say(&session, words).await?;
    Ok(redirect_after_post(&address(&reference)))
}

async fn counts(app: &App, case: &Case) -> Result<Vec<CountRow>> {
    let of = |words: &str, counts: Counts| CountRow {
        of: words.to_owned(),
        figures: [
            counts.sent,
            counts.listed,
            counts.refused,
            counts.not_tolerated,
            counts.taken_down,
            counts.spam,
        ],
    };
    let mut rows = Vec::new();
    for (words, confirmed) in [
        ("This email address, confirmed", true),
        ("This email address, not confirmed", false),
    ] {
        if let Some(email) = &case.sender_email {
            let counts = store::blocks::counts(&app.db, BlockKind::Email, email, confirmed).await?;
            rows.push(of(words, counts));
        }
    }
    if let Some(group) = &case.group_name {
        let counts = store::blocks::counts(&app.db, BlockKind::Group, group, false).await?;
        rows.push(of(&format!("The group {group}"), counts));
    }
    Ok(rows)
}

fn seen_row(seen: Seen) -> SeenRow {
    let by = match (seen.same_email, seen.confirmed) {
        (true, true) => "same email address, confirmed",
        (true, false) => "same email address, not confirmed",
        (false, _) => "same group",
    };
    SeenRow {
        reference: seen.reference,
        title: seen.title,
        state: seen.state,
        received_at: seen.received_at,
        decided: seen.by.zip(seen.decided_at),
        unmet: seen.unmet,
        by: by.to_owned(),
    }
}

pub(super) fn row(app: &App, block: Block) -> BlockRow {
    BlockRow {
        id: block.id,
        kind: block.kind,
        who: block.who,
        reference: block.reference,
        reason: block.reason,
        review_on: block.review_on,
        review_due: block.review_on <= app.today(),
        by: block.by,
        at: block.at,
    }
}

/// Asks what is blocked, why and until when. Nothing is ticked before staff tick it, unless a block
/// is there already.
///
/// # Errors
/// When there is no such submission, or the database does not answer.
pub async fn ask_block(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    Path(reference): Path<String>,
) -> Result {
    let case = find(&app, &reference).await?;
    let mut answers = BlockAnswers::default();
    for block in store::blocks::of_case(&app.db, &case).await? {
        match block.kind {
            BlockKind::Email => "yes".clone_into(&mut answers.email),
            BlockKind::Group => "yes".clone_into(&mut answers.group),
        }
        answers.reason = block.reason;
    }
    draw_block(&app, &staff, case, answers, FormErrors::default()).await
}

/// Blocks the sender of a submission.
///
/// # Errors
/// When the form is none of ours, there is no such submission, or the database does not answer.
pub async fn block(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    Form(pairs): Form,
) -> Result {
    let answers = BlockAnswers::from_pairs(pairs)?;
    let case = find(&app, &reference).await?;
    let has: Vec<BlockKind> = [BlockKind::Email, BlockKind::Group]
        .into_iter()
        .filter(|kind| store::blocks::subject(&case, *kind).is_some())
        .collect();
    let new = match answers.parse(app.today(), &has) {
        Ok(new) => new,
        Err(errors) => return draw_block(&app, &staff, case, answers, errors).await,
    };
    commands::block::block(&app.db, staff.act(app.now()), &case, &new).await?;
    say(
        &session,
        "The sender is blocked. What they send in from now on is held.",
    )
    .await?;
    Ok(redirect_after_post(&address(&case.reference)))
}

async fn draw_block(
    app: &App,
    staff: &Staff,
    case: Case,
    answers: BlockAnswers,
    errors: FormErrors,
) -> Result {
    let status = status(&errors);
    let model = BlockPage {
        renews: !store::blocks::of_case(&app.db, &case).await?.is_empty(),
        reference: case.reference,
        email: case.sender_email,
        group: case.group_name,
        answers,
        errors,
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status, block_page(room.desk(), &model)))
}

/// Asks before a sender is unblocked.
///
/// # Errors
/// When the block is not in force, or the database does not answer.
pub async fn ask_unblock(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    Path((reference, number)): Path<(String, String)>,
) -> Result {
    let (case, block) = in_force(&app, &reference, &number).await?;
    let model = ConfirmPage {
        title: "Unblock the sender".to_owned(),
        about: block.who,
        happens: vec![
            "What is held because of this block goes back to what waits, oldest first.".to_owned(),
            "What they send in from now on waits like everybody else’s.".to_owned(),
            "The record keeps the block, your name and the time.".to_owned(),
        ],
        words: block.reason,
        action: format!("{}/unblock/{}", address(&case.reference), block.id),
        button: "Unblock the sender".to_owned(),
        back: (address(&case.reference), "Leave it blocked".to_owned()),
    };
    let room = StaffContext::of(&app, &staff).await?;
    let document = confirm(room.desk(), StaffPage::Elsewhere, &model);
    Ok(staff_page(StatusCode::OK, document))
}

/// Unblocks a sender.
///
/// # Errors
/// When the block is not in force, or the database does not answer.
pub async fn unblock(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path((reference, number)): Path<(String, String)>,
) -> Result {
    let (case, block) = in_force(&app, &reference, &number).await?;
    if !commands::block::unblock(&app.db, staff.act(app.now()), block.id).await? {
        return Err(Error::NotFound);
    }
    say(
        &session,
        "The sender is unblocked. What was held waits for a decision again.",
    )
    .await?;
    Ok(redirect_after_post(&address(&case.reference)))
}

/// A block in force on the sender of a submission.
async fn in_force(app: &App, reference: &str, number: &str) -> Result<(Case, Block)> {
    let case = find(app, reference).await?;
    let number = id(number)?;
    let blocks = store::blocks::of_case(&app.db, &case).await?;
    let block = blocks.into_iter().find(|block| block.id == number);
    Ok((case, block.ok_or(Error::NotFound)?))
}
