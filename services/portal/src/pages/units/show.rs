use actix_web::get;

use super::{
    super::{
        Answer, Id, lookups,
        lookups::Names,
        rename, show,
        thing_page::{Part, ThingPage},
    },
    ended,
};
use crate::{
    clients::{goals::Statement, shared::List, tenants::Unit},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

/// What is around a unit: the names of all, what lies below it, what it told of its years.
struct Around {
    units: Names,
    below: Vec<Unit>,
    statements: Vec<Statement>,
}

fn below(page: &Page, id: &str, found: &[Unit]) -> Part {
    let row = |unit: &Unit| {
        let link = Html::link(&format!("/units/{}", unit.id), &page.text(&unit.name));
        vec![
            Html::join(&[link, ended(page, unit)], " "),
            Html::text(&page.choice("unit-kind", &unit.kind)),
            Html::text(&page.period(&unit.validity())),
        ]
    };
    Part::new(page, "units-below")
        .column(page.t("unit"))
        .column(page.t("unit-kind"))
        .column(page.t("validity"))
        .rows(found.iter().map(row).collect())
        .action(
            page.may(rights::EDIT_UNITS),
            format!("/units/new?parent_id={id}"),
            page.t("unit-new-title"),
        )
}

fn statements(page: &Page, found: &[Statement]) -> Part {
    let row = |statement: &Statement| {
        let year = Html::text(&statement.year.to_string());
        vec![
            Html::link(&format!("/statements/{}", statement.id), &year),
            Html::text(&page.choice("statement-status", &statement.status)),
            Html::unbroken(&page.date(&statement.submitted_on)),
        ]
    };
    Part::new(page, "unit-statements")
        .column(page.t("year"))
        .column(page.t("status"))
        .column(page.t("submitted-on"))
        .rows(found.iter().map(row).collect())
}

fn view(reader: &Reader, unit: &Unit, around: &Around) -> ThingPage {
    let page = Page::new(reader, Section::Units);
    let id = &unit.id;
    let other = |id: &Option<String>| around.units.linked(&page, "/units", id.as_slice());
    let over = page.is_over(&unit.valid_to).then(|| page.t("unit-ended-told"));
    let mut shown = ThingPage::new(reader, Section::Units, ("/units", "units-back"), &unit.name)
        .action(rights::EDIT_UNITS, format!("/units/{id}/edit"), "edit")
        .action(rights::EDIT_UNITS, format!("/units/{id}/rename"), "rename-link");
    if unit.merged_into.is_none() {
        shown = shown.action(rights::EDIT_UNITS, format!("/units/{id}/merge"), "unit-merge-link");
    }
    shown = shown
        .action(rights::EDIT_UNITS, format!("/units/{id}/delete"), "delete")
        .warning(over)
        .words("unit-kind", &page.choice("unit-kind", &unit.kind))
        .words("short-name", &unit.short_name)
        .fact("unit-parent", other(&unit.parent_id))
        .words("validity", &page.period(&unit.validity()))
        .fact("unit-merged-into", other(&unit.merged_into))
        .link(format!("/goals?unit_id={id}"), "goals-title")
        .link(format!("/projects?unit_id={id}"), "projects-title")
        .link(format!("/activities?unit_id={id}"), "activities-title")
        .link(format!("/networks?unit_id={id}"), "networks-title")
        .history("unit", id)
        .part(below(&page, id, &around.below));
    // One name alone stands above already.
    if unit.names.len() > 1 {
        shown = shown.part(rename::part(&page, &unit.names));
    }
    shown.part(statements(&page, &around.statements))
}

#[get("/units/{id}")]
pub async fn show_one(reader: Member, id: Id) -> Answer {
    let unit: Unit = reader.api().get(&format!("/units/{id}")).await?;
    let api = reader.api();
    let within = [("parent_id", id.to_string()), ("limit", "200".to_owned())];
    let told = [("unit_id", id.to_string()), ("limit", "200".to_owned())];
    let (units, below, statements) = futures::try_join!(
        lookups::units(&reader),
        api.get_with::<List<Unit>>("/units", &within),
        api.get_with::<List<Statement>>("/statements", &told)
    )?;
    let around = Around {
        units,
        below: below.items,
        statements: statements.items,
    };
    show(&reader, &view(&reader, &unit, &around))
}

#[cfg(test)]
pub fn sample() -> Unit {
    serde_json::from_value(serde_json::json!({
        "id": "u2", "version": 3, "name": {"fi": "Sivistyslautakunta"}, "short_name": "SIV", "kind": "committee", "parent_id": "u1",
        "valid_from": "2009-01-01", "valid_to": "2020-12-31", "merged_into": "u3",
        "names": [{"name": {"fi": "Opetuslautakunta"}, "from": "2009-01-01", "to": "2016-12-31"}, {"name": {"fi": "Sivistyslautakunta"}, "from": "2017-01-01", "to": null}]
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let statement = serde_json::json!({"id": "s1", "year": 2019, "unit_id": "u2", "status": "locked", "submitted_on": "2020-02-01"});
    let full = Around {
        units: Names::sample(&[("u1", "Kaupunginhallitus"), ("u3", "Hyvinvointilautakunta")]),
        below: vec![Unit {
            id: "u4".to_owned(),
            name: crate::clients::shared::Text::fi("Lukio"),
            kind: "school".to_owned(),
            ..Unit::default()
        }],
        statements: vec![serde_json::from_value(statement).unwrap()],
    };
    let nothing = Around {
        units: Names::default(),
        below: Vec::new(),
        statements: Vec::new(),
    };
    let bare = Unit {
        id: "u5".to_owned(),
        name: crate::clients::shared::Text::fi("Uusi"),
        ..Unit::default()
    };
    vec![
        ("unit".to_owned(), view(reader, &sample(), &full).render().unwrap()),
        ("unit-bare".to_owned(), view(reader, &bare, &nothing).render().unwrap()),
    ]
}
