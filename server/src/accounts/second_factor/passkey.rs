//! Passkeys (`WebAuthn`, W3C): a key that a telephone, a computer or a small stick keeps, and shows
//! for this site only. Each use proves two things at once, the device and its owner's finger, face
//! or PIN, so a passkey is a second factor and also a whole sign-in.

use crate::accounts::AccountError;
use domain::{limits::PASSKEY_ANSWERS_WITHIN, staff::Staff};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::{
    self,
    passkeys::{NewPasskey, Purpose},
    token,
};
use url::{Host, Url};
use webauthn_rs::prelude::{
    CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    RequestChallengeResponse, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::{Removed, added, changed};
use crate::{
    commands::change::{Change, VISITOR},
    letters::second_factor::SecurityMail,
    state::App,
};

/// A question for a device: the browser's session keeps the token, the page the question.
#[derive(Debug, Clone)]
pub struct Question {
    /// What names it; the database has its hash.
    pub token: String,
    /// The options for the browser, as JSON.
    pub options: String,
}

/// Whether this site can have passkeys: `WebAuthn` needs a name (an IP address is no relying party
/// id), and TLS unless the name is `localhost`.
#[must_use]
pub fn offered(app: &App) -> bool {
    relying_party(app).is_some()
}

/// What checks the answers of devices; None where the site can have no passkeys.
fn relying_party(app: &App) -> Option<Webauthn> {
    let origin = Url::parse(&app.web.site_url()).ok()?;
    let Some(Host::Domain(name)) = origin.host() else {
        return None;
    };
    let here = name == "localhost" || name.ends_with(".localhost");
    if origin.scheme() != "https" && !here {
        return None;
    }
    WebauthnBuilder::new(name, &origin)
        .ok()?
        .rp_name(&app.council().site.council)
        .build()
        .ok()
}

/// Asks for a new passkey. One that is on the device already is not made again. `None` where the
/// site can have none.
pub async fn ask_to_make(app: &App, staff: &Staff) -> Result<Option<Question>, AccountError> {
    let Some(site) = relying_party(app) else {
        return Ok(None);
    };
    let known = of(app, staff).await?;
    let known = known.iter().map(|passkey| passkey.cred_id().clone());
    let handle = store::passkeys::handle(&app.db, staff.id).await?;
    let (options, state): (CreationChallengeResponse, PasskeyRegistration) = site
        .start_passkey_registration(handle, &staff.email, &staff.name, Some(known.collect()))
        .map_err(ours)?;
    // The device keeps it under the account's handle, so that it can sign in without a name typed.
    let mut sent = written(&options.public_key)?;
    sent["authenticatorSelection"]["residentKey"] = "required".into();
    sent["authenticatorSelection"]["requireResidentKey"] = true.into();
    ask(app, Purpose::Make(staff.id), &state, &sent)
        .await
        .map(Some)
}

/// Keeps a passkey that a device made. `None` where its answer does not hold, otherwise the
/// recovery codes that came with it, if any.
pub async fn make(
    app: &App,
    staff: &Staff,
    name: &str,
    (token, answer): (&str, &str),
) -> Result<Option<Vec<String>>, AccountError> {
    let state = taken::<PasskeyRegistration>(app, token, Purpose::Make(staff.id)).await?;
    let (Some(site), Some(state)) = (relying_party(app), state) else {
        return Ok(None);
    };
    let Some(made) = read::<RegisterPublicKeyCredential>(answer)
        .and_then(|answer| believed(site.finish_passkey_registration(&answer, &state)))
    else {
        return Ok(None);
    };
    let passkey = &NewPasskey {
        name: name.to_owned(),
        credential_id: made.cred_id().clone(),
        credential: written(&made)?,
    };
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        store::second_factor::lock(&mut tx, staff.id).await?;
        if !store::passkeys::add(&mut *tx, staff.id, passkey, app.now()).await? {
            return Ok(None);
        }
        let change = SecurityMail::PasskeyAdded {
            name: name.to_owned(),
        };
        let codes = added(&mut tx, app, staff, (change, "passkey added")).await?;
        tx.commit_noted().await?;
        Ok(Some(codes))
    })
    .await
}

/// Asks for one of the account's passkeys, after the password. `None` where it has none here.
pub async fn ask_as_second(app: &App, staff: &Staff) -> Result<Option<Question>, AccountError> {
    let (Some(site), known) = (relying_party(app), of(app, staff).await?) else {
        return Ok(None);
    };
    if known.is_empty() {
        return Ok(None);
    }
    let (options, state): (RequestChallengeResponse, PasskeyAuthentication) =
        site.start_passkey_authentication(&known).map_err(ours)?;
    let sent = written(&options.public_key)?;
    ask(app, Purpose::Second(staff.id), &state, &sent)
        .await
        .map(Some)
}

/// Asks for any passkey of this site: its owner is who it says. `None` where the site can have none.
pub async fn ask_alone(app: &App) -> Result<Option<Question>, AccountError> {
    let Some(site) = relying_party(app) else {
        return Ok(None);
    };
    let (options, state) = site.start_discoverable_authentication().map_err(ours)?;
    let sent = written(&options.public_key)?;
    ask(app, Purpose::Alone, &state, &sent).await.map(Some)
}

/// Whether the answer is one of the account's passkeys, to the question that was asked.
pub async fn is_second(
    app: &App,
    staff: &Staff,
    (token, answer): (&str, &str),
) -> Result<bool, AccountError> {
    let purpose = Purpose::Second(staff.id);
    let state = taken::<PasskeyAuthentication>(app, token, purpose).await?;
    let (Some(site), Some(state), Some(answer)) = (
        relying_party(app),
        state,
        read::<PublicKeyCredential>(answer),
    ) else {
        return Ok(false);
    };
    match believed(site.finish_passkey_authentication(&answer, &state)) {
        Some(result) if result.user_verified() => noted(app, staff.id, &result).await,
        _ => Ok(false),
    }
}

