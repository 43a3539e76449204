//! The kinds of hints, each with its standard.

/// What a hint has seen. The kinds are in the order of the standards; each has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HintKind {
    /// Too little to go by, or words that only try the form.
    TooShort,
    /// A place that is not the parish's.
    OutsideParish,
    /// All the dates are over.
    PastDate,
    /// It begins today.
    Today,
    /// It starts at midnight.
    MidnightStart,
    /// It starts after midnight and before 5am.
    SmallHours,
    /// It ends on the day after it started.
    EndsAfterMidnight,
    /// The words name a weekday that none of the dates is.
    OtherWeekday,
    /// Christmas Day, or for what repeats another day on which few things take place.
    Holiday,
    /// The words speak of a picture or a file, and none has come.
    Attachment,
    /// The picture has no description, or one that says nothing.
    PictureWords,
    /// The words and an answer about access say two things.
    AccessDiffers,
    /// Very like another submission.
    LikeAnother,
    /// Words in capitals.
    Capitals,
    /// Many exclamation marks.
    ExclamationMarks,
    /// A rude word.
    Profanity,
    /// An insult.
    Insult,
    /// The council or somebody else is said to have done wrong (policy 6.11, 6.13).
    Accusation,
    /// A copyright sign.
    CopyrightSign,
    /// Words that come with what is copied: "reproduced from".
    Copied,
    /// A picture that nobody has said may be published.
    PictureRights,
    /// A telephone number whose owner has not agreed to it.
    Telephone,
    /// An email address whose owner has not agreed to it.
    EmailAddress,
    /// The address of somebody's home.
    HomeAddress,
    /// A person's health.
    Health,
    /// Asking for votes.
    VoteFor,
    /// A political party.
    Party,
    /// Candidates and elections, which a fair hustings has too.
    Candidates,
    /// Words and material of a campaign.
    Campaign,
    /// A price that is reduced.
    Discount,
    /// A price where the event is said to be free, or the reverse.
    FreeOrNot,
    /// Words of an advertisement.
    Promotion,
    /// A link to what may be a business.
    BusinessLink,
    /// Three links or more.
    ManyLinks,
    /// The box that people cannot see was filled in ([`crate::signs`]).
    HiddenBox,
    /// The form was filled in faster than a person can.
    TooFast,
    /// The same words came from several addresses.
    SameWords,
}

impl HintKind {
    /// Every kind, in the order of the standards.
    pub const ALL: [Self; 37] = [
        Self::TooShort,
        Self::OutsideParish,
        Self::PastDate,
        Self::Today,
        Self::MidnightStart,
        Self::SmallHours,
        Self::EndsAfterMidnight,
        Self::OtherWeekday,
        Self::Holiday,
        Self::Attachment,
        Self::PictureWords,
        Self::AccessDiffers,
        Self::LikeAnother,
        Self::Capitals,
        Self::ExclamationMarks,
        Self::Profanity,
        Self::Insult,
        Self::Accusation,
        Self::CopyrightSign,
        Self::Copied,
        Self::PictureRights,
        Self::Telephone,
        Self::EmailAddress,
        Self::HomeAddress,
        Self::Health,
        Self::VoteFor,
        Self::Party,
        Self::Candidates,
        Self::Campaign,
        Self::Discount,
        Self::FreeOrNot,
        Self::Promotion,
        Self::BusinessLink,
        Self::ManyLinks,
        Self::HiddenBox,
        Self::TooFast,
        Self::SameWords,
    ];

    /// As stored with a decision: "`vote_for`".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.facts().0
    }

    /// Reads what [`HintKind::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The key of the standard it bears on: "political".
    #[must_use]
    pub fn standard(self) -> &'static str {
        self.facts().1
    }

    /// The tag that stands for it in the queue: "Political advertising". Kinds share one where the
    /// reader would look for the same thing.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.facts().2
    }

    /// Its stored name, its standard and its tag.
    fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::TooShort => ("too_short", "suitable", "Very short"),
            Self::OutsideParish => ("outside_parish", "suitable", "Outside the parish"),
            Self::PastDate => ("past_date", "suitable", "Date has passed"),
            Self::Today => ("today", "suitable", "Today"),
            Self::MidnightStart => ("midnight_start", "suitable", "Odd time"),
            Self::SmallHours => ("small_hours", "suitable", "Odd time"),
            Self::EndsAfterMidnight => ("ends_after_midnight", "suitable", "After midnight"),
            Self::OtherWeekday => ("other_weekday", "suitable", "Odd day"),
            Self::Holiday => ("holiday", "suitable", "Odd day"),
            Self::Attachment => ("attachment", "suitable", "Picture missing"),
            Self::PictureWords => ("picture_words", "suitable", "Picture not described"),
            Self::AccessDiffers => ("access_differs", "suitable", "Access unclear"),
            Self::LikeAnother => ("like_another", "suitable", "Like another event"),
            Self::Capitals => ("capitals", "civil", "Shouting"),
            Self::ExclamationMarks => ("exclamation_marks", "civil", "Shouting"),
            Self::Profanity => ("profanity", "lawful", "Rude words"),
            Self::Insult => ("insult", "lawful", "Insult"),
            Self::Accusation => ("accusation", "lawful", "Accusation"),
            Self::CopyrightSign => ("copyright_sign", "copied", "Copied words"),
            Self::Copied => ("copied", "copied", "Copied words"),
            Self::PictureRights => ("picture_rights", "copied", "Picture rights"),
            Self::Telephone => ("telephone", "personal", "Personal details"),
            Self::EmailAddress => ("email_address", "personal", "Personal details"),
            Self::HomeAddress => ("home_address", "personal", "Personal details"),
            Self::Health => ("health", "personal", "Personal details"),
            Self::VoteFor => ("vote_for", "political", "Political advertising"),
            Self::Party => ("party", "political", "Political advertising"),
            Self::Candidates => ("candidates", "political", "Election"),
            Self::Campaign => ("campaign", "political", "Political advertising"),
            Self::Discount => ("discount", "commercial", "Promotion"),
            Self::FreeOrNot => ("free_or_not", "commercial", "Free or not"),
            Self::Promotion => ("promotion", "commercial", "Promotion"),
            Self::BusinessLink => ("business_link", "commercial", "Promotion"),
            Self::ManyLinks => ("many_links", "commercial", "Promotion"),
            Self::HiddenBox => ("hidden_box", "commercial", "Perhaps spam"),
            Self::TooFast => ("too_fast", "commercial", "Perhaps spam"),
            Self::SameWords => ("same_words", "commercial", "Perhaps spam"),
        }
    }
}
