//! Who answers for a membership in a network, and what it takes. It has no page of its own: the network's tells of it.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, show};
use crate::{
    clients::Created,
    forms::{Control, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_edit)
        .service(edit)
        .service(ask_removal)
        .service(remove);
}

fn form(reader: &Reader, action: String, network: &str, units: &Names) -> Form {
    let page = Page::new(reader, Section::Networks);
    Form::new(reader, action, "save")
        .cancel(network)
        .choice("accountable_unit_id", "accountable-unit", units.options(&page))
        .line("outside_organisation", "outside-organisation")
        .date("since", "begins")
        .date("until", "ends")
        .field("seats", "seats", Control::Whole)
        .money("fee", "yearly-fee")
        .field("hours", "yearly-hours", Control::Whole)
        .texts("attends", "attends")
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Networks, key, form)
}

fn new_form(reader: &Reader, network: &str, units: &Names) -> Form {
    form(reader, format!("{network}/memberships/new"), network, units)
}

fn edit_form(reader: &Reader, (network, id): (&str, &str), units: &Names) -> Form {
    form(reader, format!("{network}/memberships/{id}/edit"), network, units)
}

fn body(form: &Form, network: Uuid) -> Value {
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.insert("network_id".to_owned(), json!(network));
    }
    body
}

#[get("/networks/{id}/memberships/new")]
async fn ask_new(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_NETWORKS)?;
    let network = format!("/networks/{id}");
    let api = reader.api();
    let (units, _) = futures::try_join!(lookups::units(&reader), api.get::<Value>(&network))?;
    let form = new_form(&reader, &network, &units);
    show(&reader, &view(&reader, "network-membership-new", form))
}

#[post("/networks/{id}/memberships/new")]
async fn create(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let network = format!("/networks/{id}");
    let units = lookups::units(&reader).await?;
    let form = new_form(&reader, &network, &units).fill(&submitted);
    view(&reader, "network-membership-new", form)
        .send(async |form| {
            let _created: Created = reader
                .api()
                .post("/network-memberships", body(form, *id), &form.key)
                .await?;
            Ok(format!("{network}?done=created"))
        })
        .await
}

#[get("/networks/{id}/memberships/{membership}/edit")]
async fn ask_edit(reader: Member, path: Path<(Uuid, Uuid)>) -> Answer {
    reader.must(rights::EDIT_NETWORKS)?;
    let (network, id) = path.into_inner();
    let held: Value = reader.api().get(&format!("/network-memberships/{id}")).await?;
    let units = lookups::units(&reader).await?;
    let form = edit_form(&reader, (&format!("/networks/{network}"), &id.to_string()), &units).fill_from(&held);
    show(&reader, &view(&reader, "network-membership-edit", form))
}

#[post("/networks/{id}/memberships/{membership}/edit")]
async fn edit(reader: Member, path: Path<(Uuid, Uuid)>, submitted: Submitted) -> Answer {
    let (of, id) = path.into_inner();
    let network = format!("/networks/{of}");
    let units = lookups::units(&reader).await?;
    let form = edit_form(&reader, (&network, &id.to_string()), &units).fill(&submitted);
    let path = format!("/network-memberships/{id}");
    view(&reader, "network-membership-edit", form)
        .changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, body(form, of), form.version).await?;
            Ok(format!("{network}?done=saved"))
        })
        .await
}

fn removal(reader: &Reader, (network, id): (&str, &str), held: &Value) -> FormPage {
    let form = Form::new(reader, format!("{network}/memberships/{id}/delete"), "delete")
        .cancel(network)
        .fill_from(held);
    view(reader, "network-membership-delete", form)
}

#[get("/networks/{id}/memberships/{membership}/delete")]
async fn ask_removal(reader: Member, path: Path<(Uuid, Uuid)>) -> Answer {
    reader.must(rights::EDIT_NETWORKS)?;
    let (network, id) = path.into_inner();
    let held: Value = reader.api().get(&format!("/network-memberships/{id}")).await?;
    let network = format!("/networks/{network}");
    show(&reader, &removal(&reader, (&network, &id.to_string()), &held))
}

#[post("/networks/{id}/memberships/{membership}/delete")]
async fn remove(reader: Member, path: Path<(Uuid, Uuid)>, submitted: Submitted) -> Answer {
    let (network, id) = path.into_inner();
    let network = format!("/networks/{network}");
    let mut page = removal(&reader, (&network, &id.to_string()), &Value::Null);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        let path = format!("/network-memberships/{id}");
        reader.api().delete(&path, form.version).await?;
        Ok(format!("{network}?done=deleted"))
    })
    .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let units = Names::sample(&[("u1", "Hyvinvointi")]);
    let of = ("/networks/n1", "m1");
    let held = json!({"version": 2, "accountable_unit_id": "u1", "since": "1995-01-01", "seats": 2});
    let samples = [
        view(
            reader,
            "network-membership-new",
            new_form(reader, "/networks/n1", &units),
        ),
        view(
            reader,
            "network-membership-edit",
            edit_form(reader, of, &units).fill_from(&held),
        ),
        removal(reader, of, &held),
    ];
    let names = [
        "network-membership-new",
        "network-membership-edit",
        "network-membership-delete",
    ];
    let rendered = names.into_iter().zip(samples);
    rendered
        .map(|(name, page)| (name.to_owned(), page.render().unwrap()))
        .collect()
}
