//! The organisation's colour, tried out on the page itself before it is taken into use, and its crest.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{
    super::{Answer, see_other, show},
    CURRENT,
};
use crate::{
    clients::organisation::{OwnOrganisation, WholeBrand},
    fault::Fault,
    forms::{Control, Field, Form},
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
    theme::{Colour, Crest, MOST_CREST_BYTES},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(take_colour);
}

const ADDRESS: &str = "/organisation/colours";

#[derive(Template)]
#[template(path = "pages/colours.html")]
pub struct ColoursPage {
    page: Page,
    colour: Field,
    /// Takes the colour that is tried out into use.
    take: Option<Form>,
    crest: Option<String>,
    limits: String,
    /// What was wrong with the crest that was sent.
    crest_fault: Option<String>,
    version: i64,
}

/// The page in the colour that is tried out: nothing shows better what it does.
pub fn view(reader: &Reader, own: &OwnOrganisation, tried: &str, crest_fault: Option<String>) -> ColoursPage {
    let mut page = Page::new(reader, Section::Organisation);
    let mut colour = Field::new(reader.voice, "colour", "organisation-colour", Control::Line("text"));
    colour.required = true;
    let mut take = None;
    if tried.is_empty() {
        colour.set(&own.brand.colour);
    } else if let Some(wanted) = Colour::of(tried) {
        page.brand = wanted;
        colour.set(&wanted.to_string());
        take = Some(wanted).filter(|wanted| Colour::of(&own.brand.colour) != Some(*wanted));
    } else {
        colour.set(tried);
        colour.faults.push(page.t("fault-bad_colour"));
    }
    let take = take.map(|wanted| {
        Form::new(reader, ADDRESS, "organisation-colour-take")
            .cancel(ADDRESS)
            .hidden("colour", &wanted.to_string())
            .seen(own.version)
    });
    let crest = own.brand.crest.as_deref().and_then(Crest::of_data);
    ColoursPage {
        colour,
        take,
        crest: crest.map(|crest| crest.address()),
        limits: page.with("organisation-crest-limits", "count", MOST_CREST_BYTES / 1024),
        crest_fault,
        version: own.version,
        page,
    }
}

/// Keeps colour and crest, and shows them at once.
pub async fn keep(reader: &Member, brand: &WholeBrand, version: Option<i64>) -> Answer {
    let body = json!({ "brand": brand });
    let _kept: Value = reader.api().patch(CURRENT, body, version).await?;
    reader.portal.api.forget(reader.session()).await;
    Ok(see_other("/organisation/colours?done=saved"))
}

#[get("/organisation/colours")]
async fn ask(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::EDIT_ORGANISATION)?;
    let own: OwnOrganisation = reader.api().get(CURRENT).await?;
    show(&reader, &view(&reader, &own, asked.get("colour"), None))
}

#[post("/organisation/colours")]
async fn take_colour(reader: Member, submitted: Submitted) -> Answer {
    let colour = Colour::of(submitted.get("colour")).ok_or_else(|| Fault::Unreadable("no colour".to_owned()))?;
    let own: OwnOrganisation = reader.api().get(CURRENT).await?;
    let brand = WholeBrand {
        colour: colour.to_string(),
        ..own.brand
    };
    keep(&reader, &brand, submitted.get("version").parse().ok()).await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let own = super::show::sample();
    let picture = Crest::of_file(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec()).unwrap();
    let crested = OwnOrganisation {
        brand: WholeBrand {
            crest: Some(picture.data()),
            ..own.brand.clone()
        },
        ..own.clone()
    };
    let refused = Some(reader.voice.say("fault-bad_picture"));
    let samples = [
        ("colours", view(reader, &own, "", None)),
        ("colours-tried", view(reader, &crested, "#c01b1b", None)),
        ("colours-no-colour", view(reader, &own, "red", None)),
        ("colours-no-crest", view(reader, &crested, "", refused)),
    ];
    samples
        .map(|(name, page)| (name.to_owned(), page.render().unwrap()))
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member, theme};

    #[test]
    fn a_colour_is_tried_out_on_the_page_and_only_then_taken() {
        let reader = a_member(Language::Fi);
        let own = super::super::show::sample();
        let page = view(&reader, &own, "#c01b1b", None);
        assert!(
            page.page
                .sheets()
                .contains(&theme::address(Colour::of("#c01b1b").unwrap()))
        );
        assert_eq!(page.take.unwrap().value("colour"), "#c01b1b");
        assert!(view(&reader, &own, "#0D7A5F", None).take.is_none(), "it is in use");
    }

    #[test]
    fn what_is_no_colour_changes_nothing() {
        let reader = a_member(Language::Fi);
        let page = view(&reader, &super::super::show::sample(), "red", None);
        assert_eq!(page.page.brand, reader.brand());
        assert!(page.take.is_none() && !page.colour.faults.is_empty());
    }
}
