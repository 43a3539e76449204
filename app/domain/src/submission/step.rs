//! The pages of the form, in their order.

/// A page of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// What it is.
    Event,
    /// When it is.
    When,
    /// Where it is.
    Where,
    /// Cost, booking, access.
    More,
    /// A picture, where there is one: the rest of the fourth step, on a page of its own.
    Picture,
    /// Who sends it.
    You,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 6] = [
        Self::Event,
        Self::When,
        Self::Where,
        Self::More,
        Self::Picture,
        Self::You,
    ];

    /// Its part of the address: "event".
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::When => "when",
            Self::Where => "where",
            Self::More => "more",
            Self::Picture => "picture",
            Self::You => "you",
        }
    }

    /// The step of that address.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// Its number, 1 to 5. The picture belongs to the fourth step.
    #[must_use]
    pub fn number(self) -> usize {
        match self {
            Self::Event => 1,
            Self::When => 2,
            Self::Where => 3,
            Self::More | Self::Picture => 4,
            Self::You => 5,
        }
    }

    /// The step after it.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    /// The step before it.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        (self as usize).checked_sub(1).map(|at| Self::ALL[at])
    }
}
