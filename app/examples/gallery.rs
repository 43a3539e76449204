//! Writes every public page in its main states into a folder, to look at without a server or a
//! database:
//!
//! ```sh
//! cargo run -p app --features ssr --example gallery -- target/gallery
//! ```
//!
//! The pages ask for `/assets/main.css` and the typeface, so serve the folder from its root with
//! the built style in `assets/`.

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .map_or_else(|| PathBuf::from("target/gallery"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    for (name, html) in samples::Samples::PLAIN.pages() {
        std::fs::write(folder.join(format!("{name}.html")), html)?;
    }
    println!("The pages are in {}", folder.display());
    Ok(())
}
