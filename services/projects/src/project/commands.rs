//! What can happen to a project.

use actix_web::web::Data;
use jiff::civil::Date;
use platform::{
    attachments::go_with,
    auth::Caller,
    db::{Once, TenantTx},
    events::{Change, journal},
    http::{Faults, IfMatch},
    ids::Identity as _,
    known::{Link, PERSON, THEME, UNIT, added},
    rewriting::{Rewrite, Told},
    usage::room,
};
use uuid::Uuid;

use super::{Funding, PROJECTS, Project, ProjectContent, ProjectError, ProjectId, events, store};
use crate::{App, known::GOAL, partner, permissions::EditProjects, programme};

type Result<T> = std::result::Result<T, ProjectError>;

/// More ancestors than any project has.
const DEEPEST: usize = 100;

/// Adds a project. Its status hangs on the day, which is told with it.
pub async fn create(
    app: &Data<App>,
    by: &Caller<EditProjects>,
    once: Once,
    content: ProjectContent,
) -> Result<(Project, Date)> {
    let content = content.tidy();
    content.check(None)?;
    app.db.check_links(by.scope(), &outside_links(&content)).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, Some(content.owner_unit_id), None).await?;
            fits_in(tx).await?;
            let mut project = Project::new(content.clone(), app.clock.now());
            check_inside(tx, &mut project).await?;
            store::insert(tx, &project).await?;
            let today = tell(app, tx, &project, "created", by.person_id()).await?;
            Ok((project, today))
        })
        .await
}

/// Whether the organisation's plan has room for one more.
async fn fits_in(tx: &mut TenantTx) -> Result<()> {
    let Some(room) = room(tx, PROJECTS).await? else {
        return Ok(());
    };
    let used = store::count(tx).await?;
    Ok(room.takes(1, used)?)
}

/// Says something else about a project. `before` is what the caller's patch was laid over.
pub async fn update(
    app: &Data<App>,
    by: &Caller<EditProjects>,
    before: &Project,
    expected: IfMatch,
    content: ProjectContent,
) -> Result<(Project, Date)> {
    let content = content.tidy();
    content.check(Some(before.id))?;
    let new = added(&outside_links(&before.content), outside_links(&content));
    app.db.check_links(by.scope(), &new).await?;
    app.db
        .tenant(by.scope(), async |tx| {
            let project = store::lock_as_read(tx, before).await?.ok_or(ProjectError::NotFound)?;
            by.reaches(tx, Some(project.content.owner_unit_id), None).await?;
            expected.holds_for(project.version)?;
            write(app, tx, by, project, content, &Told::changed(None)).await
        })
        .await
}

/// Writes what a project says from now on, together with other things or back to what it said before.
pub async fn rewritten(
    app: &App,
    tx: &mut TenantTx,
    by: &Caller<EditProjects>,
    rewrite: Rewrite<'_, ProjectId, ProjectContent>,
) -> Result<()> {
    let project = store::lock(tx, rewrite.id).await?.ok_or(ProjectError::NotFound)?;
    by.reaches(tx, Some(project.content.owner_unit_id), None).await?;
    rewrite.expected.holds_for(project.version)?;
    let content = rewrite.patch.over(&project.content)?.tidy();
    content.check(Some(project.id))?;
    let links = outside_links(&content);
    rewrite.look_again(tx, &outside_links(&project.content), links).await?;
    write(app, tx, by, project, content, rewrite.told).await.map(drop)
}

/// Writes what a project says that is held, within reach and as it was seen.
async fn write(
    app: &App,
    tx: &mut TenantTx,
    by: &Caller<EditProjects>,
    project: Project,
    content: ProjectContent,
    told: &Told,
) -> Result<(Project, Date)> {
    by.reaches(tx, Some(content.owner_unit_id), None).await?;
    let before = project.content.clone();
    let mut project = project.says(content);
    check_inside(tx, &mut project).await?;
    store::update(tx, &project, &before).await?;
    let today = app.clock.today_of(tx).await?;
    let change = Change::rewritten(project.id, project.version, told, &events::state(&project, today));
    journal::append(tx, change.by(by.person_id()));
    Ok((project, today))
}

