//! From where an account is signed in to, and who must hear of what is odd. Why so:
//! `docs/decisions/0018-staff-accounts.md`.

use std::net::IpAddr;

use domain::{
    device,
    network::network,
    staff::{Staff, actor},
};
use serde_json::json;
use store::{
    self,
    devices::Seen,
    staff::{FAILURES_OF_STRANGERS, OF_STRANGERS_REMEMBERED},
};

use super::{digest, tell::tell};
use crate::{
    commands::change::{Change, VISITOR},
    letters::accounts::AccountMail,
    state::App,
};

/// Notes the first request of a session, and gives the device in words. The account's owner is
/// written to where it is one that they were not seen with in the last 90 days.
pub async fn arrive(
    app: &App,
    staff: &Staff,
    user_agent: &str,
    address: IpAddr,
) -> sqlx::Result<String> {
    let words = device::words(user_agent);
    let seen = Seen {
        device: digest("device", &format!("{} {words}", wider_network(address))),
        address: digest("address", &network(address)),
    };
    let now = app.now();
    let mut tx = Change::begin(&app.db, staff.actor(), now).await?;
    let new = store::devices::arrive(&mut tx, staff.id, &seen, now).await?;
    if new && !staff.demo {
        let word = AccountMail::NewDevice {
            device: words.clone(),
            at: now,
        };
        tell(&mut tx, app, staff, &word).await?;
        let (subject, action) = (staff.actor(), "signed in on a new device");
        tx.note(action, subject, json!({}));
    }
    tx.commit_noted().await?;
    Ok(words)
}

/// Tells the owners of accounts for which many sign-ins failed in a day, once a day.
pub async fn warn(app: &App) -> sqlx::Result<()> {
    let now = app.now();
    let mut tx = Change::begin(&app.db, VISITOR, now).await?;
    let hashes: Vec<(i64, Vec<u8>)> = store::staff::addresses(&mut *tx)
        .await?
        .into_iter()
        .map(|(id, email)| (id, digest("account", &email)))
        .collect();
    let since = now - OF_STRANGERS_REMEMBERED;
    let warned =
        store::devices::many_failures(&mut *tx, &hashes, FAILURES_OF_STRANGERS, since, now).await?;
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
