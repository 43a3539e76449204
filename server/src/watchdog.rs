//! A watch over how long work holds an async thread at a time. Whoever holds one longer than [`AT_ONCE`] keeps
//! everybody else waiting who is served by it: what is dearer goes to a thread of its own (`spawn_blocking`).

use std::{future::poll_fn, pin::pin, time::Duration};

use rustix::{thread::ClockId, time::clock_gettime};

/// The longest that work may hold an async thread at a time. A build without optimisation takes many times as long
/// over the same.
pub const AT_ONCE: Duration = if cfg!(debug_assertions) {
    Duration::from_millis(250)
} else {
    Duration::from_millis(10)
};

/// How long a request held its thread at a time, at most: an answer carries it, for tests.
#[derive(Debug, Clone, Copy)]
pub struct Held(pub Duration);

/// How long this thread has worked. What it waited for a processor does not count, so that a busy machine tells no
/// lies.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// Does the work, and says the longest that it held its thread at a time.
pub async fn watched<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let mut work = pin!(work);
    let mut longest = Duration::ZERO;
    let done = poll_fn(|context| {
        let before = worked();
        let polled = work.as_mut().poll(context);
        longest = longest.max(worked().saturating_sub(before));
        polled
    })
    .await;
    (done, longest)
}

#[cfg(test)]
mod tests {
    use std::{
        hint::black_box,
        time::{Duration, Instant},
    };

    use super::{AT_ONCE, watched, worked};

    #[tokio::test]
    async fn what_works_long_at_a_time_is_told_from_what_waits() {
        let ((), waited) = watched(tokio::time::sleep(AT_ONCE * 2)).await;
        assert!(waited < AT_ONCE, "{waited:?}");

        let ((), held) = watched(async {
            tokio::task::yield_now().await;
            let before = worked();
            while worked().saturating_sub(before) < AT_ONCE * 2 {
                black_box(Instant::now());
            }
        })
        .await;
        assert!(held >= AT_ONCE * 2, "{held:?}");

        let ((), aside) = watched(async {
            let work = || {
                let before = worked();
                while worked().saturating_sub(before) < AT_ONCE * 2 {
                    black_box(Instant::now());
                }
            };
            tokio::task::spawn_blocking(work).await.expect("it ends");
        })
        .await;
        assert!(aside < Duration::from_millis(50), "{aside:?}");
    }
}
