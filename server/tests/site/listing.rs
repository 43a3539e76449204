//! The listing, an event's page and its calendar file, against a real database.

use crate::support::{TestSite, coffee_morning, noon, staff};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use sqlx::PgPool;

/// Sends an event in and lists it; gives its address.
pub async fn listed(
    site: &TestSite,
    desk: &TestSite,
    title: &'static str,
    day: &'static str,
    more: &[(&'static str, &'static str)],
) -> String {
    let browser = site.another_browser();
    let mut steps = coffee_morning();
    steps[0].1[0] = ("title", title);
    steps[1].1[0] = ("day", day);
    for field in more {
        for (_, fields) in &mut steps {
            if let Some(known) = fields.iter_mut().find(|known| known.0 == field.0) {
                *known = *field;
            }
        }
    }
    browser.fill_in(&steps).await;
    let reference = browser.agree_and_send().await;
    staff::list(desk, &reference).await;
    let slug: String = sqlx::query_scalar("select slug from event join submission on submission.id = submission_id where reference = $1")
        .bind(&reference)
        .fetch_one(&site.app.db)
        .await
        .expect("the event");
    format!("/events/{slug}")
}

pub async fn titles(site: &TestSite, address: &str) -> Vec<String> {
    let page = site.get(address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page.body
        .split("<h3>")
        .skip(1)
        .filter_map(|rest| {
            Some(
                rest.split("</a>")
                    .next()?
                    .rsplit('>')
                    .next()?
                    .trim()
                    .to_owned(),
            )
        })
        .collect()
}

#[harness::test]
async fn nothing_listed_is_a_page_that_says_so_and_offers_to_add(db: PgPool) {
    let site = TestSite::new(db).await;
    let page = site.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(titles(&site, "/").await.is_empty());
    assert!(page.body.contains("href=\"/submit\""));
}

#[harness::test]
async fn policy_5_1_only_listed_events_show_in_order_of_their_dates_until_they_are_over(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Second", "12", &[]).await;
    let first = listed(&site, &desk, "First", "5", &[]).await;
    site.another_browser().submit_coffee_morning().await;
    assert_eq!(
        titles(&site, "/").await,
        ["First", "Second"],
        "what waits does not show"
    );

    let afterwards = TestSite::at(db, noon() + chrono::Days::new(14)).await;
    assert_eq!(
        titles(&afterwards, "/").await,
        ["Second"],
        "what is over leaves by itself"
    );
    let past = afterwards.get(&first).await;
    assert_eq!(past.status, StatusCode::OK, "and keeps its address");
}

#[harness::test]
async fn words_type_place_cost_access_and_time_narrow_the_list(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(
        &site,
        &desk,
        "Owls by moonlight",
        "5",
        &[
            ("type", "walk"),
            ("venue", "5"),
            ("cost", "donations"),
            ("step-free", "no"),
        ],
    )
    .await;
    listed(&site, &desk, "Jam making", "8", &[("type", "class")]).await;
    for (query, found) in [
        ("/?q=owl", vec!["Owls by moonlight"]),
        ("/?q=jams", vec!["Jam making"]),
        ("/?q=nothing+like+it", vec![]),
        ("/?type=walk", vec!["Owls by moonlight"]),
        ("/?place=groombridge", vec!["Jam making"]),
        ("/?place=st-johns", vec![]),
        ("/?place=nowhere", vec![]),
        ("/?free=yes", vec!["Jam making"]),
        ("/?step-free=yes", vec!["Jam making"]),
        ("/?when=today", vec![]),
        ("/?when=2026-12", vec!["Owls by moonlight", "Jam making"]),
        ("/?from=2026-12-06&to=2026-12-31", vec!["Jam making"]),
        (
            "/?q=&type=&place=&when=",
            vec!["Owls by moonlight", "Jam making"],
        ),
        ("/?page=99&when=soon&type=%00%ff&unknown=1", vec![]),
    ] {
        assert_eq!(titles(&site, query).await, found, "{query}");
    }
}

#[harness::test]
async fn what_began_yesterday_evening_stays_until_it_ends(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(
        &site,
        &desk,
        "Dance",
        "5",
        &[("start", "8pm"), ("finish", "1am")],
    )
    .await;
    let at = |hour: u32, minute: u32| {
        chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2026, 12, 6, hour, minute, 0)
            .single()
            .expect("an instant")
    };
    assert_eq!(
        titles(&TestSite::at(db.clone(), at(0, 30)).await, "/").await,
        ["Dance"]
    );
    assert!(
        titles(&TestSite::at(db, at(1, 1)).await, "/")
            .await
            .is_empty()
    );
}

