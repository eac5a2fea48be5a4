//! What can happen to an application.

use platform::{
    attachments::go_with,
    auth::Caller,
    db::{Once, TenantTx},
    events::{Change, journal},
    http::{Faults, IfMatch},
    ids::Identity as _,
};
use uuid::Uuid;

use super::{
    events,
    financing::Financing,
    model::{Application, ApplicationContent, ApplicationError, ApplicationId, NewApplication},
    steps::Step,
    store,
};
use crate::{App, permissions::EditApplications, programme, project, project::ProjectId};

type Result<T> = std::result::Result<T, ApplicationError>;

pub async fn create(app: &App, by: &Caller<EditApplications>, once: Once, new: NewApplication) -> Result<Application> {
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            let today = app.clock.today_of(tx).await?;
            let application = Application::new(new, app.clock.now(), today)?;
            let Some(project) = project::store::find(tx, application.project_id).await? else {
                let told = "There is no such project in your organisation.";
                return Err(Faults::of("/project_id", "unknown_project", told).into());
            };
            by.reaches(tx, Some(project.content.owner_unit_id), None).await?;
            check_programme(tx, application.content.programme_id).await?;
            store::insert(tx, &application).await?;
            tell(tx, by, &application, project.content.owner_unit_id, "created");
            project::commands::follow_applications(app, tx, project.id, by.person_id()).await?;
            Ok(application)
        })
        .await
}

/// Changes what needs no step.
pub async fn update(
    app: &App,
    by: &Caller<EditApplications>,
    id: ApplicationId,
    expected: IfMatch,
    content: ApplicationContent,
) -> Result<Application> {
    app.db
        .tenant(by.scope(), async |tx| {
            let (application, unit) = hold(tx, by, id, expected).await?;
            if application.content.programme_id != content.programme_id {
                check_programme(tx, content.programme_id).await?;
            }
            keep(tx, by, application.says(content)?, unit, "changed").await
        })
        .await
}

/// Takes the next step.
pub async fn take_step(
    app: &App,
    by: &Caller<EditApplications>,
    id: ApplicationId,
    expected: IfMatch,
    step: Step,
) -> Result<Application> {
    app.db
        .tenant(by.scope(), async |tx| {
            let (application, unit) = hold(tx, by, id, expected).await?;
            let application = application.take(step, app.clock.today_of(tx).await?)?;
            let event = application.state.code();
            let application = keep(tx, by, application, unit, event).await?;
            project::commands::follow_applications(app, tx, application.project_id, by.person_id()).await?;
            Ok(application)
        })
        .await
}

/// Keeps another financing plan.
pub async fn plan(
    app: &App,
    by: &Caller<EditApplications>,
    id: ApplicationId,
    expected: IfMatch,
    financing: Financing,
) -> Result<Application> {
    app.db
        .tenant(by.scope(), async |tx| {
            let (application, unit) = hold(tx, by, id, expected).await?;
            keep(tx, by, application.plan(financing)?, unit, "planned").await
        })
        .await
}

/// Removes an application that was never submitted.
pub async fn delete(app: &App, by: &Caller<EditApplications>, id: ApplicationId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let (application, unit) = hold(tx, by, id, expected).await?;
            application.may_go()?;
            go_with(tx, (ApplicationId::AGGREGATE, id), app.clock.now(), by.person_id()).await?;
            store::delete(tx, id).await?;
            let state = events::state(&application, unit);
            let change = Change::of(id, application.version + 1, "deleted", &state);
            journal::append(tx, change.deleted().by(by.person_id()));
            project::commands::follow_applications(app, tx, application.project_id, by.person_id()).await?;
            Ok(())
        })
        .await
}

/// The application as the caller read it, held, with the unit that answers for its project.
async fn hold(
    tx: &mut TenantTx,
    by: &Caller<EditApplications>,
    id: ApplicationId,
    expected: IfMatch,
) -> Result<(Application, Uuid)> {
    let application = store::lock(tx, id).await?.ok_or(ApplicationError::NotFound)?;
    let unit = owner_unit(tx, application.project_id).await?;
    by.reaches(tx, Some(unit), None).await?;
    expected.holds_for(application.version)?;
    Ok((application, unit))
}

async fn owner_unit(tx: &mut TenantTx, id: ProjectId) -> Result<Uuid> {
    let project = project::store::find(tx, id)
        .await?
        .ok_or(project::ProjectError::NotFound)?;
    Ok(project.content.owner_unit_id)
}

async fn keep(
    tx: &mut TenantTx,
    by: &Caller<EditApplications>,
    application: Application,
    unit: Uuid,
    event: &'static str,
) -> Result<Application> {
    store::update(tx, &application).await?;
    tell(tx, by, &application, unit, event);
    Ok(application)
}

fn tell(tx: &mut TenantTx, by: &Caller<EditApplications>, application: &Application, unit: Uuid, event: &'static str) {
    let state = events::state(application, unit);
    journal::append(
        tx,
        Change::of(application.id, application.version, event, &state).by(by.person_id()),
    );
}

async fn check_programme(tx: &mut TenantTx, id: Option<Uuid>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    if programme::store::names(tx, [id]).await?.is_empty() {
        return Err(Faults::of("/programme_id", "unknown_programme", "There is no such programme.").into());
    }
    Ok(())
}
