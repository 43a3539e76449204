//! The picture of an event, such as its poster: what may be sent, what is asked about it, and the
//! sizes in which it is kept.
//!
//! What a picture shows is public like the words of the event, so it comes with words of its own:
//! a description for people who cannot see it, a credit, and the permission to publish it (policy
//! 5.2 and 6.9).

use std::fmt;

use crate::channel::FilledInBy;
use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::text::{AltText, ShortLine};

pub use crate::limits::{MOST_BYTES, MOST_KEPT_BYTES, MOST_SIDE};

/// The widths, in pixels, at which a picture is kept, the narrowest first. None is wider than the
/// picture came, nor more than twice as high as it is wide.
const WIDTHS: [u32; 3] = [480, 960, 1440];

/// The words that a sender agrees to before a picture is published (policy 5.2 and 6.9), kept with
/// the picture.
pub const PERMISSION: &str = "The council may publish this picture. I made it, or whoever made it has agreed, and so have \
     the people who can be recognised in it.";

/// The words that staff confirm when they key in a picture for somebody, kept with the picture.
pub const KEYED_IN_PERMISSION: &str = "The sender says that the council may publish this picture: they made it, or whoever \
     made it has agreed, and so have the people who can be recognised in it.";

/// The version of [`PERMISSION`] and [`KEYED_IN_PERMISSION`], to be raised with every change of
/// their words.
pub const PERMISSION_VERSION: &str = "2026-11";

const ALT: Ask = Ask {
    field: "alt",
    name: "Description of the picture",
    empty: "Describe the picture, or tick the box below it",
    shape: "Describe the picture, or tick the box below it",
};
const CREDIT: Ask = Ask {
    field: "credit",
    name: "Who made it",
    empty: "Enter who made it",
    shape: "Enter who made it",
};

/// A picture's own part of its address: 32 hexadecimal digits, drawn at random.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureId(String);

/// The words are no picture's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not the address of a picture")]
pub struct NotAPictureId;

impl PictureId {
    /// Makes an address of 128 random bits.
    #[must_use]
    pub fn from_random(bits: u128) -> Self {
        Self(format!("{bits:032x}"))
    }

    /// Reads an address.
    ///
    /// # Errors
    /// It is not 32 small hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, NotAPictureId> {
        let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() == 32 && text.bytes().all(digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAPictureId)
        }
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PictureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<PictureId> for String {
    fn from(id: PictureId) -> Self {
        id.0
    }
}

/// How large a picture is, in pixels, upright as it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Size {
    /// The sizes in which a picture that came in this size is kept, the narrowest first: at least
    /// one, each narrower than the next.
    #[must_use]
    pub fn kept(self) -> Vec<Self> {
        let mut kept: Vec<Self> = Vec::new();
        for width in WIDTHS {
            let size = self.within(width, width * 2);
            if kept.last().is_none_or(|last| last.width < size.width) {
                kept.push(size);
            }
        }
        kept
    }

    /// The same shape, no larger than it is, inside a box.
    fn within(self, width: u32, height: u32) -> Self {
        let (own_width, own_height) = (u64::from(self.width.max(1)), u64::from(self.height.max(1)));
        let (width, height) = (u64::from(width), u64::from(height));
        if own_width <= width && own_height <= height {
            return self;
        }
        let scaled = |side: u64, of: u64, to: u64| {
            u32::try_from((side * to / of).max(1)).unwrap_or(u32::MAX)
        };
        // Whichever side is the further outside decides.
        if own_width * height >= own_height * width {
            Self {
                width: scaled(own_width, own_width, width),
                height: scaled(own_height, own_width, width),
            }
        } else {
            Self {
                width: scaled(own_width, own_height, height),
                height: scaled(own_height, own_height, height),
            }
        }
    }
}

/// A picture that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPicture {
    /// Where it is.
    pub id: PictureId,
    /// How large the largest of the kept sizes is.
    pub size: Size,
}

/// A picture with all that is told of it: a part of an event's details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it is.
    pub id: PictureId,
    /// How large the largest of the kept sizes is.
    pub size: Size,
    /// What is on it, for people who cannot see it; none where it is only decoration.
    pub alt: Option<AltText>,
    /// Who made it, as shown beneath it.
    pub credit: Option<ShortLine>,
    /// Whether somebody has said that it may be published ([`PERMISSION`]).
    pub permitted: bool,
}

impl Picture {
    /// Every size of it, the narrowest first.
    #[must_use]
    pub fn sizes(&self) -> Vec<Size> {
        self.size.kept()
    }

    /// What it is to somebody who cannot see it: its description, or that it is decoration.
    #[must_use]
    pub fn words(&self) -> &str {
        self.alt.as_ref().map_or("A decoration", AltText::as_str)
    }

