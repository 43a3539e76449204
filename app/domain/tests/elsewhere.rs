//! Links to other people's calendars say the same instant as the site, and nothing that is typed
//! can add a field to them.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use domain::elsewhere::Taken;
use domain::when::{Hours, Sitting};
use url::Url;

fn at(year: i32, month: u32, day: u32, hours: Hours) -> Sitting {
    Sitting {
        date: NaiveDate::from_ymd_opt(year, month, day).expect("a day"),
        hours,
    }
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn taken<'a>(title: &'a str, sitting: &'a Sitting) -> Taken<'a> {
    Taken {
        title,
        sitting,
        place: "Village Hall, Groombridge",
        address: "https://whatson.example/events/tea-7k4p",
        disclaimer: "The council does not accept any responsibility.",
    }
}

fn fields(link: &str) -> BTreeMap<String, String> {
    let url = Url::parse(link).expect("an address");
    url.query_pairs().into_owned().collect()
}

#[test]
fn summer_and_winter_are_the_instants_that_they_are() {
    for (sitting, start, end) in [
        (
            at(
                2026,
                12,
                5,
                Hours::FromTo {
                    start: time(19, 0),
                    finish: time(21, 30),
                },
            ),
            "20261205T190000Z",
            "20261205T213000Z",
        ),
        (
            at(
                2027,
                3,
                28,
                Hours::FromTo {
                    start: time(10, 0),
                    finish: time(12, 0),
                },
            ),
            "20270328T090000Z",
            "20270328T110000Z",
        ),
        (
            at(
                2027,
                10,
                31,
                Hours::FromTo {
                    start: time(0, 30),
                    finish: time(2, 30),
                },
            ),
            "20271030T233000Z",
            "20271031T023000Z",
        ),
        (
            at(2027, 6, 1, Hours::From { start: time(14, 0) }),
            "20270601T130000Z",
            "20270601T130000Z",
        ),
        (at(2027, 6, 1, Hours::AllDay), "20270601", "20270602"),
    ] {
        let tea = taken("Tea", &sitting);
        assert_eq!(fields(&tea.google())["dates"], format!("{start}/{end}"));
        assert_eq!(fields(&tea.yahoo())["st"], start);
        let microsoft = fields(&tea.outlook());
        let plain = microsoft["startdt"].replace(['-', ':'], "");
        assert_eq!(plain, start);
        assert_eq!(fields(&tea.office()), microsoft);
    }
}

#[test]
fn what_is_typed_stays_in_its_field() {
    let title = "Tea & cake + more?#\r\nBcc: all@example.org&dates=1 </a>\"";
    let sitting = at(2027, 6, 1, Hours::AllDay);
    let tea = taken(title, &sitting);
    assert_eq!(fields(&tea.google())["text"], title);
    assert_eq!(fields(&tea.outlook())["subject"], title);
    assert_eq!(fields(&tea.yahoo())["title"], title);
    assert_eq!(fields(&tea.email())["subject"], title);
    assert_eq!(fields(&tea.email()).len(), 2);
    for link in [
        tea.google(),
        tea.outlook(),
        tea.office(),
        tea.yahoo(),
        tea.email(),
        tea.whatsapp(),
        tea.facebook(),
    ] {
        assert!(
            link.chars()
                .all(|c| c.is_ascii_graphic() && !"\"<>+".contains(c)),
            "{link}"
        );
    }
}
