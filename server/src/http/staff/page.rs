//! What the desk's pages have in common: what they are drawn with, what was just done, and how a list is asked for.

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use app::{
    pages::staff::{
        Desk,
        components::{Flash, MailAway, Pages, Stretch},
    },
    shell::{Assets, StaffNav, StaffPage},
};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::Response,
};
use chrono::DateTime;
use domain::{
    form::{FormErrors, Pairs, Tampered},
    staff::Staff,
};
use store::{Mark, Part, STRETCH, site::Council};
use tower_sessions::Session;

use crate::{
    http::{
        answer::private,
        error::{Error, IsPage},
        headers::HasKeys,
        session,
    },
    state::App,
};

/// How many rows a page of a list has.
pub(crate) const ROWS: u32 = 20;

/// What a page of the desk is drawn with.
pub(crate) struct StaffContext {
    pub(crate) council: Arc<Council>,
    pub(crate) assets: Arc<Assets>,
    pub(crate) nav: StaffNav,
}

impl StaffContext {
    pub(crate) async fn of(app: &App, staff: &Staff) -> Result<Self, Error> {
        Ok(Self {
            council: app.council(),
            assets: app.assets.clone(),
            nav: nav(app, staff).await?,
        })
    }

    pub(crate) fn desk(&self) -> Desk<'_> {
        Desk {
            site: &self.council.site,
            assets: &self.assets,
            nav: &self.nav,
        }
    }
}

/// What the header of a page of the desk shows.
pub(crate) async fn nav(app: &App, staff: &Staff) -> Result<StaffNav, Error> {
    Ok(StaffNav {
        current: StaffPage::Elsewhere,
        to_decide: number(store::queue::count(&app.db).await?),
        name: staff.name.clone(),
        demo: staff.demo,
        shortcuts: staff.shortcuts,
        to_read: number(store::messages::drafts(&app.db).await?),
    })
}

/// The mail server's fault, while it has one and mail is set up.
pub(crate) async fn mail_away(app: &App) -> Result<Option<MailAway>, Error> {
    let fault = store::mail_server::fault(&app.db).await?;
    let Some(fault) = fault.filter(|_| app.mail.is_set_up()) else {
        return Ok(None);
    };
    Ok(Some(MailAway {
        since: fault.since,
        tried: fault.tried_at,
        words: fault.words,
        waiting: number(store::outbox::waiting(&app.db).await?),
    }))
}

/// A page of the desk with its status, which may be that of an error.
pub(crate) fn staff_page(status: StatusCode, document: String) -> Response {
    let mut response = sign_in_page(status, document);
    response.extensions_mut().insert(HasKeys);
    response
}

/// A page before the desk, for those who are not signed in: it has no keys.
pub(crate) fn sign_in_page(status: StatusCode, document: String) -> Response {
    let mut response = private(status, document);
    response.extensions_mut().insert(IsPage);
    response
}

/// What was done on the page before.
pub(crate) async fn flash(session: &Session) -> Result<Option<Flash>, Error> {
    Ok(session::said(session)
        .await?
        .map(|session::Flash { message, link }| Flash { message, link }))
}

/// Keeps a sentence about what was done, for the next page to say.
pub(crate) async fn say(session: &Session, message: impl Into<String>) -> Result<(), Error> {
    let flash = session::Flash {
        message: message.into(),
        link: None,
    };
    session::say(session, flash).await
}

/// The status of a page with a form: 422 where something of it is wrong.
pub(crate) fn status(errors: &FormErrors) -> StatusCode {
    if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// The number in an address.
pub(crate) fn id(text: &str) -> Result<i64, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The values of a small form's fields, each empty where it did not come.
pub(crate) fn fields<const N: usize>(
    pairs: Pairs,
    names: [&str; N],
) -> Result<[String; N], Tampered> {
    let mut values = [const { None }; N];
    for (name, value) in pairs {
        let at = names
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| Tampered::Unknown(name.clone()))?;
        if values[at].replace(value).is_some() {
            return Err(Tampered::Twice(name));
        }
    }
    Ok(values.map(Option::unwrap_or_default))
}

/// What a list was asked for. Unknown and odd values are left alone: an old link still works.
pub struct Asked(HashMap<String, String>);

impl FromRequestParts<App> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(
            form_urlencoded::parse(query.as_bytes())
                .map(|(name, value)| (name.into_owned(), value.replace('\0', "")))
                .collect(),
        ))
    }
}

impl Asked {
    pub(crate) fn words(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |words| words.trim())
    }

    /// Whether submissions are read in turn, so that after one comes the next.
    pub(crate) fn in_turn(&self) -> bool {
        self.words("turn") == "yes"
    }

    /// The row after which a list begins that does not begin with its first.
    pub(crate) fn before(&self) -> Option<Mark> {
        let (at, id) = self.words("before").split_once('-')?;
        Some(Mark {
            at: DateTime::from_timestamp_micros(at.parse().ok()?)?,
            id: id.parse().ok()?,
        })
    }

    /// The page of a list of `counted` rows, of which one more than [`STRETCH`] are counted at most.
    pub(crate) fn part(&self, counted: i64) -> (Pages, Part) {
        let (pages, offset) = self.page(counted.min(STRETCH));
        let part = Part {
            before: self.before(),
            limit: ROWS.into(),
            offset,
        };
        (pages, part)
    }

    /// What of a list the pages hold, where `last` is the last row of this one.
    pub(crate) fn stretch(&self, counted: i64, pages: Pages, last: Option<Mark>) -> Stretch {
        let more = counted > STRETCH;
        let on_last = more && pages.page == pages.of;
        Stretch {
            more,
            next: last
                .filter(|_| on_last)
                .map(|mark| format!("{}-{}", mark.at.timestamp_micros(), mark.id)),
            further: self.before().is_some(),
        }
    }

    /// The page within `total` rows, and how many rows come before it.
    pub(crate) fn page(&self, total: i64) -> (Pages, i64) {
        let of = u32::try_from(total.max(1).unsigned_abs().div_ceil(u64::from(ROWS)))
            .unwrap_or(u32::MAX);
        let page = self.words("page").parse().unwrap_or(1).clamp(1, of);
        (Pages { page, of }, i64::from(page - 1) * i64::from(ROWS))
    }
}

/// A count from the database.
pub(crate) fn number(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}

/// The demonstration's account has a password alone.
pub(crate) fn not_the_demonstration(staff: &Staff) -> std::result::Result<(), Error> {
    if staff.demo {
        Err(Error::NotFound)
    } else {
        Ok(())
    }
}
