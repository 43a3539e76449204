//! Replies that are ready to use, on the pages that write to a sender (6.12).

use app::pages::staff::decide::ReadyReply;
use domain::{
    council::Site,
    form::FormErrors,
    replies::{Purpose, Template, Values},
    standards::Standard,
    when,
};
use store::{self, cases::Case};

use crate::{
    http::error::{Error, Result},
    state::App,
};

/// The replies that are offered for a purpose.
pub(super) async fn offered(app: &App, purpose: Purpose) -> Result<Vec<ReadyReply>> {
    let replies = store::replies::offered(&app.db, purpose).await?;
    Ok(replies
        .into_iter()
        .map(|reply| ReadyReply {
            id: reply.id,
            name: reply.name,
        })
        .collect())
}

/// The words of the reply that was picked, with a case filled in; or what to do where none was, or
/// it was put away meanwhile.
pub(super) async fn fill(
    app: &App,
    purpose: Purpose,
    picked: &str,
    values: &Values,
) -> Result<std::result::Result<String, FormErrors>> {
    let replies = store::replies::offered(&app.db, purpose).await?;
    let Some(reply) = replies.iter().find(|reply| reply.id.to_string() == picked) else {
        let mut errors = FormErrors::default();
        errors.push("template", "Select the words to use");
        return Ok(Err(errors));
    };
    let template = Template::parse(&reply.words)
        .map_err(|problem| Error::Internal(format!("reply {}: {problem}", reply.id)))?;
    Ok(Ok(template.fill(values)))
}

/// What a case has for a reply's places.
pub(super) fn values(site: &Site, case: &Case, unmet: &[Standard]) -> Values {
    let standards: Vec<String> = unmet
        .iter()
        .map(|standard| format!("{} ({})", standard.name, standard.numbers()))
        .collect();
    Values {
        name: case.sender_name.clone(),
        title: case.details.title.to_string(),
        reference: case.reference.clone(),
        group: case.group_name.clone().unwrap_or_default(),
        dates: when::dates(&case.details.dates),
        standards: standards.join("; "),
        ..site.values()
    }
}
