//! Ordinary visitors, and how long they wait.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use chrono::{Days, Utc};
use tokio::time::sleep;

use super::process::Browser;

/// How long answers took, of ordinary visitors.
#[derive(Debug, Default)]
pub struct Times {
    /// Of those that came.
    pub took: Vec<Duration>,
    /// How many did not come, or said no.
    pub failed: usize,
}

impl Times {
    /// Within how long so many in a hundred came.
    pub fn at(&mut self, percent: usize) -> Duration {
        self.took.sort_unstable();
        let last = self.took.len().saturating_sub(1);
        self.took
            .get(last * percent / 100)
            .copied()
            .unwrap_or_default()
    }

    /// Prints them.
    pub fn tell(&mut self, what: &str) {
        let [half, most, slowest] = [50, 95, 100].map(|percent| self.at(percent));
        println!(
            "{what}: {} answers, {} failed, half within {half:?}, 95 in 100 within {most:?}, the slowest {slowest:?}",
            self.took.len(),
            self.failed,
        );
    }
}

/// Twenty people who look at pages for so long, one after the other with a pause.
pub async fn visitors(server: SocketAddr, time: Duration) -> Times {
    let end = Instant::now() + time;
    let people: Vec<_> = (0_usize..20)
        .map(|person| {
            tokio::spawn(async move {
                let month = (Utc::now().date_naive() + Days::new(14)).format("/month/%Y-%m");
                let month = month.to_string();
                let pages = [
                    "/",
                    month.as_str(),
                    "/submit",
                    "/submit/event",
                    "/standards",
                ];
                let mut times = Times::default();
                let mut page = person;
                while Instant::now() < end {
                    let began = Instant::now();
                    match Browser::new(server).get(pages[page % pages.len()]).await {
                        Ok(answer) if answer.status == 200 => times.took.push(began.elapsed()),
                        Ok(_) | Err(_) => times.failed += 1,
                    }
                    page += 1;
                    sleep(Duration::from_millis(200)).await;
                }
                times
            })
        })
        .collect();
    let mut all = Times::default();
    for person in people {
        let times = person.await.expect("a visitor");
        all.took.extend(times.took);
        all.failed += times.failed;
    }
    all
}
