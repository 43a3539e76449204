//! How often one network address did what anybody may do, one submission what its private link lets its
//! holder do, and how often one email address was written to. The counts are in the
//! database, so that copies of the server share them; of an address there is only a hash, under a
//! key that is made anew each day and forgotten with the day.

use std::net::IpAddr;

use chrono::{DateTime, DurationRound, Utc};
pub use domain::limits::RateLimit;
use domain::{
    clock::Trusted,
    limits::{NETWORKS_OF_A_CUSTOMER, Period},
    network::{network, wide_network},
    recipient,
};
use rand::RngExt;
use sqlx::{PgConnection, PgPool, query, query_scalar};

/// What an address is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was counted.
    Counted,
    /// There were too many already. After so many minutes there can be more.
    TooMany {
        /// From 1 to the minutes of its period.
        minutes: i64,
        /// Whether it was everybody together who did it too often.
        by_all: bool,
    },
}

/// Counts an act from a network address, of IPv6 the first 64 bits, which are one customer's, and of everybody together;
/// by the hour, and by the day where it has a limit of that too. What is too often by one of these counts by none, so that
/// whoever has used their own up takes nothing from anybody, and leaves no row.
pub async fn count(
    db: &PgPool,
    act: RateLimit,
    address: IpAddr,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    count_from(&mut *db.acquire().await?, act, address, now).await
}

async fn count_from(
    db: &mut PgConnection,
    act: RateLimit,
    address: IpAddr,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    // This machine may be a proxy that nobody told us of.
    if address.is_loopback() && !act.writes_to_others() {
        return Ok(Taken::Counted);
    }
    let acts = [Some(act), act.by_the_day()];
    let counts: Vec<Count> = acts
        .into_iter()
        .flatten()
        .flat_map(|act| counts_of(act, address))
        .collect();
    count_all(db, &counts, now).await
}

/// The counts of an act from a network address.
fn counts_of(act: RateLimit, address: IpAddr) -> impl Iterator<Item = Count> {
    let wide = wide_network(address);
    let own = [
        Some((network(address), act.most())),
        wide.map(|wide| (wide, NETWORKS_OF_A_CUSTOMER * act.most())),
        act.most_overall().map(|most| (EVERYBODY.to_owned(), most)),
    ];
    own.into_iter()
        .flatten()
        .map(move |(who, most)| Count { act, who, most })
}

/// Counts a change of a submission by its private link, and of the network that it comes from.
pub async fn count_change(
    db: &PgPool,
    submission: i64,
    address: IpAddr,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    let mut counts = vec![Count::of(
        RateLimit::Change,
        format!("submission {submission}"),
    )];
    if !address.is_loopback() {
        counts.extend(counts_of(RateLimit::ChangeFrom, address));
    }
    count_all(&mut *db.acquire().await?, &counts, now).await
}

/// Counts a step of a form that is posted: of the form, and of the network that it comes from. A form that is not there
/// yet is counted as it is begun ([`RateLimit::Begin`]).
pub async fn count_step(
    db: &PgPool,
    form: Option<&str>,
    address: IpAddr,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    let form = form.map(|form| Count::of(RateLimit::StepOf, format!("form {form}")));
    let mut counts: Vec<Count> = form.into_iter().collect();
    if !address.is_loopback() {
        let acts = [RateLimit::Step, RateLimit::StepDay];
        counts.extend(acts.into_iter().flat_map(|act| counts_of(act, address)));
    }
    count_all(&mut *db.acquire().await?, &counts, now).await
}