/// Whose passkey answered the question that was asked of anybody. `None` where it does not hold or
/// the account may not work.
pub async fn whose(
    app: &App,
    (token, answer): (&str, &str),
) -> Result<Option<Staff>, AccountError> {
    let state = taken::<DiscoverableAuthentication>(app, token, Purpose::Alone).await?;
    let (Some(site), Some(state), Some(answer)) = (
        relying_party(app),
        state,
        read::<PublicKeyCredential>(answer),
    ) else {
        return Ok(None);
    };
    let Some((handle, credential)) = believed(site.identify_discoverable_authentication(&answer))
    else {
        return Ok(None);
    };
    let Some(id) = store::passkeys::of_handle(&app.db, handle).await? else {
        return Ok(None);
    };
    let Some(staff) = store::staff::at_work(&app.db, id)
        .await?
        .filter(|staff| !staff.demo)
    else {
        return Ok(None);
    };
    let mut known = of(app, &staff).await?.into_iter();
    let Some(shown) = known.find(|known| known.cred_id().as_slice() == credential) else {
        return Ok(None);
    };
    match believed(site.finish_discoverable_authentication_v2(&answer, state, &shown)) {
        Some(result) if result.user_verified() && noted(app, staff.id, &result).await? => {
            Ok(Some(staff))
        }
        _ => Ok(None),
    }
}

/// Takes a passkey away, unless nothing else is left.
pub async fn remove(app: &App, staff: &Staff, id: i64) -> sqlx::Result<Removed> {
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        store::second_factor::lock(&mut tx, staff.id).await?;
        let only_one = store::second_factor::factors(&mut *tx, staff.id)
            .await?
            .only_one();
        let Some(name) = store::passkeys::remove(&mut *tx, staff.id, id).await? else {
            return Ok(Removed::NotThere);
        };
        if only_one {
            return Ok(Removed::Last);
        }
        let change = SecurityMail::PasskeyRemoved { name };
        changed(&mut tx, app, staff, change, "passkey removed").await?;
        tx.commit_noted().await?;
        Ok(Removed::Gone)
    })
    .await
}

/// The account's passkeys.
async fn of(app: &App, staff: &Staff) -> Result<Vec<Passkey>, AccountError> {
    let kept = store::passkeys::credentials(&app.db, staff.id).await?;
    kept.into_iter()
        .map(|kept| {
            serde_json::from_value(kept).map_err(|error| AccountError::Internal(error.to_string()))
        })
        .collect()
}

/// Notes the use of a passkey that proved itself. False where it is gone meanwhile, or tells a
/// number that its device told before.
async fn noted(
    app: &App,
    staff: i64,
    result: &webauthn_rs::prelude::AuthenticationResult,
) -> Result<bool, AccountError> {
    let kept = store::passkeys::credentials(&app.db, staff).await?;
    let passkeys = kept
        .into_iter()
        .filter_map(|kept| serde_json::from_value::<Passkey>(kept).ok());
    for mut passkey in passkeys {
        if passkey.update_credential(result).is_some() {
            let (id, counter) = (passkey.cred_id().clone(), i64::from(result.counter()));
            let kept = written(&passkey)?;
            let used = store::passkeys::used(&app.db, staff, &id, &kept, counter, app.now());
            return Ok(used.await?);
        }
    }
    Ok(false)
}

/// Keeps the server's half of a question, and gives the browser's.
async fn ask(
    app: &App,
    purpose: Purpose,
    state: &impl Serialize,
    options: &Value,
) -> Result<Question, AccountError> {
    let (token, now) = (token::secret(), app.now());
    let hash = token::hash(&token);
    let expires = now + PASSKEY_ANSWERS_WITHIN;
    store::passkeys::ask(&app.db, &hash, purpose, written(state)?, now, expires).await?;
    Ok(Question {
        token,
        options: options.to_string(),
    })
}

/// Takes the server's half of a question out of the database: it is good for one answer.
async fn taken<T: DeserializeOwned>(
    app: &App,
    token: &str,
    purpose: Purpose,
) -> Result<Option<T>, AccountError> {
    let (hash, now) = (&token::hash(token), app.now());
    let kept = Change::make(&app.db, VISITOR, now, |mut tx| async move {
        let kept = store::passkeys::answered(&mut tx, hash, purpose, now).await?;
        tx.commit_noted().await?;
        Ok::<_, sqlx::Error>(kept)
    })
    .await?;
    kept.map(|state| {
        serde_json::from_value(state).map_err(|error| AccountError::Internal(error.to_string()))
    })
    .transpose()
}

/// The answer of a device, where it has the shape of one.
fn read<T: DeserializeOwned>(answer: &str) -> Option<T> {
    serde_json::from_str(answer).ok()
}

/// What was found of an answer. Why one does not hold is for the log; it names nobody.
fn believed<T>(found: Result<T, WebauthnError>) -> Option<T> {
    found
        .inspect_err(|error| tracing::info!(%error, "a passkey was not accepted"))
        .ok()
}

fn written(value: &impl Serialize) -> Result<Value, AccountError> {
    serde_json::to_value(value).map_err(|error| AccountError::Internal(error.to_string()))
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "map_err hands over what it maps"
)]
fn ours(error: WebauthnError) -> AccountError {
    AccountError::Internal(error.to_string())
}
