//! What can happen to an activity.

use platform::{
    attachments::go_with,
    auth::Caller,
    db::{Once, TenantTx},
    events::{Change, journal},
    http::{Faults, IfMatch},
    ids::Identity as _,
    known::{Link, THEME, UNIT, added},
    rewriting::{Rewrite, Told},
};
use uuid::Uuid;

use super::{
    events,
    model::{Activity, ActivityContent, ActivityError, ActivityId},
    store,
};
use crate::{App, known::GOAL, network, partner, permissions::EditActivities, project};

type Result<T> = std::result::Result<T, ActivityError>;

pub async fn create(app: &App, by: &Caller<EditActivities>, once: Once, content: ActivityContent) -> Result<Activity> {
    let content = content.tidy()?;
    app.db.check_links(by.scope(), &outside_links(&content)).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, Some(content.unit_id), None).await?;
            check_inside(tx, &content).await?;
            let activity = Activity::new(content.clone(), app.clock.now());
            store::insert(tx, &activity).await?;
            tell(tx, by, &activity, "created");
            Ok(activity)
        })
        .await
}

/// Says something else about an activity. `before` is what the caller's patch was laid over.
pub async fn update(
    app: &App,
    by: &Caller<EditActivities>,
    before: &Activity,
    expected: IfMatch,
    content: ActivityContent,
) -> Result<Activity> {
    let content = content.tidy()?;
    let new = added(&outside_links(&before.content), outside_links(&content));
    app.db.check_links(by.scope(), &new).await?;
    app.db
        .tenant(by.scope(), async |tx| {
            let activity = store::lock(tx, before.id).await?.ok_or(ActivityError::NotFound)?;
            by.reaches(tx, Some(activity.content.unit_id), None).await?;
            expected.holds_for(activity.version)?;
            write(tx, by, activity, content, &Told::changed(None)).await
        })
        .await
}

/// Writes what an activity says from now on, together with other things or back to what it said before.
pub async fn rewritten(
    tx: &mut TenantTx,
    by: &Caller<EditActivities>,
    rewrite: Rewrite<'_, ActivityId, ActivityContent>,
) -> Result<()> {
    let activity = store::lock(tx, rewrite.id).await?.ok_or(ActivityError::NotFound)?;
    by.reaches(tx, Some(activity.content.unit_id), None).await?;
    rewrite.expected.holds_for(activity.version)?;
    let content = rewrite.patch.over(&activity.content)?.tidy()?;
    let links = outside_links(&content);
    rewrite.look_again(tx, &outside_links(&activity.content), links).await?;
    write(tx, by, activity, content, rewrite.told).await.map(drop)
}

/// Writes what an activity says that is held, within reach and as it was seen.
async fn write(
    tx: &mut TenantTx,
    by: &Caller<EditActivities>,
    activity: Activity,
    content: ActivityContent,
    told: &Told,
) -> Result<Activity> {
    by.reaches(tx, Some(content.unit_id), None).await?;
    check_inside(tx, &content).await?;
    let activity = activity.says(content);
    store::update(tx, &activity).await?;
    let change = Change::rewritten(activity.id, activity.version, told, &events::state(&activity));
    journal::append(tx, change.by(by.person_id()));
    Ok(activity)
}

pub async fn delete(app: &App, by: &Caller<EditActivities>, id: ActivityId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let activity = store::lock(tx, id).await?.ok_or(ActivityError::NotFound)?;
            by.reaches(tx, Some(activity.content.unit_id), None).await?;
            expected.holds_for(activity.version)?;
            go_with(tx, (ActivityId::AGGREGATE, id), app.clock.now(), by.person_id()).await?;
            store::delete(tx, id).await?;
            let change = Change::of(id, activity.version + 1, "deleted", &events::state(&activity));
            journal::append(tx, change.deleted().by(by.person_id()));
            Ok(())
        })
        .await
}

fn tell(tx: &mut TenantTx, by: &Caller<EditActivities>, activity: &Activity, event: &'static str) {
    let change = Change::of(activity.id, activity.version, event, &events::state(activity));
    journal::append(tx, change.by(by.person_id()));
}

/// Links to what other services own.
fn outside_links(content: &ActivityContent) -> Vec<Link> {
    let mut links = vec![Link::to(UNIT, content.unit_id, "/unit_id")];
    links.extend(Link::each(GOAL, content.goal_ids.iter().copied(), "/goal_ids"));
    links.extend(Link::each(THEME, content.theme_ids.iter().copied(), "/theme_ids"));
    links
}

/// Links to what this service owns, within the transaction that makes them.
async fn check_inside(tx: &mut TenantTx, content: &ActivityContent) -> Result<()> {
    let mut faults = Faults::default();
    if let Some(id) = content.project_id
        && project::store::known(tx, &[id.0]).await?.is_empty()
    {
        faults.add(
            "/project_id",
            "unknown_project",
            "There is no such project in your organisation.",
        );
    }
    if let Some(id) = content.network_id
        && !network::store::is_known(tx, id).await?
    {
        faults.add(
            "/network_id",
            "unknown_network",
            "There is no such network in your organisation.",
        );
    }
    let partners: Vec<Uuid> = content.partner_ids.iter().map(|id| id.0).collect();
    let known = partner::store::known(tx, &partners).await?;
    for (n, _) in partners.iter().enumerate().filter(|(_, id)| !known.contains(id)) {
        let told = "There is no such partner in your organisation.";
        faults.add(format!("/partner_ids/{n}"), "unknown_partner", told);
    }
    Ok(faults.none_or(())?)
}