/// What everybody together does too often just now: what staff are told of.
pub async fn full(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<Vec<RateLimit>> {
    let overall: Vec<(RateLimit, i32)> = RateLimit::ALL
        .into_iter()
        .filter_map(|act| Some((act, act.most_overall()?)))
        .collect();
    let kinds: Vec<String> = overall.iter().map(|it| it.0.as_str().to_owned()).collect();
    let sinces: Vec<_> = overall.iter().map(|it| began(it.0.period(), now)).collect();
    let mosts: Vec<i32> = overall.iter().map(|it| it.1).collect();
    let full = query_scalar!(
        r#"select kind as "kind!"
           from unnest($1::text[], $2::timestamptz[], $3::int[]) as asked (kind, since, most)
           join limit_taken using (kind, since)
           where who = sha256($4 || convert_to($5, 'UTF8')) and taken >= most"#,
        &kinds,
        &sinces,
        &mosts,
        key(&mut *db.acquire().await?, now).await?,
        EVERYBODY,
    )
    .fetch_all(db)
    .await?;
    Ok(full.iter().filter_map(|kind| kind.parse().ok()).collect())
}

/// Counts new private links that are mailed to an address, however it is spelt.
pub async fn count_links_to(
    tx: &mut PgConnection,
    recipient: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    let count = Count::of(RateLimit::LinksTo, recipient::canonical(recipient));
    count_all(tx, &[count], now).await
}

/// Leave to write one mail to an address that nobody has proved. There is no other way to have one than
/// [`leave_to_write`], and no other way to queue such a mail than with one.
#[derive(Debug)]
pub struct Leave {
    braked: bool,
}

impl Leave {
    /// The state that the mail begins its way in: it waits for an hour with room where this one is full.
    pub(crate) fn state(&self) -> &'static str {
        if self.braked { "held" } else { "waiting" }
    }
}

