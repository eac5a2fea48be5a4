//! Units: the list and adding one.

use actix_web::{get, post, web::ServiceConfig};

use super::{Answer, form_page::FormPage, list_page::ListPage, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    choices,
    clients::{Created, shared::List, tenants::Unit},
    forms::{Control, Field, Form},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(ask_new).service(create);
}

const FILTERS: [&str; 2] = ["q", "kind"];

fn listing(page: &Page, asked: &Asked) -> Listing {
    let voice = page.reader.voice;
    Listing::new(page, "/units", &page.t("units-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::choice(voice, "kind", "unit-kind", &choices::UNIT_KIND))
        .column(page.t("unit"), Some("name"))
        .column(page.t("unit-kind"), None)
        .column(page.t("unit-parent"), None)
        .column(page.t("validity"), None)
        .column(page.t("actions"), None)
        .counted("units-count")
        .empty(page.t("units-none"))
}

fn row(page: &Page, unit: &Unit, units: &Names) -> Vec<Html> {
    let validity = crate::clients::shared::Period {
        from: unit.valid_from.clone(),
        to: unit.valid_to.clone(),
    };
    vec![
        page.text(&unit.name),
        Html::text(&page.choice("unit-kind", &unit.kind)),
        units.maybe(page, unit.parent_id.as_deref()),
        Html::text(&page.period(&validity)),
        Html::link(
            &format!("/history/unit/{}", unit.id),
            &Html::with_unseen(&page.t("history"), &page.plain(&unit.name)),
        ),
    ]
}

fn list_view(page: Page, listing: Listing) -> ListPage {
    let actions = if page.may(rights::EDIT_UNITS) {
        vec![("/units/new".to_owned(), page.t("unit-new-title"))]
    } else {
        Vec::new()
    };
    ListPage {
        title: page.t("units-title"),
        lead: page.t("units-lead"),
        actions,
        listing,
        page,
    }
}

#[get("/units")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Units);
    let listing = listing(&page, &asked);
    let found: List<Unit> = reader.api().get_with("/units", &listing.query()).await?;
    let names = lookups::units(&reader).await?;
    let rows = found.items.iter().map(|unit| row(&page, unit, &names)).collect();
    let listing = listing.fill(&page, rows, found.next.as_deref());
    show(&reader, &list_view(page, listing))
}

fn new_form(reader: &Reader, units: &Names) -> Form {
    let page = Page::new(reader, Section::Units);
    Form::new(reader, "/units/new", "save")
        .cancel("/units")
        .texts("name", "unit-name")
        .required()
        .line("short_name", "short-name")
        .push(Field::choice(reader.voice, "kind", "unit-kind", &choices::UNIT_KIND))
        .required()
        .choice("parent_id", "unit-parent", units.options(&page))
        .date("valid_from", "begins")
}

fn new_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Units, "unit-new", form)
}

#[get("/units/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_UNITS)?;
    let units = lookups::units(&reader).await?;
    show(&reader, &new_view(&reader, new_form(&reader, &units)))
}

#[post("/units/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let units = lookups::units(&reader).await?;
    let mut form = new_form(&reader, &units).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &new_view(&reader, form));
    }
    match reader.api().post::<Created>("/units", form.body(), &form.key).await {
        Ok(_) => Ok(see_other("/units?done=created")),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &new_view(&reader, form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Units);
    let units = Names::sample(&[("u1", "Kaupunginhallitus")]);
    let unit: Unit = serde_json::from_value(serde_json::json!({"id": "u2", "name": {"fi": "Opetuslautakunta"}, "kind": "committee", "parent_id": "u1", "valid_from": "2009-01-01", "valid_to": null})).unwrap();
    let full = listing(&page(), &Asked::default()).fill(&page(), vec![row(&page(), &unit, &units)], None);
    let empty = listing(&page(), &Asked::sample(&[("after", "x")])).fill(&page(), Vec::new(), None);
    vec![
        ("units".to_owned(), list_view(page(), full).render().unwrap()),
        ("units-empty".to_owned(), list_view(page(), empty).render().unwrap()),
        (
            "unit-new".to_owned(),
            new_view(reader, new_form(reader, &units)).render().unwrap(),
        ),
    ]
}
