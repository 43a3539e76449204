//! `/staff/spam`, `/staff/unconfirmed`: what waits beside the queue because it looks like spam, or
//! because it came in a flood and its sender has not confirmed the address.

use app::{
    pages::staff::{
        confirm::{ConfirmPage, confirm},
        spam::{
            SpamGroup, SpamPage, UnconfirmedPage, spam as page, unconfirmed as unconfirmed_page,
        },
    },
    shell::StaffPage,
};
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use domain::{form::FormErrors, reference::Reference, staff::Staff};
use store::{self, queue::Lane, spam::AT_ONCE};
use tower_sessions::Session;

use super::queue;
use crate::{
    commands::{self, decide::Deciding},
    http::{
        answer::redirect_after_post,
        error::Result,
        session::SignedIn,
        staff::page::{Asked, ROWS, StaffContext, flash, number, say, staff_page, status},
    },
    state::App,
};

/// Shows what looks like spam.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    asked: Asked,
) -> Result {
    draw(&app, &staff, &session, &asked, FormErrors::default()).await
}

async fn draw(
    app: &App,
    staff: &Staff,
    session: &Session,
    asked: &Asked,
    errors: FormErrors,
) -> Result {
    let (pages, offset) = asked.page(store::spam::count_groups(&app.db).await?);
    let groups = store::spam::alike(&app.db, ROWS.into(), offset).await?;
    let status = status(&errors);
    let model = SpamPage {
        flash: flash(session).await?,
        errors,
        total: number(store::queue::count_beside(&app.db, Lane::Spam).await?),
        groups: groups
            .into_iter()
            .map(|group| SpamGroup {
                reference: group.reference,
                title: group.title,
                count: number(group.count),
                signs: group.signs,
                last: group.last,
            })
            .collect(),
        pages,
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status, page(room.desk(), &model)))
}

/// Asks before what was chosen is closed. Changes nothing.
pub async fn ask(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    asked: Asked,
    RawQuery(query): RawQuery,
) -> Result {
    let chosen = chosen(query.as_deref());
    let count = store::spam::count_like(&app.db, &chosen).await?;
    if count == 0 {
        let mut errors = FormErrors::default();
        errors.push("like", "Choose what is spam");
        return draw(&app, &staff, &session, &asked, errors).await;
    }
    let mut happens = vec![
        "Nobody is written to.".to_owned(),
        "Each is kept among what is closed as spam, and can be opened again from there.".to_owned(),
    ];
    if count > AT_ONCE {
        happens.push(format!(
            "{AT_ONCE} are closed at once. Choose again for the rest."
        ));
    }
    let model = ConfirmPage {
        title: "Close as spam".to_owned(),
        about: events(count.min(AT_ONCE)),
        happens,
        words: String::new(),
        action: format!("/staff/spam/close?{}", query.unwrap_or_default()),
        button: format!("Close {} as spam", events(count.min(AT_ONCE))),
        back: ("/staff/spam".to_owned(), "Close nothing".to_owned()),
    };
    let room = StaffContext::of(&app, &staff).await?;
    let document = confirm(room.desk(), StaffPage::ToDecide, &model);
    Ok(staff_page(StatusCode::OK, document))
}

/// Closes what was chosen. Pressed twice, it finds nothing left to close.
///
/// # Errors
/// When the database does not answer; those before are closed.
pub async fn close(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    RawQuery(query): RawQuery,
) -> Result {
    let policy = store::policy::in_force(&app.db, app.now()).await?;
    let council = app.council();
    let deciding = Deciding {
        reference: "",
        read_at: 0,
        staff: staff.id,
        policy: &policy,
        standards: &[],
        site: &council.site,
        hints: &[],
        now: app.now(),
    };
    let closed = commands::spam::close_alike(&app.db, &chosen(query.as_deref()), &deciding).await?;
    say(&session, format!("{} closed as spam.", events(closed))).await?;
    Ok(redirect_after_post("/staff/spam"))
}

/// Shows what waits until its sender has confirmed the address.
pub async fn unconfirmed(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    asked: Asked,
) -> Result {
    let total = store::queue::count_beside(&app.db, Lane::Unconfirmed).await?;
    let (pages, offset) = asked.page(total);
    let (lane, now) = (Lane::Unconfirmed, app.now());
    let rows = store::queue::waiting(&app.db, lane, staff.id, now, ROWS.into(), offset).await?;
    let model = UnconfirmedPage {
        total: number(total),
        rows: queue::drawn(&app, rows).await?,
        pages,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(
        StatusCode::OK,
        unconfirmed_page(room.desk(), &model),
    ))
}

/// The references that a query names as `like`; what is none is left out.
fn chosen(query: Option<&str>) -> Vec<String> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .filter(|(name, _)| name == "like")
        .filter_map(|(_, value)| Reference::parse(&value).ok())
        .map(|reference| reference.to_string())
        .collect()
}

fn events(count: i64) -> String {
    match count {
        1 => "1 event".to_owned(),
        count => format!("{count} events"),
    }
}
