//! What can happen to an attachment.

use actix_web::dev::Payload;
use contracts::envelope::v1 as wire;
use jiff::Timestamp;
use tracing::warn;
use uuid::Uuid;

use super::{
    Attachment, AttachmentContent, AttachmentError, AttachmentId, AttachmentPatch, Attachments, NewAttachment, Thing,
    bytes::Store,
    content,
    intake::{Taken, take_in},
    name, store,
};
use crate::{
    auth::{Caller, Permission, TenantScope},
    db::{Db, DbError, DbResult, Once, TenantTx},
    events::{Change, journal},
    http::IfMatch,
};

type Result<T> = std::result::Result<T, AttachmentError>;

/// Takes a file in and attaches it to a thing: its bytes lie whole in the store before anything says that they do.
pub(super) async fn attach<P: Permission, I: Thing>(
    attachments: &Attachments,
    db: &Db,
    by: &Caller<P>,
    (thing, new, once): (I, NewAttachment, Once),
    (body, announced): (Payload, Option<u64>),
) -> Result<Attachment> {
    let bytes = attachments.of(db.service())?;
    let name = name::tidy(&new.name)?;
    // Whoever may not, or cannot, is told before the first byte is read. What is sent again may have been the last that fits.
    db.tenant(by.scope(), async |tx| {
        reach(tx, by, thing).await?;
        if once.key.is_some() {
            return Ok(());
        }
        takes_one_more(attachments, tx, thing).await
    })
    .await?;
    if announced.is_some_and(|length| length > attachments.most_bytes) {
        return Err(AttachmentError::TooLarge {
            most: attachments.most_bytes,
        });
    }
    let id = AttachmentId::fresh();
    let mut incoming = bytes.begin(by.scope().tenant_id(), id.0)?;
    let file = incoming
        .file
        .try_clone()
        .map_err(|cause| AttachmentError::Store(cause.into()))?;
    let Taken {
        mut file,
        bytes: length,
        sha256,
    } = take_in(body, file, attachments.most_bytes).await?;
    let called = name.clone();
    let judging = tokio::task::spawn_blocking(move || (content::judged(&mut file, &called), file)).await;
    let (kind, file) = judging.map_err(|cause| AttachmentError::Store(std::io::Error::other(cause).into()))?;
    let attachment = Attachment {
        id,
        version: 1,
        thing: I::AGGREGATE.to_owned(),
        thing_id: thing.into(),
        kind: kind?,
        bytes: i64::try_from(length).unwrap_or(i64::MAX),
        added_at: attachments.clock.now(),
        added_by: by.person_id(),
        content: AttachmentContent::default(),
        name,
        sha256,
    };
    once.body_is(&[attachment.sha256.as_bytes(), attachment.name.as_bytes()]);
    incoming.file = file;
    incoming.keep().await?;
    let noted = db
        .once(by.scope(), &by.once(once), async |tx| {
            reach(tx, by, thing).await?;
            takes_one_more(attachments, tx, thing).await?;
            store::insert(tx, &attachment).await?;
            tell(tx, &attachment, "added", by.person_id());
            Ok(attachment.clone())
        })
        .await;
    // Noted it was not: it was refused, or the same request had attached it before. Where the database failed, nobody
    // knows, and who tidies up will see.
    let kept_for_nothing = match &noted {
        Ok(noted) => noted.id != id,
        Err(AttachmentError::Db(DbError::Once(_))) => true,
        Err(AttachmentError::Db(_)) => false,
        Err(_) => true,
    };
    if kept_for_nothing {
        take_away(&bytes, by.scope(), id.0).await;
    }
    noted
}

/// Whether the thing takes one more.
async fn takes_one_more<I: Thing>(attachments: &Attachments, tx: &mut TenantTx, thing: I) -> Result<()> {
    let most = attachments.most_of_a_thing;
    if store::count(tx, (I::AGGREGATE, thing.into())).await? >= most {
        return Err(AttachmentError::TooMany { most });
    }
    Ok(())
}

/// Holds the thing, if the caller may change it.
async fn reach<P: Permission, I: Thing>(tx: &mut TenantTx, by: &Caller<P>, thing: I) -> Result<()> {
    let whose = thing
        .whose(tx, true)
        .await?
        .ok_or(AttachmentError::NoThing(I::MISSING))?;
    Ok(by.reaches(tx, whose.unit_id, whose.owner_id).await?)
}

