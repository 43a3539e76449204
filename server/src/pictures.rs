//! Pictures that people send: read within limits, drawn anew, and nothing else of the file kept.
//!
//! A file from a stranger may be a bomb, may hide a program behind its picture and often tells
//! where its sender lives. So what is kept and served is never that file: its picture is decoded
//! within limits, turned upright, shrunk, put on white and written again by us. What a telephone
//! appends to its photographs, or somebody to a polyglot, is not part of the picture and is gone.
//! Of moving pictures the first frame is kept.

use std::{io::Cursor, time::Duration};

use domain::picture::{MOST_BYTES, MOST_KEPT_BYTES, MOST_SIDE, PictureProblem, Size};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use store::pictures::{Drawn, DrawnFile, Kind};
use tokio::sync::Semaphore;

/// The most bytes that a decoded picture may take.
const MOST_MEMORY: u64 = 128 * 1024 * 1024;
/// How long a picture waits for the one before it.
const PATIENCE: Duration = Duration::from_secs(20);
/// How well pictures are written, of 100: type on a poster stays sharp.
const WEBP_QUALITY: f32 = 80.0;
const JPEG_QUALITY: u8 = 82;
/// One picture at a time, in each copy of the server: each may take a quarter of a gigabyte.
static ONE: Semaphore = Semaphore::const_new(1);

/// Reads a file that somebody sent and draws its picture anew, off the async threads and one at a
/// time.
///
/// # Errors
/// Why it is not taken.
pub async fn draw(file: Vec<u8>) -> Result<Drawn, PictureProblem> {
    let turn = tokio::time::timeout(PATIENCE, ONE.acquire()).await;
    let Ok(Ok(turn)) = turn else {
        return Err(PictureProblem::Busy);
    };
    let drawing = tokio::task::spawn_blocking(move || {
        // Held here, so that a browser that goes away does not let the next one in early.
        let _turn = turn;
        redraw(&file)
    });
    drawing.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a picture made its reader fail");
        Err(PictureProblem::Damaged)
    })
}

/// Reads a file and draws its picture anew.
fn redraw(file: &[u8]) -> Result<Drawn, PictureProblem> {
    let (picture, turn) = read(file)?;
    let picture = upright(on_white(picture), turn);
    let size = largest(&picture);
    let picture = DynamicImage::from(picture.into_rgb8());
    let mut files = Vec::new();
    for Size { width, height } in size.kept() {
        let drawn = if (width, height) == (picture.width(), picture.height()) {
            picture.to_rgb8()
        } else {
            picture
                .resize_exact(width, height, FilterType::CatmullRom)
                .into_rgb8()
        };
        for (kind, bytes) in [(Kind::Webp, webp(&drawn)?), (Kind::Jpeg, jpeg(&drawn)?)] {
            files.push(DrawnFile { width, kind, bytes });
        }
    }
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    if bytes > MOST_KEPT_BYTES {
        return Err(PictureProblem::TooDetailed);
    }
    Ok(Drawn { size, files })
}

/// The largest size in which a picture is kept.
fn largest(picture: &DynamicImage) -> Size {
    let came = Size {
        width: picture.width(),
        height: picture.height(),
    };
    came.kept().last().copied().unwrap_or(came)
}

/// Decodes a file within the limits, with word of how its picture is to be turned. What the file is
/// counts, not what it is called.
fn read(file: &[u8]) -> Result<(DynamicImage, Orientation), PictureProblem> {
    if file.is_empty() {
        return Err(PictureProblem::Empty);
    }
    if file.len() > MOST_BYTES {
        return Err(PictureProblem::TooHeavy);
    }
    let format = image::guess_format(file).map_err(|_| PictureProblem::OtherKind)?;
    let known = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
    ];
    if !known.contains(&format) {
        return Err(PictureProblem::OtherKind);
    }
    if format == ImageFormat::Jpeg && !is_whole_jpeg(file) {
        return Err(PictureProblem::Damaged);
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| problem(&error))?;
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(PictureProblem::TooLarge);
    }
    // A note on how to turn it that cannot be read is no reason to refuse the picture.
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| problem(&error))?;
    Ok((picture, turn))
}

fn problem(error: &ImageError) -> PictureProblem {
    match error {
        ImageError::Limits(_) => PictureProblem::TooLarge,
        _ => PictureProblem::Damaged,
    }
}

/// Whether a JPEG goes on to its end. The decoder makes grey of what is missing, and half a poster
/// would be listed.
fn is_whole_jpeg(file: &[u8]) -> bool {
    let mut at = 2;
    loop {
        let Some(&[mark, kind]) = file.get(at..at + 2) else {
            return false;
        };
        match (mark, kind) {
            (0xFF, 0xD9) => return true,
            // Fill bytes, stuffed bytes and restarts stand among the picture's own.
            (0xFF, 0xFF) => at += 1,
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD8) => at += 2,
            // Every other mark says how long its part is; a thumbnail inside one has an end too.
            (0xFF, _) => {
                let Some(&[high, low]) = file.get(at + 2..at + 4) else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
            }
            _ => at += 1,
        }
    }
}

/// What shines through is white, in light and in dark surroundings, and what was hidden under it
/// is gone.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let mut picture = picture.into_rgba8();
    for pixel in picture.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let over = |colour: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        pixel.0 = [over(red), over(green), over(blue), u8::MAX];
    }
    picture.into()
}

/// The picture as it is seen. A large one is made smaller first, at little cost, to twice the
/// largest size that is kept: so turning it needs no second picture of that size in memory, and
/// the careful drawing has something to choose from.
fn upright(mut picture: DynamicImage, turn: Orientation) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let sideways = matches!(
        turn,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let seen = if sideways {
        (height, width)
    } else {
        (width, height)
    };
    let seen = Size {
        width: seen.0,
        height: seen.1,
    };
    let enough = seen.kept().last().map_or(seen, |kept| Size {
        width: kept.width * 2,
        height: kept.height * 2,
    });
    if seen.width > enough.width && seen.height > enough.height {
        let side = if sideways {
            (enough.height, enough.width)
        } else {
            (enough.width, enough.height)
        };
        picture = picture.thumbnail_exact(side.0, side.1);
    }
    picture.apply_orientation(turn);
    picture
}

fn webp(picture: &RgbImage) -> Result<Vec<u8>, PictureProblem> {
    let (width, height) = picture.dimensions();
    webp::Encoder::from_rgb(picture, width, height)
        .encode_simple(false, WEBP_QUALITY)
        .map(|bytes| bytes.to_vec())
        .map_err(|error| {
            tracing::warn!(?error, "a picture could not be written");
            PictureProblem::Damaged
        })
}

fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, PictureProblem> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
        .encode_image(picture)
        .map_err(|error| {
            tracing::warn!(%error, "a picture could not be written");
            PictureProblem::Damaged
        })?;
    Ok(bytes)
}
