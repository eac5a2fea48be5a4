//! What `reporting` tells of letters.

use contracts::reporting::v1 as wire;
use futures::future::BoxFuture;
use platform::{
    db::TenantTx,
    events::{Consumer, Failure, Handled, Received},
};

use super::commands;
use crate::{App, mail::MailError, person::PersonId};

/// Listens to them, beside what is listened to already.
pub fn heard(app: &App, consumer: Consumer) -> Consumer {
    let told = app.clone();
    consumer.on(
        "reporting",
        "completeness_letter",
        handler(move |tx, event| {
            let app = told.clone();
            Box::pin(async move { letter(&app, tx, event).await })
        }),
    )
}

/// Says of a closure that its future borrows the transaction, which the compiler does not guess.
fn handler<F>(handler: F) -> F
where
    F: for<'a> Fn(&'a mut TenantTx, Received<wire::CompletenessLetter>) -> BoxFuture<'a, Handled>,
{
    handler
}

async fn letter(app: &App, tx: &mut TenantTx, event: Received<wire::CompletenessLetter>) -> Handled {
    if event.deleted {
        return Ok(());
    }
    let person_id = event.state.person_id.parse().map(PersonId).map_err(Failure::reject)?;
    let written = commands::write(app, tx, event.aggregate_id, person_id, &event.state.matters).await;
    written.map_err(|error| match error {
        MailError::Db(cause) => cause.into(),
        other => Failure::reject(other),
    })
}
