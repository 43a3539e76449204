//! Whose letterbox an email address is, however it is spelt.

/// Mail services whose hosts are one, and whether a dot in the name means anything there.
const SERVICES: [(&[&str], Dots); 3] = [
    (&["gmail.com", "googlemail.com"], Dots::MeanNothing),
    (
        &["proton.me", "protonmail.com", "protonmail.ch", "pm.me"],
        Dots::MeanNothing,
    ),
    (&["icloud.com", "me.com", "mac.com"], Dots::Matter),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dots {
    Matter,
    MeanNothing,
}

/// One spelling for all the addresses that end in one letterbox: in lower case, without what stands after a plus, and
/// of well-known services with one name of the host and without dots that mean nothing there.
///
/// It is for counting, never for sending: what somebody typed is what is written to. An address that is none comes back
/// in lower case.
#[must_use]
pub fn canonical(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let Some((name, host)) = address.rsplit_once('@') else {
        return address;
    };
    let host = host.trim_end_matches('.');
    let service = SERVICES.iter().find(|(hosts, _)| hosts.contains(&host));
    let mut name = match name.split_once('+') {
        Some((before, _)) if !before.is_empty() => before.to_owned(),
        _ => name.to_owned(),
    };
    let host = match service {
        Some((hosts, dots)) => {
            if *dots == Dots::MeanNothing {
                name = name.replace('.', "");
            }
            hosts[0]
        }
        None => host,
    };
    format!("{name}@{host}")
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn a_letterbox_is_counted_once_however_it_is_spelt() {
        for (typed, one) in [
            ("jo@example.org", "jo@example.org"),
            ("Jo@Example.ORG", "jo@example.org"),
            ("jo+1@example.org", "jo@example.org"),
            ("jo+a+b@example.org", "jo@example.org"),
            ("jo@example.org.", "jo@example.org"),
            ("j.o@example.org", "j.o@example.org"),
            ("j.o.b@gmail.com", "job@gmail.com"),
            ("JOB+what@googlemail.com", "job@gmail.com"),
            ("J.o.B+what@GoogleMail.com.", "job@gmail.com"),
            ("j.ob@pm.me", "job@proton.me"),
            ("j.ob@me.com", "j.ob@icloud.com"),
            // Nothing is left of the name without it: then it is the name.
            ("+tag@example.org", "+tag@example.org"),
            (
                "xn--strae-oqa@xn--strae-oqa.example",
                "xn--strae-oqa@xn--strae-oqa.example",
            ),
            ("no address", "no address"),
            ("", ""),
        ] {
            assert_eq!(canonical(typed), one, "{typed}");
            assert_eq!(canonical(one), one, "{one} stays");
        }
    }
}
