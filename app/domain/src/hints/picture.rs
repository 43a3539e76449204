//! A picture that nobody has said may be published, or that says little to those who cannot see it.

use super::{Case, Hint, HintField, HintKind};
use crate::picture::Picture;

/// What a camera, a telephone or a scanner calls a picture by itself.
const ENDINGS: [&str; 6] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic"];

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let Some(picture) = &case.details.picture else {
        return Vec::new();
    };
    let described = described(picture, case.details.title.as_str());
    let permitted = (!picture.permitted).then(|| Hint {
        kind: HintKind::PictureRights,
        field: HintField::Picture,
        marked: Vec::new(),
        words: "Nobody has said that the picture may be published.".to_owned(),
    });
    described.into_iter().chain(permitted).collect()
}

/// Words on a poster are lost to those who cannot see it, unless they are typed too.
fn described(picture: &Picture, title: &str) -> Option<Hint> {
    let hint = |marked: Vec<String>, words: String| {
        Some(Hint {
            kind: HintKind::PictureWords,
            field: HintField::Picture,
            marked,
            words,
        })
    };
    let Some(alt) = &picture.alt else {
        return hint(
            Vec::new(),
            "The picture has no description: the sender says that it is only decoration. What stands on it must be in the words too.".to_owned(),
        );
    };
    let alt = alt.as_str();
    let plain = alt.to_lowercase();
    let is_file = ENDINGS.iter().any(|ending| plain.ends_with(ending));
    let says_little = !alt.contains(char::is_whitespace) || plain == title.to_lowercase();
    if is_file || says_little {
        return hint(
            vec![alt.to_owned()],
            format!(
                "The picture is described as “{alt}”, which tells little to those who cannot see it."
            ),
        );
    }
    None
}