/// Asks for leave to write to an address that nobody has proved: by whom it comes from, where somebody beside
/// staff has it written, by whom it goes to, and by all that goes to such addresses. None where either has had its mails for the day.
///
/// The counts are rows that the next one waits for until the transaction ends, as for the log: it is asked for last before
/// that.
pub async fn leave_to_write(
    tx: &mut PgConnection,
    recipient: &str,
    from: Option<IpAddr>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Leave>> {
    // The network first: whoever has used theirs up takes nothing from anybody else.
    if let Some(from) = from
        && count_from(tx, RateLimit::MailFrom, from, now).await? != Taken::Counted
    {
        return Ok(None);
    }
    let to = Count::of(RateLimit::MailTo, recipient::canonical(recipient));
    if count_all(tx, &[to], now).await? != Taken::Counted {
        return Ok(None);
    }
    let overall = Count {
        most: brake_at(tx).await?,
        ..Count::of(RateLimit::MailOverall, EVERYBODY.to_owned())
    };
    let overall = count_all(tx, &[overall], now).await?;
    Ok(Some(Leave {
        braked: overall != Taken::Counted,
    }))
}

/// How many mails to addresses that nobody has proved go in an hour before the rest waits.
async fn brake_at(db: &mut PgConnection) -> sqlx::Result<i32> {
    query_scalar!("select asked_most from site")
        .fetch_one(db)
        .await
}

/// Whom what is counted of everybody together is counted of.
const EVERYBODY: &str = "everybody";

/// How many more mails to addresses that nobody has proved may go in this hour.
pub async fn room(db: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<i64> {
    let act = RateLimit::MailOverall;
    let taken = query_scalar!(
        r#"select taken from limit_taken
           where kind = $1 and who = sha256($2 || convert_to($3, 'UTF8')) and since = $4"#,
        act.as_str(),
        key(&mut *db, now).await?,
        EVERYBODY,
        began(act.period(), now),
    )
    .fetch_optional(&mut *db)
    .await?;
    Ok(i64::from(brake_at(db).await? - taken.unwrap_or(0)))
}

/// Counts mails that the brake held and that go now.
pub async fn use_room(tx: &mut PgConnection, mails: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    let act = RateLimit::MailOverall;
    let mails = i32::try_from(mails).unwrap_or(i32::MAX);
    query!(
        "insert into limit_taken (kind, who, since, taken)
         values ($1, sha256($2 || convert_to($3, 'UTF8')), $4, $5)
         on conflict (kind, who, since) do update set taken = limit_taken.taken + excluded.taken",
        act.as_str(),
        key(&mut *tx, now).await?,
        EVERYBODY,
        began(act.period(), now),
        mails,
    )
    .execute(tx)
    .await?;
    Ok(())
}

fn began(period: Period, now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(period.length()).unwrap_or(now)
}

/// One count of an act.
struct Count {
    act: RateLimit,
    /// Whose.
    who: String,
    /// How often in the period of `act`.
    most: i32,
}

impl Count {
    fn of(act: RateLimit, who: String) -> Self {
        let most = act.most();
        Self { act, who, most }
    }

    fn ends(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        began(self.act.period(), now) + self.act.period().length()
    }
}

/// Counts an act by each of these, or by none where one of them is full. Rows are locked in the order given: who counts
/// the same kinds gives them in the same order. Of two at once that both find the last place, one takes it, and the other is told
/// that there is none.
async fn count_all(
    db: &mut PgConnection,
    counts: &[Count],
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    let column = |of: fn(&Count) -> &str| -> Vec<String> {
        counts.iter().map(|count| of(count).to_owned()).collect()
    };
    let sinces: Vec<_> = counts
        .iter()
        .map(|it| began(it.act.period(), now))
        .collect();
    let mosts: Vec<i32> = counts.iter().map(|it| it.most).collect();
    let full = query_scalar!(
        r#"with asked as (
               select kind, sha256($1 || convert_to(who, 'UTF8')) as who, since, most, place
               from unnest($2::text[], $3::text[], $4::timestamptz[], $5::int[]) with ordinality
                    as asked (kind, who, since, most, place)
           ), full_before as (
               select place from asked join limit_taken using (kind, who, since) where taken >= most
           ), counted as (
               insert into limit_taken (kind, who, since, taken)
               select kind, who, since, 1 from asked where not exists (select from full_before) order by place
               on conflict (kind, who, since) do update set taken = limit_taken.taken + 1
               returning kind, who, since, taken
           )
           select place as "place!" from full_before
           union all
           select place from asked join counted using (kind, who, since) where counted.taken > most
           order by 1"#,
        key(&mut *db, now).await?,
        &column(|count| count.act.as_str()),
        &column(|count| &count.who),
        &sinces,
        &mosts,
    )
    .fetch_all(db)
    .await?;
    let full = full
        .into_iter()
        .filter_map(|place| counts.get(usize::try_from(place - 1).ok()?));
    // Whoever has to wait for several waits for the last.
    Ok(match full.max_by_key(|count| count.ends(now)) {
        None => Taken::Counted,
        Some(count) => Taken::TooMany {
            minutes: (count.ends(now) - now)
                .num_minutes()
                .clamp(0, count.act.period().length().num_minutes() - 1)
                + 1,
            by_all: count.who == EVERYBODY,
        },
    })
}

/// The day's key; a new one is made by whoever comes first.
async fn key(db: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<u8>> {
    let today = now.date_naive();
    let known = query_scalar!("select key from limit_key where day = $1", today);
    if let Some(key) = known.fetch_optional(&mut *db).await? {
        return Ok(key);
    }
    let mut new = [0_u8; 32];
    rand::rng().fill(&mut new);
    query!(
        "insert into limit_key (day, key) values ($1, $2) on conflict (day) do nothing",
        today,
        &new[..],
    )
    .execute(&mut *db)
    .await?;
    query_scalar!("select key from limit_key where day = $1", today)
        .fetch_one(db)
        .await
}

/// Forgets the counts of hours and days that are over, and the keys of days that are.
pub async fn forget_old(db: &PgPool, now: Trusted) -> sqlx::Result<()> {
    let now = now.at();
    let daily = |limit: &RateLimit| limit.period() == Period::Day;
    let daily = RateLimit::ALL.into_iter().filter(daily);
    let daily: Vec<String> = daily.map(|limit| limit.as_str().to_owned()).collect();
    query!(
        "delete from limit_taken where since < case when kind = any($1) then $2::timestamptz else $3 end",
        &daily,
        began(Period::Day, now),
        now - Period::Hour.length(),
    )
    .execute(db)
    .await?;
    query!("delete from limit_key where day < $1", now.date_naive())
        .execute(db)
        .await?;
    Ok(())
}

/// How many events of an email address wait for a decision, and how many may. A stranger who uses
/// somebody's address up stops no decision on what is there.
pub async fn open_of(db: &PgPool, email: &str) -> sqlx::Result<(i64, i32)> {
    let row = query!(
        r#"select (select count(*) from submission where lower(sender_email) = lower($1) and state = 'waiting')
                  as "open!", open_most
           from site"#,
        email,
    )
    .fetch_one(db)
    .await?;
    Ok((row.open, row.open_most))
}
