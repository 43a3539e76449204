//! Pictures of events: what is taken and what is not, what is left of it, and who may see it when.
//! Every bad picture is made here, while the test runs.

use std::io::Cursor;

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::clock::Past;
use image::{
    DynamicImage, GenericImageView, ImageBuffer, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage,
    codecs::gif::GifEncoder,
};
use sqlx::PgPool;

use crate::support::{
    Answer, TestSite, coffee_morning, hidden, noon,
    staff::{ann, list},
};

/// The words about a picture that nothing is wrong with.
const WELL: [(&str, &str); 4] = [
    ("alt", "Poster with a steaming cup"),
    ("decorative", ""),
    ("credit", "Sam Field"),
    ("rights", "yes"),
];

/// A poster: red above, blue below, so that one can tell which way up it is.
fn poster(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| {
        if y < height / 2 {
            Rgb([220, 30, 30])
        } else {
            Rgb([30, 30, 220])
        }
    })
}

fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    written(poster(width, height), ImageFormat::Jpeg)
}

fn png(width: u32, height: u32) -> Vec<u8> {
    written(poster(width, height), ImageFormat::Png)
}

/// The checksum of a part of a PNG (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    })
}

/// A small PNG that says it is of this size.
fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(1, 1);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

/// Metadata as a telephone writes it: an orientation, and where the photograph was taken.
fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff: Vec<u8> = b"II\x2a\0\x08\0\0\0".to_vec();
    tiff.extend(2_u16.to_le_bytes());
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(count.to_le_bytes());
        tiff.extend(value);
    };
    let [low, high] = orientation.to_le_bytes();
    entry(0x0112, 3, 1, [low, high, 0, 0]);
    // The part with the place begins at byte 38.
    entry(0x8825, 4, 1, 38_u32.to_le_bytes());
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(2_u32.to_le_bytes());
    tiff.extend(*b"N\0\0\0");
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(b"51.1187 N 0.1320 E, home of Alex");
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// A JPEG with a part put in behind its first mark.
fn jpeg_with_part(jpeg: &[u8], mark: u8, part: &[u8]) -> Vec<u8> {
    let length = u16::try_from(part.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, mark], &length, part, &jpeg[2..]].concat()
}

/// A CMYK JPEG of 16×16 in one grey, in the way that printers' programs write it: four components,
/// no subsampling, every coefficient nought.
fn cmyk_jpeg() -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    let mut part = |mark: u8, body: &[u8]| {
        bytes.extend([0xFF, mark]);
        bytes.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        bytes.extend(body);
    };
    part(0xEE, b"Adobe\0\x64\0\0\0\0\0");
    part(0xDB, &[&[0_u8][..], &[16; 64]].concat());
    part(
        0xC0,
        &[
            8, 0, 16, 0, 16, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0,
        ],
    );
    // One code of one bit for "no difference" and for "end of block".
    let code = |class: u8| [&[class, 1][..], &[0; 15], &[0]].concat();
    part(0xC4, &code(0x00));
    part(0xC4, &code(0x10));
    part(0xDA, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    // 4 blocks of 4 components, two bits each.
    bytes.extend([0; 4]);
    bytes.extend([0xFF, 0xD9]);
    bytes
}

/// A GIF of two frames, red and blue.
fn moving_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for colour in [[220, 30, 30, 255], [30, 30, 220, 255]] {
        let frame = RgbaImage::from_pixel(20, 10, Rgba(colour));
        encoder.encode_frame(image::Frame::new(frame)).unwrap();
    }
    drop(encoder);
    bytes
}

/// A GIF that says it is 60,000 by 60,000.
fn huge_gif() -> Vec<u8> {
    let mut bytes = moving_gif();
    bytes[6..10].copy_from_slice(&[0x60, 0xEA, 0x60, 0xEA]);
    bytes
}

/// A form filled in up to the picture, by a sender.
async fn sender(db: &PgPool) -> TestSite {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()[..4]).await;
    site
}

async fn choose(site: &TestSite, name: &str, bytes: &[u8]) -> Answer {
    site.upload("/submit/picture", Some((name, "image/jpeg", bytes)), &WELL)
        .await
}

/// The address of the first file of a page's picture, beginning so.
fn address(page: &str, start: &str) -> String {
    let at = page
        .find(&format!("{start}/"))
        .unwrap_or_else(|| panic!("no picture of {start} in {page}"));
    let end = page[at..].find([' ', '"']).expect("its end");
    page[at..at + end].to_owned()
}