#[harness::test]
async fn a_long_list_has_pages_and_none_is_missed(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "5", &[]).await;
    sqlx::query(
        "insert into occurrence (event_id, day, all_day, starts_at, over_at)
         select id, date '2026-12-06' + n, true, timestamptz '2026-12-06 00:00+00' + n * interval '1 day',
                timestamptz '2026-12-07 00:00+00' + n * interval '1 day'
         from event, generate_series(0, 43) n",
    )
    .execute(&db)
    .await
    .expect("forty-four more dates");
    assert_eq!(titles(&site, "/").await.len(), 20);
    assert_eq!(titles(&site, "/?page=2").await.len(), 20);
    assert_eq!(titles(&site, "/?page=3").await.len(), 5);
    let page = site.get("/?page=2").await;
    assert!(page.body.contains("page 2 of 3"));
}

#[harness::test]
async fn a_visitor_who_has_the_page_is_sent_nothing_until_it_changes(db: PgPool) {
    let site = TestSite::new(db).await;
    let first = site.get("/").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""));
    let with_tag = |tag: &str| {
        Request::get("/")
            .header("if-none-match", tag)
            .body(Body::empty())
            .expect("a request")
    };
    let again = site.send(with_tag(&tag)).await;
    assert_eq!(
        (again.status, again.body.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "News", "5", &[]).await;
    assert_eq!(site.send(with_tag(&tag)).await.status, StatusCode::OK);
}

#[harness::test]
async fn public_pages_set_no_cookie_load_no_script_and_call_nobody(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let event = listed(&site, &desk, "Tea", "5", &[]).await;
    for address in [
        "/",
        &event,
        "/standards",
        "/privacy",
        "/cookies",
        "/accessibility",
        "/how-we-decide",
        "/submit",
        "/follow?type=coffee",
        "/embed",
        "/embed/make",
    ] {
        let page = site.another_browser().get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.headers.get("set-cookie").is_none(), "{address}");
        let data = "<script type=\"application/ld+json\">";
        assert!(
            !page.body.replace(data, "").contains("<script"),
            "{address}"
        );
        assert!(
            !page
                .header("content-security-policy")
                .contains("script-src"),
            "{address}"
        );
        for source in page.body.split(" src=\"").skip(1) {
            assert!(source.starts_with('/'), "{address}: {}", &source[..40]);
        }
        assert!(
            page.body.contains("does not accept any responsibility"),
            "policy 5.4 on {address}"
        );
    }
}

#[harness::test]
async fn policy_4_5_the_sender_s_details_are_nowhere_in_public_without_consent(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let event = listed(&site, &desk, "Tea", "5", &[]).await;
    let everywhere = [
        "/",
        &event,
        &format!("{event}.ics"),
        "/calendar.ics",
        "/feed.atom",
        "/events.json",
        "/embed",
    ];
    for address in everywhere {
        let page = site.get(address).await;
        assert!(
            !page.body.contains("alex@example.org") && !page.body.contains("Alex Example"),
            "{address}"
        );
    }
}

#[harness::test]
async fn the_calendar_file_has_each_date_on_the_parish_s_clock_and_stays_one_file_whatever_is_typed(
    db: PgPool,
) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let event = listed(
        &site,
        &desk,
        "Tea; with, \\ everything",
        "5",
        &[("description", "One.\r\nEND:VCALENDAR\r\nBEGIN:VALARM")],
    )
    .await;
    let file = site.get(&format!("{event}.ics")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.header("content-type").starts_with("text/calendar"));
    assert!(file.header("content-disposition").contains(".ics"));
    assert!(
        file.body
            .contains("DTSTART;TZID=Europe/London:20261205T100000")
            && file
                .body
                .contains("DTEND;TZID=Europe/London:20261205T120000"),
        "{}",
        file.body
    );
    assert_eq!(
        file.body.matches("\r\nEND:VCALENDAR").count(),
        1,
        "{}",
        file.body
    );
    assert!(!file.body.contains("\r\nBEGIN:VALARM"));
    assert!(
        file.body.contains("SUMMARY:Tea\\; with\\, \\\\ everything"),
        "{}",
        file.body
    );
    assert!(
        file.body.lines().all(|line| line.len() <= 75),
        "lines are folded"
    );
    let unfolded = file.body.replace("\r\n ", "");
    assert!(
        unfolded.contains("does not accept any responsibility"),
        "policy 5.4: {unfolded}"
    );
}

