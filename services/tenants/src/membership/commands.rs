//! What can happen to a membership.

use platform::{
    auth::{Caller, Permission},
    db::{Purpose, SystemTx},
    events::append,
    http::IfMatch,
    values::Text,
};
use uuid::Uuid;

use super::{
    events,
    model::{BadRoles, Edits, Membership, MembershipError, MembershipId, Roles},
    store,
};
use crate::{
    App, api_key, erasure, organisation,
    permissions::EditPeople,
    person::{self, Person, PersonError, PersonId},
    session,
};

type Result<T> = std::result::Result<T, MembershipError>;

/// Gives a person a membership, or the old one back. Within the transaction that proved the invitation.
pub async fn begin(
    app: &App,
    tx: &mut SystemTx,
    tenant_id: Uuid,
    person: &Person,
    (roles, title): (Roles, Text),
) -> Result<Membership> {
    let organisation = organisation::store::find_entered(tx, tenant_id)
        .await?
        .ok_or(MembershipError::NotFound)?;
    let today = app.clock.today(&organisation.time_zone);
    let membership = if let Some(before) = store::find_entered(tx, tenant_id, person.id).await? {
        let membership = before.resume(person, roles, title, today);
        store::update(tx, tenant_id, &membership).await?;
        membership
    } else {
        let membership = Membership::new(person, roles, title, today, app.clock.now());
        store::insert(tx, tenant_id, &membership).await?;
        membership
    };
    person::store::belongs_to(tx, person.id, tenant_id).await?;
    erasure::store::trace(tx, person.id, tenant_id).await?;
    tell(app, tx, &membership, "began", person.id.0).await?;
    Ok(membership)
}

async fn tell(app: &App, tx: &mut SystemTx, membership: &Membership, event: &'static str, by: Uuid) -> Result<()> {
    let key = person::store::key(tx, &app.master, membership.person_id).await?;
    for change in events::changes(membership, &key, event, by).map_err(PersonError::from)? {
        append(tx, change);
    }
    Ok(())
}

/// Tells in the journal of an organisation, which the transaction has entered, what was done about one of its people.
pub async fn note(
    app: &App,
    tx: &mut SystemTx,
    tenant_id: Uuid,
    person_id: PersonId,
    event: &'static str,
    by: Uuid,
) -> Result<()> {
    let membership = store::lock_of_person(tx, tenant_id, person_id).await?;
    let Some(membership) = membership.filter(|m| !m.ended).map(Membership::noted) else {
        return Ok(());
    };
    store::update(tx, tenant_id, &membership).await?;
    tell(app, tx, &membership, event, by).await
}

/// Takes everything out of a membership that tells of its person.
pub async fn erase(
    app: &App,
    tx: &mut SystemTx,
    tenant_id: Uuid,
    membership: Membership,
    today: jiff::civil::Date,
    by: Uuid,
) -> Result<()> {
    let membership = membership.erased(today);
    store::update(tx, tenant_id, &membership).await?;
    tell(app, tx, &membership, "erased", by).await
}

/// Makes sure that the units that roles are tied to are there.
pub async fn check_units(tx: &mut SystemTx, tenant_id: Uuid, roles: &Roles) -> Result<()> {
    let wanted: Vec<Uuid> = roles.units().map(|(_, id)| id).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let missing = store::missing_units(tx, tenant_id, &wanted).await?;
    match roles.units().find(|(_, id)| missing.contains(id)) {
        Some((nth, _)) => Err(BadRoles::NoSuchUnit { nth }.into()),
        None => Ok(()),
    }
}

pub async fn edit(
    app: &App,
    by: &Caller<EditPeople>,
    id: MembershipId,
    edits: Edits,
    expected: IfMatch,
) -> Result<Membership> {
    change(app, by, id, expected, "edited", move |membership, _| {
        membership.edit(edits)
    })
    .await
}

/// Takes a membership away: the person is out at once.
pub async fn end(app: &App, by: &Caller<EditPeople>, id: MembershipId, expected: IfMatch) -> Result<()> {
    change(app, by, id, expected, "ended", |membership, today| {
        Ok(membership.end(today))
    })
    .await?;
    Ok(())
}

async fn change<P: Permission>(
    app: &App,
    by: &Caller<P>,
    id: MembershipId,
    expected: IfMatch,
    event: &'static str,
    how: impl FnOnce(Membership, jiff::civil::Date) -> Result<Membership>,
) -> Result<Membership> {
    let tenant_id = by.scope().tenant_id();
    let (membership, refused) = app
        .db
        .system(Purpose::SignIn, async |tx| {
            tx.enter(tenant_id).await?;
            let administration = store::lock_administration(tx, tenant_id).await?;
            let before = store::lock(tx, tenant_id, id)
                .await?
                .filter(|m| !m.ended)
                .ok_or(MembershipError::NotFound)?;
            expected.holds_for(before.version)?;
            let zone = organisation::store::find_entered(tx, tenant_id)
                .await?
                .map(|o| o.time_zone)
                .unwrap_or_default();
            let roles_before = before.roles.clone();
            let membership = how(before, app.clock.today(&zone))?;
            if !membership.keeps_administration() && administration == [id] {
                return Err(MembershipError::LastAdmin);
            }
            if membership.roles != roles_before {
                check_units(tx, tenant_id, &membership.roles).await?;
            }
            store::update(tx, tenant_id, &membership).await?;
            tell(app, tx, &membership, event, by.person_id()).await?;
            let mut refused = session::commands::outdate(app, tx, &[membership.person_id]).await?;
            if membership.ended {
                // Whoever comes back makes new keys.
                let keys = api_key::commands::end_all(app, tx, tenant_id, membership.person_id, by.person_id());
                refused.extend(keys.await?);
            }
            Ok((membership, refused))
        })
        .await?;
    app.refuse(&refused).await;
    Ok(membership)
}