/// Every kept file of the newest picture.
async fn files(db: &PgPool) -> Vec<(i32, String, Vec<u8>)> {
    sqlx::query_as(
        "select picture_file.width, kind, bytes from picture_file join picture on picture.id = picture_id
         where taken_at = (select max(taken_at) from picture) order by picture_file.width, kind",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn pictures(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from picture")
        .fetch_one(db)
        .await
        .unwrap()
}

/// Nothing but the picture's own parts: no EXIF, no colour profile, no comment, nothing behind.
fn assert_bare(files: &[(i32, String, Vec<u8>)]) {
    for (width, kind, bytes) in files {
        for words in [
            &b"Exif"[..],
            b"EXIF",
            b"XMP ",
            b"ICCP",
            b"ICC_PROFILE",
            b"Alex",
            b"<script",
            b"PK\x03\x04",
            b"http",
        ] {
            assert!(
                !bytes.windows(words.len()).any(|found| found == words),
                "{width}.{kind} has {:?}",
                String::from_utf8_lossy(words)
            );
        }
        if kind == "jpg" {
            assert!(bytes.starts_with(b"\xFF\xD8\xFF") && bytes.ends_with(b"\xFF\xD9"));
        } else {
            assert!(bytes.starts_with(b"RIFF"));
            let length = u32::from_le_bytes(bytes[4..8].try_into().unwrap());
            assert_eq!(usize::try_from(length).unwrap() + 8, bytes.len());
        }
    }
}

#[harness::test]
async fn what_is_no_picture_gets_a_plain_answer_and_loses_nothing(db: PgPool) {
    let site = sender(&db).await;
    let whole = jpeg(600, 400);
    let (gif, webp) = (moving_gif(), written(poster(600, 400), ImageFormat::WebP));
    let kinds = "Choose a picture that is a JPEG, PNG, WebP or GIF file";
    let heavy = "The picture must be smaller than 5 MB";
    let large = "The picture must be no more than 8,000 dots wide or high";
    let damaged = "The picture could not be read to its end";
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#;
    let bad: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.jpg", Vec::new(), "The file you chose is empty"),
        ("text.jpg", b"Coffee morning\n".to_vec(), kinds),
        ("poster.svg", svg.to_vec(), kinds),
        (
            "page.jpg",
            [b"<!doctype html><script>alert(1)</script>", &whole[..]].concat(),
            kinds,
        ),
        ("archive.gif", [b"PK\x03\x04", &gif[..]].concat(), kinds),
        ("poster.pdf", b"%PDF-1.7\n".to_vec(), kinds),
        ("bomb.png", png_that_claims(60_000, 60_000), large),
        ("wide.png", png_that_claims(8_001, 1), large),
        ("many.png", png_that_claims(7_999, 7_999), large),
        ("bomb.gif", huge_gif(), large),
        ("half.jpg", whole[..whole.len() / 2].to_vec(), damaged),
        ("almost.jpg", whole[..whole.len() - 2].to_vec(), damaged),
        ("head.jpg", whole[..20].to_vec(), damaged),
        ("half.png", png(600, 400)[..120].to_vec(), damaged),
        ("half.gif", gif[..gif.len() / 4].to_vec(), damaged),
        ("half.webp", webp[..webp.len() / 2].to_vec(), damaged),
        ("signature.png", b"\x89PNG\r\n\x1a\n".to_vec(), damaged),
        (
            "heavy.jpg",
            [&whole[..], &vec![0; 6 * 1024 * 1024]].concat(),
            heavy,
        ),
        (
            "camera.jpg",
            [&whole[..], &vec![7; 12 * 1024 * 1024]].concat(),
            heavy,
        ),
    ];
    for (name, bytes, words) in bad {
        let answer = choose(&site, name, &bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains(words), "{name}: {}", answer.body);
        assert!(answer.body.contains("Poster with a steaming cup"), "{name}");
        assert!(answer.body.contains("Sam Field"), "{name}");
        assert_eq!(hidden(&answer.body, "rights"), "yes", "{name}");
        assert!(!answer.body.contains(name), "the name of the file is told");
    }
    assert_eq!(pictures(&db).await, 0);
    let event = site.get("/submit/event").await;
    assert!(event.body.contains("Coffee, cake and a chat"));
}

