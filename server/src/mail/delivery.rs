//! Where mails go: to a mail server, into a folder, or nowhere yet.

use super::outcome::{Outcome, Unusable};
use std::path::{Path, PathBuf};

use lettre::{Address, address::Envelope};

use crate::{
    config::MailConfig,
    mail::smtp::{Line, Smtp, Timeouts, Trust},
};

/// How mails go out, if they do.
#[derive(Debug)]
pub struct Delivery {
    route: Option<Route>,
    /// How many workers hand mails over.
    pub workers: u8,
    /// The address that mails come from, where it is not the parish office's.
    pub from: Option<Address>,
}

#[derive(Debug)]
enum Route {
    Smtp(Box<Smtp>),
    Folder(PathBuf),
}

impl Delivery {
    /// Reads the settings. `site_url` is the site's address.
    ///
    /// # Errors
    /// When mail cannot be sent with them.
    pub fn new(config: &MailConfig, site_url: &str) -> Result<Self, Unusable> {
        let unusable = |words: &str| Unusable(words.to_owned());
        let from = config.mail_from.as_deref().map(str::parse).transpose();
        let from = from.map_err(|_| unusable("MAIL_FROM is not an email address."))?;
        let route = match (&config.smtp_url, &config.mail_dir) {
            (Some(_), Some(_)) => {
                return Err(unusable("Set SMTP_URL or MAIL_DIR, not both."));
            }
            (Some(url), None) => Some(Route::Smtp(Box::new(smtp(config, url, site_url)?))),
            (None, Some(folder)) => Some(Route::Folder(folder.clone())),
            (None, None) => None,
        };
        Ok(Self {
            route,
            workers: config.mail_workers.max(1),
            from,
        })
    }

    /// As [`Delivery::new`], with less timeouts: for tests with a slow mail server.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        if let Some(Route::Smtp(smtp)) = &mut self.route {
            smtp.timeouts = timeouts;
        }
        self
    }

    /// Whether mails go anywhere.
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        self.route.is_some()
    }

    /// Where mails go, for the person at the terminal: "Mails are written to …".
    #[must_use]
    pub fn words(&self) -> String {
        match &self.route {
            Some(Route::Smtp(smtp)) => format!("Mails go out by {}.", smtp.server()),
            Some(Route::Folder(folder)) => format!("Mails are written to {}.", folder.display()),
            None => "Mails are kept and not sent: set SMTP_URL.".to_owned(),
        }
    }

    /// Hands a mail over, on the worker's own line.
    pub async fn hand_over(
        &self,
        line: &mut Line,
        envelope: &Envelope,
        mail: &[u8],
        name: &str,
    ) -> Outcome {
        match &self.route {
            Some(Route::Smtp(smtp)) => smtp.send(line, envelope, mail).await,
            Some(Route::Folder(folder)) => match write(folder, mail, name).await {
                Ok(()) => Outcome::Sent,
                Err(error) => Outcome::Unreachable(format!(
                    "The mail could not be written to {}: {error}",
                    folder.display()
                )),
            },
            None => Outcome::Unreachable("Email is not set up yet".to_owned()),
        }
    }
}

/// A mail server, with the certificates that the settings name.
fn smtp(config: &MailConfig, url: &str, site_url: &str) -> Result<Smtp, Unusable> {
    let file = config.smtp_ca_file.as_ref();
    let certificates = file.map(std::fs::read).transpose();
    let certificates = certificates
        .map_err(|error| Unusable(format!("The file in SMTP_CA_FILE cannot be read: {error}.")))?;
    let trust = Trust {
        plain: config.smtp_plain,
        certificates: certificates.as_deref(),
    };
    Smtp::new(url, trust, site_url)
}

/// Writes a mail as a file of its own: whole or not at all, and the same mail once.
async fn write(folder: &Path, mail: &[u8], name: &str) -> std::io::Result<()> {
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '@'))
        .collect();
    let (folder, mail) = (folder.to_owned(), mail.to_owned());
    let written = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&folder)?;
        let new = folder.join(format!(".{name}.new"));
        std::fs::write(&new, mail)?;
        std::fs::rename(new, folder.join(format!("{name}.eml")))
    });
    written.await.map_err(std::io::Error::other)?
}
