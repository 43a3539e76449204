//! QR codes: an address as squares that a telephone reads (ISO/IEC 18004), drawn by `fast_qr`.

use std::fmt::Write;

use app::components::QrModel;
use fast_qr::{ECL, QRBuilder};

/// The code of an address, with room for a quarter of it to be torn or wet. None where the address
/// is longer than any code holds, some 1,600 characters.
#[must_use]
pub fn of(address: &str) -> Option<QrModel> {
    let code = QRBuilder::new(address).ecl(ECL::Q).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let dark = |x: &usize| code[y][*x].value();
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size).take_while(dark).count();
            if run > 0 {
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Some(QrModel {
        address: address.to_owned(),
        side: code.size,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn an_address_becomes_squares() {
        let code = of("https://whatson.example.org").expect("a code");
        assert_eq!(code.side, 29);
        // The three corners begin with seven dark squares.
        assert!(code.path.starts_with("M0 0h7v1h-7z"), "{}", code.path);
        assert!(code.path.contains("M22 0h7v1h-7z"), "{}", code.path);
        assert!(code.path.contains("M0 22h7v1h-7z"), "{}", code.path);
    }

    #[test]
    fn an_address_without_end_has_no_code() {
        assert_eq!(of(&"a".repeat(10_000)), None);
    }
}
