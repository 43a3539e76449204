//! Where a submission stands and how it moves: the only state machine.

use strum::{EnumString, IntoStaticStr};

/// Where a submission stands. A draft is before all of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Sent, to be decided.
    Waiting,
    /// The sender was asked to change it.
    ChangesAsked,
    /// Public.
    Listed,
    /// Refused by staff.
    Refused,
    /// Taken back by its sender.
    Withdrawn,
    /// Closed as spam.
    Spam,
    /// Removed by staff after it was listed.
    TakenDown,
}

/// What can happen to a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// Staff list it.
    List,
    /// Staff ask for changes.
    AskForChanges,
    /// Staff refuse it.
    Refuse,
    /// Staff close it as spam.
    MarkSpam,
    /// Staff open it again.
    Reopen,
    /// Staff take it down.
    TakeDown,
    /// The sender withdraws it.
    Withdraw,
    /// The sender sends it again.
    SendAgain,
}

/// Every move there is: from, by, to.
pub const MOVES: &[(State, Move, State)] = &[
    (State::Waiting, Move::List, State::Listed),
    (State::Waiting, Move::AskForChanges, State::ChangesAsked),
    (State::Waiting, Move::Refuse, State::Refused),
    (State::Waiting, Move::Withdraw, State::Withdrawn),
    (State::Waiting, Move::MarkSpam, State::Spam),
    (State::ChangesAsked, Move::SendAgain, State::Waiting),
    (State::ChangesAsked, Move::Withdraw, State::Withdrawn),
    (State::Listed, Move::TakeDown, State::TakenDown),
    (State::Listed, Move::Withdraw, State::Withdrawn),
    (State::Refused, Move::Reopen, State::Waiting),
    (State::Spam, Move::Reopen, State::Waiting),
];

/// A move that does not exist from this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no move {by:?} from {from:?}")]
pub struct NoSuchMove {
    /// Where the submission stands.
    pub from: State,
    /// What was tried.
    pub by: Move,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::ChangesAsked,
        Self::Listed,
        Self::Refused,
        Self::Withdrawn,
        Self::Spam,
        Self::TakenDown,
    ];

    /// The state after a move.
    ///
    /// # Errors
    /// There is no such move from here.
    pub fn after(self, by: Move) -> Result<Self, NoSuchMove> {
        MOVES
            .iter()
            .find(|(from, m, _)| (*from, *m) == (self, by))
            .map(|(_, _, to)| *to)
            .ok_or(NoSuchMove { from: self, by })
    }

    /// The state after staff decide. An edit of a listed event that waits (`edit_waits`) is approved,
    /// sent back or refused by the same decisions, and the event stays listed whichever it is.
    ///
    /// # Errors
    /// There is nothing to decide so from here.
    pub fn after_decision(self, edit_waits: bool, by: Move) -> Result<Self, NoSuchMove> {
        let of_edit = matches!(by, Move::List | Move::AskForChanges | Move::Refuse);
        if self == Self::Listed && edit_waits && of_edit {
            Ok(self)
        } else {
            self.after(by)
        }
    }

    /// As stored: "`changes_asked`".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`State::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// As shown: "Changes asked for".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::ChangesAsked => "Changes asked for",
            Self::Listed => "Listed",
            Self::Refused => "Refused",
            Self::Withdrawn => "Withdrawn",
            Self::Spam => "Spam",
            Self::TakenDown => "Taken down",
        }
    }
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 8] = [
        Self::List,
        Self::AskForChanges,
        Self::Refuse,
        Self::MarkSpam,
        Self::Reopen,
        Self::TakeDown,
        Self::Withdraw,
        Self::SendAgain,
    ];
}
