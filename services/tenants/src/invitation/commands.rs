//! Inviting, withdrawing, accepting.

use platform::{
    auth::Caller,
    db::{Purpose, SystemTx},
    events::{Change, append},
    http::IfMatch,
    usage::Room,
    values::{Language, Text},
};
use uuid::Uuid;

use super::{
    events,
    model::{Invitation, InvitationError, InvitationId, State},
    store,
};
use crate::{
    App, erasure,
    mail::{self, Template},
    membership::{self, Roles},
    organisation::{self, Organisation},
    permissions::EditPeople,
    person::{
        self, Person, PersonError, PersonId,
        model::{NewPerson, Wishes},
        password,
    },
    plan::PEOPLE,
    secret,
    session::{
        self,
        commands::{Entry, Origin},
    },
};

type Result<T> = std::result::Result<T, InvitationError>;

/// Whom to invite, as what.
#[derive(Clone, Debug)]
pub struct Invite {
    pub person: NewPerson,
    pub roles: Roles,
    pub title: Text,
}

/// An invitation with its link, told once.
#[derive(Clone, Debug)]
pub struct Invited {
    pub invitation: Invitation,
    pub link: String,
}

pub async fn create(app: &App, by: &Caller<EditPeople>, invite: Invite) -> Result<Invited> {
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::SignIn, async |tx| {
            tx.enter(tenant_id).await?;
            let organisation = organisation::store::find_entered(tx, tenant_id).await?;
            let organisation = organisation.ok_or(InvitationError::NotFound)?;
            membership::commands::check_units(tx, tenant_id, &invite.roles).await?;
            let now = app.clock.now();
            let (person, _) = person::store::find_or_make(tx, &app.master, invite.person.clone(), now).await?;
            let before = membership::store::find_entered(tx, tenant_id, person.id).await?;
            if before.is_some_and(|m| !m.ended) {
                return Err(InvitationError::AlreadyMember);
            }
            make_room(app, tx, tenant_id, &person, by.person_id()).await?;
            fits_in(app, tx, &organisation).await?;
            send(app, tx, &organisation, invite, by.person_id()).await
        })
        .await
}

/// An invitation that expired makes room for another one; an open one does not.
async fn make_room(app: &App, tx: &mut SystemTx, tenant_id: Uuid, person: &Person, by: Uuid) -> Result<()> {
    let Some(open) = store::find_open(tx, tenant_id, person.id).await? else {
        return Ok(());
    };
    if open.expires_at > app.clock.now() {
        return Err(InvitationError::AlreadyInvited);
    }
    close(app, tx, tenant_id, open.withdraw()?, "withdrawn", by).await
}

/// Whether the organisation's plan has room for one more.
async fn fits_in(app: &App, tx: &mut SystemTx, organisation: &Organisation) -> Result<()> {
    let Some(room) = organisation.plan.as_ref().and_then(|plan| Room::of(plan, PEOPLE)) else {
        return Ok(());
    };
    room.in_turn(tx, organisation.id).await?;
    let members = membership::store::count_entered(tx, organisation.id).await?;
    let invited = store::count_open(tx, organisation.id, app.clock.now()).await?;
    Ok(room.takes(1, members + invited)?)
}

/// Writes the invitation, its link and its letter, in the organisation that the transaction has entered.
pub async fn send(
    app: &App,
    tx: &mut SystemTx,
    organisation: &Organisation,
    invite: Invite,
    by: Uuid,
) -> Result<Invited> {
    let (tenant_id, now) = (organisation.id, app.clock.now());
    let NewPerson { name, language, .. } = invite.person.clone();
    let (person, key) = person::store::find_or_make(tx, &app.master, invite.person, now).await?;
    let invitation = Invitation::new(&person, name, language, invite.roles, invite.title, now);
    erasure::store::trace(tx, person.id, tenant_id).await?;
    store::insert(tx, tenant_id, &invitation).await?;
    let token = secret::fresh();
    store::keep_link(tx, tenant_id, &invitation, &secret::hash(&token)).await?;
    let link = app.link("/invitation", &token);
    let to = mail::commands::To {
        person_id: Some(person.id.0),
        tenant_id: Some(tenant_id),
        email: &invitation.email,
        name: &invitation.name,
        language,
    };
    let template = Template::Invitation {
        organisation: organisation.name.shown(language),
        link: &link,
    };
    mail::commands::queue(app, tx, to, &template).await?;
    let state = events::state(&invitation, &key).map_err(PersonError::from)?;
    append(
        tx,
        Change::new("invitation", invitation.id, invitation.version, "sent", &state).by(by),
    );
    Ok(Invited { invitation, link })
}

/// How an organisation stands that was opened by inviting its first person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Nobody has come yet.
    Awaited,
    Accepted,
}

/// Takes back what is still open, in the organisation that the transaction has entered; unless somebody has accepted.
pub async fn take_back_open(app: &App, tx: &mut SystemTx, tenant_id: Uuid, by: Uuid) -> Result<Opening> {
    // Locked before looking whether one was accepted: whoever accepts at this moment is waited for.
    let open = store::lock_open(tx, tenant_id).await?;
    let first = store::find_first(tx, tenant_id).await?;
    if first.is_some_and(|i| i.state == State::Accepted) {
        return Ok(Opening::Accepted);
    }
    for invitation in open {
        close(app, tx, tenant_id, invitation.withdraw()?, "withdrawn", by).await?;
    }
    Ok(Opening::Awaited)
}

