//! The pages that are printed: the noticeboard, the magazine's text and the poster.

use app::components::{EventRowModel, QrModel};
use app::pages::{
    event::{EventPage, VenueShown},
    noticeboard, poster,
};
use chrono::{Days, NaiveTime};
use domain::event::{Booking, EventDetails, EventStatus};
use domain::paper::{PaperQuery, Stretch};
use domain::text::WebAddress;
use domain::when::{Dates, Hours, Sitting};

use super::{Page, Samples, TODAY, assets, date, from_to};

impl Samples {
    pub(super) fn paper(self, pages: &mut Vec<Page>) {
        let usual = PaperQuery::default();
        let december = usual.with_stretch(Stretch::Month(date(2026, 12, 1)));
        let (site, assets) = (self.site(), assets());
        let mut sheet = |name, query, rows| {
            let model = page(query, rows);
            pages.push((name, noticeboard::noticeboard(&model, &site, &assets)));
        };
        sheet("noticeboard", usual, self.board(7));
        sheet("noticeboard-one", usual, self.board(1));
        sheet("noticeboard-forty", december, self.board(40));
        sheet("noticeboard-large", usual.with_large(true), self.board(7));
        sheet("noticeboard-empty", usual, vec![]);
        for (name, rows) in [
            ("noticeboard-text", self.board(7)),
            ("noticeboard-text-empty", vec![]),
        ] {
            let model = page(december, rows);
            pages.push((name, noticeboard::text(&model, &site, &assets)));
        }
        self.posters(pages);
    }

    fn posters(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let plain = self.event_model();
        let mut show = |name, model: &EventPage| {
            let drawn = poster::poster(model, Some(code()), &site, &assets);
            pages.push((name, drawn));
        };
        show("poster", &plain);
        show("poster-full", &self.full(4));
        show("poster-many", &self.full(12));
        let sittings = (0..4).map(|week| Sitting {
            date: date(2026, 12, 2) + Days::new(week * 7),
            hours: from_to(10, 0, 12, 0),
        });
        let many = EventPage {
            details: EventDetails {
                dates: Dates::new(sittings.collect()).expect("dates"),
                ..plain.details.clone()
            },
            status: EventStatus::Cancelled,
            ..plain
        };
        show("poster-cancelled", &many);
    }

    /// An event with all that a poster can say, on so many Wednesdays, the second of them cancelled.
    fn full(self, weeks: u64) -> EventPage {
        let plain = self.event_model();
        let on = |week: u64| Sitting {
            date: date(2026, 12, 2) + Days::new(week * 7),
            hours: from_to(19, 0, 21, 0),
        };
        let dates = Dates::new((0..weeks).map(on).collect()).expect("dates");
        EventPage {
            details: EventDetails {
                dates: dates.with_doors(NaiveTime::from_hms_opt(18, 30, 0)),
                booking: WebAddress::parse("https://tickets.example/bats")
                    .ok()
                    .map(Booking::Address),
                website: WebAddress::parse("https://bats.example/").ok(),
                ..plain.details.clone()
            },
            venue: VenueShown {
                address: self.say("Station Road, TN3 9RH"),
                map: None,
            },
            cancelled: vec![on(1)],
            ..plain
        }
    }

    /// So many dates of events: the sample's own and, where there are more, a month full of others.
    fn board(self, count: usize) -> Vec<EventRowModel> {
        // What the list says of further dates, a sheet says of the doors.
        let own = self.rows().into_iter().map(|row| EventRowModel {
            more_dates: (row.more_dates.as_ref()).map(|_| "Doors open at 9:30am".to_owned()),
            ..row
        });
        let others = (0_u64..).map(|at| {
            let hour = 9 + u32::try_from(at % 4).expect("a number") * 3;
            let title = match at % 3 {
                0 => "Coffee morning",
                1 => "Parish walk: Five Hundred Acre Wood and back by Gills Lap, with a picnic",
                _ => "Carols",
            };
            let hours = if at % 5 == 4 {
                Hours::AllDay
            } else {
                from_to(hour, 0, hour + 1, 30)
            };
            self.row(
                title,
                date(2026, 12, 6) + Days::new(at * 2 / 3),
                hours,
                "St John’s Church, Withyham",
            )
        });
        own.chain(others).take(count).collect()
    }
}

fn code() -> QrModel {
    QrModel {
        address: "https://whatson.example".to_owned(),
        side: 7,
        path: "M0 0h7v1h-7zM0 1h1v5h-1zM6 1h1v5h-1zM2 2h3v3h-3zM0 6h7v1h-7z".to_owned(),
    }
}

/// A sheet; one with forty dates stands for one that holds no more.
fn page(query: PaperQuery, rows: Vec<EventRowModel>) -> noticeboard::NoticeboardPage {
    noticeboard::NoticeboardPage {
        today: TODAY,
        query,
        more: rows.len() >= 40,
        rows,
        qr: Some(code()),
    }
}