#[harness::test]
async fn what_is_a_picture_is_drawn_anew_and_nothing_else_of_it_is_kept(db: PgPool) {
    let site = sender(&db).await;
    let photograph = jpeg(1200, 800);
    let html = b"<script>alert(1)</script>";
    let good: Vec<(&str, Vec<u8>, &[i32])> = vec![
        (
            "with place",
            jpeg_with_part(&photograph, 0xE1, &exif(1)),
            &[480, 960, 1200],
        ),
        (
            "with a comment",
            jpeg_with_part(&photograph, 0xFE, html),
            &[480, 960, 1200],
        ),
        (
            "with a page behind",
            [&photograph[..], html].concat(),
            &[480, 960, 1200],
        ),
        (
            "with an archive behind",
            [&moving_gif()[..], b"PK\x03\x04 http://"].concat(),
            &[20],
        ),
        ("cmyk", cmyk_jpeg(), &[16]),
        (
            "16 bits",
            written(
                ImageBuffer::from_pixel(500, 300, Rgb([40_000_u16, 9, 9])),
                ImageFormat::Png,
            ),
            &[480, 500],
        ),
        ("one dot", png(1, 1), &[1]),
        (
            "grey",
            written(image::GrayImage::new(50, 40), ImageFormat::Jpeg),
            &[50],
        ),
        (
            "webp",
            written(poster(2000, 1000), ImageFormat::WebP),
            &[480, 960, 1440],
        ),
        ("another name", png(300, 300), &[300]),
    ];
    for (name, bytes, widths) in good {
        let answer = choose(&site, name, &bytes).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{name}: {}",
            answer.body
        );
        assert_eq!(answer.location(), "/submit/you", "{name}");
        let kept = files(&db).await;
        assert_bare(&kept);
        let jpegs = kept.iter().filter(|(_, kind, _)| kind == "jpg");
        let kept_widths: Vec<i32> = jpegs.map(|(width, ..)| *width).collect();
        assert_eq!(kept_widths, widths, "{name}");
        for (width, kind, bytes) in &kept {
            let drawn =
                image::load_from_memory(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(
                drawn.width(),
                u32::try_from(*width).unwrap(),
                "{name} {kind}"
            );
        }
        // One picture a form, and the clock of the test stands still.
        sqlx::query("update draft set answers = answers - 'picture'")
            .execute(&db)
            .await
            .unwrap();
        sqlx::query("delete from picture")
            .execute(&db)
            .await
            .unwrap();
    }
}

/// The colour in the middle of the upper and of the lower half.
async fn halves(db: &PgPool) -> (Size, [Rgba<u8>; 2]) {
    let kept = files(db).await;
    let (.., bytes) = kept.iter().rfind(|(_, kind, _)| kind == "jpg").unwrap();
    let drawn = image::load_from_memory(bytes).unwrap();
    let (width, height) = drawn.dimensions();
    let at = |y| drawn.get_pixel(width / 2, y);
    ((width, height), [at(height / 4), at(height * 3 / 4)])
}

type Size = (u32, u32);

fn is_red(colour: Rgba<u8>) -> bool {
    colour[0] > 180 && colour[2] < 80
}

fn is_blue(colour: Rgba<u8>) -> bool {
    colour[2] > 180 && colour[0] < 80
}

#[harness::test]
async fn a_photograph_that_lies_on_its_side_is_turned_upright(db: PgPool) {
    let site = sender(&db).await;
    // Orientation 6: to be turned a quarter clockwise, so what is left in the file comes to the top.
    let lying = RgbImage::from_fn(3200, 2400, |x, _| {
        if x < 1600 {
            Rgb([220, 30, 30])
        } else {
            Rgb([30, 30, 220])
        }
    });
    let file = jpeg_with_part(&written(lying, ImageFormat::Jpeg), 0xE1, &exif(6));
    assert_eq!(
        choose(&site, "IMG_1.JPG", &file).await.status,
        StatusCode::SEE_OTHER
    );
    let (size, [above, below]) = halves(&db).await;
    assert_eq!(size, (1440, 1920));
    assert!(is_red(above) && is_blue(below), "{above:?} {below:?}");
    assert_bare(&files(&db).await);
}

