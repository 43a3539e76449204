//! Two releases at once: a mail that one of them wrote is whole when the other sends it. What is queued is a text of its own, with
//! places for the links that are made as it goes; those places and the columns of a row are the format that both must know.
//!
//! The words and statements here are those of the release of early December 2026. They are never changed: whoever makes another
//! place adds it beside them, and the program before then sends it as it stands.

use chrono::TimeDelta;
use server::{
    config::MailConfig,
    mail::outbox,
    state::{App, Clock},
};
use sqlx::PgPool;

use crate::support::{
    TestSite,
    database::everybody_confirms,
    noon,
    smtp::{Mood, Smtp, Step},
    staff::ann,
};

/// Whom a message of a kind is to, the place in its text, and what stands there in the mail.
const PLACES: [(&str, Whose, &str, &str); 7] = [
    ("receipt", Whose::Sender, "{{private link}}", "/manage/"),
    (
        "confirm",
        Whose::Sender,
        "{{private link of REFERENCE}}",
        "/manage/",
    ),
    (
        "new_link",
        Whose::Sender,
        "{{private link of REFERENCE}}",
        "/manage/",
    ),
    (
        "account",
        Whose::Staff,
        "{{link of the invitation}}",
        "/staff/welcome/",
    ),
    (
        "account",
        Whose::Staff,
        "{{link to choose a password}}",
        "/staff/welcome/",
    ),
    (
        "weekly_confirm",
        Whose::Reader,
        "{{confirm link}}",
        "/weekly/confirm/",
    ),
    ("weekly", Whose::Reader, "{{stop link}}", "/weekly/stop/"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Sender,
    Staff,
    Reader,
}

/// How that release kept a message.
const KEEP: &str = "insert into message
    (submission_id, staff_id, subscriber_id, kind, recipient, subject, body, message_id, created_at, state, bulk,
     attempts, next_attempt_at, claimed_at, perhaps_sent, last_error)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

/// How it took one up.
const CLAIM: &str = "update message
    set perhaps_sent = perhaps_sent or state = 'sending',
        state = 'sending', claimed_at = $1, attempts = attempts + 1
    where id = (
        select id from message
        where (state = 'waiting' and (next_attempt_at is null or next_attempt_at <= $1))
           or (state = 'sending' and claimed_at <= $2 and attempts < 9)
        order by bulk, coalesce(next_attempt_at, created_at), id
        limit 1
        for update skip locked
    )
    returning id, attempts, body, message_id";

/// How it noted a try that did not end well.
const NOT_SENT: &str = "update message
    set state = case when $3::timestamptz is not null then 'waiting'
                     when perhaps_sent or $4 then 'unknown'
                     else 'failed' end,
        next_attempt_at = $3, perhaps_sent = perhaps_sent or $4, last_error = $5
    where id = $1 and attempts = $2 and state = 'sending'";

/// How it noted that one went out.
const SENT: &str =
    "update message set state = 'sent', sent_at = $3, next_attempt_at = null, last_error = null
    where id = $1 and attempts = $2 and state = 'sending'";

async fn mailing(db: &PgPool) -> (TestSite, Smtp) {
    let smtp = Smtp::start().await;
    let config = MailConfig {
        smtp_url: Some(smtp.url()),
        ..MailConfig::default()
    };
    (TestSite::with_mail(db.clone(), noon(), config).await, smtp)
}

#[harness::test]
async fn what_the_release_before_wrote_goes_out_whole(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    for gone in ["delete from notice", "delete from message"] {
        sqlx::query(gone).execute(&db).await.unwrap();
    }
    let submission: i64 = sqlx::query_scalar("select id from submission")
        .fetch_one(&db)
        .await
        .unwrap();
    let staff: i64 = sqlx::query_scalar("select min(id) from staff")
        .fetch_one(&db)
        .await
        .unwrap();
    let reader: i64 = sqlx::query_scalar(
        "insert into subscriber (email, wording, asked_at, confirmed_at)
         values ('reader@example.org', 'weekly-1', $1, $1) returning id",
    )
    .bind(noon())
    .fetch_one(&db)
    .await
    .unwrap();
    let hour = noon() - TimeDelta::hours(1);
    // As it may have left each: never tried, put off, and in hand when it was stopped.
    let left = [
        ("waiting", 0, None, None, false),
        ("waiting", 8, Some(hour), Some(hour), true),
        ("sending", 2, None, Some(hour), false),
    ];
    for (number, (kind, whose, place, _)) in PLACES.into_iter().enumerate() {
        for (way, (state, attempts, next, claimed, perhaps)) in left.into_iter().enumerate() {
            let own = |of: Whose, id: i64| (of == whose).then_some(id);
            let recipient = match whose {
                Whose::Sender => "alex@example.org",
                Whose::Staff => "ann@example.org",
                Whose::Reader => "reader@example.org",
            };
            let place = place.replace("REFERENCE", &reference);
            sqlx::query(KEEP)
                .bind(own(Whose::Sender, submission))
                .bind(own(Whose::Staff, staff))
                .bind(own(Whose::Reader, reader))
                .bind(kind)
                .bind(recipient)
                .bind(format!("{number}"))
                .bind(format!("Dear you,\n\n{place}\n\nThe end."))
                .bind(format!("<{number}-{way}@old>"))
                .bind(hour)
                .bind(state)
                .bind(whose == Whose::Reader)
                .bind(attempts)
                .bind(next)
                .bind(claimed)
                .bind(perhaps)
                .bind(next.map(|_| "The mail server could not be reached"))
                .execute(&db)
                .await
                .unwrap();
        }
    }
    outbox::send_due(&site.app).await.unwrap();
    let received = smtp.received();
    assert_eq!(received.len(), PLACES.len() * left.len());
    for mail in received {
        let number: usize = mail.parsed().subject().unwrap().parse().unwrap();
        let (kind, .., link) = PLACES[number];
        let text = mail.text();
        assert!(
            text.starts_with("Dear you,") && text.trim_end().ends_with("The end."),
            "{kind}: {text}"
        );
        assert!(
            text.contains(link) && !text.contains("{{"),
            "{kind}: {text}"
        );
    }
}

#[harness::test]
async fn what_this_release_writes_the_one_before_sends_whole_and_leaves_for_this_one(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    let ann = ann(&site).await;
    site.submit_coffee_morning().await;
    site.post("/manage", &[("email", "alex@example.org")]).await;
    ann.another_browser()
        .post("/staff/forgotten", &[("email", "ann@example.org")])
        .await;
    // This release tries first, and leaves each in its own ways.
    let at = |minutes| App {
        clock: Clock::Fixed(noon() + TimeDelta::minutes(minutes)),
        ..site.app.clone()
    };
    for (minutes, mood) in [
        (0, Mood::HangsUp(Step::Greeting)),
        (10, Mood::HangsUp(Step::To)),
        (20, Mood::Answers(Step::To, "450 Busy")),
        (30, Mood::HangsUp(Step::Dot)),
    ] {
        smtp.set(mood);
        outbox::send_due(&at(minutes)).await.unwrap();
    }
    let now = noon() + TimeDelta::hours(3);
    let (mut taken, mut places) = (0_usize, 0);
    while let Some((id, attempts, body, message_id)) =
        sqlx::query_as::<_, (i64, i32, String, String)>(CLAIM)
            .bind(now)
            .bind(now - TimeDelta::minutes(5))
            .fetch_optional(&site.app.db)
            .await
            .unwrap()
    {
        assert!(attempts <= 9 && message_id.starts_with('<'), "{attempts}");
        let mut rest = body.clone();
        for (_, _, place, _) in PLACES {
            let (before, after) = place.split_once("REFERENCE").unwrap_or((place, ""));
            while let Some(at) = rest.find(before) {
                let end = at + rest[at..].find("}}").expect("an end") + 2;
                assert!(rest[at..end].ends_with(after));
                rest.replace_range(at..end, "");
                places += 1;
            }
        }
        assert!(
            !rest.contains("{{"),
            "a place that it does not know: {rest}"
        );
        taken += 1;
        let noted = if taken % 2 == 0 {
            sqlx::query(SENT).bind(id).bind(attempts).bind(now)
        } else {
            sqlx::query(NOT_SENT)
                .bind(id)
                .bind(attempts)
                .bind(now + TimeDelta::hours(1))
                .bind(true)
                .bind("The mail server could not be reached")
        };
        let noted = noted.execute(&site.app.db).await.unwrap();
        assert_eq!(noted.rows_affected(), 1);
    }
    assert!(taken >= 2 && places >= 1, "{taken}, {places}");
    // And this release goes on where that one stopped.
    smtp.set(Mood::Well);
    let before = smtp.received().len();
    outbox::send_due(&at(300)).await.unwrap();
    assert_eq!(smtp.received().len() - before, taken.div_ceil(2));
    let left: i64 = sqlx::query_scalar("select count(*) from message where state <> 'sent'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(left, 0);
}