/// Says something else about a file.
pub(super) async fn change<P: Permission, I: Thing>(
    db: &Db,
    by: &Caller<P>,
    (thing, id): (I, AttachmentId),
    expected: IfMatch,
    patch: &AttachmentPatch,
) -> Result<Attachment> {
    db.tenant(by.scope(), async |tx| {
        let attachment = held(tx, by, thing, id, expected).await?;
        let content = patch.over(&attachment.content)?;
        let attachment = attachment.says(content);
        store::update(tx, &attachment).await?;
        tell(tx, &attachment, "changed", by.person_id());
        Ok(attachment)
    })
    .await
}

/// Removes a file: first its row says so, then its bytes go.
pub(super) async fn remove<P: Permission, I: Thing>(
    attachments: &Attachments,
    db: &Db,
    by: &Caller<P>,
    (thing, id): (I, AttachmentId),
    expected: IfMatch,
) -> Result<()> {
    db.tenant(by.scope(), async |tx| {
        let attachment = held(tx, by, thing, id, expected).await?;
        take_off(tx, &attachment, attachments.clock.now(), by.person_id()).await?;
        Ok::<_, AttachmentError>(())
    })
    .await?;
    if let Ok(bytes) = attachments.of(db.service()) {
        clear(&bytes, db, by.scope(), id.0).await;
    }
    Ok(())
}

/// All that is attached to a thing goes with it, in the transaction that removes the thing. The bytes go soon after.
pub async fn go_with(
    tx: &mut TenantTx,
    (thing, thing_id): (&'static str, impl Into<Uuid>),
    at: Timestamp,
    person_id: Uuid,
) -> DbResult<()> {
    for attachment in store::lock_all(tx, (thing, thing_id.into())).await? {
        take_off(tx, &attachment, at, person_id).await?;
    }
    Ok(())
}

async fn take_off(tx: &mut TenantTx, attachment: &Attachment, at: Timestamp, person_id: Uuid) -> DbResult<()> {
    store::remove(tx, attachment, at).await?;
    let gone = Change::of(attachment.id, attachment.version + 1, "removed", &state(attachment));
    journal::append(tx, gone.deleted().by(person_id));
    Ok(())
}

async fn held<P: Permission, I: Thing>(
    tx: &mut TenantTx,
    by: &Caller<P>,
    thing: I,
    id: AttachmentId,
    expected: IfMatch,
) -> Result<Attachment> {
    reach(tx, by, thing).await?;
    let attachment = store::lock(tx, (I::AGGREGATE, thing.into()), id.0).await?;
    let attachment = attachment.ok_or(AttachmentError::NotFound)?;
    expected.holds_for(attachment.version)?;
    Ok(attachment)
}

/// Takes bytes away that a row says are gone, and then the row. What fails here is done by who tidies up.
pub(super) async fn clear(bytes: &Store, db: &Db, scope: &TenantScope, id: Uuid) -> bool {
    if !take_away(bytes, scope, id).await {
        return false;
    }
    let forgotten = db.tenant(scope, async |tx| store::forget(tx, id).await).await;
    if let Err(cause) = &forgotten {
        warn!(attachment.id = %id, "the row of a removed attachment stays for now: {cause}");
    }
    forgotten.is_ok()
}

async fn take_away(bytes: &Store, scope: &TenantScope, id: Uuid) -> bool {
    let gone = bytes.remove(scope.tenant_id(), id).await;
    if let Err(cause) = &gone {
        warn!(attachment.id = %id, "bytes that nobody needs stay for now: {cause}");
    }
    gone.is_ok()
}

fn tell(tx: &mut TenantTx, attachment: &Attachment, event: &'static str, person_id: Uuid) {
    let change = Change::of(attachment.id, attachment.version, event, &state(attachment));
    journal::append(tx, change.by(person_id));
}

/// The whole attachment, as others hear of it.
fn state(attachment: &Attachment) -> wire::Attachment {
    wire::Attachment {
        id: attachment.id.to_string(),
        thing: attachment.thing.clone(),
        thing_id: attachment.thing_id.to_string(),
        name: attachment.name.clone(),
        title: attachment.content.title.clone().map(Into::into),
        description: attachment.content.description.clone().map(Into::into),
        kind: attachment.kind.code().to_owned(),
        bytes: attachment.bytes,
        sha256: attachment.sha256.clone(),
    }
}
