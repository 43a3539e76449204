use leptos::prelude::*;

/// The squares of a QR code, as the path of a picture: one unit a square.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QrModel {
    /// What it says: an address.
    pub address: String,
    /// How many squares a side has, without the white edge.
    pub side: usize,
    /// The dark squares: "M0 0h7v1h-7z…".
    pub path: String,
}

/// A QR code with the white edge of four squares that a telephone needs (ISO/IEC 18004, 6.3.8),
/// black on white in every scheme.
#[component]
pub fn Qr(
    /// What it shows.
    qr: QrModel,
) -> impl IntoView {
    let side = qr.side + 8;
    let view_box = format!("-4 -4 {side} {side}");
    let white = format!("M-4-4h{side}v{side}h-{side}z");
    let words = format!("QR code for {}", qr.address);
    view! {
        <svg class="qr" viewBox=view_box role="img" aria-label=words shape-rendering="crispEdges">
            <path d=white fill="#ffffff"></path>
            <path d=qr.path fill="#000000"></path>
        </svg>
    }
}
