//! Writes every page of the staff desk in every state to a folder, to look at:
//! `cargo run -p app --features ssr --example desk_gallery -- target/gallery`. Like the public
//! pages (`gallery.rs`) they ask for `/assets/main.css` and the like.

#[cfg(feature = "ssr")]
#[path = "desk/samples.rs"]
mod samples;

#[cfg(feature = "ssr")]
fn main() -> std::io::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/gallery".to_owned());
    let folder = std::path::Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let script = |name: &str| app::shell::Script {
        src: format!("/assets/{name}.js"),
        integrity: "sha384-none".to_owned(),
    };
    let assets = app::shell::Assets {
        main_css: "/assets/main.css".to_owned(),
        staff_css: "/assets/staff.css".to_owned(),
        icon: "/assets/icon.svg".to_owned(),
        wake_js: script("wake"),
        islands_js: "/assets/islands.js".to_owned(),
        islands_wasm: "/assets/islands_bg.wasm".to_owned(),
        desk_js: script("desk"),
        passkey_js: script("passkey"),
    };
    for (name, html) in samples::pages(&str::to_owned, &assets) {
        std::fs::write(folder.join(format!("desk-{name}.html")), html)?;
    }
    Ok(())
}

#[cfg(not(feature = "ssr"))]
fn main() {
    eprintln!("Run it with --features ssr: the pages are drawn on the server only.");
}