#[harness::test]
async fn of_a_moving_picture_the_first_frame_stays_and_what_shines_through_is_white(db: PgPool) {
    let site = sender(&db).await;
    choose(&site, "moving.gif", &moving_gif()).await;
    let (_, [above, below]) = halves(&db).await;
    assert!(is_red(above) && is_red(below));
    sqlx::query("update picture set taken_at = taken_at - interval '1 hour'")
        .execute(&db)
        .await
        .unwrap();
    let clear = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
    choose(&site, "clear.png", &written(clear, ImageFormat::Png)).await;
    let (_, [above, below]) = halves(&db).await;
    assert!(
        above.0[..3]
            .iter()
            .chain(&below.0[..3])
            .all(|colour| *colour > 250),
        "{above:?}"
    );
}

#[harness::test]
async fn a_picture_is_kept_with_the_form_whatever_else_is_wrong_and_can_be_taken_out(db: PgPool) {
    let site = sender(&db).await;
    let file = png(900, 1200);
    let chosen = Some(("poster.png", "image/png", &file[..]));
    let unfinished = site
        .upload("/submit/picture", chosen, &[("credit", "Sam Field")])
        .await;
    assert_eq!(unfinished.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unfinished
            .body
            .contains("Describe the picture, or tick the box below it")
    );
    assert!(
        unfinished
            .body
            .contains("Tick the box if the council may publish the picture")
    );
    let first = address(&unfinished.body, "/submit/pictures");
    // Nothing chosen again, the rest mended.
    let mended = site.upload("/submit/picture", None, &WELL).await;
    assert_eq!(mended.location(), "/submit/you", "{}", mended.body);
    let again = site.get("/submit/picture").await;
    assert_eq!(address(&again.body, "/submit/pictures"), first);
    assert!(again.body.contains("Poster with a steaming cup"));
    // A file that is not taken leaves the one that was.
    let refused = choose(&site, "x.txt", b"hello").await;
    assert_eq!(address(&refused.body, "/submit/pictures"), first);
    assert_eq!(site.get(&first).await.status, StatusCode::OK);
    let removed = site
        .upload(
            "/submit/picture?then=check",
            None,
            &[&WELL[..], &[("remove", "yes")]].concat(),
        )
        .await;
    assert_eq!(removed.location(), "/submit/picture?then=check");
    let without = site.get("/submit/picture").await;
    assert!(!without.body.contains("/submit/pictures") && !without.body.contains("steaming"));
    assert_eq!(site.get(&first).await.status, StatusCode::NOT_FOUND);
    let on = site.upload("/submit/picture", None, &[]).await;
    assert_eq!(on.location(), "/submit/you");
}

#[harness::test]
async fn a_form_that_no_page_of_ours_sends_is_refused(db: PgPool) {
    let site = sender(&db).await;
    let file = png(10, 10);
    let chosen = Some(("a.png", "image/png", &file[..]));
    for fields in [[("picture", "ba7")], [("id", "1")], [("alt", "a")]] {
        let twice = [fields, fields].concat();
        let answer = site.upload("/submit/picture", chosen, &twice).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fields:?}");
    }
    let plain = site.post("/submit/picture", &WELL).await;
    assert_eq!(plain.status, StatusCode::BAD_REQUEST);
    let nobody = site.another_browser();
    let answer = nobody.upload("/submit/picture", chosen, &WELL).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "no form is begun");
    assert_eq!(pictures(&db).await, 0);
}

/// Sends the coffee morning in with a picture, and gives its reference.
async fn send_with_picture(site: &TestSite) -> String {
    site.fill_in(&coffee_morning()[..4]).await;
    let answer = choose(site, "poster.jpg", &jpeg(1000, 1400)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    site.fill_in(&coffee_morning()[4..]).await;
    site.agree_and_send().await
}

/// The picture's address for staff.
async fn for_staff(desk: &TestSite, reference: &str) -> String {
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.body);
    address(&review.body, "/staff/pictures")
}

/// A picture in a form, and its address for the browser that fills the form in.
pub async fn in_form(site: &TestSite) -> String {
    site.fill_in(&coffee_morning()[..4]).await;
    choose(site, "poster.jpg", &jpeg(1000, 1400)).await;
    let step = site.get("/submit/picture").await;
    address(&step.body, "/submit/pictures")
}

