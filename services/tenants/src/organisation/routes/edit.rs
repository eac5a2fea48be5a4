//! What an organisation changes of itself.

use actix_web::{
    patch, post,
    web::{Data, Path},
};
use garde::Validate;
use jiff::civil::Date;
use platform::{
    auth::Caller,
    http::{FieldFault, IfMatch, Json, Patch, Problem, Versioned, path_id},
    values::{Language, Text, plain, said, within},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    super::{
        OrganisationError, commands,
        model::{Brand, Edits, Notices, Owner},
    },
    OrganisationBody, proper_code, proper_text,
};
use crate::{
    App,
    permissions::EditOrganisation,
    person::routes::{optional, proper_name, required},
};

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"brand": {"colour": "#1a5276"}, "time_zone": "Europe/Helsinki"}))]
struct EditBody {
    #[schema(value_type = Option<Text>)]
    name: Patch<Text>,
    #[schema(value_type = Option<String>)]
    time_zone: Patch<String>,
    #[schema(value_type = Option<Language>)]
    language: Patch<Language>,
    #[schema(value_type = Option<String>)]
    place_code: Patch<String>,
    #[schema(value_type = Option<Vec<Owner>>)]
    owners: Patch<Vec<Owner>>,
    #[schema(value_type = Option<Vec<String>>)]
    members: Patch<Vec<String>>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Patch<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Patch<Date>,
    #[schema(value_type = Option<String>)]
    merged_into: Patch<String>,
    #[schema(value_type = Option<bool>)]
    invented: Patch<bool>,
    #[schema(value_type = Option<Brand>)]
    brand: Patch<Brand>,
    #[schema(value_type = Option<Notices>)]
    notices: Patch<Notices>,
}

impl EditBody {
    fn edits(self) -> Result<Edits, Problem> {
        self.faults()?;
        Ok(Edits {
            name: required(self.name, "/name")?.map(Text::tidy),
            time_zone: required(self.time_zone, "/time_zone")?,
            language: required(self.language, "/language")?,
            place_code: optional(self.place_code),
            owners: optional(self.owners).map(Option::unwrap_or_default),
            members: optional(self.members).map(Option::unwrap_or_default),
            valid_from: optional(self.valid_from),
            valid_to: optional(self.valid_to),
            merged_into: optional(self.merged_into),
            invented: required(self.invented, "/invented")?,
            brand: optional(self.brand).map(Option::unwrap_or_default),
            notices: optional(self.notices).map(|notices| notices.unwrap_or_default().tidy()),
        })
    }

    fn faults(&self) -> Result<(), Problem> {
        if let Some(name) = self.name.as_set() {
            proper_text(name, "/name")?;
        }
        if let Some(code) = self.merged_into.as_set() {
            proper_code(code, "/merged_into")?;
        }
        if let Some(code) = self.place_code.as_set() {
            proper_code(code, "/place_code")?;
        }
        let members = self.members.as_set().map(Vec::as_slice).unwrap_or_default();
        if members.len() > 500 {
            return Err(Problem::field("/members", "too_long", "At most 500 members."));
        }
        for (nth, code) in members.iter().enumerate() {
            proper_code(code, &format!("/members/{nth}"))?;
        }
        let owners = self.owners.as_set().map(Vec::as_slice).unwrap_or_default();
        if owners.len() > 500 {
            return Err(Problem::field("/owners", "too_long", "At most 500 owners."));
        }
        for (nth, owner) in owners.iter().enumerate() {
            proper_name(&owner.organisation_name, &format!("/owners/{nth}/organisation_name"))?;
            if !owner.code.is_empty() {
                proper_code(&owner.code, &format!("/owners/{nth}/code"))?;
            }
        }
        self.notices.as_set().map_or(Ok(()), proper_notices)?;
        self.brand.as_set().map_or(Ok(()), proper_brand)
    }
}

