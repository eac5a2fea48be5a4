//! What can happen to an API key. Whoever writes one reaches its secret, so it is done under the role that may.

use jiff::Timestamp;
use platform::{
    auth::{Caller, Principal, Revocation, token::Claims},
    clock::end_of_day,
    db::{Purpose, SystemTx},
    events::{Change, append},
    http::IfMatch,
};
use uuid::Uuid;

use super::{
    ApiKey, ApiKeyError, ApiKeyId, events,
    model::{MOST, NewKey, State},
    store,
};
use crate::{
    App, organisation,
    permissions::{MakeApiKeys, RevokeApiKeys},
    person::{self, PersonError, PersonId},
    revocation::commands::revoke_key,
    secret, session,
};

type Result<T> = std::result::Result<T, ApiKeyError>;

/// A key and its secret, told once.
#[derive(Clone, Debug)]
pub struct Made {
    pub key: ApiKey,
    pub secret: String,
}

pub async fn create(app: &App, by: &Caller<MakeApiKeys>, new: NewKey) -> Result<Made> {
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::SignIn, async |tx| {
            tx.enter_for(by.scope()).await?;
            // Held: no key outlives the erasure of its maker, and nobody makes two last keys at once.
            let maker = person::store::lock(tx, PersonId(by.person_id())).await?;
            let maker = maker.ok_or(PersonError::NotFound)?;
            let today = today(app, tx, tenant_id).await?;
            let key = new.of(maker.id, today, app.clock.now())?;
            if store::count_active(tx, tenant_id, today).await? >= MOST {
                return Err(ApiKeyError::TooMany);
            }
            let secret = key.secret();
            store::insert(tx, tenant_id, &key, &secret::hash(&secret)).await?;
            append(tx, change(&key, "created", maker.id.0));
            Ok(Made { key, secret })
        })
        .await
}

/// Ends a key: when this returns, no service takes it any more.
pub async fn revoke(app: &App, by: &Caller<RevokeApiKeys>, id: ApiKeyId, expected: IfMatch) -> Result<ApiKey> {
    let tenant_id = by.scope().tenant_id();
    let (key, refused) = app
        .db
        .system(Purpose::SignIn, async |tx| {
            tx.enter_for(by.scope()).await?;
            let before = store::lock(tx, tenant_id, id).await?.ok_or(ApiKeyError::NotFound)?;
            expected.holds_for(before.version)?;
            end(app, tx, tenant_id, before, "key_revoked", by.person_id()).await
        })
        .await?;
    app.refuse(&refused).await;
    Ok(key)
}

async fn end(
    app: &App,
    tx: &mut SystemTx,
    tenant_id: Uuid,
    key: ApiKey,
    event: &'static str,
    by: Uuid,
) -> Result<(ApiKey, Vec<Revocation>)> {
    let now = app.clock.now();
    let key = key.revoke(now)?;
    store::update(tx, tenant_id, &key).await?;
    let mut refused = Vec::new();
    if let Some(access_id) = store::forget_secret(tx, key.id).await? {
        refused.push(revoke_key(tx, access_id, now).await?);
    }
    append(tx, change(&key, event, by));
    Ok((key, refused))
}

/// Ends the keys of a person who leaves, in the organisation that the transaction has entered. `App::refuse` what it gives
/// after the commit.
pub async fn end_all(
    app: &App,
    tx: &mut SystemTx,
    tenant_id: Uuid,
    person_id: PersonId,
    by: Uuid,
) -> Result<Vec<Revocation>> {
    let mut all = Vec::new();
    for key in store::lock_of_person(tx, tenant_id, person_id).await? {
        let (_, refused) = end(app, tx, tenant_id, key, "key_revoked", by).await?;
        all.extend(refused);
    }
    Ok(all)
}

/// The access token that stands in a key's place: what its maker may do now, within the key's scopes.
pub async fn open(app: &App, shown: &str) -> Result<String> {
    let hash = secret::hash(shown);
    let stands = app
        .db
        .system(Purpose::SignIn, async |tx| stands_for(app, tx, &hash).await)
        .await?;
    let now = app.clock.now();
    let mut claims = Claims::new(&stands.principal, now).with_calls_per_minute(stands.calls_per_minute);
    // No token outlives the key's last day.
    if let Some(last) = stands.last {
        claims.exp = claims.exp.min(last.as_second() + 1);
    }
    Ok(app.keys.sign(&claims, now).await?)
}

/// What a secret opens.
struct Stands {
    principal: Principal,
    /// The last moment of the key's last day.
    last: Option<Timestamp>,
    /// By the organisation's plan.
    calls_per_minute: Option<u32>,
}

async fn stands_for(app: &App, tx: &mut SystemTx, hash: &[u8]) -> Result<Stands> {
    use ApiKeyError::OpensNothing;
    let opened = store::find_by_secret(tx, hash).await?.ok_or(OpensNothing)?;
    let tenant_id = opened.tenant_id;
    let scope = tx.enter(tenant_id).await?;
    let key = store::find_entered(tx, tenant_id, ApiKeyId(opened.key_id)).await?;
    let key = key.ok_or(OpensNothing)?;
    // Whoever has left the organisation can do nothing there, and so can no key of theirs.
    let standing = session::commands::standing(app, tx, key.made_by, tenant_id).await?;
    let standing = standing.ok_or(OpensNothing)?;
    let today = app.clock.today(&standing.organisation.time_zone);
    if key.state_on(today) != State::Active {
        return Err(OpensNothing);
    }
    if key.last_used_on != Some(today) {
        store::note_use(tx, tenant_id, key.id, today).await?;
    }
    let principal = Principal {
        person_id: key.made_by.0,
        session_id: opened.access_id,
        scope: Some(scope),
        grants: standing.roles.grants(),
        access: standing.access,
        proven_at: None,
        key: Some(key.acting()),
    };
    Ok(Stands {
        principal,
        last: end_of_day(key.ends_on, &standing.organisation.time_zone),
        calls_per_minute: standing.organisation.calls_per_minute(),
    })
}

async fn today(app: &App, tx: &mut SystemTx, tenant_id: Uuid) -> Result<jiff::civil::Date> {
    let organisation = organisation::store::find_entered(tx, tenant_id).await?;
    let zone = organisation.map(|organisation| organisation.time_zone);
    Ok(app.clock.today(&zone.unwrap_or_default()))
}

fn change(key: &ApiKey, event: &'static str, by: Uuid) -> Change {
    Change::of(key.id, key.version, event, &events::state(key)).by(by)
}
