//! What waits beside the queue, in every state.

use app::pages::staff::{
    Desk,
    components::{Flash, Pages},
    queue::QueuePage,
    spam::{SpamGroup, SpamPage, UnconfirmedPage, spam, unconfirmed},
};
use domain::signs::Sign;

use super::{Named, Samples, at, errors};

impl Samples<'_> {
    /// What looks like spam, and what is not confirmed yet. `queue` has the rows of the queue.
    pub(super) fn spam(&self, desk: Desk, queue: QueuePage) -> Vec<Named> {
        let watches = SpamGroup {
            reference: "WO-5F2K".to_owned(),
            title: self.say("Cheap watches for everybody"),
            count: 236,
            signs: vec![Sign::HiddenBox, Sign::TooFast, Sign::SameWords],
            last: at(11, 42),
        };
        let lights = SpamGroup {
            reference: "WO-8H3N".to_owned(),
            title: self.say("Win a holiday"),
            count: 1,
            signs: vec![Sign::TooFast, Sign::ManyLinks],
            last: at(11, 40),
        };
        let groups = SpamPage {
            flash: None,
            errors: errors(&[]),
            total: 237,
            groups: vec![watches, lights],
            pages: Pages { page: 1, of: 1 },
        };
        let closed = SpamPage {
            flash: Some(Flash {
                message: self.say("236 events closed as spam."),
                link: None,
            }),
            total: 0,
            groups: vec![],
            ..groups.clone()
        };
        let nothing_chosen = SpamPage {
            errors: errors(&[("like", "Choose what is spam")]),
            ..groups.clone()
        };
        let waiting = UnconfirmedPage {
            total: queue.rows.len(),
            rows: queue.rows,
            pages: Pages { page: 1, of: 1 },
        };
        vec![
            ("spam", spam(desk, &groups)),
            ("spam-errors", spam(desk, &nothing_chosen)),
            ("spam-none", spam(desk, &closed)),
            ("unconfirmed", unconfirmed(desk, &waiting)),
            (
                "unconfirmed-none",
                unconfirmed(desk, &UnconfirmedPage::default()),
            ),
        ]
    }
}
