//! From where an account is signed in to, and who must hear of what is odd. Why so:
//! `docs/decisions/0018-staff-accounts.md`.

use std::net::IpAddr;

use domain::{
    clock::Trusted,
    device,
    limits::FAILURES_OF_STRANGERS,
    staff::{Staff, actor},
};
use serde_json::json;
use store::{self, devices::Seen, sign_ins, token};

use super::{Origin, caller, digest, tell::tell};
use crate::{
    commands::change::{Change, VISITOR},
    letters::accounts::AccountMail,
    state::App,
};

/// A browser at the first request of a session.
#[derive(Debug)]
pub struct Arrived {
    /// The browser and the device in plain words.
    pub words: String,
    /// What its cookie holds from now on: it keeps a way in of its own to the account, and is proof of nothing.
    pub cookie: String,
}

/// Notes the first request of a session. The account's owner is written to where it is from a device
/// that they were not seen with in the last 90 days.
pub async fn arrive(
    app: &App,
    staff: &Staff,
    user_agent: &str,
    from: &Origin,
) -> sqlx::Result<Arrived> {
    let words = device::words(user_agent);
    let now = app.now();
    let caller = caller(&staff.email, from);
    let cookie = cookie(app, from).await?;
    let network = wider_network(from.address);
    let seen = Seen {
        device: digest("device", &format!("{network} {words}")),
        address: caller.network,
        wide: caller.wide,
        browser: token::hash(&cookie),
    };
    let (device, seen) = (&words, &seen);
    Change::make(&app.db, staff.actor(), now, |mut tx| async move {
        let new = store::devices::arrive(&mut tx, staff.id, seen, now).await?;
        if new && !staff.demo {
            let word = AccountMail::NewDevice {
                device: device.clone(),
                at: now,
            };
            tell(&mut tx, app, staff, &word).await?;
            let (subject, action) = (staff.actor(), "signed in on a new device");
            tx.note(action, subject, json!({}));
        }
        tx.commit_noted().await
    })
    .await?;
    Ok(Arrived { words, cookie })
}

/// What a browser's cookie holds: what it held, where we gave it that, since colleagues may share a
/// browser; else something new, so that nobody can plant one.
async fn cookie(app: &App, from: &Origin) -> sqlx::Result<String> {
    if let Some(held) = &from.device
        && store::devices::is_ours(&app.db, &token::hash(held), app.now()).await?
    {
        return Ok(held.clone());
    }
    Ok(token::secret())
}

/// Tells the owners of accounts for which many sign-ins failed in a day, once a day.
pub async fn warn(app: &App, now: Trusted) -> sqlx::Result<()> {
    let now = now.at();
    Change::make(&app.db, VISITOR, now, |mut tx| async move {
        let hashes: Vec<(i64, Vec<u8>)> = store::staff::addresses(&mut *tx)
            .await?
            .into_iter()
            .map(|(id, email)| (id, digest("account", &email)))
            .collect();
        let since = now - sign_ins::REMEMBERED;
        let warned =
            store::devices::many_failures(&mut *tx, &hashes, FAILURES_OF_STRANGERS, since, now)
                .await?;
        for id in &warned {
            if let Some(staff) = store::staff::not_closed(&mut *tx, *id).await? {
                tell(&mut tx, app, &staff, &AccountMail::ManyFailed).await?;
            }
        }
        for id in warned {
            let action = "many sign-ins failed";
            tx.note(action, actor(id), json!({}));
        }
        tx.commit_noted().await
    })
    .await
}

/// What of an address stays the same when a household or a telephone is given another by its
/// provider: the first half of an IPv4 address, the first 32 bits of an IPv6 one.
fn wider_network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            format!("{a}.{b}")
        }
        IpAddr::V6(address) => {
            let [a, b, ..] = address.segments();
            format!("{a:x}:{b:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wider_network;

    #[test]
    fn another_address_of_the_same_provider_is_no_new_network() {
        let of = |address: &str| wider_network(address.parse().unwrap());
        assert_eq!(of("192.0.2.1"), of("192.0.99.7"));
        assert_ne!(of("192.0.2.1"), of("198.51.100.1"));
        assert_eq!(of("2001:db8:1::1"), of("2001:db8:ffff::9"));
        assert_ne!(of("2001:db8::1"), of("2001:db9::1"));
    }
}