    /// The description as an `alt` attribute: empty where it is only decoration.
    #[must_use]
    pub fn alt(&self) -> &str {
        self.alt.as_ref().map_or("", AltText::as_str)
    }
}

/// Why a file was not taken as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PictureProblem {
    /// The file has nothing in it.
    #[error("the file is empty")]
    Empty,
    /// The file has more than [`MOST_BYTES`].
    #[error("the file is too heavy")]
    TooHeavy,
    /// It is no JPEG, PNG, WebP or GIF, whatever its name says.
    #[error("the file is not a picture of a known kind")]
    OtherKind,
    /// It is wider or higher than [`MOST_SIDE`], or has too many pixels for the memory set aside.
    #[error("the picture has too many pixels")]
    TooLarge,
    /// It has more than [`MOST_KEPT_BYTES`] however it is written, as noise has.
    #[error("the picture cannot be made small enough")]
    TooDetailed,
    /// It stops before its end, or is damaged.
    #[error("the picture is damaged")]
    Damaged,
    /// Other pictures are being read and this one waited too long.
    #[error("too many pictures at once")]
    Busy,
    /// More pictures were left unsent today than are kept.
    #[error("too many pictures today")]
    Full,
    /// Too many came from one connection, or from everywhere.
    #[error("too many pictures from one connection")]
    TooMany,
}

impl PictureProblem {
    /// What to do about it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "The file you chose is empty. Choose another picture",
            Self::TooHeavy => {
                "The picture must be smaller than 5 MB. Choose a smaller one, or make it smaller and choose it again"
            }
            Self::OtherKind => "Choose a picture that is a JPEG, PNG, WebP or GIF file",
            Self::TooLarge => {
                "The picture must be no more than 8,000 dots wide or high, and no more than 30 million dots in all. Make it smaller and choose it again"
            }
            Self::TooDetailed => {
                "The picture has too many fine details to be kept. Choose another, or make it smaller and choose it again"
            }
            Self::Damaged => {
                "The picture could not be read to its end. Open it on your own device to see whether it is whole, then choose it again"
            }
            Self::Busy => {
                "Other pictures are being read just now. Choose the picture again and press Continue in a minute"
            }
            Self::Full => {
                "No more pictures can be taken today. Go on without one, and choose it tomorrow on your private page"
            }
            Self::TooMany => {
                "Too many pictures came in just now. Go on without one, and come back later or choose it on your private page: your answers are kept"
            }
        }
    }
}

/// What is told of a picture, as typed, with the picture that was taken in. Fields `alt`,
/// `decorative`, `credit`, `rights`; the file comes as `file`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureAnswers {
    /// The picture, once one was taken in. Never a field of the form.
    pub picture: Option<TakenPicture>,
    /// `alt`
    pub alt: String,
    /// `decorative`: "yes" or empty
    pub decorative: String,
    /// `credit`
    pub credit: String,
    /// `rights`: "yes" or empty
    pub rights: String,
}

impl PictureAnswers {
    /// Takes the form's fields, with the picture that the form stands for.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs, picture: Option<TakenPicture>) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            picture,
            alt: fields.take("alt"),
            decorative: fields.take("decorative"),
            credit: fields.take("credit"),
            rights: fields.take("rights"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers: no picture where none was chosen. A description counts even where the
    /// picture is said to be decoration. Staff may key in a picture without its permission, and are
    /// reminded of it where they decide.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, by: FilledInBy) -> Result<Option<Picture>, FormErrors> {
        let mut errors = FormErrors::default();
        let Some(TakenPicture { id, size }) = self.picture.clone() else {
            if self.is_empty() {
                return Ok(None);
            }
            errors.push(
                "file",
                "Choose the picture, or empty the other boxes to go on without one",
            );
            return Err(errors);
        };
        let decorative = self.decorative == "yes";
        let alt = if decorative {
            errors.may(ALT, AltText::parse(&self.alt))
        } else {
            errors.need(ALT, AltText::parse(&self.alt))
        };
        let credit = errors.may(CREDIT, ShortLine::parse(&self.credit));
        let permitted = self.rights == "yes";
        if !permitted && by == FilledInBy::Sender {
            errors.push(
                "rights",
                "Tick the box if the council may publish the picture, or remove the picture",
            );
        }
        errors.unless_any(Some(Picture {
            id,
            size,
            alt,
            credit,
            permitted,
        }))
    }

    /// Whether nothing was chosen, typed or ticked.
    fn is_empty(&self) -> bool {
        let told = [&self.alt, &self.decorative, &self.credit, &self.rights];
        self.picture.is_none() && told.iter().all(|typed| typed.trim().is_empty())
    }
}
