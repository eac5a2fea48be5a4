//! What can happen to a subscription.

use platform::{
    db::{Purpose, SystemTx},
    events::{Change, append},
    http::IfMatch,
    usage::keep_plan,
    values::Text,
};
use uuid::Uuid;

use super::{
    model::{Contact, Decider, Decision, Request, Subscription, SubscriptionError, SubscriptionId},
    store,
};
use crate::{
    App,
    invitation::{
        self,
        commands::{Invite, Opening},
    },
    mail::{self, Template},
    membership::Roles,
    organisation::{self, Organisation, model::NewOrganisation},
    person::{self, Email, model::NewPerson},
    plan::{self, Plan, PlanId},
    session::{self, commands::Origin},
    throttle::{self, Limit},
};

type Result<T> = std::result::Result<T, SubscriptionError>;

pub async fn request(app: &App, request: Request, origin: &Origin) -> Result<Subscription> {
    throttle::count(app, &[Limit::request_from(&origin.address)]).await?;
    let subscription = request.at(app.clock.now());
    app.db
        .system(Purpose::SignUp, async |tx| {
            store::insert(tx, &subscription).await?;
            let organisation = subscription.name.shown(subscription.contact.language);
            write(app, tx, &subscription, &Template::RequestReceived { organisation }).await?;
            Ok(subscription)
        })
        .await
}

async fn write(app: &App, tx: &mut SystemTx, subscription: &Subscription, template: &Template<'_>) -> Result<()> {
    let contact = &subscription.contact;
    let to = mail::commands::To {
        person_id: None,
        tenant_id: None,
        email: &contact.email,
        name: &contact.name,
        language: contact.language,
    };
    Ok(mail::commands::queue(app, tx, to, template).await?)
}

/// A request that somebody decides on, at the version that was seen.
pub struct Deciding {
    pub decider: Decider,
    pub by: Uuid,
    pub id: SubscriptionId,
    pub expected: IfMatch,
    pub note: Option<String>,
}

impl Deciding {
    async fn lock(&self, tx: &mut SystemTx) -> Result<Subscription> {
        let before = store::lock(tx, self.id).await?.filter(|s| self.decider.sees(s));
        let before = before.ok_or(SubscriptionError::NotFound)?;
        self.expected.holds_for(before.version)?;
        Ok(before)
    }

    fn decision(&self, app: &App) -> Decision {
        Decision {
            by: self.by,
            at: app.clock.now(),
            note: self.note.clone(),
        }
    }
}

/// Makes the organisation, on a plan if one is named, and invites its first administrator. The link is told once.
pub async fn approve(app: &App, deciding: Deciding, plan_id: Option<PlanId>) -> Result<(Subscription, String)> {
    if plan_id.is_some() && deciding.decider != Decider::Operator {
        return Err(SubscriptionError::OperatorsOnly);
    }
    app.db
        .system(Purpose::SignUp, async |tx| {
            let before = deciding.lock(tx).await?;
            let today = app.clock.today(before.country.time_zone());
            let approved = before.approve(deciding.decision(app), today)?;
            let plan = offered(tx, plan_id).await?;
            let subscription = Subscription { plan_id, ..approved };
            store::update(tx, &subscription).await?;
            if let Some(plan) = &plan {
                store::told_plan(tx, subscription.id, plan.version).await?;
            }
            let organisation = found(app, tx, &subscription, (&deciding, plan)).await?;
            let invite = first_administrator(&subscription.contact);
            let invited = invitation::commands::send(app, tx, &organisation, invite, deciding.by).await?;
            Ok((subscription, invited.link))
        })
        .await
}

/// Whom to invite to an organisation in which nobody is yet.
fn first_administrator(contact: &Contact) -> Invite {
    Invite {
        person: NewPerson {
            email: Email::new(&contact.email),
            name: contact.name.clone(),
            language: contact.language,
        },
        roles: Roles::first(),
        title: Text::default(),
    }
}

