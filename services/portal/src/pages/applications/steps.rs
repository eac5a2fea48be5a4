//! An application for a project: opening it, its financing plan, its next step.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::super::{Answer, Id, form_page::FormPage, projects::plan_gap, refuse, see_other, show};
use crate::{
    choices,
    clients::{
        Created,
        projects::{Application, Project},
    },
    forms::{Control, Field, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_financing)
        .service(keep_financing)
        .service(ask_step)
        .service(take_step);
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Projects, key, form)
}

fn new_form(reader: &Reader, project: &str) -> Form {
    Form::new(reader, format!("/projects/{project}/applications/new"), "save")
        .cancel(format!("/projects/{project}"))
        .line("call", "call")
        .required()
        .money("applied", "applied")
}

#[get("/projects/{id}/applications/new")]
async fn ask_new(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_APPLICATIONS)?;
    // The project is fetched so that an address of somebody else's project leads nowhere.
    let _project: Project = reader.api().get(&format!("/projects/{id}")).await?;
    show(
        &reader,
        &view(&reader, "application-new", new_form(&reader, &id.to_string())),
    )
}

#[post("/projects/{id}/applications/new")]
async fn create(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let mut form = new_form(&reader, &id.to_string()).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, "application-new", form));
    }
    let project: Project = reader.api().get(&format!("/projects/{id}")).await?;
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.insert("project_id".to_owned(), json!(id.to_string()));
        map.insert("programme_id".to_owned(), json!(project.programme_id));
    }
    match reader.api().post::<Created>("/applications", body, &form.key).await {
        Ok(_) => Ok(see_other(&format!("/projects/{id}?done=created"))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, "application-new", form))
        }
    }
}

const SPARE_ROWS: usize = 3;

fn financing_form(reader: &Reader, application: &Application) -> Form {
    let page = Page::new(reader, Section::Projects);
    let voice = reader.voice;
    let mut form = Form::new(reader, format!("/applications/{}/financing", application.id), "save")
        .cancel(format!("/projects/{}", application.project_id))
        .money("total", "financing-total")
        .required();
    for index in 0..application.financing.sources.len() + SPARE_ROWS {
        form = form
            .heading(page.with("financing-source", "number", index + 1))
            .push(Field::choice(
                voice,
                &format!("sources.{index}.source"),
                "source",
                &choices::SOURCE,
            ))
            .push(Field::choice(
                voice,
                &format!("sources.{index}.kind"),
                "source-kind",
                &choices::SOURCE_KIND,
            ))
            .line(&format!("sources.{index}.name"), "source-name")
            .field(&format!("sources.{index}.amount"), "amount", Control::Money);
    }
    form
}

#[get("/applications/{id}/financing")]
async fn ask_financing(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_APPLICATIONS)?;
    let found: Value = reader.api().get(&format!("/applications/{id}")).await?;
    let application = parsed(&found)?;
    let form = financing_form(&reader, &application).fill_from(found.get("financing").unwrap_or(&Value::Null));
    let form = form.seen(application.version);
    let page = Page::new(&reader, Section::Projects);
    let mut view = view(&reader, "financing", form);
    if let Some(gap) = plan_gap(&page, &application.financing) {
        view.lead = format!("{} {gap}", view.lead);
    }
    show(&reader, &view)
}

fn parsed(found: &Value) -> Result<Application, crate::fault::Fault> {
    serde_json::from_value(found.clone()).map_err(|error| crate::fault::Fault::Broken(error.to_string()))
}

#[post("/applications/{id}/financing")]
async fn keep_financing(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/applications/{id}");
    let found: Value = reader.api().get(&path).await?;
    let application = parsed(&found)?;
    let mut form = financing_form(&reader, &application).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, "financing", form));
    }
    match reader
        .api()
        .put::<Value>(&format!("{path}/financing"), form.body(), form.version)
        .await
    {
        Ok(_) => Ok(see_other(&format!("/projects/{}?done=saved", application.project_id))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, "financing", form))
        }
    }
}

fn step_form(reader: &Reader, application: &Application) -> Form {
    let page = Page::new(reader, Section::Projects);
    let options = application
        .next_states
        .iter()
        .map(|state| (state.clone(), page.choice("application-state", state)))
        .collect();
    let mut form = Form::new(reader, format!("/applications/{}/step", application.id), "save")
        .cancel(format!("/projects/{}", application.project_id))
        .choice("to", "step-to", options)
        .required()
        .date("on", "step-on")
        .required()
        .line("decided_by", "decided-by")
        .line("case_number", "case-number");
    if application.state == "submitted" {
        form = form.money("granted", "granted").area("conditions", "conditions");
    }
    form.area("note", "note").seen(application.version)
}

#[get("/applications/{id}/step")]
async fn ask_step(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_APPLICATIONS)?;
    let application: Application = reader.api().get(&format!("/applications/{id}")).await?;
    show(&reader, &view(&reader, "step", step_form(&reader, &application)))
}

#[post("/applications/{id}/step")]
async fn take_step(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/applications/{id}");
    let application: Application = reader.api().get(&path).await?;
    let mut form = step_form(&reader, &application).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, "step", form));
    }
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
    match reader
        .api()
        .act::<Value>(&format!("{path}/steps"), body, form.version, &form.key)
        .await
    {
        Ok(_) => Ok(see_other(&format!("/projects/{}?done=saved", application.project_id))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, "step", form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let application = Application {
        id: "019".to_owned(),
        project_id: "018".to_owned(),
        state: "submitted".to_owned(),
        next_states: vec!["approved".to_owned(), "rejected".to_owned()],
        ..Application::default()
    };
    let mut refused = step_form(reader, &application);
    refused.is_complete();
    vec![
        (
            "application-new".to_owned(),
            view(reader, "application-new", new_form(reader, "018"))
                .render()
                .unwrap(),
        ),
        (
            "financing".to_owned(),
            view(reader, "financing", financing_form(reader, &application))
                .render()
                .unwrap(),
        ),
        (
            "step".to_owned(),
            view(reader, "step", step_form(reader, &application)).render().unwrap(),
        ),
        (
            "step-refused".to_owned(),
            view(reader, "step", refused).render().unwrap(),
        ),
    ]
}