#[harness::test]
async fn a_whole_day_ends_with_the_next_in_the_calendar_file(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let browser = site.another_browser();
    let mut steps = coffee_morning();
    steps[1].1 = vec![
        ("day", "5"),
        ("month", "12"),
        ("year", "2026"),
        ("all-day", "yes"),
        ("repeats", "once"),
    ];
    browser.fill_in(&steps).await;
    let reference = browser.agree_and_send().await;
    staff::list(&desk, &reference).await;
    let slug: String = sqlx::query_scalar("select slug from event")
        .fetch_one(&site.app.db)
        .await
        .expect("the event");
    let file = site.get(&format!("/events/{slug}.ics")).await;
    assert!(
        file.body.contains("DTSTART;VALUE=DATE:20261205"),
        "{}",
        file.body
    );
    assert!(
        file.body.contains("DTEND;VALUE=DATE:20261206"),
        "{}",
        file.body
    );
}

#[harness::test]
async fn an_event_s_page_leads_with_the_dates_to_come(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    let browser = site.another_browser();
    let mut steps = coffee_morning();
    steps[1].1.retain(|field| field.0 != "repeats");
    steps[1].1.extend([
        ("repeats", "dates"),
        ("day-2", "12"),
        ("month-2", "12"),
        ("year-2", "2026"),
    ]);
    browser.fill_in(&steps).await;
    let reference = browser.agree_and_send().await;
    staff::list(&desk, &reference).await;
    let slug: String = sqlx::query_scalar("select slug from event")
        .fetch_one(&db)
        .await
        .expect("the event");
    let later = TestSite::at(db, noon() + chrono::Days::new(16)).await;
    let page = later.get(&format!("/events/{slug}")).await;
    assert!(
        page.body.contains("Saturday 12 December 2026")
            && !page.body.contains("Saturday 5 December 2026"),
        "{}",
        page.body
    );
}

#[harness::test]
async fn an_event_that_is_not_there_is_not_found(db: PgPool) {
    let site = TestSite::new(db).await;
    for address in [
        "/events/no-such-event-7k4p",
        "/events/%00",
        "/events/..%2f..%2fetc",
        "/events/.ics",
        "/events/",
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        assert!(page.body.contains("<h1>"), "{address}");
    }
}

#[harness::test]
async fn hostile_words_are_only_words_on_the_public_pages(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let event = listed(
        &site,
        &desk,
        "</title><script>alert(1)</script>",
        "5",
        &[
            ("description", "</textarea><script>alert(2)</script> <img src=x onerror=alert(3)> [x](javascript:alert(4))"),
            ("group", "\"><svg onload=alert(5)>"),
        ],
    )
    .await;
    for address in [
        "/",
        event.as_str(),
        "/?q=%22%3E%3Cscript%3Ealert(6)%3C/script%3E",
        "/follow?q=%22%3E%3Cscript%3Ealert(6)%3C/script%3E",
        "/embed?heading=chosen&q=%22%3E%3Cscript%3Ealert(6)%3C/script%3E",
        "/embed/make?heading=chosen&q=%22%3E%3Cscript%3Ealert(6)%3C/script%3E",
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, StatusCode::OK);
        for bad in [
            "<script",
            "<img",
            "<svg onload",
            "href=\"javascript",
            "onerror=\"",
            "</title>alert",
        ] {
            let body = page
                .body
                .replace("<script type=\"application/ld+json\">", "");
            assert!(!body.contains(bad), "{address}: {bad}");
        }
    }
}

#[harness::test]
async fn with_the_database_away_the_listing_says_so(db: PgPool) {
    let site = TestSite::new(db).await;
    site.app.db.close().await;
    let page = site.get("/").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.header("retry-after"), "60");
    assert!(page.body.contains("<h1>"), "{}", page.body);
}
