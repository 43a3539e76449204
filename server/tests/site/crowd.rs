//! Everybody at once on the same few events: nobody waits for somebody who waits for them, nobody is told of an error,
//! and nothing is written twice. `CROWD_SECONDS=60` for longer.

use std::time::{Duration, Instant};

use domain::{
    decision::{Checklist, Decision, Outcome, Removal, TakeDown, Verdict, Vouch},
    event::EventStatus,
    report::{Kind, Report},
    staff::{Author, Staff},
    submission::{Channel, FilledInBy},
    text::ShortLine,
};
use server::{
    accounts::second_factor,
    commands::{self, decide::Deciding},
    letters::notices::About,
    state::App,
};
use sqlx::PgPool;
use store::submissions::Sending;
use uuid::Uuid;

use crate::support::{TestSite, database, staff::ann};

/// How many act at once.
const ACTORS: usize = 40;

/// One thing that somebody does with an event, as it stands at this moment. What it comes to is theirs; an error is not.
async fn act(app: &App, staff: &Staff, reference: &str, what: usize) -> sqlx::Result<()> {
    let (db, author) = (&app.db, staff.act(app.now()));
    let council = app.council();
    let site = &council.site;
    let Some(case) = store::cases::find(db, reference).await? else {
        return Ok(());
    };
    match what % 14 {
        0 => decide(app, author, reference, case.version, Outcome::MarkSpam).await?,
        1..=3 => {
            let unconfirmed = Some(Vouch::Known);
            let outcome = Outcome::List { unconfirmed };
            decide(app, author, reference, case.version, outcome).await?;
        }
        4 => edit(app, &case).await?,
        5 => {
            let status = [EventStatus::Postponed, EventStatus::GoingAhead][what / 10 % 2];
            commands::event_status::by_sender(db, reference, "none", status, site, author.now)
                .await?;
        }
        6 => {
            let to = ("alex@example.org", [192, 0, 2, 7].into());
            commands::lost_links::send_links(db, site, to, author.now).await?;
        }
        7 => {
            second_factor::new_recovery_codes(app, staff).await?;
        }
        8 => {
            commands::in_hand::take(db, (case.id, reference), author).await?;
            commands::in_hand::put_back(db, (case.id, reference), author).await?;
        }
        9 => {
            commands::notes::add(db, (case.id, reference), author, "They rang.").await?;
        }
        10 => {
            let settings = store::site::answers(db).await?.parse();
            let mut settings = settings.expect("the council's words");
            settings.waiting_days = i32::try_from(1 + what % 5).expect("a few days");
            commands::settings::save(db, author, &settings).await?;
        }
        11 | 12 => send_another(app, &case).await?,
        _ => {
            let report = Report {
                kind: Kind::Wrong,
                words: "It is on another day.".to_owned(),
                name: None,
                email: None,
            };
            let key = (Uuid::new_v4(), &report);
            commands::report::receive(db, About::of(&case), key, site, author.now).await?;
        }
    }
    Ok(())
}

async fn decide(
    app: &App,
    author: Author,
    reference: &str,
    read_at: i64,
    outcome: Outcome,
) -> sqlx::Result<()> {
    let policy = store::policy::in_force(&app.db, author.now).await?;
    let standards = store::policy::standards(&app.db, policy.id).await?;
    let council = app.council();
    let deciding = Deciding {
        reference,
        read_at,
        staff: author.staff,
        policy: &policy,
        standards: &standards,
        site: &council.site,
        hints: &[],
        now: author.now,
    };
    let met = standards.iter().map(|it| (it.key.clone(), Verdict::Meets));
    let decision = Decision {
        outcome,
        checklist: Checklist(met.collect()),
        note: None,
    };
    commands::decide::decide(&app.db, &deciding, &decision).await?;
    let down = TakeDown {
        why: Removal::Breach,
        reason: ShortLine::parse("It is over.").expect("a line"),
        message: None,
        notice: false,
    };
    let next = Deciding {
        read_at: read_at + 1,
        ..deciding
    };
    commands::take_down::take_down(&app.db, &next, &down).await?;
    commands::reopen::reopen(&app.db, &next, "Once more.").await?;
    Ok(())
}

/// Sends the same event in once more, as an event of its own.
async fn send_another(app: &App, case: &store::cases::Case) -> sqlx::Result<()> {
    sent(app, case, async |sending| {
        commands::submit::send(&app.db, sending).await?;
        Ok(())
    })
    .await
}

async fn edit(app: &App, case: &store::cases::Case) -> sqlx::Result<()> {
    let reference = domain::reference::Reference::parse(&case.reference).expect("a reference");
    sent(app, case, async |sending| {
        commands::edit::send_edit(&app.db, &reference, "none", sending, &|_| None).await?;
        Ok(())
    })
    .await
}

/// What an event says, on its way to be sent under a new key.
async fn sent(
    app: &App,
    case: &store::cases::Case,
    send: impl AsyncFnOnce(&Sending<'_>) -> sqlx::Result<()>,
) -> sqlx::Result<()> {
    let answers = store::sender::answers(&app.db, case.id).await?;
    let council = app.council();
    let context = council.context(app.now(), FilledInBy::Sender);
    let Ok(submission) = answers.parse(&context) else {
        return Ok(());
    };
    let sending = Sending {
        submission: &submission,
        answers: &answers,
        send_key: Uuid::new_v4(),
        channel: Channel::Form,
        keyed_in_by: None,
        site: &council.site,
        from: None,
        signs: &[],
        worked: false,
        now: app.now(),
    };
    send(&sending).await
}

#[harness::test]
async fn forty_at_once_on_five_events_wait_for_nobody_who_waits_for_them(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let mut references = Vec::new();
    for _ in 0..5 {
        references.push(site.another_browser().submit_coffee_morning().await);
    }
    let id: i64 = sqlx::query_scalar("select id from staff")
        .fetch_one(&db)
        .await
        .unwrap();
    let staff = store::staff::at_work(&db, id).await.unwrap().unwrap();
    let seconds = std::env::var("CROWD_SECONDS").map_or(4, |it| it.parse().expect("seconds"));
    let until = Instant::now() + Duration::from_secs(seconds);
    let actors: Vec<_> = (0..ACTORS)
        .map(|actor| {
            let (app, staff) = (site.app.clone(), staff.clone());
            let references = references.clone();
            tokio::spawn(async move {
                let mut done = 0_usize;
                while Instant::now() < until {
                    let reference = &references[(actor + done) % references.len()];
                    match act(&app, &staff, reference, actor + done * 7).await {
                        // So many for so few connections: they are told to come again.
                        Ok(()) | Err(sqlx::Error::PoolTimedOut) => done += 1,
                        Err(error) => panic!("{reference}: {error}"),
                    }
                }
                done
            })
        })
        .collect();
    let mut done = 0;
    for actor in actors {
        done += actor.await.unwrap();
    }
    assert!(done > ACTORS, "{done} things were done");
    site.app.db.close().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let deadlocks = database::deadlocks(&db).await;
    assert_eq!(deadlocks, 0, "after {done} things");
    let twice: i64 = sqlx::query_scalar(
        "select count(*) from (select from message where decision_id is not null group by decision_id having count(*) > 1) twice",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(twice, 0);
    let chain = store::audit::verify(&mut db.acquire().await.unwrap()).await;
    assert!(chain.unwrap().is_ok());
    println!("{done} things by {ACTORS} at once in {seconds} seconds, {deadlocks} deadlocks");
}