/// Invites the first administrator once more, by another link: the one before it opens nothing any more. Refused once
/// anybody has accepted: from then on the organisation itself says who comes in.
pub async fn invite_again(app: &App, deciding: Deciding) -> Result<(Subscription, String)> {
    app.db
        .system(Purpose::SignUp, async |tx| {
            let subscription = deciding.lock(tx).await?.invite_again(deciding.decision(app))?;
            store::update(tx, &subscription).await?;
            let id = subscription.organisation_id.ok_or(SubscriptionError::NotFound)?;
            tx.enter(id).await?;
            let organisation = organisation::store::find_entered(tx, id)
                .await?
                .ok_or(SubscriptionError::NotFound)?;
            if invitation::commands::take_back_open(app, tx, id, deciding.by).await? == Opening::Accepted {
                return Err(SubscriptionError::InvitationAccepted);
            }
            let invite = first_administrator(&subscription.contact);
            let invited = invitation::commands::send(app, tx, &organisation, invite, deciding.by).await?;
            Ok((subscription, invited.link))
        })
        .await
}

/// A subscription that somebody may see, and what became of its first invitation.
pub async fn show(
    app: &App,
    decider: Decider,
    id: SubscriptionId,
) -> Result<(Subscription, Option<invitation::model::State>)> {
    app.db
        .system(Purpose::SignUp, async |tx| {
            let found = store::find(tx, id).await?.filter(|s| decider.sees(s));
            let subscription = found.ok_or(SubscriptionError::NotFound)?;
            let Some(organisation_id) = subscription.organisation_id else {
                return Ok((subscription, None));
            };
            tx.enter(organisation_id).await?;
            let first = invitation::store::find_first(tx, organisation_id).await?;
            let state = first.map(|i| i.state_at(app.clock.now()));
            Ok((subscription, state))
        })
        .await
}

/// Enters the new tenant and writes its organisation.
async fn found(
    app: &App,
    tx: &mut SystemTx,
    subscription: &Subscription,
    (deciding, plan): (&Deciding, Option<Plan>),
) -> Result<Organisation> {
    let id = subscription.organisation_id.ok_or(SubscriptionError::NotFound)?;
    tx.enter(id).await?;
    let organisation = NewOrganisation {
        id,
        kind: subscription.kind,
        name: subscription.name.clone(),
        code: subscription.code.clone(),
        country: subscription.country,
        language: subscription.contact.language,
        trial_until: subscription.trial_until.unwrap_or_default(),
    }
    .at(app.clock.now());
    let organisation = Organisation {
        plan: plan.map(|plan| plan.carried()),
        ..organisation
    };
    organisation::store::insert_entered(tx, &organisation).await?;
    keep_plan(tx, organisation.version, organisation.plan.as_ref()).await?;
    let state = organisation::events::state(&organisation);
    let change = Change::new("organisation", id, organisation.version, "founded", &state);
    append(tx, change.by(deciding.by).because(deciding.note.clone()));
    Ok(organisation)
}

pub async fn reject(app: &App, deciding: Deciding) -> Result<Subscription> {
    app.db
        .system(Purpose::SignUp, async |tx| {
            let subscription = deciding.lock(tx).await?.reject(deciding.decision(app))?;
            store::update(tx, &subscription).await?;
            let organisation = subscription.name.shown(subscription.contact.language);
            let reason = deciding.note.as_deref().unwrap_or_default();
            write(
                app,
                tx,
                &subscription,
                &Template::RequestRejected { organisation, reason },
            )
            .await?;
            Ok(subscription)
        })
        .await
}

pub async fn activate(app: &App, deciding: Deciding) -> Result<Subscription> {
    turn(app, deciding, "activated", Subscription::activate).await
}

pub async fn make_read_only(app: &App, deciding: Deciding) -> Result<Subscription> {
    turn(app, deciding, "made_read_only", Subscription::make_read_only).await
}