async fn close(
    app: &App,
    tx: &mut SystemTx,
    tenant_id: Uuid,
    invitation: Invitation,
    event: &'static str,
    by: Uuid,
) -> Result<()> {
    store::update(tx, tenant_id, &invitation).await?;
    store::forget_links(tx, tenant_id, invitation.id).await?;
    let key = person::store::key(tx, &app.master, invitation.person_id).await?;
    let state = events::state(&invitation, &key).map_err(PersonError::from)?;
    append(
        tx,
        Change::new("invitation", invitation.id, invitation.version, event, &state).by(by),
    );
    Ok(())
}

/// Takes everything out of a person's invitations that tells of the person, in the organisation that the transaction has
/// entered.
pub async fn erase(app: &App, tx: &mut SystemTx, tenant_id: Uuid, person_id: PersonId, by: Uuid) -> Result<()> {
    for invitation in store::lock_of_person(tx, tenant_id, person_id).await? {
        close(app, tx, tenant_id, invitation.erased(), "erased", by).await?;
    }
    Ok(())
}

pub async fn withdraw(app: &App, by: &Caller<EditPeople>, id: InvitationId, expected: IfMatch) -> Result<Invitation> {
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::SignIn, async |tx| {
            tx.enter(tenant_id).await?;
            let before = store::lock(tx, tenant_id, id).await?.ok_or(InvitationError::NotFound)?;
            expected.holds_for(before.version)?;
            let invitation = before.withdraw()?;
            close(app, tx, tenant_id, invitation.clone(), "withdrawn", by.person_id()).await?;
            Ok(invitation)
        })
        .await
}

/// What a link opens: by whom one was asked, and whether one has a password already.
#[derive(Clone, Debug)]
pub struct Preview {
    pub organisation: Organisation,
    pub invitation: Invitation,
    pub person: Person,
    pub password_hash: Option<String>,
}

pub async fn preview(app: &App, token: &str) -> Result<Preview> {
    app.db
        .system(Purpose::SignIn, async |tx| look(app, tx, token).await)
        .await
}

async fn look(app: &App, tx: &mut SystemTx, token: &str) -> Result<Preview> {
    let now = app.clock.now();
    let link = store::find_link(tx, &secret::hash(token), now).await?;
    let (tenant_id, id) = link.ok_or(InvitationError::BadLink)?;
    tx.enter(tenant_id).await?;
    let invitation = store::find_entered(tx, tenant_id, id)
        .await?
        .ok_or(InvitationError::BadLink)?;
    let organisation = organisation::store::find_entered(tx, tenant_id)
        .await?
        .ok_or(InvitationError::BadLink)?;
    let person = person::store::find(tx, invitation.person_id)
        .await?
        .ok_or(InvitationError::BadLink)?;
    let password_hash = person::store::password_hash(tx, person.id).await?;
    Ok(Preview {
        organisation,
        invitation,
        person,
        password_hash,
    })
}

/// What somebody says when accepting.
#[derive(Clone, Debug)]
pub struct Acceptance {
    pub token: String,
    pub password: String,
    pub name: Option<String>,
    pub language: Option<Language>,
}

/// Joins the organisation and signs in, as far as no second factor is owed. Who has a password proves it; who has none
/// chooses one.
pub async fn accept(app: &App, acceptance: Acceptance, origin: &Origin) -> Result<Entry> {
    let seen = preview(app, &acceptance.token).await?;
    let chosen = prove(app, &seen, &acceptance.password, origin).await?;
    app.db
        .system(Purpose::SignIn, async |tx| {
            let now = app.clock.now();
            let (tenant_id, id) = store::find_link(tx, &secret::hash(&acceptance.token), now)
                .await?
                .ok_or(InvitationError::BadLink)?;
            tx.enter(tenant_id).await?;
            let invitation = store::lock(tx, tenant_id, id)
                .await?
                .ok_or(InvitationError::BadLink)?
                .accept(now)?;
            let person = person::store::lock(tx, invitation.person_id)
                .await?
                .ok_or(InvitationError::BadLink)?;
            let person = match &chosen {
                None => person,
                Some(hash) => {
                    if person::store::password_hash(tx, person.id).await?.is_some() {
                        // Somebody with the same address was faster: prove it, do not replace it.
                        return Err(InvitationError::BadLink);
                    }
                    person::store::set_password(tx, person.id, hash, now).await?;
                    introduce(tx, person, &invitation, &acceptance).await?
                }
            };
            let as_what = (invitation.roles.clone(), invitation.title.clone());
            close(app, tx, tenant_id, invitation, "accepted", person.id.0).await?;
            membership::commands::begin(app, tx, tenant_id, &person, as_what).await?;
            Ok(session::commands::enter(app, tx, person, origin).await?)
        })
        .await
}

/// The hash of a newly chosen password, or nothing when the one there is was proven.
async fn prove(app: &App, seen: &Preview, given: &str, origin: &Origin) -> Result<Option<String>> {
    let email = seen.person.email.as_str();
    if seen.password_hash.is_none() {
        password::rules(given, email).map_err(InvitationError::Password)?;
        return Ok(Some(app.hasher.hash(given, &origin.network()).await?));
    }
    session::commands::prove_password(app, &seen.person.email, given, origin).await?;
    Ok(None)
}

/// A person who is new says who one is.
async fn introduce(tx: &mut SystemTx, person: Person, invitation: &Invitation, said: &Acceptance) -> Result<Person> {
    let person = person.with(Wishes {
        name: Some(said.name.clone().unwrap_or_else(|| invitation.name.clone())),
        language: Some(said.language.unwrap_or(invitation.language)),
        colour_scheme: None,
    });
    person::store::update(tx, &person).await?;
    Ok(person)
}
