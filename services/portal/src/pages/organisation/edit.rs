//! What an organisation says of itself. A name that is corrected here is no new name.

use actix_web::{get, post, web::ServiceConfig};
use serde::Deserialize as _;
use serde_json::Value;

use super::{
    super::{Answer, form_page::FormPage, show},
    CURRENT,
};
use crate::{
    choices,
    clients::organisation::OwnOrganisation,
    fault::Fault,
    forms::{Control, Field, Form, Options},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(edit);
}

/// Rows for owners: those there are, and some to spare. Blank ones are not sent.
const SPARE_ROWS: usize = 2;

/// Of the countries that the suite serves.
const ZONES: [&str; 3] = ["Europe/Helsinki", "Europe/Mariehamn", "Europe/Stockholm"];

fn zones(own: &OwnOrganisation) -> Options {
    let mut zones = ZONES.to_vec();
    if !own.time_zone.is_empty() && !zones.contains(&own.time_zone.as_str()) {
        zones.push(&own.time_zone);
    }
    zones
        .into_iter()
        .map(|zone| (zone.to_owned(), zone.to_owned()))
        .collect()
}

fn form(reader: &Reader, own: &OwnOrganisation) -> Form {
    let voice = reader.voice;
    let mut form = Form::new(reader, "/organisation/edit", "save")
        .cancel("/organisation")
        .texts("name", "organisation-name")
        .required()
        .push(Field::choice(
            voice,
            "language",
            "organisation-language",
            &choices::LANGUAGE,
        ))
        .required()
        .choice("time_zone", "time-zone", zones(own))
        .required()
        .line("place_code", "organisation-place");
    if matches!(own.kind.as_str(), "sub_region" | "region" | "association") {
        form = form.area("members", "organisation-members");
    }
    if own.kind == "joint_authority" {
        form = owners(form, &Page::new(reader, Section::Organisation), own.owners.len());
    }
    form.fold("organisation-more")
        .date("valid_from", "begins")
        .date("valid_to", "ends")
        .line("merged_into", "organisation-merged-into")
        .tick("invented", "invented")
        .unfold()
}

fn owners(mut form: Form, page: &Page, held: usize) -> Form {
    for index in 0..held + SPARE_ROWS {
        let row = |field: &str| format!("owners.{index}.{field}");
        form = form
            .heading(page.with("row-owner", "number", index + 1))
            .line(&row("organisation_name"), "organisation-name")
            .line(&row("code"), "organisation-code")
            .field(&row("share"), "owner-share", Control::Decimal);
    }
    form
}

fn body(form: &Form) -> Value {
    let mut body = form.body();
    if let Some(members) = body.get_mut("members") {
        // However they are set apart.
        let typed = members.as_str().unwrap_or_default().to_owned();
        let codes = typed.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';'));
        *members = codes.filter(|code| !code.is_empty()).collect();
    }
    let owners = body.get_mut("owners").and_then(Value::as_array_mut);
    for owner in owners.into_iter().flatten().filter_map(Value::as_object_mut) {
        owner.retain(|_, value| !value.is_null());
    }
    body
}

fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Organisation, "organisation-edit", form).link("/organisation/rename", "rename-link")
}

/// The organisation, and as a form is filled from it.
async fn current(reader: &Member) -> Result<(OwnOrganisation, Value), Fault> {
    let told: Value = reader.api().get(CURRENT).await?;
    let own = OwnOrganisation::deserialize(&told).map_err(|cause| Fault::Broken(cause.to_string()))?;
    Ok((own, told))
}

#[get("/organisation/edit")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::EDIT_ORGANISATION)?;
    let (own, told) = current(&reader).await?;
    show(&reader, &view(&reader, form(&reader, &own).fill_from(&told)))
}

#[post("/organisation/edit")]
async fn edit(reader: Member, submitted: Submitted) -> Answer {
    let (own, _) = current(&reader).await?;
    let form = form(&reader, &own).fill(&submitted);
    view(&reader, form)
        .changing(CURRENT)
        .send(async |form| {
            let _kept: Value = reader.api().patch(CURRENT, body(form), form.version).await?;
            // Its name stands in the header of every page.
            reader.portal.api.forget(reader.session()).await;
            Ok("/organisation?done=saved".to_owned())
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let joint = super::show::sample();
    let told = serde_json::json!({
        "version": 3, "name": {"fi": "Suupohjan kuntayhtymä"}, "language": "fi", "time_zone": "Europe/Helsinki", "place_code": "232",
        "owners": [{"organisation_name": "Kauhajoen kaupunki", "code": "232", "share": "47.50"}]
    });
    let region = OwnOrganisation {
        kind: "sub_region".to_owned(),
        time_zone: "Europe/Oslo".to_owned(),
        owners: Vec::new(),
        ..super::show::sample()
    };
    let mut refused = form(reader, &region);
    refused.is_complete();
    let samples = [
        ("organisation-edit-joint", form(reader, &joint).fill_from(&told)),
        ("organisation-edit", form(reader, &region).fill_from(&told)),
        ("organisation-edit-refused", refused),
    ];
    samples
        .map(|(name, form)| (name.to_owned(), view(reader, form).render().unwrap()))
        .to_vec()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    fn sent(kind: &str, typed: &[(&str, &str)]) -> Value {
        let own = OwnOrganisation {
            kind: kind.to_owned(),
            ..OwnOrganisation::default()
        };
        body(&form(&a_member(Language::Fi), &own).fill(&Submitted::sample(typed)))
    }

    #[test]
    fn codes_of_members_are_told_apart_however_they_are_written() {
        let body = sent("sub_region", &[("members", "232, 846\r\n151;218")]);
        assert_eq!(body["members"], json!(["232", "846", "151", "218"]));
        assert_eq!(sent("sub_region", &[])["members"], json!([]));
        assert_eq!(sent("municipality", &[]).get("members"), None);
    }

    #[test]
    fn an_owner_without_a_code_is_sent_without_one() {
        let typed = [("owners.0.organisation_name", "Teuva"), ("owners.0.share", "12,5")];
        let body = sent("joint_authority", &typed);
        assert_eq!(body["owners"], json!([{"organisation_name": "Teuva", "share": "12.5"}]));
    }
}