/// The plan that is named, if organisations may be moved to it.
async fn offered(tx: &mut SystemTx, id: Option<PlanId>) -> Result<Option<Plan>> {
    let Some(id) = id else { return Ok(None) };
    let plan = plan::store::lock(tx, id).await?.filter(|plan| plan.content.offered);
    Ok(Some(plan.ok_or(SubscriptionError::NoSuchPlan)?))
}

/// Moves an organisation to another plan, or to none. Access tokens that count calls by the old one die.
pub async fn move_to_plan(app: &App, deciding: Deciding, plan_id: Option<PlanId>) -> Result<Subscription> {
    if deciding.decider != Decider::Operator {
        return Err(SubscriptionError::OperatorsOnly);
    }
    let (subscription, calls_differ) = app
        .db
        .system(Purpose::SignUp, async |tx| {
            let before = deciding.lock(tx).await?;
            let plan = offered(tx, plan_id.filter(|id| before.plan_id != Some(*id))).await?;
            let plan = match (plan, plan_id) {
                // It has it, offered or not.
                (None, Some(id)) => plan::store::lock(tx, id).await?,
                (plan, _) => plan,
            };
            let subscription = before.move_to_plan(plan_id, deciding.decision(app))?;
            store::update(tx, &subscription).await?;
            if let Some(plan) = &plan {
                store::told_plan(tx, subscription.id, plan.version).await?;
            }
            let id = subscription.organisation_id.ok_or(SubscriptionError::NotFound)?;
            tx.enter(id).await?;
            let organisation = organisation::store::lock_entered(tx, id)
                .await?
                .ok_or(SubscriptionError::NotFound)?;
            let calls = organisation.calls_per_minute();
            let by = (deciding.by, deciding.note.clone());
            let organisation = plan::commands::give(tx, organisation, plan.as_ref(), by).await?;
            Ok::<_, SubscriptionError>((subscription, calls != organisation.calls_per_minute()))
        })
        .await?;
    if calls_differ {
        outdate(app, &subscription).await?;
    }
    Ok(subscription)
}

/// Another state, for the organisation too; access tokens that say the old one die.
async fn turn(
    app: &App,
    deciding: Deciding,
    event: &'static str,
    how: fn(Subscription, Decision) -> Result<Subscription>,
) -> Result<Subscription> {
    if deciding.decider != Decider::Operator {
        return Err(SubscriptionError::OperatorsOnly);
    }
    let subscription = app
        .db
        .system(Purpose::SignUp, async |tx| {
            let subscription = how(deciding.lock(tx).await?, deciding.decision(app))?;
            store::update(tx, &subscription).await?;
            let id = subscription.organisation_id.ok_or(SubscriptionError::NotFound)?;
            tx.enter(id).await?;
            let organisation = organisation::store::lock_entered(tx, id)
                .await?
                .ok_or(SubscriptionError::NotFound)?;
            let state = subscription.state().unwrap_or(organisation.state);
            let organisation = organisation.into_state(state, subscription.trial_until);
            organisation::store::update_entered(tx, &organisation).await?;
            let state = organisation::events::state(&organisation);
            let change = Change::new("organisation", id, organisation.version, event, &state);
            append(tx, change.by(deciding.by).because(deciding.note.clone()));
            Ok::<_, SubscriptionError>(subscription)
        })
        .await?;
    outdate(app, &subscription).await?;
    Ok(subscription)
}

/// Access tokens of the organisation's people die; their sessions live on.
async fn outdate(app: &App, subscription: &Subscription) -> Result<()> {
    let refused = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let people = match subscription.organisation_id {
                Some(id) => person::store::of_organisation(tx, id).await?,
                None => Vec::new(),
            };
            Ok::<_, SubscriptionError>(session::commands::outdate(app, tx, &people).await?)
        })
        .await?;
    app.refuse(&refused).await;
    Ok(())
}
