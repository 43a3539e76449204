//! Styles, fonts and scripts. They are found under one address per build, so a browser keeps them
//! for a year and still never mixes two builds.

use std::path::Path;

use app::shell::{Assets, Script};
use axum::{
    Router,
    http::{HeaderName, HeaderValue, Response, header},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256, Sha384};
use tower::ServiceBuilder;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// The files that pages refer to by name.
const FILES: [&str; 8] = [
    "main.css",
    "staff.css",
    "icon.svg",
    "wake.js",
    "islands.js",
    "islands_bg.wasm",
    "desk.js",
    "passkey.js",
];

/// The addresses of the files in a folder.
///
/// # Errors
/// When a file is missing: the build is not finished.
pub fn addresses(folder: &Path) -> std::io::Result<Assets> {
    let mut hash = Sha256::new();
    for file in FILES {
        hash.update(read(folder, file)?);
    }
    let version = hex::encode(&hash.finalize()[..8]);
    let address = |file: &str| format!("/assets/{version}/{file}");
    let script = |file: &str| {
        let hash = STANDARD.encode(Sha384::digest(read(folder, file)?));
        std::io::Result::Ok(Script {
            src: address(file),
            integrity: format!("sha384-{hash}"),
        })
    };
    Ok(Assets {
        main_css: address("main.css"),
        staff_css: address("staff.css"),
        icon: address("icon.svg"),
        wake_js: script("wake.js")?,
        islands_js: address("islands.js"),
        islands_wasm: address("islands_bg.wasm"),
        desk_js: script("desk.js")?,
        passkey_js: script("passkey.js")?,
    })
}

/// The type of a file, with the character set where it is text: ours are all UTF-8 (ASVS 5.0, 4.1.1).
fn with_its_charset<B>(response: &Response<B>) -> Option<HeaderValue> {
    let kind = response.headers().get(header::CONTENT_TYPE)?;
    let text = ["text/css", "text/javascript"];
    match kind.to_str() {
        Ok(kind) if text.contains(&kind) => {
            HeaderValue::from_str(&format!("{kind}; charset=utf-8")).ok()
        }
        _ => Some(kind.clone()),
    }
}

/// What is in a file of the folder.
fn read(folder: &Path, file: &str) -> std::io::Result<Vec<u8>> {
    let path = folder.join(file);
    std::fs::read(&path).map_err(|error| {
        let missing = format!("{} is missing: run `make build` first", path.display());
        std::io::Error::new(error.kind(), missing)
    })
}

/// Serves the folder under `/assets/{version}/…`, and its fonts and cards under `/assets/…` because
/// their names carry a version of their own. A card is for other sites to show.
pub fn routes<S: Clone + Send + Sync + 'static>(assets: &Assets, folder: &Path) -> Router<S> {
    let version = assets.main_css.trim_end_matches("/main.css");
    let for_a_year = SetResponseHeaderLayer::if_not_present(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    let serve = |folder: &Path| {
        ServiceBuilder::new()
            .layer(for_a_year.clone())
            .layer(SetResponseHeaderLayer::overriding(
                header::CONTENT_TYPE,
                with_its_charset,
            ))
            .service(
                ServeDir::new(folder)
                    .precompressed_br()
                    .precompressed_gzip()
                    .append_index_html_on_directories(false),
            )
    };
    Router::new()
        .nest_service(version, serve(folder))
        .nest_service("/assets/fonts", serve(&folder.join("fonts")))
        .nest_service(
            "/assets/cards",
            ServiceBuilder::new()
                .layer(SetResponseHeaderLayer::if_not_present(
                    HeaderName::from_static("cross-origin-resource-policy"),
                    HeaderValue::from_static("cross-origin"),
                ))
                .service(serve(&folder.join("cards"))),
        )
}
