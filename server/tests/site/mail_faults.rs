//! The real program, killed: what it acknowledged is stored, and what is stored is mailed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::PgPool;
use tokio::time::sleep;

use crate::support::{
    database::everybody_confirms,
    process::{Browser, Server},
    smtp::{Mood, Smtp},
};

/// What came of a run.
#[derive(Debug)]
struct Counts {
    kills: usize,
    acknowledged: usize,
    stored: usize,
    /// Acknowledged and not stored.
    lost: usize,
    /// Different mails that arrived.
    received: usize,
    /// Stored receipts that never arrived.
    unmailed: usize,
    /// Mails that arrived again, over what arrived once.
    doubled: usize,
    /// Mails that were in hand at a kill.
    in_hand: usize,
}

/// Kills the server so often, while people send events in, and counts.
async fn run(db: &PgPool, kills: usize) -> Counts {
    // One sender sends everything, as fast as it goes: this is no flood.
    sqlx::query("update site set open_most = 1000, flood_sent = 10000")
        .execute(db)
        .await
        .expect("wide limits");
    let smtp = Smtp::start().await;
    // Slow enough that a kill often comes in the midst of a mail.
    smtp.set(Mood::Slow(Duration::from_millis(4)));
    let mut server = Server::start(db, smtp.url()).await;
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let over = Arc::new(AtomicBool::new(false));
    let people: Vec<_> = (0..3)
        .map(|_| {
            let (address, acknowledged, over) =
                (server.address, acknowledged.clone(), over.clone());
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    match Browser::new(address).submit().await {
                        Ok(reference) => {
                            acknowledged.lock().expect("the list").insert(reference);
                        }
                        Err(_) => sleep(Duration::from_millis(20)).await,
                    }
                }
            })
        })
        .collect();
    let mut in_hand = 0;
    for kill in 0..kills {
        // A different moment each time, from the first mails on.
        sleep(Duration::from_millis(150 + (kill as u64 * 37) % 250)).await;
        server.kill().await;
        in_hand += end_leases(db, Duration::ZERO).await;
        server.start_again().await;
    }
    over.store(true, Ordering::Relaxed);
    for person in people {
        person.await.expect("a person");
    }
    smtp.set(Mood::Well);
    in_hand += settle(db).await;
    server.stop().await;
    let acknowledged = acknowledged.lock().expect("the list").clone();
    count(db, &smtp, &acknowledged, (kills, in_hand)).await
}

/// Lets the leases of what the killed server had in hand for so long run out, and says how many.
async fn end_leases(db: &PgPool, older_than: Duration) -> usize {
    let ended = sqlx::query(
        "update message set claimed_at = claimed_at - interval '1 hour'
         where state = 'sending' and claimed_at < now() - make_interval(secs => $1)
           and claimed_at > now() - interval '1 hour'",
    );
    let ended = ended.bind(older_than.as_secs_f64());
    let ended = ended.execute(db).await.expect("an update");
    usize::try_from(ended.rows_affected()).expect("a count")
}

/// Waits until nothing waits, and says how many more leases it had to end: PostgreSQL can carry a
/// claim out just after the server that asked for it was killed.
async fn settle(db: &PgPool) -> usize {
    let (mut ended, mut least, mut idle) = (0, i64::MAX, 0);
    while idle < 600 {
        let left: i64 = sqlx::query_scalar("select count(*) from message where state <> 'sent'")
            .fetch_one(db)
            .await
            .expect("a count");
        if left == 0 {
            return ended;
        }
        idle = if left < least { 0 } else { idle + 1 };
        least = left;
        ended += end_leases(db, Duration::from_secs(10)).await;
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{least} messages are never sent");
}

async fn count(
    db: &PgPool,
    smtp: &Smtp,
    acknowledged: &BTreeSet<String>,
    (kills, in_hand): (usize, usize),
) -> Counts {
    let stored: Vec<String> = sqlx::query_scalar("select reference from submission")
        .fetch_all(db)
        .await
        .expect("references");
    let stored: BTreeSet<String> = stored.into_iter().collect();
    let receipts: Vec<String> = sqlx::query_scalar(
        "select trim(both '<>' from message_id) from message where kind = 'receipt'",
    )
    .fetch_all(db)
    .await
    .expect("receipts");
    let mut mails: BTreeMap<String, usize> = BTreeMap::new();
    for mail in smtp.received() {
        *mails.entry(mail.id()).or_default() += 1;
    }
    assert_eq!(
        receipts.len(),
        stored.len(),
        "each submission has its receipt"
    );
    Counts {
        kills,
        acknowledged: acknowledged.len(),
        stored: stored.len(),
        lost: acknowledged.difference(&stored).count(),
        received: mails.len(),
        unmailed: receipts
            .iter()
            .filter(|id| !mails.contains_key(*id))
            .count(),
        doubled: mails.values().map(|times| times - 1).sum(),
        in_hand,
    }
}

fn nothing_lost(counts: &Counts) {
    assert!(counts.acknowledged > 0, "{counts:?}");
    assert_eq!(counts.lost, 0, "{counts:?}");
    assert_eq!(counts.unmailed, 0, "{counts:?}");
    assert_eq!(counts.received, counts.stored, "{counts:?}");
    assert!(counts.doubled <= counts.in_hand, "{counts:?}");
}

#[harness::test]
async fn a_killed_server_loses_no_mail_and_doubles_none_but_what_was_in_hand(db: PgPool) {
    everybody_confirms(&db).await;
    nothing_lost(&run(&db, 4).await);
}

/// `make fault`: the same, a hundred times over.
#[harness::test]
#[ignore = "takes minutes: make fault"]
async fn fault_the_server_is_killed_again_and_again(db: PgPool) {
    everybody_confirms(&db).await;
    let kills = std::env::var("KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok());
    let counts = run(&db, kills.unwrap_or(100)).await;
    println!(
        "killed {} times under load\n  \
         acknowledged {}, stored {}, lost {}\n  \
         mails received {}, never received {}, received twice {} (in hand at a kill: {})",
        counts.kills,
        counts.acknowledged,
        counts.stored,
        counts.lost,
        counts.received,
        counts.unmailed,
        counts.doubled,
        counts.in_hand,
    );
    nothing_lost(&counts);
    // Else the load was none, or was turned away.
    assert!(counts.acknowledged > counts.kills, "{counts:?}");
}

#[harness::test]
async fn the_program_sends_what_waits_and_stops_when_it_is_told_to(db: PgPool) {
    everybody_confirms(&db).await;
    let smtp = Smtp::start().await;
    let server = Server::start(&db, smtp.url()).await;
    Browser::new(server.address)
        .submit()
        .await
        .expect("a receipt");
    let received = smtp.wait_for(1).await;
    assert_eq!(received[0].to, ["alex@example.org"]);
    let took = server.stop().await;
    assert!(took < Duration::from_secs(12), "{took:?}");
}
