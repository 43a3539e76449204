//! Types of event and venues: kept by an administrator, used by the form and the listing at once.

use crate::{
    listing::{listed, titles},
    support::{TestSite, coffee_morning, staff},
};
use axum::http::StatusCode;
use sqlx::PgPool;

const EVENT_TYPES: &str = "/staff/settings/kinds";
const VENUES: &str = "/staff/settings/venues";

async fn entries(db: &PgPool, like: &str) -> i64 {
    sqlx::query_scalar("select count(*) from audit_entry where action like $1")
        .bind(like)
        .fetch_one(db)
        .await
        .expect("a count")
}

#[harness::test]
async fn a_type_is_added_renamed_moved_retired_and_brought_back(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::administrator(&site).await;
    let wrong = desk.post(EVENT_TYPES, &[("name", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = desk.post(EVENT_TYPES, &[("name", "talk")]).await;
    assert!(taken.body.contains("There is a type of that name already"));
    assert!(taken.body.contains("value=\"talk\""));

    assert_eq!(
        desk.post(EVENT_TYPES, &[("name", "Craft & sewing")])
            .await
            .location(),
        EVENT_TYPES
    );
    let offered = |page: String| page.contains("Craft &amp; sewing");
    assert!(offered(site.get("/").await.body), "visitors filter by it");
    assert!(
        offered(site.another_browser().get("/submit/event").await.body),
        "senders choose it"
    );

    let one = format!("{EVENT_TYPES}/craft-sewing");
    assert_eq!(
        desk.post(&one, &[("name", "Crafts")]).await.location(),
        EVENT_TYPES
    );
    assert!(site.get("/").await.body.contains(">Crafts, no events<"));
    assert_eq!(
        desk.post(&format!("{one}/move"), &[("to", "up")])
            .await
            .location(),
        EVENT_TYPES
    );
    let home = site.get("/").await.body;
    assert!(home.find(">Crafts, no events<") < home.find(">Something else, no events<"));

    assert_eq!(
        desk.get(&format!("{one}/retire")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        desk.post(&format!("{one}/retire"), &[]).await.location(),
        EVENT_TYPES
    );
    assert!(!site.get("/").await.body.contains(">Crafts, no events<"));
    let asked = site.get("/?type=craft-sewing").await.body;
    assert!(
        asked.contains("of the type “Crafts”"),
        "by its name: {asked}"
    );
    assert!(
        asked.contains("<option value=\"craft-sewing\" selected"),
        "and still chosen: {asked}"
    );
    assert_eq!(
        desk.post(&format!("{one}/bring-back"), &[])
            .await
            .location(),
        EVENT_TYPES
    );
    assert!(site.get("/").await.body.contains(">Crafts, no events<"));
    assert_eq!(entries(&db, "type%of event%").await, 5);
    assert_eq!(
        desk.get(&format!("{EVENT_TYPES}/nothing")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[harness::test]
async fn a_type_says_how_many_events_were_listed_under_it(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::administrator(&site).await;
    listed(&site, &desk, "Tea", "5", &[]).await;
    let page = desk.get(EVENT_TYPES).await.body;
    let counted = page.matches("1 event<").count();
    let none = page.matches("No events yet").count();
    assert_eq!((counted, none), (1, 12), "of thirteen types");
}

#[harness::test]
async fn the_last_type_cannot_be_taken_away(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::administrator(&site).await;
    sqlx::query("update event_type set retired_at = now() where slug <> 'talk'")
        .execute(&db)
        .await
        .expect("one left");
    desk.post(&format!("{EVENT_TYPES}/talk/retire"), &[]).await;
    let page = desk.get(EVENT_TYPES).await;
    assert!(
        page.body.contains("is the last type that is offered"),
        "{}",
        page.body
    );
}

/// Every feed and the event's own file say these words, and that the event has changed so often.
async fn feeds_say(site: &TestSite, event: &str, sequence: u32, words: &[&str]) {
    let mut told = String::new();
    for feed in ["/calendar.ics", "/events.json", "/feed.atom", event] {
        told.push_str(&site.get(feed).await.body);
    }
    let file = site.get(&format!("{event}.ics")).await.body;
    assert!(file.contains(&format!("SEQUENCE:{sequence}\r\n")), "{file}");
    let told = (told + &file)
        .replace("\r\n ", "")
        .replace("\\,", ",")
        .replace("\\u0026", "&")
        .replace("&amp;", "&");
    for words in words {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[harness::test]
async fn a_venue_is_kept_and_shown_with_its_address_and_map(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::administrator(&site).await;
    let event = listed(&site, &desk, "Tea", "5", &[]).await;
    let fields = [
        ("name", "Village Hall & Annexe"),
        ("village", "Groombridge"),
        ("address", "Station Road"),
        ("postcode", "tn3 9rh"),
        ("map", "51.1053, 0.1850"),
        ("step-free", "yes"),
    ];
    assert_eq!(
        desk.post(&format!("{VENUES}/1"), &fields).await.location(),
        VENUES
    );
    let page = site.get(&event).await;
    for words in [
        "Village Hall &amp; Annexe, Groombridge",
        "Station Road, TN3 9RH",
        "openstreetmap.org/?mlat=51.1053",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(
        titles(&site, "/?q=annexe").await,
        ["Tea"],
        "the search knows the new name"
    );
    for place in [
        "village-hall-annexe-groombridge",
        "village-hall-groombridge",
    ] {
        for list in ["", "embed", "calendar.ics"] {
            let told = site.get(&format!("/{list}?place={place}")).await.body;
            assert!(
                told.contains("Tea"),
                "by its name and its former one: {list} {place}: {told}"
            );
        }
    }

    feeds_say(
        &site,
        &event,
        1,
        &[
            "Village Hall & Annexe, Station Road, Groombridge, TN3 9RH",
            "GEO:51.1053;0.185",
            "\"address\":\"Station Road\"",
            "\"postcode\":\"TN3 9RH\"",
            "\"latitude\":51.1053",
            "\"streetAddress\":\"Station Road\"",
            "\"postalCode\":\"TN3 9RH\"",
            "\"longitude\":0.185",
        ],
    )
    .await;
    desk.post(&format!("{VENUES}/1"), &fields).await;
    feeds_say(&site, &event, 1, &["Village Hall & Annexe"]).await;

    let again = desk.get(&format!("{VENUES}/1")).await;
    assert!(
        again.body.contains("value=\"51.1053, 0.185\""),
        "{}",
        again.body
    );
    let taken = desk
        .post(
            &format!("{VENUES}/new"),
            &[
                ("name", "The Green"),
                ("village", "Groombridge"),
                ("map", "http://x"),
            ],
        )
        .await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = desk
        .post(
            &format!("{VENUES}/new"),
            &[("name", "The Green"), ("village", "Groombridge")],
        )
        .await;
    assert!(
        taken
            .body
            .contains("There is a venue of that name in the village already")
    );

    desk.post(&format!("{VENUES}/1/retire"), &[]).await;
    let form = site.another_browser().get("/submit/where").await;
    assert!(!form.body.contains("Annexe"), "no longer offered");
    assert_eq!(site.get(&event).await.status, StatusCode::OK);
    desk.post(&format!("{VENUES}/1/bring-back"), &[]).await;
    assert_eq!(entries(&db, "venue%").await, 4);
}

#[harness::test]
async fn a_merged_venue_s_events_follow_with_their_history(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::administrator(&site).await;
    let event = listed(&site, &desk, "Tea", "5", &[("venue", "2")]).await;
    let merge = format!("{VENUES}/2/merge");
    let asked = desk.get(&merge).await;
    assert!(
        asked.body.contains("The Green, Groombridge"),
        "{}",
        asked.body
    );
    for into in ["", "2", "99", "x"] {
        let wrong = desk.post(&merge, &[("into", into)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{into}");
    }
    assert_eq!(desk.post(&merge, &[("into", "1")]).await.location(), VENUES);
    assert!(
        site.get(&event)
            .await
            .body
            .contains("Village Hall, Groombridge")
    );
    for place in ["village-hall-groombridge", "the-green-groombridge"] {
        assert_eq!(
            titles(&site, &format!("/?place={place}")).await,
            ["Tea"],
            "{place}"
        );
    }
    for feed in ["/calendar.ics", "/events.json", "/feed.atom"] {
        let told = site.get(feed).await.body;
        assert!(told.contains("Village Hall"), "{feed}: {told}");
        assert!(!told.contains("The Green"), "{feed}: {told}");
    }
    feeds_say(&site, &event, 1, &["Village Hall, Groombridge"]).await;
    let written: String = sqlx::query_scalar("select details->'place'->>'name' from revision")
        .fetch_one(&db)
        .await
        .expect("the revision");
    assert_eq!(written, "The Green", "what was sent stays as it was sent");
    assert!(
        desk.get(VENUES)
            .await
            .body
            .contains("Merged into Village Hall, Groombridge")
    );
    assert_eq!(
        desk.post(&format!("{VENUES}/2/bring-back"), &[])
            .await
            .location(),
        VENUES
    );
    assert_eq!(
        desk.get(&merge).await.status,
        StatusCode::NOT_FOUND,
        "it is gone for good"
    );
    assert_eq!(entries(&db, "venue merged").await, 1);
}

#[harness::test]
async fn only_an_administrator_keeps_types_and_venues(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = staff::ann(&site).await;
    for address in [
        EVENT_TYPES,
        VENUES,
        "/staff/settings/kinds/talk",
        "/staff/settings/venues/1/merge",
    ] {
        assert_eq!(
            ann.get(address).await.status,
            StatusCode::FORBIDDEN,
            "{address}"
        );
    }
    assert_eq!(
        ann.post(EVENT_TYPES, &[("name", "X")]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        ann.post("/staff/settings/venues/1/merge", &[("into", "2")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

#[harness::test]
async fn a_place_that_is_like_a_venue_is_asked_about_once(db: PgPool) {
    let site = TestSite::new(db).await;
    let steps = coffee_morning();
    site.fill_in(&steps[..2]).await;
    let typed = [
        ("venue", "other"),
        ("venue-name", "Grombridge vilage hall"),
        ("address", "by the pond"),
    ];
    let asked = site.post("/submit/where", &typed).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Did you mean this place?",
        "Yes, Village Hall, Groombridge",
        "value=\"Grombridge vilage hall\"",
        "value=\"by the pond\"",
    ] {
        assert!(asked.body.contains(words), "{words}: {}", asked.body);
    }
    let with = |button: (&'static str, &'static str)| {
        let mut fields = typed.to_vec();
        fields.push(button);
        fields
    };
    let kept = site.post("/submit/where", &with(("keep", "yes"))).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let page = site.get("/submit/where").await;
    assert!(page.body.contains("name=\"as-typed\"") && !page.body.contains("Did you mean"));
    let again = site
        .post(
            "/submit/where",
            &with(("as-typed", "Grombridge vilage hall")),
        )
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "it is asked once");
    let taken = site.post("/submit/where", &with(("take", "1"))).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let page = site.get("/submit/where").await;
    assert!(
        page.body.contains("value=\"by the pond\""),
        "nothing is lost"
    );
}

#[harness::test]
async fn a_venue_that_is_typed_in_full_is_taken_without_asking(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let mut steps = coffee_morning();
    steps[2].1 = vec![
        ("venue", "other"),
        ("venue-name", " village hall,  groombridge "),
    ];
    site.fill_in(&steps).await;
    site.agree_and_send().await;
    let place: serde_json::Value = sqlx::query_scalar("select details->'place' from revision")
        .fetch_one(&db)
        .await
        .expect("the revision");
    assert!(place.to_string().contains("\"id\":1"), "{place}");
}

#[harness::test]
async fn a_new_venue_that_is_like_another_is_shown_beside_it_first(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::administrator(&site).await;
    let new = format!("{VENUES}/new");
    let mut fields = vec![("name", "Vilage Hall"), ("village", "Grombridge")];
    let asked = desk.post(&new, &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "This is very like a venue that we have",
        "href=\"/staff/settings/venues/1\">Village Hall, Groombridge</a>",
        "Add it all the same",
        "value=\"Vilage Hall\"",
    ] {
        assert!(asked.body.contains(words), "{words}: {}", asked.body);
    }
    fields.push(("anyway", "yes"));
    let added = desk.post(&new, &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let plain = [("name", "Bowls club"), ("village", "Balls Green")];
    let added = desk.post(&new, &plain).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
}

#[harness::test]
async fn the_form_begins_with_what_is_known_of_the_venue(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::administrator(&site).await;
    let fields = [
        ("name", "Village Hall"),
        ("village", "Groombridge"),
        ("step-free", "yes"),
        ("hearing-loop", "no"),
    ];
    desk.post(&format!("{VENUES}/1"), &fields).await;
    let chosen = |body: &str, field: &str, value: &str| {
        let buttons = body.split("<input").filter(|input| {
            input.contains(&format!("name=\"{field}\"")) && input.contains("checked")
        });
        let buttons: Vec<&str> = buttons.collect();
        match buttons.as_slice() {
            [] => value.is_empty(),
            [one] => one.contains(&format!("value=\"{value}\"")),
            _ => false,
        }
    };
    let sender = site.another_browser();
    let steps = coffee_morning();
    sender.fill_in(&steps[..3]).await;
    let fresh = sender.get("/submit/more").await.body;
    for (field, value) in [("step-free", "yes"), ("hearing-loop", "no"), ("toilet", "")] {
        assert!(chosen(&fresh, field, value), "{field} {value}: {fresh}");
    }
    assert!(fresh.contains("What we know of the venue: yes"));
    assert!(fresh.contains("What we know of the venue: no"));

    // What the sender says stands, also where it is nothing.
    let said = [("cost", "free"), ("step-free", "no"), ("hearing-loop", "")];
    sender.fill_in(&[("more", said.to_vec())]).await;
    let again = sender.get("/submit/more").await.body;
    for (field, value) in [("step-free", "no"), ("hearing-loop", "")] {
        assert!(chosen(&again, field, value), "{field} {value}: {again}");
    }
    assert!(again.contains("What we know of the venue: yes"));
}

#[harness::test]
async fn of_many_who_add_one_name_at_once_one_does(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::administrator(&site).await;
    let cookie = desk.cookie("staff").unwrap();
    let tasks: Vec<_> = ["Crafts", "crafts", "CRAFTS", "Crafts", "crafts", "CrAfTs"]
        .into_iter()
        .map(|name| {
            let browser = site.another_browser();
            browser.set_cookie("staff", &cookie);
            tokio::spawn(async move { browser.post(EVENT_TYPES, &[("name", name)]).await.status })
        })
        .collect();
    let mut added = 0;
    for task in tasks {
        match task.await.unwrap() {
            StatusCode::SEE_OTHER => added += 1,
            status => assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY),
        }
    }
    assert_eq!(added, 1);
}
