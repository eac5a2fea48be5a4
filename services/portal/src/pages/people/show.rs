use actix_web::get;

use super::{
    super::{
        Answer, Id, lookups,
        lookups::Names,
        show,
        thing_page::{Part, ThingPage},
    },
    name,
};
use crate::{
    clients::{HeldRole, shared::Text, tenants::Membership},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

/// What somebody may do: each role with the unit it is for.
fn roles(page: &Page, held: &[HeldRole], units: &Names) -> Part {
    let row = |held: &HeldRole| {
        let unit = match &held.unit_id {
            Some(unit) => Html::link(&format!("/units/{unit}"), &units.name(page, unit)),
            None => Html::text(&page.t("role-everywhere")),
        };
        let role = Html::text(&page.choice("role", &held.role));
        vec![Html::link(&format!("/roles?role={}", held.role), &role), unit]
    };
    Part::new(page, "membership-roles")
        .column(page.t("role"))
        .column(page.t("role-unit"))
        .rows(held.iter().map(row).collect())
}

fn view(reader: &Reader, membership: &Membership, units: &Names) -> ThingPage {
    let page = Page::new(reader, Section::People);
    let id = &membership.id;
    let called = Text::everywhere(&name(&page, membership));
    let over = membership.ended || page.is_over(&membership.valid_to);
    let mut shown = ThingPage::new(reader, Section::People, ("/people", "people-back"), &called);
    if !membership.ended {
        let reset = format!("/people/{}/second-factor", membership.person_id);
        shown = shown
            .action(rights::EDIT_PEOPLE, format!("/memberships/{id}/edit"), "edit")
            .action(
                rights::EDIT_PEOPLE,
                format!("/memberships/{id}/end"),
                "membership-end-submit",
            )
            .action(rights::RESET_SECOND_FACTORS, reset, "second-factor-reset-title");
    }
    shown
        .warning(over.then(|| page.t("membership-ended-told")))
        .fact("person-title", page.text(&membership.title))
        .words("validity", &page.period(&membership.validity()))
        .history("membership", id)
        .part(roles(&page, &membership.roles, units))
}

#[get("/memberships/{id}")]
pub async fn show_one(reader: Member, id: Id) -> Answer {
    let path = format!("/memberships/{id}");
    let api = reader.api();
    let (membership, units) = futures::try_join!(api.get::<Membership>(&path), lookups::units(&reader))?;
    show(&reader, &view(&reader, &membership, &units))
}

#[cfg(test)]
pub fn sample() -> Membership {
    serde_json::from_value(serde_json::json!({
        "id": "m1", "version": 2, "person_id": "p1", "person_name": "Planner", "title": {"fi": "Suunnittelija"},
        "roles": [{"role": "admin", "unit_id": null}, {"role": "contributor", "unit_id": "u1"}], "valid_from": "2024-01-01", "valid_to": null, "ended": false
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let units = Names::sample(&[("u1", "Opetuslautakunta")]);
    let erased = Membership {
        id: "m2".to_owned(),
        valid_to: "2020-12-31".to_owned(),
        ended: true,
        ..Membership::default()
    };
    vec![
        (
            "membership".to_owned(),
            view(reader, &sample(), &units).render().unwrap(),
        ),
        (
            "membership-erased".to_owned(),
            view(reader, &erased, &units).render().unwrap(),
        ),
    ]
}
