//! The journals of an organisation: sealed up to their end, and held against their seals. Nothing of what they say is shown.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{
        Answer,
        history::kinds::SERVICES,
        journal::part,
        lookups::{self, Names},
        refuse, render, show,
        table::Table,
    },
    operators_only,
};
use crate::{
    clients::{Problem, journal::Verification},
    fault::Fault,
    forms::{Control, Form},
    html::Html,
    page::{Page, Section},
    reader::{Reader, SignedIn, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(look_into);
}

#[derive(Template)]
#[template(path = "pages/journals.html")]
struct JournalsPage {
    page: Page,
    form: Form,
    /// What was found, and what it is called.
    found: Option<(String, Table)>,
}

/// How the journal of a service was found; nothing, when the organisation has none there.
type Found = (&'static str, Option<(Verification, i64)>);

fn form(reader: &Reader, organisations: &Names) -> Form {
    let page = Page::new(reader, Section::Journals);
    Form::new(reader, "/operations/journals", "journals-verify")
        .choice("organisation", "organisation", organisations.options(&page))
        .required()
        .tick("seal", "journals-seal-first")
}

fn table(page: &Page, found: &[Found]) -> Table {
    let row = |(service, journal): &Found| {
        let name = Html::text(&part(page, service));
        let Some((verified, sealed)) = journal else {
            return vec![
                name,
                Html::text(&page.t("journals-nothing")),
                Html::text("–"),
                Html::text("–"),
            ];
        };
        let (colour, key) = if verified.intact {
            ("success", "journals-intact")
        } else {
            ("danger", "journals-tampered")
        };
        vec![
            name,
            Html::tag(colour, &page.t(key)),
            Html::unbroken(&page.number(&verified.rows.to_string())),
            Html::unbroken(&page.number(&sealed.to_string())),
        ]
    };
    Table::new(page.t("journals-title"))
        .column(page.t("operations-service"))
        .column(page.t("journals-found"))
        .numbers(page.t("journals-rows"))
        .numbers(page.t("journals-sealed"))
        .rows(found.iter().map(row).collect())
}

fn view(reader: &Reader, form: Form, found: Option<(String, Vec<Found>)>) -> JournalsPage {
    let page = Page::new(reader, Section::Journals);
    JournalsPage {
        found: found.map(|(name, found)| (name, table(&page, &found))),
        form,
        page,
    }
}

#[get("/operations/journals")]
async fn ask(reader: SignedIn) -> Answer {
    operators_only(&reader)?;
    let organisations = lookups::organisations(&reader).await?;
    show(&reader, &view(&reader, form(&reader, &organisations), None))
}

/// Asks a service to seal the journal of an organisation, if that is wanted, and to hold it against its seals.
async fn of_service(reader: &SignedIn, service: &'static str, id: Uuid, seal: bool) -> Result<Found, Problem> {
    let of = format!("/journal/{service}/tenants/{id}");
    let nothing = |problem: &Problem| problem.status == 404;
    let key = crate::forms::fresh_key();
    if seal {
        match reader
            .api()
            .post::<Value>(&format!("{of}/seals"), json!({}), &key)
            .await
        {
            Err(problem) if nothing(&problem) => return Ok((service, None)),
            done => done.map(drop)?,
        }
    }
    let path = format!("{of}/verifications");
    match reader
        .api()
        .post::<Verification>(&path, json!({ "known": [] }), &crate::forms::fresh_key())
        .await
    {
        Err(problem) if nothing(&problem) => Ok((service, None)),
        Err(problem) => Err(problem),
        Ok(verified) => {
            let sealed = verified.head.as_ref().map_or(0, |head| head.position);
            Ok((service, Some((verified, sealed))))
        }
    }
}

#[post("/operations/journals")]
async fn look_into(reader: SignedIn, submitted: Submitted) -> Answer {
    operators_only(&reader)?;
    let organisations = lookups::organisations(&reader).await?;
    let mut form = form(&reader, &organisations).fill(&submitted);
    let chosen = form.value("organisation").parse::<Uuid>();
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, form, None));
    }
    let id = chosen.map_err(|_not_an_id| Fault::NotFound)?;
    let seal = form.value("seal") == "true";
    let asked = SERVICES.map(|service| of_service(&reader, service, id, seal));
    match futures::future::try_join_all(asked).await {
        Ok(found) => {
            let name = organisations.plain(&Page::new(&reader, Section::Journals), &id.to_string());
            let view = view(&reader, form, Some((name, found)));
            render(&reader, actix_web::http::StatusCode::OK, &view)
        }
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, form, None))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let names = Names::sample(&[("019aab3c-0000-7000-8000-000000000001", "Kauhajoki")]);
    let verified = |intact: bool| Verification {
        intact,
        rows: 120,
        ..Verification::default()
    };
    let found = vec![
        ("tenants", Some((verified(true), 120))),
        ("goals", Some((verified(false), 90))),
        ("projects", None),
    ];
    let mut unchosen = form(reader, &names);
    assert!(!unchosen.is_complete(), "an organisation is chosen");
    [
        ("journals", view(reader, form(reader, &names), None)),
        ("journals-refused", view(reader, unchosen, None)),
        (
            "journals-found",
            view(reader, form(reader, &names), Some(("Kauhajoki".to_owned(), found))),
        ),
    ]
    .into_iter()
    .map(|(name, view)| (name.to_owned(), view.render().unwrap()))
    .collect()
}
