//! What can happen to a policy.

use platform::{
    attachments::go_with,
    auth::Caller,
    db::TenantTx,
    events::{Change, journal},
    http::{IfMatch, Once},
    ids::Identity as _,
    known::added,
    rewriting::{Rewrite, Told},
};

use super::{
    Policy, PolicyError, PolicyId, events,
    model::{PolicyContent, PolicyPatch},
    steps::{Status, Step},
    store,
};
use crate::{App, permissions::EditPolicies};

type Result<T> = std::result::Result<T, PolicyError>;

pub async fn create(app: &App, by: &Caller<EditPolicies>, once: Once, content: PolicyContent) -> Result<Policy> {
    app.db.check_links(by.scope(), &content.links()).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, None, None).await?;
            let policy = Policy::drafted(content, app.clock.now());
            check_superseded(tx, &policy, None).await?;
            store::insert(tx, &policy).await?;
            note(tx, by, "drafted", &policy);
            Ok(policy)
        })
        .await
}

pub async fn change(
    app: &App,
    by: &Caller<EditPolicies>,
    id: PolicyId,
    expected: IfMatch,
    patch: &PolicyPatch,
) -> Result<Policy> {
    let read = app
        .db
        .tenant(by.scope(), async |tx| store::find(tx, id).await)
        .await?
        .ok_or(PolicyError::NotFound)?;
    let links = patch.over(&read.content)?.links();
    app.db
        .check_links(by.scope(), &added(&read.content.links(), links))
        .await?;
    let told = &Told::changed(None);
    let rewrite = Rewrite {
        id,
        expected,
        patch,
        told,
    };
    app.db
        .tenant(by.scope(), async |tx| rewritten(tx, by, rewrite).await)
        .await
}

/// Writes what a policy says from now on. Links outside were checked before, but for those that come back.
pub async fn rewritten(
    tx: &mut TenantTx,
    by: &Caller<EditPolicies>,
    rewrite: Rewrite<'_, PolicyId, PolicyContent>,
) -> Result<Policy> {
    let policy = held(tx, by, rewrite.id, rewrite.expected).await?;
    let before = policy.content.supersedes.map(|s| s.policy_id);
    let links = policy.content.links();
    let content = rewrite.patch.over(&policy.content)?;
    let policy = policy.rewritten(content)?;
    rewrite.look_again(tx, &links, policy.content.links()).await?;
    check_superseded(tx, &policy, before).await?;
    store::update(tx, &policy).await?;
    let change = Change::rewritten(policy.id, policy.version, rewrite.told, &events::state(&policy));
    journal::append(tx, change.by(by.person_id()));
    Ok(policy)
}

/// Records a step of the newest edition. What it takes the place of is superseded on the same day.
pub async fn step(app: &App, by: &Caller<EditPolicies>, id: PolicyId, expected: IfMatch, step: Step) -> Result<Policy> {
    app.db
        .tenant(by.scope(), async |tx| {
            let before = held(tx, by, id, expected).await?;
            let stood = before.standing_edition.filter(|e| *e != before.edition);
            let (to, on) = (step.to, step.on);
            let policy = before.stepped(step)?;
            if let (Status::InForce, Some(stood)) = (to, stood) {
                let edition = store::edition(tx, id, stood)
                    .await?
                    .ok_or(PolicyError::EditionNotFound)?;
                store::update_edition(tx, id, &edition.superseded(on)).await?;
            }
            store::update(tx, &policy).await?;
            note(tx, by, to.code(), &policy);
            if let (Status::InForce, Some(superseded)) = (to, policy.content.supersedes) {
                supersede(tx, by, superseded.policy_id, on).await?;
            }
            Ok(policy)
        })
        .await
}

/// Opens the next edition, as a draft.
pub async fn open_edition(app: &App, by: &Caller<EditPolicies>, id: PolicyId, expected: IfMatch) -> Result<Policy> {
    app.db
        .tenant(by.scope(), async |tx| {
            let policy = held(tx, by, id, expected).await?.next_edition(app.clock.now())?;
            store::insert_edition(tx, id, &policy.newest()).await?;
            store::update(tx, &policy).await?;
            note(tx, by, "edition_opened", &policy);
            Ok(policy)
        })
        .await
}

/// Takes a policy away that was never decided and that nothing hangs on.
pub async fn delete(app: &App, by: &Caller<EditPolicies>, id: PolicyId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let policy = held(tx, by, id, expected).await?;
            let decided = policy.edition > 1 || !(policy.status.is_in_writing() || policy.status == Status::Proposed);
            if decided || store::is_used(tx, id).await? {
                return Err(PolicyError::InUse);
            }
            go_with(tx, (PolicyId::AGGREGATE, id), app.clock.now(), by.person_id()).await?;
            store::delete(tx, id).await?;
            let gone = Change::of(id, policy.version + 1, "deleted", &events::state(&policy)).deleted();
            journal::append(tx, gone.by(by.person_id()));
            Ok(())
        })
        .await
}

/// Another policy whose place was taken: its standing edition ends.
async fn supersede(tx: &mut TenantTx, by: &Caller<EditPolicies>, id: PolicyId, on: jiff::civil::Date) -> Result<()> {
    let Some(policy) = store::lock(tx, id).await? else {
        return Ok(());
    };
    let Some(stood) = policy.standing_edition else {
        return Ok(());
    };
    let policy = if stood == policy.edition {
        let newest = policy.newest().superseded(on);
        Policy {
            status: newest.status,
            steps: newest.steps,
            ..policy
        }
    } else {
        let edition = store::edition(tx, id, stood)
            .await?
            .ok_or(PolicyError::EditionNotFound)?;
        store::update_edition(tx, id, &edition.superseded(on)).await?;
        policy
    };
    let policy = Policy {
        standing_edition: None,
        version: policy.version + 1,
        ..policy
    };
    store::update(tx, &policy).await?;
    note(tx, by, "superseded", &policy);
    Ok(())
}

async fn held(tx: &mut TenantTx, by: &Caller<EditPolicies>, id: PolicyId, expected: IfMatch) -> Result<Policy> {
    let policy = store::lock(tx, id).await?.ok_or(PolicyError::NotFound)?;
    by.reaches(tx, None, None).await?;
    expected.holds_for(policy.version)?;
    Ok(policy)
}

async fn check_superseded(tx: &mut TenantTx, policy: &Policy, before: Option<PolicyId>) -> Result<()> {
    match policy
        .content
        .supersedes
        .map(|s| s.policy_id)
        .filter(|id| before != Some(*id))
    {
        Some(id) if store::find(tx, id).await?.is_none() => Err(PolicyError::UnknownSuperseded),
        _ => Ok(()),
    }
}

fn note(tx: &mut TenantTx, by: &Caller<EditPolicies>, event: &'static str, policy: &Policy) {
    let change = Change::of(policy.id, policy.version, event, &events::state(policy));
    journal::append(tx, change.by(by.person_id()));
}
