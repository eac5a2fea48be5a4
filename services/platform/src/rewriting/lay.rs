//! The addresses of restorations and of bulk edits, laid for each kind of thing.

use garde::Validate;
use serde::de::DeserializeOwned;

use super::{BulkEdit, BulkRestoring, Edited, Recalled, Restored, Restoring, Rewrite, many, restoring};
use crate::{
    auth::{Caller, Permission},
    db::{Db, DbResult, Once, TenantTx},
    http::{IfMatch, Problem, Versioned},
    ids::Identity,
    known::Link,
};

/// A kind of thing that can say again what it said before.
pub trait Restorable: Identity {
    /// What its commands work with.
    type App;
    type Content: Recalled;
    /// Who may change it may bring back what it said.
    type May: Permission;
    type Error: Into<Problem>;

    /// The command that changes it, within a transaction.
    fn rewritten(
        app: &Self::App,
        tx: &mut TenantTx,
        by: &Caller<Self::May>,
        rewrite: Rewrite<'_, Self, Self::Content>,
    ) -> impl Future<Output = Result<(), Self::Error>>;
}

/// A kind of thing of which many can be changed at once.
pub trait BulkEditable: Restorable<Content: Clone + PartialEq> {
    /// What can be changed of many.
    type Change: DeserializeOwned + Validate<Context = ()>;

    /// What the change points at in other services, as fields of the change.
    fn links(change: &Self::Change) -> Vec<Link>;

    /// What a thing says after the change.
    fn changed(change: &Self::Change, content: Self::Content) -> Self::Content;

    /// The thing as it stands: its version and what it says.
    fn found(self, tx: &mut TenantTx) -> impl Future<Output = DbResult<Option<(i64, Self::Content)>>>;
}

/// One thing goes back to what it said.
pub async fn restore_of<I: Restorable>(
    (app, db): (&I::App, &Db),
    by: &Caller<I::May>,
    thing: (I, IfMatch),
    asked: Restoring,
) -> Result<Versioned<Restored>, Problem> {
    let work = async |tx: &mut TenantTx, rewrite: Rewrite<'_, I, I::Content>| I::rewritten(app, tx, by, rewrite).await;
    restoring::restore(db, by.scope(), thing, asked, work).await
}

/// Many things go back to what they said.
pub async fn restore_all_of<I: Restorable>(
    (app, db): (&I::App, &Db),
    by: &Caller<I::May>,
    once: Once,
    asked: &BulkRestoring,
) -> Result<Edited, Problem> {
    let work = async |tx: &mut TenantTx, rewrite: Rewrite<'_, I, I::Content>| I::rewritten(app, tx, by, rewrite).await;
    many::restore_all(db, by.scope(), &by.once(once), asked, work).await
}

/// Many things are changed alike.
pub async fn edit_of<I: BulkEditable>(
    (app, db): (&I::App, &Db),
    by: &Caller<I::May>,
    once: Once,
    asked: &BulkEdit<I::Change>,
) -> Result<Edited, Problem> {
    let links = I::links(&asked.change).into_iter().map(|link| Link {
        pointer: format!("/change{}", link.pointer),
        ..link
    });
    db.check_links(by.scope(), &links.collect::<Vec<_>>()).await?;
    let work = async |tx: &mut TenantTx, rewrite: Rewrite<'_, I, I::Content>| I::rewritten(app, tx, by, rewrite).await;
    many::edit(db, by.scope(), &by.once(once), asked, work).await
}

/// Lays the address at which a thing goes back to what it said in an earlier version.
#[macro_export]
macro_rules! restoration_routes {
    ($tag:literal, $app:ty, $id:ty, $edit:ty: $one:literal, $missing:literal $(, $problem:literal)*) => {
        use actix_web::{post, web::Data};
        use platform::{
            auth::Caller,
            http::{IfMatch, Json, Named, Problem, Versioned},
            rewriting::{Restored, Restoring, restore_of},
        };

        pub fn add(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config.service(restore);
        }

        /// Lets it say again what it said in an earlier version. That becomes its next version: its history stays whole.
        ///
        /// Every rule of a change holds, and what is no part of its content stays as it is: a closing, a step. With
        /// `preview` nothing is kept, and the answer tells what would be different.
        #[utoipa::path(
            tag = $tag, params(("id" = String, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
            request_body = Restoring, responses((status = 200, body = Restored)),
            extensions(("x-problems" = json!([$missing, "409 nothing_to_restore" $(, $problem)*]))),
        )]
        #[post($one)]
        async fn restore(
            by: Caller<$edit>,
            id: Named<$id>,
            expected: IfMatch,
            asked: Json<Restoring>,
            app: Data<$app>,
        ) -> Result<Versioned<Restored>, Problem> {
            restore_of((app.get_ref(), &app.db), &by, (*id, expected), asked.0).await
        }
    };
}

/// Lays the addresses at which many things are changed alike, and at which many go back to what they said.
#[macro_export]
macro_rules! bulk_routes {
    ($tag:literal, $app:ty, $id:ty, $edit:ty, $change:ty: $edits:literal, $restorations:literal) => {
        use actix_web::{
            post,
            web::{Data, Json as Plain},
        };
        use platform::{
            auth::Caller,
            http::{Json, Once, Problem},
            rewriting::{BulkEdit, BulkRestoring, Edited, edit_of, restore_all_of},
        };

        pub fn add(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config.service(edit_all).service(restore_all);
        }

        /// Makes the same change to up to 200 things: to all of them or to none.
        ///
        /// Each keeps the rules of a change of its own, and gets a version, a line in the journal and an event of its own.
        /// Where one is refused, the problem names it (`/items/3`) and nothing is changed. With `preview` nothing is kept,
        /// and the answer tells of each what would be different, or why it is refused.
        #[utoipa::path(
            tag = $tag, request_body = BulkEdit<$change>, responses((status = 200, body = Edited)),
            params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
            extensions(("x-problems" = json!(["422 items_refused"]))),
        )]
        #[post($edits)]
        async fn edit_all(
            by: Caller<$edit>,
            once: Once,
            asked: Json<BulkEdit<$change>>,
            app: Data<$app>,
        ) -> Result<Plain<Edited>, Problem> {
            edit_of::<$id>((app.get_ref(), &app.db), &by, once, &asked.0).await.map(Plain)
        }

        /// Lets up to 200 things say again what they said in earlier versions: all of them or none.
        ///
        /// With `preview` nothing is kept, and the answer tells of each what would be different, or why it is refused.
        #[utoipa::path(
            tag = $tag, request_body = BulkRestoring, responses((status = 200, body = Edited)),
            params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
            extensions(("x-problems" = json!(["422 items_refused"]))),
        )]
        #[post($restorations)]
        async fn restore_all(
            by: Caller<$edit>,
            once: Once,
            asked: Json<BulkRestoring>,
            app: Data<$app>,
        ) -> Result<Plain<Edited>, Problem> {
            restore_all_of::<$id>((app.get_ref(), &app.db), &by, once, &asked.0).await.map(Plain)
        }
    };
}