fn proper_email(address: &str, pointer: &str) -> Result<(), Problem> {
    let proper = address.len() <= 254 && garde::rules::email::apply(&address, ()).is_ok();
    proper
        .then_some(())
        .ok_or_else(|| Problem::field(pointer, "bad_address", "This is no e-mail address."))
}

fn proper_notices(notices: &Notices) -> Result<(), Problem> {
    if let Some(contact) = notices.contact.as_deref().map(str::trim).filter(|c| !c.is_empty()) {
        proper_email(contact, "/notices/contact")?;
    }
    for (text, pointer) in [
        (&notices.accessibility, "/notices/accessibility"),
        (&notices.privacy, "/notices/privacy"),
    ] {
        let Some(text) = text else { continue };
        within(4000)(text, &()).map_err(|fault| Problem::field(pointer, "invalid", format!("{fault}.")))?;
    }
    Ok(())
}

/// A colour is six hexadecimal digits; a crest is a small picture that holds its own bytes.
fn proper_brand(brand: &Brand) -> Result<(), Problem> {
    let digits = brand.colour.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(Problem::field(
            "/brand/colour",
            "bad_colour",
            "A colour is written like `#1a5276`.",
        ));
    }
    let Some(crest) = &brand.crest else { return Ok(()) };
    let picture = ["data:image/png;base64,", "data:image/svg+xml;base64,"]
        .iter()
        .any(|kind| crest.starts_with(kind));
    let fault = |code: &str, told: &str| {
        Problem::faults(vec![FieldFault {
            pointer: "/brand/crest".to_owned(),
            code: code.to_owned(),
            detail: told.to_owned(),
        }])
    };
    if !picture {
        return Err(fault(
            "bad_picture",
            "A crest is a data address of a PNG or SVG picture in base64.",
        ));
    }
    if crest.len() > 100_000 {
        return Err(fault("too_long", "A crest has at most 100 000 characters."));
    }
    plain(100_000)(crest, &()).map_err(|_unshowable| fault("bad_picture", "The crest holds unusable characters."))
}

fn own_id(by: &Caller<EditOrganisation>, id: &str) -> Result<(), Problem> {
    if id == "current" || path_id::<Uuid>(id, "organisation_not_found")? == by.scope().tenant_id() {
        return Ok(());
    }
    Err(OrganisationError::NotFound.into())
}

/// Changes what the organisation says of itself. `current` is the one that one acts for. A changed name is a correction;
/// a new name from a day on is a rename.
#[utoipa::path(tag = "organisations", request_body = EditBody,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = OrganisationBody)),
    extensions(("x-problems" = json!(["404 organisation_not_found"]))))]
#[patch("/api/v1/organisations/{id}")]
pub async fn edit(
    by: Caller<EditOrganisation>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<EditBody>,
    app: Data<App>,
) -> Result<Versioned<OrganisationBody>, Problem> {
    own_id(&by, &id)?;
    let organisation = commands::edit(&app, &by, body.0.edits()?, expected).await?;
    Ok(Versioned(OrganisationBody::of(organisation, &app)))
}

/// A new name from a day on.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": {"fi": "Kauhajoki", "sv": "Kauhajoki"}, "from": "2027-01-01"}))]
pub struct Rename {
    #[garde(custom(said(200)))]
    pub name: Text,
    #[schema(value_type = String, format = Date)]
    pub from: Date,
}

/// From a day on the organisation has another name; what was before stays under the old one.
#[utoipa::path(tag = "organisations", request_body = Rename,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = OrganisationBody)),
    extensions(("x-problems" = json!(["404 organisation_not_found"]))))]
#[post("/api/v1/organisations/{id}/rename")]
pub async fn rename(
    by: Caller<EditOrganisation>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Rename>,
    app: Data<App>,
) -> Result<Versioned<OrganisationBody>, Problem> {
    own_id(&by, &id)?;
    let Json(Rename { name, from }) = body;
    let organisation = commands::rename(&app, &by, name.tidy(), from, expected).await?;
    Ok(Versioned(OrganisationBody::of(organisation, &app)))
}
