//! A form that is being filled in: in the sender's browser, on a private page, or by staff.

use crate::http::secret_page;
use crate::http::staff::page::nav;
use app::pages::submit::FormAt;
use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use domain::{
    reference::Reference,
    staff::Staff,
    submission::{Channel, FilledInBy},
};
use store::{self, token};
use tower_sessions::Session;

use crate::{
    config::WebConfig,
    http::{
        draft::{self, DraftCookie},
        error::Error,
        session::SignedIn,
    },
    state::App,
};

/// Who fills the form in, what for, and where its answers are kept.
pub struct Filling {
    /// Where the pages of the form are.
    pub at: FormAt,
    /// What comes of sending it.
    pub purpose: Purpose,
    key: Option<String>,
}

/// What comes of sending a form.
pub enum Purpose {
    /// A new submission by its sender.
    New,
    /// A new revision by the sender.
    Edit(Reference),
    /// A new submission that staff key in.
    KeyIn {
        /// Who keys it in.
        staff: Staff,
        /// How it came.
        channel: Channel,
        /// The desk's session, to say there what was done.
        session: Session,
    },
}

/// The name under which an edit's answers are kept: one edit a submission, by whichever link it is
/// opened. No cookie can have such a value ([`DraftCookie`] takes secrets only).
#[must_use]
pub fn edit_key(reference: &Reference) -> String {
    format!("edit of {reference}")
}

impl Filling {
    /// The name under which the answers are kept, if any are.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Lets a browser's name for a form go that no form has: it ran out, or somebody made it up. The
    /// next form gets a name of ours, and is counted as a new one.
    pub async fn forget_unknown(&mut self, app: &App) -> sqlx::Result<()> {
        if let (Purpose::New, Some(key)) = (&self.purpose, &self.key)
            && store::drafts::find(&app.db, key, app.now())
                .await?
                .is_none()
        {
            self.key = None;
        }
        Ok(())
    }

    /// That name, or a new one.
    pub fn key_or_new(&mut self) -> &str {
        self.key.get_or_insert_with(token::secret)
    }

    /// Who fills it in.
    #[must_use]
    pub fn by(&self) -> FilledInBy {
        match self.purpose {
            Purpose::KeyIn { .. } => FilledInBy::Staff,
            Purpose::New | Purpose::Edit(_) => FilledInBy::Sender,
        }
    }

    /// Gives the browser the cookie that finds a new form again. The others are found by their
    /// addresses.
    pub fn remember(&self, response: &mut Response, web: &WebConfig) {
        if let (Purpose::New, Some(key)) = (&self.purpose, &self.key) {
            draft::remember(response, web, key);
        }
    }

    /// Takes that cookie away.
    pub fn forget(&self, response: &mut Response, web: &WebConfig) {
        if let Purpose::New = self.purpose {
            draft::forget(response, web);
        }
    }
}

impl FromRequestParts<App> for Filling {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        let named = |name: &str| {
            let found = params.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.to_owned())
        };
        match (named("token"), named("form"), named("channel")) {
            (Some(token), ..) => edit(app, token).await,
            (_, Some(form), Some(channel)) => key_in(parts, app, form, &channel).await,
            _ => {
                let DraftCookie(key) = DraftCookie::from_request_parts(parts, app)
                    .await
                    .unwrap_or(DraftCookie(None));
                Ok(Self {
                    at: FormAt::New,
                    purpose: Purpose::New,
                    key,
                })
            }
        }
    }
}

async fn edit(app: &App, token: String) -> Result<Filling, Response> {
    let found = store::links::find(&app.db, &token, app.now())
        .await
        .map_err(|error| Error::from(error).into_response())?;
    let Some(reference) = found.and_then(|found| Reference::parse(&found).ok()) else {
        return Err(secret_page::no_such_link(app));
    };
    Ok(Filling {
        key: Some(edit_key(&reference)),
        at: FormAt::Edit {
            token,
            reference: reference.to_string(),
        },
        purpose: Purpose::Edit(reference),
    })
}

async fn key_in(
    parts: &mut Parts,
    app: &App,
    form: String,
    channel: &str,
) -> Result<Filling, Response> {
    let SignedIn(staff) = SignedIn::from_request_parts(parts, app).await?;
    let session = Session::from_request_parts(parts, app)
        .await
        .map_err(IntoResponse::into_response)?;
    let Some(channel) = Channel::keyed_in(channel).filter(|_| draft::is_secret(&form)) else {
        return Err(Error::NotFound.into_response());
    };
    let nav = nav(app, &staff)
        .await
        .map_err(IntoResponse::into_response)?;
    Ok(Filling {
        key: Some(format!("key-in {form}")),
        at: FormAt::KeyIn { form, channel, nav },
        purpose: Purpose::KeyIn {
            staff,
            channel,
            session,
        },
    })
}