async fn private_page(site: &TestSite, db: &PgPool) -> String {
    let (id, receipt): (i64, i64) = sqlx::query_as(
        "select submission_id, max(id) from message where submission_id is not null group by submission_id order by submission_id desc limit 1",
    )
    .fetch_one(db)
    .await
    .unwrap();
    let token = store::links::mint(db, id, receipt, site.app.now())
        .await
        .unwrap()
        .expect("the present address");
    format!("/manage/{token}")
}

#[harness::test]
async fn a_picture_is_seen_by_those_who_may_and_only_while_they_may(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    // In the form: the browser that fills it in, and staff.
    let in_form = in_form(&site).await;
    let nobody = site.another_browser();
    let desk = ann(&site).await;
    let public = in_form.replace("/submit/", "/");
    let on_desk = in_form.replace("/submit/", "/staff/");
    let seen = site.get(&in_form).await;
    assert_eq!(
        (seen.status, seen.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    for (who, path) in [(&nobody, &in_form), (&nobody, &public), (&site, &public)] {
        assert_eq!(who.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        nobody.get(&on_desk).await.status,
        StatusCode::SEE_OTHER,
        "sign in first"
    );
    // Sent in: staff and the holder of the private link.
    site.fill_in(&coffee_morning()[4..]).await;
    let reference = site.agree_and_send().await;
    assert_eq!(site.get(&in_form).await.status, StatusCode::NOT_FOUND);
    assert_eq!(nobody.get(&public).await.status, StatusCode::NOT_FOUND);
    let on_desk = for_staff(&desk, &reference).await;
    let seen = desk.get(&on_desk).await;
    assert_eq!(
        (seen.status, seen.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    let private = private_page(&site, &db).await;
    let page = nobody.get(&private).await;
    let of_link = address(&page.body, &format!("{private}/pictures"));
    let seen = nobody.get(&of_link).await;
    assert_eq!(
        (seen.status, seen.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    let other = of_link.replace(&private, "/manage/0000");
    assert_eq!(nobody.get(&other).await.status, StatusCode::NOT_FOUND);
    // Listed: everybody.
    list(&desk, &reference).await;
    let event = desk.get(&format!("/staff/submissions/{reference}")).await;
    let slug = address(&event.body, "/events");
    let page = nobody.get(&slug).await;
    // The first that the page names is the one that goes with a shared link; a browser takes the WebP.
    let shared = address(&page.body, "/pictures");
    let shown = shared.replace(".jpg", ".webp");
    assert_ne!(shown, shared, "a shared link goes with the JPEG");
    assert_eq!(shown.rsplit('/').nth(1), public.rsplit('/').nth(1));
    assert!(
        page.body.contains("Picture: Sam Field")
            && page.body.contains("Poster with a steaming cup")
    );
    assert!(
        page.body.contains(r#"width="1000" height="1400""#)
            && page.body.contains(r#"loading="lazy""#)
    );
    assert!(
        !nobody.get("/").await.body.contains("/pictures/"),
        "the listing shows none"
    );
    let seen = nobody.get(&shown).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(
        seen.header("cache-control"),
        "private, max-age=31536000, immutable"
    );
    assert_eq!(seen.header("x-content-type-options"), "nosniff");
    assert_eq!(
        seen.header("content-security-policy"),
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    );
    assert_eq!(seen.header("content-type"), "image/webp");
    assert_eq!(
        seen.header("content-disposition"),
        "inline; filename=\"picture.webp\""
    );
    assert!(seen.bytes.starts_with(b"RIFF"));
    let (start, file) = shown.rsplit_once('/').unwrap();
    for odd in [
        "0480.webp",
        "+480.webp",
        "480.svg",
        "480",
        "999999999999.jpg",
        "481.jpg",
    ] {
        assert_ne!(file, odd);
        assert_eq!(
            nobody.get(&format!("{start}/{odd}")).await.status,
            StatusCode::NOT_FOUND,
            "{odd}"
        );
    }
    // Taken down: staff alone, at once.
    let take_down = desk
        .get(&format!("/staff/submissions/{reference}/take-down"))
        .await;
    let version = hidden(&take_down.body, "version");
    let fields = [
        ("version", version.as_str()),
        ("why", "breach"),
        ("reason", "Somebody else’s poster"),
        ("notice", ""),
    ];
    let down = desk
        .post(
            &format!("/staff/submissions/{reference}/take-down"),
            &fields,
        )
        .await;
    assert_eq!(down.status, StatusCode::SEE_OTHER, "{}", down.body);
    assert_eq!(nobody.get(&shown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&on_desk).await.status, StatusCode::OK);
}

#[harness::test]
async fn another_picture_for_a_listed_event_waits_beside_the_one_that_is_shown(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = send_with_picture(&site).await;
    let desk = ann(&site).await;
    list(&desk, &reference).await;
    let private = private_page(&site, &db).await;
    let sender = site.another_browser();
    sender.post(&format!("{private}/edit"), &[]).await;
    let step = sender
        .get(&format!("{private}/edit/picture?then=check"))
        .await;
    let old = address(&step.body, &format!("{private}/pictures"));
    assert!(step.body.contains("Poster with a steaming cup"));
    let file = jpeg(700, 500);
    let chosen = Some(("new.jpg", "image/jpeg", &file[..]));
    let changed = sender
        .upload(&format!("{private}/edit/picture?then=check"), chosen, &WELL)
        .await;
    assert_eq!(
        changed.location(),
        format!("{private}/edit/check"),
        "{}",
        changed.body
    );
    let check = sender.get(&format!("{private}/edit/check")).await;
    let new = address(&check.body, &format!("{private}/pictures"));
    assert_ne!(new, old);
    for path in [&old, &new] {
        assert_eq!(sender.get(path).await.status, StatusCode::OK);
    }
    let fields = [
        ("key", hidden(&check.body, "key")),
        ("digest", hidden(&check.body, "digest")),
    ];
    let fields = [
        ("key", fields[0].1.as_str()),
        ("digest", &fields[1].1),
        ("agree", "yes"),
    ];
    let sent = sender.post(&format!("{private}/edit/check"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let public = |path: &str| path.replacen(&private, "", 1);
    let nobody = site.another_browser();
    assert_eq!(nobody.get(&public(&old)).await.status, StatusCode::OK);
    assert_eq!(
        nobody.get(&public(&new)).await.status,
        StatusCode::NOT_FOUND
    );
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    let id = |path: &str| path.rsplit('/').nth(1).unwrap().to_owned();
    let change = review.body.find("What would change").expect("the change");
    for path in [&old, &new] {
        let at = review
            .body
            .find(&id(path))
            .expect("both pictures are there");
        assert!(at > change, "beside each other, in the change");
    }
    list(&desk, &reference).await;
    assert_eq!(
        nobody.get(&public(&old)).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(nobody.get(&public(&new)).await.status, StatusCode::OK);
}

#[harness::test]
async fn the_permission_is_kept_with_its_words_and_staff_are_told_where_it_is_missing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    send_with_picture(&site).await;
    let (wording, version): (String, String) =
        sqlx::query_as("select wording, wording_version from picture_permission")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(wording, domain::picture::PERMISSION);
    assert_eq!(version, domain::picture::PERMISSION_VERSION);
    // Keyed in without it, and with a description that says nothing.
    let desk = ann(&site).await;
    let begun = desk.post("/staff/key-in/in_person", &[]).await;
    let form = begun.location().trim_end_matches("/event").to_owned();
    for (step, fields) in &coffee_morning()[..4] {
        assert_eq!(
            desk.post(&format!("{form}/{step}"), fields).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let file = jpeg(500, 500);
    let chosen = Some(("IMG_2041.jpg", "image/jpeg", &file[..]));
    let kept = desk
        .upload(
            &format!("{form}/picture"),
            chosen,
            &[("alt", "IMG_2041.jpg")],
        )
        .await;
    assert_eq!(kept.location(), format!("{form}/you"), "{}", kept.body);
    let (_, you) = &coffee_morning()[4];
    desk.post(&format!("{form}/you"), you).await;
    let check = desk.get(&format!("{form}/check")).await;
    let (key, digest) = (hidden(&check.body, "key"), hidden(&check.body, "digest"));
    let sent = desk
        .post(
            &format!("{form}/check"),
            &[("key", &key), ("digest", &digest), ("agree", "yes")],
        )
        .await;
    let review = desk.get(sent.location()).await;
    assert!(
        review
            .body
            .contains("Nobody has said that the picture may be published"),
        "{}",
        review.body
    );
    assert!(
        review
            .body
            .contains("which tells little to those who cannot see it")
    );
    let permissions: i64 = sqlx::query_scalar("select count(*) from picture_permission")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(permissions, 1);
}

#[harness::test]
async fn hostile_words_about_a_picture_are_words(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()[..4]).await;
    let words = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let fields = [("alt", words), ("credit", words), ("rights", "yes")];
    let file = jpeg(300, 300);
    let name = "\"><script>alert(1)</script>.jpg";
    let kept = site
        .upload("/submit/picture", Some((name, "text/html", &file)), &fields)
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    site.fill_in(&coffee_morning()[4..]).await;
    let desk = ann(&site).await;
    let mut pages = vec![
        site.get("/submit/picture").await.body,
        site.get("/submit/check").await.body,
    ];
    let reference = site.agree_and_send().await;
    pages.push(site.get(&private_page(&site, &db).await).await.body);
    pages.push(
        desk.get(&format!("/staff/submissions/{reference}"))
            .await
            .body,
    );
    list(&desk, &reference).await;
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    pages.push(site.get(&address(&review.body, "/events")).await.body);
    for page in pages {
        assert!(page.contains("onerror=alert(1)"), "it is told: {page}");
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x"),
            "{page}"
        );
    }
}

#[harness::test]
async fn a_picture_that_is_replaced_is_forgotten_at_once_and_one_that_nothing_has_after_a_day(
    db: PgPool,
) {
    let site = sender(&db).await;
    choose(&site, "first.png", &png(100, 100)).await;
    choose(&site, "second.png", &png(100, 100)).await;
    let kept = async || -> i64 {
        sqlx::query_scalar("select count(*) from picture")
            .fetch_one(&db)
            .await
            .expect("a count")
    };
    assert_eq!(
        kept().await,
        1,
        "the one that was replaced takes up no room"
    );
    let soon = noon() + TimeDelta::hours(23);
    assert_eq!(
        store::pictures::forget_unused(&db, Past::by_hand(soon))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        store::drafts::forget_old(&db, Past::by_hand(noon() + TimeDelta::days(8)))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        store::pictures::forget_unused(&db, Past::by_hand(noon() + TimeDelta::days(8)))
            .await
            .unwrap(),
        1
    );
    let left: i64 = sqlx::query_scalar("select count(*) from picture_file")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(left, 0);
    send_with_picture(&site).await;
    assert_eq!(
        store::pictures::forget_unused(&db, Past::by_hand(noon() + TimeDelta::days(800)))
            .await
            .unwrap(),
        0
    );
}

#[harness::test]
async fn nobody_can_fill_the_disk_with_pictures_that_are_never_sent(db: PgPool) {
    let site = sender(&db).await;
    sqlx::query(
        "insert into picture (id, width, height, taken_at)
         select gen_random_uuid(), 1, 1, $1 from generate_series(1, 500)",
    )
    .bind(noon())
    .execute(&db)
    .await
    .unwrap();
    let answer = choose(&site, "a.png", &png(10, 10)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("No more pictures can be taken today"));
}

#[harness::test]
async fn a_picture_that_was_sent_stays_when_another_takes_its_place_in_a_change(db: PgPool) {
    let site = sender(&db).await;
    choose(&site, "first.png", &png(100, 100)).await;
    site.fill_in(&coffee_morning()[4..]).await;
    let reference = site.agree_and_send().await;
    list(&ann(&site).await, &reference).await;
    let page = private_page(&site, &db).await;
    let browser = site.another_browser();
    browser.post(&format!("{page}/edit"), &[]).await;
    let step = format!("{page}/edit/picture?then=check");
    let changed = browser
        .upload(
            &step,
            Some(("second.png", "image/png", &png(90, 90))),
            &WELL,
        )
        .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let kept: i64 = sqlx::query_scalar("select count(*) from picture")
        .fetch_one(&db)
        .await
        .expect("a count");
    assert_eq!(kept, 2, "what the public sees is still there");
}

#[harness::test]
async fn noise_that_no_size_makes_small_is_not_kept(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()[..4]).await;
    let mut state = 1_u32;
    let noise = RgbImage::from_fn(1200, 1300, |_, _| {
        Rgb([0; 3].map(|_: u8| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            u8::try_from(state >> 24).expect("a byte")
        }))
    });
    let refused = choose(&site, "noise.png", &written(noise, ImageFormat::Png)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("too many fine details"),
        "{}",
        refused.body
    );
    let kept: i64 = sqlx::query_scalar("select count(*) from picture")
        .fetch_one(&db)
        .await
        .expect("a count");
    assert_eq!(kept, 0);
}