/// Removes a project that nothing points at.
pub async fn delete(app: &Data<App>, by: &Caller<EditProjects>, id: ProjectId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let project = store::lock(tx, id).await?.ok_or(ProjectError::NotFound)?;
            by.reaches(tx, Some(project.content.owner_unit_id), None).await?;
            expected.holds_for(project.version)?;
            if let Some(by) = store::user_of(tx, id).await? {
                return Err(ProjectError::InUse { by });
            }
            go_with(tx, (ProjectId::AGGREGATE, id), app.clock.now(), by.person_id()).await?;
            store::delete(tx, id).await?;
            let state = events::state(&project, app.clock.today_of(tx).await?);
            let change = Change::of(id, project.version + 1, "deleted", &state);
            journal::append(tx, change.deleted().by(by.person_id()));
            Ok(())
        })
        .await
}

/// Keeps how far the project's applications are together, after one of them changed.
pub async fn follow_applications(app: &App, tx: &mut TenantTx, id: ProjectId, person: Uuid) -> Result<()> {
    let project = store::lock(tx, id).await?.ok_or(ProjectError::NotFound)?;
    let funding = Funding::of(&store::application_states(tx, id).await?);
    let before = project.content.clone();
    if let Some(project) = project.funded(funding) {
        store::update(tx, &project, &before).await?;
        tell(app, tx, &project, "funding_changed", person).await?;
    }
    Ok(())
}

/// Tells of the project as it stands on the day that it is where its organisation lives, and which day that is.
async fn tell(app: &App, tx: &mut TenantTx, project: &Project, event: &'static str, person: Uuid) -> Result<Date> {
    let today = app.clock.today_of(tx).await?;
    let state = events::state(project, today);
    let change = Change::of(project.id, project.version, event, &state);
    journal::append(tx, change.by(person));
    Ok(today)
}

/// Links to what other services own.
fn outside_links(content: &ProjectContent) -> Vec<Link> {
    let mut links = vec![Link::to(UNIT, content.owner_unit_id, "/owner_unit_id")];
    links.extend(content.manager_id.map(|id| Link::to(PERSON, id, "/manager_id")));
    links.extend(Link::each(THEME, content.theme_ids.iter().copied(), "/theme_ids"));
    let goals = content.goal_ids.iter().enumerate();
    links.extend(goals.map(|(n, g)| Link::to(GOAL, g.goal_id, format!("/goal_ids/{n}/goal_id"))));
    links
}

/// Links to what this service owns, within the transaction that makes them; fills in the programme's name.
async fn check_inside(tx: &mut TenantTx, project: &mut Project) -> Result<()> {
    let content = &project.content;
    let mut faults = Faults::default();
    let partners: Vec<Uuid> = content.partners.iter().map(|p| p.partner_id.0).collect();
    let known = partner::store::known(tx, &partners).await?;
    for (n, id) in partners.iter().enumerate().filter(|(_, id)| !known.contains(id)) {
        let detail = format!("There is no partner {id} in your organisation.");
        faults.add(format!("/partners/{n}/partner_id"), "unknown_partner", detail);
    }
    let others: Vec<Uuid> = content.relations.iter().map(|r| r.project_id.0).collect();
    let known = store::known(tx, &others).await?;
    for (n, id) in others.iter().enumerate().filter(|(_, id)| !known.contains(id)) {
        let detail = format!("There is no project {id} in your organisation.");
        faults.add(format!("/relations/{n}/project_id"), "unknown_project", detail);
    }
    project.programme = None;
    if let Some(id) = content.programme_id {
        project.programme = programme::store::names(tx, [id]).await?.remove(&id);
        let known = project.programme.is_some();
        faults.unless(
            known,
            "/programme_id",
            "unknown_programme",
            "There is no such programme.",
        );
    }
    faults.none_or(())?;
    no_ring(tx, project).await
}

/// Walks up from the parent: whoever meets the project itself has found a ring.
async fn no_ring(tx: &mut TenantTx, project: &Project) -> Result<()> {
    let mut next = project.content.parent();
    for _ in 0..DEEPEST {
        match next {
            None => return Ok(()),
            Some(id) if id == project.id => break,
            Some(id) => next = store::parent_of(tx, id).await?,
        }
    }
    let place = project
        .content
        .relations
        .iter()
        .position(|r| Some(r.project_id) == project.content.parent());
    Err(ProjectError::Cycle {
        pointer: format!("/relations/{}/project_id", place.unwrap_or_default()),
    })
}
