use actix_web::get;

use super::{
    super::{
        Answer, lookups, rename, show,
        thing_page::{Part, ThingPage},
    },
    CURRENT,
};
use crate::{
    clients::{
        organisation::{Area, OwnOrganisation, Owner},
        shared::List,
        tenants::Subscription,
    },
    fault::Fault,
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

/// What is not told with the organisation itself.
#[derive(Default)]
struct Around {
    /// Absent of an organisation that nobody had to ask for.
    subscription: Option<Subscription>,
    place: Option<Area>,
    municipalities: Vec<Area>,
}

/// A place by its name, with its official code.
fn place(page: &Page, code: &str, area: Option<&Area>) -> String {
    match area {
        Some(area) => format!("{} ({code})", page.plain(&area.name)),
        None => code.to_owned(),
    }
}

fn members(page: &Page, own: &OwnOrganisation, municipalities: &[Area]) -> String {
    let name = |code: &String| {
        let area = municipalities.iter().find(|area| area.code == *code);
        area.map_or_else(|| code.clone(), |area| page.plain(&area.name))
    };
    own.members.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn owners(page: &Page, found: &[Owner]) -> Part {
    let row = |owner: &Owner| {
        vec![
            Html::text(&owner.organisation_name),
            Html::text(&owner.code),
            Html::text(&page.number(&owner.share)),
        ]
    };
    Part::new(page, "organisation-owners")
        .column(page.t("organisation-name"))
        .column(page.t("organisation-code"))
        .numbers(page.t("owner-share"))
        .rows(found.iter().map(row).collect())
}

fn subscribed(page: &Page, subscription: &Subscription) -> Html {
    let colour = match subscription.status.as_str() {
        "trial" | "active" => "success",
        _ => "warning",
    };
    Html::tag(colour, &page.choice("subscription-status", &subscription.status))
}

fn view(reader: &Reader, own: &OwnOrganisation, around: &Around) -> ThingPage {
    let page = Page::new(reader, Section::Organisation);
    let may = rights::EDIT_ORGANISATION;
    let shut = (own.state == "read_only").then(|| page.t("fault-read_only"));
    let invented = if own.invented { page.t("yes") } else { String::new() };
    let mut shown = ThingPage::new(reader, Section::Organisation, ("/", "navigation-start"), &own.name)
        .action(may, "/organisation/edit".to_owned(), "edit")
        .action(may, "/organisation/rename".to_owned(), "rename-link")
        .action(may, "/organisation/colours".to_owned(), "organisation-colours-title")
        .action(may, "/organisation/notices".to_owned(), "organisation-notices-title")
        .warning(shut)
        .words("organisation-kind", &page.choice("organisation-kind", &own.kind))
        .words("organisation-code", &own.code)
        .words("country", &page.country(&own.country))
        .words("organisation-language", &page.choice("language", &own.language))
        .words("time-zone", &own.time_zone)
        .words(
            "organisation-place",
            &place(&page, &own.place_code, around.place.as_ref()),
        )
        .words("organisation-members", &members(&page, own, &around.municipalities))
        .words("validity", &page.period(&own.validity()))
        .words("organisation-merged-into", &own.merged_into)
        .words("invented", &invented)
        .fact("brand-colour", Html::code(&own.brand.colour));
    if let Some(subscription) = &around.subscription {
        shown = shown
            .fact("organisation-subscription", subscribed(&page, subscription))
            .words("trial-until", &page.date(&subscription.trial_until))
            .words("requested-at", &page.date(&subscription.requested_at));
    }
    shown = shown.history("organisation", &own.id);
    if !own.owners.is_empty() {
        shown = shown.part(owners(&page, &own.owners));
    }
    // One name alone stands above already.
    if own.names.len() > 1 {
        shown = shown.part(rename::part(&page, &own.names));
    }
    shown
}

async fn subscription(reader: &Member) -> Result<Option<Subscription>, Fault> {
    match reader.api().get("/subscriptions/current").await {
        Ok(found) => Ok(Some(found)),
        Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

async fn place_of(reader: &Member, own: &OwnOrganisation) -> Result<Option<Area>, Fault> {
    if own.place_code.is_empty() {
        return Ok(None);
    }
    let query = [("country", own.country.clone()), ("code", own.place_code.clone())];
    let found: List<Area> = reader.api().get_with("/geography", &query).await?;
    Ok(found.items.into_iter().next())
}

async fn municipalities(reader: &Member, own: &OwnOrganisation) -> Result<Vec<Area>, Fault> {
    if own.members.is_empty() {
        return Ok(Vec::new());
    }
    let today = [
        ("country", own.country.clone()),
        ("kind", "municipality".to_owned()),
        ("on", reader.today().to_string()),
    ];
    lookups::every(reader, "/geography", &today).await
}

#[get("/organisation")]
pub async fn show_own(reader: Member) -> Answer {
    let own: OwnOrganisation = reader.api().get(CURRENT).await?;
    let (subscription, place, municipalities) = futures::try_join!(
        subscription(&reader),
        place_of(&reader, &own),
        municipalities(&reader, &own)
    )?;
    let around = Around {
        subscription,
        place,
        municipalities,
    };
    show(&reader, &view(&reader, &own, &around))
}

#[cfg(test)]
pub fn sample() -> OwnOrganisation {
    serde_json::from_value(serde_json::json!({
        "id": "o1", "version": 3, "kind": "joint_authority", "name": {"fi": "Suupohjan kuntayhtymä"}, "code": "0232", "country": "FI",
        "names": [{"name": {"fi": "Vanha kuntayhtymä"}, "from": null, "to": "2016-12-31"}, {"name": {"fi": "Suupohjan kuntayhtymä"}, "from": "2017-01-01", "to": null}],
        "time_zone": "Europe/Helsinki", "language": "fi", "place_code": "232", "members": ["232", "999"],
        "owners": [{"organisation_name": "Kauhajoen kaupunki", "code": "232", "share": "47.50"}], "invented": true,
        "brand": {"colour": "#0d7a5f", "crest": null}, "state": "read_only"
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let area = |code: &str, name: &str| Area {
        code: code.to_owned(),
        name: crate::clients::shared::Text::fi(name),
    };
    let subscription = serde_json::json!({"id": "s1", "status": "trial", "trial_until": "2026-12-31", "requested_at": "2026-10-01T08:00:00Z"});
    let around = Around {
        subscription: Some(serde_json::from_value(subscription).unwrap()),
        place: Some(area("232", "Kauhajoki")),
        municipalities: vec![area("232", "Kauhajoki")],
    };
    let bare = OwnOrganisation {
        id: "o2".to_owned(),
        name: crate::clients::shared::Text::fi("Uusi"),
        ..OwnOrganisation::default()
    };
    let crested = super::super::samples::a_member_with_a_crest(reader.voice);
    vec![
        (
            "organisation".to_owned(),
            view(&crested, &sample(), &around).render().unwrap(),
        ),
        (
            "organisation-bare".to_owned(),
            view(reader, &bare, &Around::default()).render().unwrap(),
        ),
    ]
}
