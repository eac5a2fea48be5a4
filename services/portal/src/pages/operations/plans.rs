//! Plans: what organisations may have and use.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::{
    super::{Answer, Id, form_page::FormPage, list_page::ListPage, show, usage::amount},
    operators_only,
};
use crate::{
    clients::{
        Created,
        operations::Plan,
        shared::{List, Text},
    },
    fault::Fault,
    forms::{Control, Form, Options},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Reader, SignedIn, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(list)
        .service(ask_new)
        .service(create)
        .service(ask_edit)
        .service(edit);
}

/// The plans that there are, for whoever moves organisations between them.
#[derive(Clone, Debug, Default)]
pub struct Plans(Vec<Plan>);

impl Plans {
    /// Those that organisations may be moved to, and the one that an organisation has.
    pub fn options(&self, page: &Page, has: &str) -> Options {
        let offered = self.0.iter().filter(|plan| plan.offered || plan.id == has);
        offered.map(|plan| (plan.id.clone(), page.plain(&plan.name))).collect()
    }

    pub fn name(&self, id: &str) -> Option<&Text> {
        self.0.iter().find(|plan| plan.id == id).map(|plan| &plan.name)
    }

    #[cfg(test)]
    pub fn sample() -> Self {
        Self(vec![plan(true), plan(false)])
    }
}

/// Every plan, for an operator; for anybody else none.
pub async fn offered(reader: &SignedIn) -> Result<Plans, Fault> {
    if !reader.is_operator() {
        return Ok(Plans::default());
    }
    let found: List<Plan> = reader.api().get("/plans?limit=200").await?;
    Ok(Plans(found.items))
}

fn listing(page: &Page, asked: &Asked) -> Listing {
    Listing::new(page, "/plans", &page.t("plans-title"), asked, &[])
        .column(page.t("plan-name"), Some("name"))
        .column(page.choice("usage", "people"), None)
        .column(page.choice("usage", "projects"), None)
        .column(page.choice("usage", "storage_bytes"), None)
        .column(page.t("plan-calls"), None)
        .column(page.t("status"), None)
        .counted("plans-count")
        .empty(page.t("plans-none"))
}

fn row(page: &Page, plan: &Plan) -> Vec<Html> {
    let limit = |kind: &str, limit: Option<i64>| {
        let told = limit.map_or_else(|| page.t("plan-no-limit"), |most| amount(page, kind, most));
        Html::unbroken(&told)
    };
    let (colour, key) = if plan.offered {
        ("success", "plan-is-offered")
    } else {
        ("neutral", "plan-is-not-offered")
    };
    vec![
        Html::link(&format!("/plans/{}", plan.id), &page.text(&plan.name)),
        limit("people", plan.people),
        limit("projects", plan.projects),
        limit("storage_bytes", plan.storage_bytes),
        limit("calls", plan.calls_per_minute),
        Html::tag(colour, &page.t(key)),
    ]
}

#[get("/plans")]
async fn list(reader: SignedIn, asked: Asked) -> Answer {
    operators_only(&reader)?;
    let page = Page::new(&reader, Section::Plans);
    let listing = listing(&page, &asked);
    let found: List<Plan> = reader.api().get_with("/plans", &listing.query()).await?;
    let rows = found.items.iter().map(|plan| row(&page, plan)).collect();
    let listing = listing.fill(&page, rows, found.next.as_deref());
    show(
        &reader,
        &ListPage::new(page, "plans", listing).link("/plans/new", "plan-new"),
    )
}

fn form(reader: &Reader, action: String) -> Form {
    Form::new(reader, action, "save")
        .cancel("/plans")
        .texts("name", "plan-name")
        .required()
        .field("people", "plan-people", Control::Whole)
        .field("projects", "plan-projects", Control::Whole)
        .field("storage_bytes", "plan-storage", Control::Whole)
        .field("calls_per_minute", "plan-calls", Control::Whole)
        .tick("offered", "plan-offered")
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Plans, key, form)
}

/// What the API is sent: a tick that is not there is a no.
fn body(form: &Form) -> Value {
    let mut body = form.body();
    if let Some(body) = body.as_object_mut() {
        body.insert("offered".to_owned(), json!(form.value("offered") == "true"));
    }
    body
}

#[get("/plans/new")]
async fn ask_new(reader: SignedIn) -> Answer {
    operators_only(&reader)?;
    let form = form(&reader, "/plans/new".to_owned()).give("offered", "true");
    show(&reader, &view(&reader, "plan-new", form))
}

#[post("/plans/new")]
async fn create(reader: SignedIn, submitted: Submitted) -> Answer {
    operators_only(&reader)?;
    let form = form(&reader, "/plans/new".to_owned()).fill(&submitted);
    view(&reader, "plan-new", form)
        .send(async |form| {
            let _made: Created = reader.api().post("/plans", body(form), &form.key).await?;
            Ok("/plans?done=created".to_owned())
        })
        .await
}

#[get("/plans/{id}")]
async fn ask_edit(reader: SignedIn, id: Id) -> Answer {
    operators_only(&reader)?;
    let path = format!("/plans/{id}");
    let plan: Value = reader.api().get(&path).await?;
    let form = form(&reader, path).fill_from(&plan);
    show(&reader, &view(&reader, "plan-edit", form))
}

#[post("/plans/{id}")]
async fn edit(reader: SignedIn, id: Id, submitted: Submitted) -> Answer {
    operators_only(&reader)?;
    let path = format!("/plans/{id}");
    let form = form(&reader, path.clone()).fill(&submitted);
    view(&reader, "plan-edit", form)
        .changing(&path)
        .send(async |form| {
            let _changed: Value = reader.api().patch(&path, body(form), form.version).await?;
            Ok("/plans?done=saved".to_owned())
        })
        .await
}

#[cfg(test)]
fn plan(offered: bool) -> Plan {
    Plan {
        id: if offered { "p1" } else { "p2" }.to_owned(),
        name: Text::fi("Pieni"),
        people: Some(25),
        projects: None,
        storage_bytes: Some(1_073_741_824),
        calls_per_minute: Some(600),
        offered,
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Plans);
    let asked = Asked::default();
    let rows = vec![row(&page(), &plan(true)), row(&page(), &plan(false))];
    let listed = |rows| {
        let listing = listing(&page(), &asked).fill(&page(), rows, None);
        ListPage::new(page(), "plans", listing).link("/plans/new", "plan-new")
    };
    let mut unnamed = form(reader, "/plans/new".to_owned());
    assert!(!unnamed.is_complete(), "a plan has a name");
    let known = json!({"version": 2, "name": {"fi": "Pieni"}, "people": 25, "offered": true});
    vec![
        ("plans".to_owned(), listed(rows).render().unwrap()),
        ("plans-none".to_owned(), listed(Vec::new()).render().unwrap()),
        (
            "plan-new".to_owned(),
            view(reader, "plan-new", unnamed).render().unwrap(),
        ),
        (
            "plan-edit".to_owned(),
            view(
                reader,
                "plan-edit",
                form(reader, "/plans/p1".to_owned()).fill_from(&known),
            )
            .render()
            .unwrap(),
        ),
    ]
}
