//! The owner of an account is told of what is done with it.

use domain::staff::Staff;
use sqlx::PgConnection;

use crate::{letters::accounts::AccountMail, state::App};

/// Tells the owner of an account something, in the transaction of what it tells of.
pub(super) async fn tell(
    tx: &mut PgConnection,
    app: &App,
    staff: &Staff,
    word: &AccountMail,
) -> sqlx::Result<()> {
    let message = word.message(&app.council().site, &staff.email, &staff.name);
    store::messages::queue_to_staff(tx, staff.id, &message, app.now()).await?;
    Ok(())
}
