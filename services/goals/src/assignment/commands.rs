//! What can happen to an assignment.

use platform::{
    auth::{Caller, Permission},
    db::TenantTx,
    events::{Change, journal},
    http::{IfMatch, Once},
    known::added,
    rewriting::{Rewrite, Told},
};

use super::{
    Assignment, AssignmentError, AssignmentId, events,
    model::{AssignmentContent, AssignmentPatch},
    store,
};
use crate::{
    App, goal,
    permissions::{CompleteAssignments, EditAssignments},
    policy,
};

type Result<T> = std::result::Result<T, AssignmentError>;

pub async fn create(
    app: &App,
    by: &Caller<EditAssignments>,
    once: Once,
    content: AssignmentContent,
) -> Result<Assignment> {
    app.db.check_links(by.scope(), &content.links()).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, Some(content.unit_id), None).await?;
            let assignment = Assignment::given(content, app.clock.now());
            check(tx, &assignment.content, None).await?;
            store::insert(tx, &assignment).await?;
            note(tx, by, "given", &assignment);
            Ok(assignment)
        })
        .await
}

pub async fn change(
    app: &App,
    by: &Caller<EditAssignments>,
    id: AssignmentId,
    expected: IfMatch,
    patch: &AssignmentPatch,
) -> Result<Assignment> {
    let read = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    let read = read.ok_or(AssignmentError::NotFound)?;
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

/// Writes what an assignment says from now on. Links outside were checked before, but for those that come back.
pub async fn rewritten(
    tx: &mut TenantTx,
    by: &Caller<EditAssignments>,
    rewrite: Rewrite<'_, AssignmentId, AssignmentContent>,
) -> Result<Assignment> {
    let assignment = held(tx, by, rewrite.id, rewrite.expected).await?;
    let before = assignment.content.clone();
    let assignment = assignment.rewritten(rewrite.patch.over(&before)?)?;
    by.reaches(tx, Some(assignment.content.unit_id), None).await?;
    rewrite
        .look_again(tx, &before.links(), assignment.content.links())
        .await?;
    check(tx, &assignment.content, Some(&before)).await?;
    store::update(tx, &assignment).await?;
    let state = events::state(&assignment);
    let change = Change::rewritten(assignment.id, assignment.version, rewrite.told, &state);
    journal::append(tx, change.by(by.person_id()));
    Ok(assignment)
}

pub async fn complete(
    app: &App,
    by: &Caller<CompleteAssignments>,
    id: AssignmentId,
    expected: IfMatch,
) -> Result<Assignment> {
    app.db
        .tenant(by.scope(), async |tx| {
            let assignment = held(tx, by, id, expected).await?;
            let today = app.clock.today_of(tx).await?;
            let assignment = assignment.done(today)?;
            store::update(tx, &assignment).await?;
            note(tx, by, "completed", &assignment);
            Ok(assignment)
        })
        .await
}

pub async fn reopen(
    app: &App,
    by: &Caller<CompleteAssignments>,
    id: AssignmentId,
    expected: IfMatch,
) -> Result<Assignment> {
    app.db
        .tenant(by.scope(), async |tx| {
            let assignment = held(tx, by, id, expected).await?.reopened()?;
            store::update(tx, &assignment).await?;
            note(tx, by, "reopened", &assignment);
            Ok(assignment)
        })
        .await
}

pub async fn delete(app: &App, by: &Caller<EditAssignments>, id: AssignmentId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let assignment = held(tx, by, id, expected).await?;
            store::delete(tx, id).await?;
            let state = events::state(&assignment);
            let gone = Change::of(id, assignment.version + 1, "deleted", &state).deleted();
            journal::append(tx, gone.by(by.person_id()));
            Ok(())
        })
        .await
}

async fn held<P: Permission>(
    tx: &mut TenantTx,
    by: &Caller<P>,
    id: AssignmentId,
    expected: IfMatch,
) -> Result<Assignment> {
    let assignment = store::lock(tx, id).await?.ok_or(AssignmentError::NotFound)?;
    by.reaches(tx, Some(assignment.content.unit_id), None).await?;
    expected.holds_for(assignment.version)?;
    Ok(assignment)
}

/// The goal and the policy that it newly points at are there.
async fn check(tx: &mut TenantTx, content: &AssignmentContent, before: Option<&AssignmentContent>) -> Result<()> {
    if let Some(id) = content
        .goal_id
        .filter(|id| before.is_none_or(|b| b.goal_id != Some(*id)))
    {
        goal::store::find(tx, id).await?.ok_or(AssignmentError::UnknownGoal)?;
    }
    if let Some(id) = content
        .policy_id
        .filter(|id| before.is_none_or(|b| b.policy_id != Some(*id)))
    {
        policy::store::find(tx, id)
            .await?
            .ok_or(AssignmentError::UnknownPolicy)?;
    }
    Ok(())
}

fn note<P: Permission>(tx: &mut TenantTx, by: &Caller<P>, event: &'static str, assignment: &Assignment) {
    let change = Change::of(assignment.id, assignment.version, event, &events::state(assignment));
    journal::append(tx, change.by(by.person_id()));
}
