//! What can happen to an attachment.

use std::{fs::File, io};

use actix_web::dev::Payload;
use contracts::envelope::v1 as wire;
use jiff::Timestamp;
use tracing::{error, warn};
use uuid::Uuid;

use super::{
    Attachment, AttachmentContent, AttachmentError, AttachmentId, AttachmentKind, AttachmentPatch, Attachments,
    NewAttachment, StoreError, Thing, Whose,
    bytes::Store,
    content,
    intake::{Limits, take_in},
    name, store,
};
use crate::{
    auth::{Caller, Permission, TenantScope},
    db::{Db, DbError, DbResult, Once, TenantTx},
    events::{Change, journal},
    http::{Chain, IfMatch},
    usage::{STORAGE, bytes_elsewhere, room},
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
    admit(attachments, db, by, (thing, &once), announced).await?;
    let id = AttachmentId::fresh();
    let mut incoming = bytes.begin(by.scope().tenant_id(), id.0)?;
    let file = incoming.file.try_clone().map_err(StoreError::from)?;
    let taken = take_in(body, file, Limits::of(attachments.most_bytes)).await?;
    let turn = attachments.turn().await?;
    let (kind, file) = judge(taken.file, &name).await?;
    let attachment = Attachment {
        id,
        version: 1,
        thing: I::AGGREGATE.to_owned(),
        thing_id: thing.into(),
        kind,
        bytes: signed(taken.bytes),
        added_at: attachments.clock.now(),
        added_by: by.person_id(),
        content: AttachmentContent::default(),
        name,
        sha256: taken.sha256,
    };
    incoming.file = file;
    incoming.keep().await?;
    drop(turn);
    let noted = note(attachments, db, by, (thing, once), &attachment).await;
    if is_for_nothing(&noted, id) {
        take_away(&bytes, by.scope(), id.0).await;
    }
    noted
}

/// Whoever may not, or cannot, is told before the first byte is read. What is sent again may have been the last that fits,
/// or come before the thing was closed.
async fn admit<P: Permission, I: Thing>(
    attachments: &Attachments,
    db: &Db,
    by: &Caller<P>,
    (thing, once): (I, &Once),
    announced: Option<u64>,
) -> Result<()> {
    db.tenant(by.scope(), async |tx| {
        let whose = reach(tx, by, thing).await?;
        let most = attachments.most_bytes;
        if announced.is_some_and(|length| length > most) {
            return Err(AttachmentError::TooLarge { most });
        }
        if once.key.is_some() {
            return Ok(());
        }
        whose.must_be_open()?;
        takes_one_more(attachments, tx, thing, signed(announced.unwrap_or_default())).await
    })
    .await
}

async fn judge(mut file: File, name: &str) -> Result<(AttachmentKind, File)> {
    let name = name.to_owned();
    let judging = tokio::task::spawn_blocking(move || (content::judged(&mut file, &name), file));
    let (kind, file) = judging
        .await
        .map_err(|cause| StoreError::from(io::Error::other(cause)))?;
    Ok((kind?, file))
}

/// Notes once what lies in the store.
async fn note<P: Permission, I: Thing>(
    attachments: &Attachments,
    db: &Db,
    by: &Caller<P>,
    (thing, once): (I, Once),
    attachment: &Attachment,
) -> Result<Attachment> {
    once.body_is(&[attachment.sha256.as_bytes(), attachment.name.as_bytes()]);
    db.once(by.scope(), &by.once(once), async |tx| {
        reach(tx, by, thing).await?.must_be_open()?;
        takes_one_more(attachments, tx, thing, attachment.bytes).await?;
        store::insert(tx, attachment).await?;
        tell(tx, attachment, "added", by.person_id());
        Ok(attachment.clone())
    })
    .await
}

/// Noted it was not: it was refused, or the same request had attached it before. Where the database failed, nobody knows, and
/// who tidies up will see.
fn is_for_nothing(noted: &Result<Attachment>, id: AttachmentId) -> bool {
    match noted {
        Ok(noted) => noted.id != id,
        Err(AttachmentError::Db(DbError::Once(_))) => true,
        Err(AttachmentError::Db(_)) => false,
        Err(_) => true,
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Whether the thing takes one more, and the tenant so many bytes. Without a plan uploads to two things at once may come to a
/// little more.
async fn takes_one_more<I: Thing>(attachments: &Attachments, tx: &mut TenantTx, thing: I, bytes: i64) -> Result<()> {
    let most = attachments.most_of_a_thing;
    if store::count(tx, (I::AGGREGATE, thing.into())).await? >= most {
        return Err(AttachmentError::TooMany { most });
    }
    let room = room(tx, STORAGE).await?;
    let here = store::bytes_of_all(tx).await?;
    let most = attachments.most_of_a_tenant;
    if here.saturating_add(bytes) > most {
        return Err(AttachmentError::Full { most });
    }
    if let Some(room) = room {
        room.takes(bytes, here.saturating_add(bytes_elsewhere(tx).await?))?;
    }
    Ok(())
}

/// Holds the thing, if the caller may change it.
async fn reach<P: Permission, I: Thing>(tx: &mut TenantTx, by: &Caller<P>, thing: I) -> Result<Whose> {
    let whose = thing
        .whose(tx, true)
        .await?
        .ok_or(AttachmentError::NoThing(I::MISSING))?;
    by.reaches(tx, whose.unit_id, whose.owner_id).await?;
    Ok(whose)
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
    reach(tx, by, thing).await?.must_be_open()?;
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
    match gone {
        Ok(()) => true,
        Err(cause) if cause.lasts() => {
            error!(attachment.id = %id, "bytes that nobody needs stay until somebody sees to the store: {}", Chain(cause));
            false
        }
        Err(cause) => {
            warn!(attachment.id = %id, "bytes that nobody needs stay for now: {}", Chain(cause));
            false
        }
    }
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
