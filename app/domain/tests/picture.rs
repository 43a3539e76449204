//! The picture of an event: its answers, its sizes, and what is pointed out about it.

mod common;

use common::pairs;
use domain::form::{FormErrors, Tampered, thousands};
use domain::limits::{MOST_BYTES, MOST_SIDE};
use domain::picture::{Picture, PictureAnswers, PictureId, PictureProblem, Size, TakenPicture};
use domain::submission::FilledInBy;
use proptest::prelude::*;

#[test]
fn the_words_of_what_is_wrong_have_the_numbers_of_the_limits() {
    let says = |problem: PictureProblem, number: String| {
        let words = problem.words();
        assert!(words.contains(&number), "{number} in {words}");
    };
    let megabytes = MOST_BYTES / (1024 * 1024);
    says(PictureProblem::TooHeavy, format!("{megabytes} MB"));
    says(PictureProblem::TooLarge, thousands(MOST_SIDE as usize));
}

fn taken() -> TakenPicture {
    TakenPicture {
        id: PictureId::from_random(7),
        size: Size {
            width: 1440,
            height: 2036,
        },
    }
}

fn answers(picture: Option<TakenPicture>, fields: &[(&str, &str)]) -> PictureAnswers {
    PictureAnswers::from_pairs(pairs(fields), picture).unwrap()
}

fn read(
    picture: Option<TakenPicture>,
    fields: &[(&str, &str)],
) -> Result<Option<Picture>, FormErrors> {
    answers(picture, fields).parse(FilledInBy::Sender)
}

fn fields_with_problems(read: Result<Option<Picture>, FormErrors>) -> Vec<String> {
    let errors = read.expect_err("something is wrong");
    errors.0.into_iter().map(|error| error.field).collect()
}

#[test]
fn nobody_needs_a_picture() {
    assert_eq!(read(None, &[]), Ok(None));
    assert_eq!(read(None, &[("alt", "  "), ("credit", "")]), Ok(None));
}

#[test]
fn words_about_a_picture_that_is_not_there_ask_for_it() {
    assert_eq!(
        fields_with_problems(read(None, &[("alt", "A poster")])),
        ["file"]
    );
    assert_eq!(
        fields_with_problems(read(None, &[("rights", "yes")])),
        ["file"]
    );
}

#[test]
fn a_picture_needs_a_description_or_the_word_that_it_is_decoration_and_permission() {
    let whole = [
        ("alt", "Bats over a barn"),
        ("credit", " Sam  Field"),
        ("rights", "yes"),
    ];
    let picture = read(Some(taken()), &whole).unwrap().unwrap();
    assert_eq!(picture.alt(), "Bats over a barn");
    assert!(picture.permitted);
    let decoration = [("decorative", "yes"), ("rights", "yes")];
    let picture = read(Some(taken()), &decoration).unwrap().unwrap();
    assert_eq!((picture.alt(), picture.words()), ("", "A decoration"));
    assert_eq!(
        fields_with_problems(read(Some(taken()), &[])),
        ["alt", "rights"]
    );
    let long = "a".repeat(251);
    let wrong = [("alt", long.as_str()), ("credit", &long)];
    assert_eq!(
        fields_with_problems(read(Some(taken()), &wrong)),
        ["alt", "credit", "rights"]
    );
}

#[test]
fn a_description_counts_even_where_the_picture_is_said_to_be_decoration() {
    let both = [("alt", "Bats"), ("decorative", "yes"), ("rights", "yes")];
    assert_eq!(read(Some(taken()), &both).unwrap().unwrap().alt(), "Bats");
}

#[test]
fn only_staff_may_leave_the_permission_for_later() {
    let answers = answers(Some(taken()), &[("alt", "Bats over a barn")]);
    assert!(answers.parse(FilledInBy::Sender).is_err());
    let picture = answers.parse(FilledInBy::Staff).unwrap().unwrap();
    assert!(!picture.permitted);
}

#[test]
fn which_picture_it_is_is_never_a_field_of_the_form() {
    for name in ["picture", "id", "file", "width"] {
        let told = PictureAnswers::from_pairs(pairs(&[(name, "x")]), None);
        assert_eq!(told, Err(Tampered::Unknown(name.to_owned())));
    }
    let twice = PictureAnswers::from_pairs(pairs(&[("alt", "a"), ("alt", "b")]), None);
    assert_eq!(twice, Err(Tampered::Twice("alt".to_owned())));
}

#[test]
fn the_address_of_a_picture_is_32_digits_and_nothing_else() {
    let id = PictureId::from_random(u128::MAX - 1);
    assert_eq!(PictureId::parse(id.as_str()), Ok(id));
    for wrong in [
        "",
        "abc",
        &"A".repeat(32),
        &"a".repeat(33),
        "../../../../../../../../../../..",
        &"é".repeat(16),
    ] {
        assert!(PictureId::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_picture_is_kept_in_sizes_that_are_never_larger_than_it_came() {
    let kept = |width, height| {
        let kept = Size { width, height }.kept();
        kept.into_iter()
            .map(|s| (s.width, s.height))
            .collect::<Vec<_>>()
    };
    assert_eq!(kept(4000, 3000), [(480, 360), (960, 720), (1440, 1080)]);
    assert_eq!(kept(1000, 1414), [(480, 678), (960, 1357), (1000, 1414)]);
    assert_eq!(kept(300, 200), [(300, 200)]);
    assert_eq!(kept(1, 1), [(1, 1)]);
    assert_eq!(kept(100, 8000), [(12, 960), (24, 1920), (36, 2880)]);
    assert_eq!(kept(8000, 1), [(480, 1), (960, 1), (1440, 1)]);
}

proptest! {
    #[test]
    fn every_kept_size_fits_and_is_larger_than_the_one_before(width in 1_u32..=8000, height in 1_u32..=8000) {
        let kept = Size { width, height }.kept();
        prop_assert!(!kept.is_empty() && kept.len() <= 3);
        for size in &kept {
            prop_assert!((1..=width.min(1440)).contains(&size.width));
            prop_assert!((1..=height.min(2880)).contains(&size.height));
        }
        prop_assert!(kept.windows(2).all(|two| two[0].width < two[1].width));
        // What is told of a picture is its largest size, from which the others follow.
        let largest = *kept.last().unwrap();
        prop_assert_eq!(largest.kept().last().copied(), Some(largest));
    }
}

#[test]
fn a_problem_says_what_to_do() {
    for problem in [
        PictureProblem::Empty,
        PictureProblem::TooHeavy,
        PictureProblem::OtherKind,
        PictureProblem::TooLarge,
        PictureProblem::TooDetailed,
        PictureProblem::Damaged,
        PictureProblem::Busy,
        PictureProblem::Full,
    ] {
        let words = problem.words().to_lowercase();
        assert!(words.contains("choose"), "{words}");
        for word in ["please", "sorry", "invalid", "pixel", "upload"] {
            assert!(!words.contains(word), "{words}");
        }
    }
}
