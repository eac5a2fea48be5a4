use actix_web::get;

use super::{
    super::{Answer, Id, attachments::Attached, related, show, thing_page::ThingPage},
    twin,
};
use crate::{
    clients::{
        projects::{Activity, Partner, Project},
        shared::{List, Text},
    },
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

/// What is done with it, the newest first. Each list goes on where it is whole.
struct Done {
    projects: List<Project>,
    activities: List<Activity>,
}

fn view(reader: &Reader, partner: &Partner, done: &Done, attached: Attached) -> ThingPage {
    let page = Page::new(reader, Section::Partners);
    let id = &partner.id;
    let town = partner.twin_town.clone().unwrap_or_default();
    let dormant = partner.dormant.then(|| page.t("partner-dormant-told"));
    let notes = Text::everywhere(&partner.notes);
    ThingPage::new(
        reader,
        Section::Partners,
        ("/partners", "partners-back"),
        &Text::everywhere(&partner.name),
    )
    .action(rights::EDIT_PARTNERS, format!("/partners/{id}/edit"), "edit")
    .action(rights::EDIT_PARTNERS, format!("/partners/{id}/delete"), "delete")
    .warning(dormant)
    .words("partner-kind", &page.choice("partner-kind", &partner.kind))
    .words("country", &page.country(&partner.country))
    .words("town", &partner.town)
    .fact("website", Html::website(&partner.website))
    .fact("twin-town", twin(&page, partner))
    .words("twin-town-since", &page.date(&town.since))
    .words("twin-town-agreement", &town.agreement)
    .words("last-activity", &page.date(&partner.last_activity_on))
    .history("partner", id)
    .prose("notes", &notes)
    .part(related::activities_to_add(
        &page,
        "partner-activities",
        &done.activities,
        ("partner_id", id),
        "partner_ids",
    ))
    .part(related::projects(
        &page,
        "partner-projects",
        &done.projects,
        ("partner_id", id),
    ))
    .attached(attached)
}

#[get("/partners/{id}")]
pub async fn show_one(reader: Member, id: Id) -> Answer {
    let partner: Partner = reader.api().get(&format!("/partners/{id}")).await?;
    let page = Page::new(&reader, Section::Partners);
    let newest = [
        ("partner_id", id.to_string()),
        ("sort", "-period_from".to_owned()),
        ("limit", "20".to_owned()),
    ];
    let api = reader.api();
    let (attached, projects, activities) = futures::try_join!(
        Attached::of(&reader, &page, "partners", &partner.id),
        api.get_with("/projects", &newest),
        api.get_with("/activities", &newest)
    )?;
    let done = Done { projects, activities };
    show(&reader, &view(&reader, &partner, &done, attached))
}

#[cfg(test)]
pub fn sample() -> Partner {
    serde_json::from_value(serde_json::json!({
        "id": "a1", "version": 1, "name": "Nordstad", "kind": "municipality", "country": "SE", "town": "Nordstad", "website": "https://nordstad.example.org/",
        "twin_town": {"since": "1975-05-01", "agreement": "Valtuustojen päätös", "status": "dormant"}, "notes": "Yhteys\n\nkulttuurin kautta.",
        "last_activity_on": "2019-06-01", "dormant": true
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let attached = |filled| Attached::sample(&Page::new(reader, Section::Partners), "partners", filled);
    let activity = serde_json::json!({"id": "019", "kind": "visit", "title": {"fi": "Vierailu"}, "period": {"from": "2019-06-01", "to": "2019-06-01"}});
    let project = serde_json::json!({"id": "020", "status": "ended", "title": {"fi": "Hanke"}, "period": {"from": "2019-06-01", "to": "2019-06-01"}});
    let more = Some("more".to_owned());
    let done = Done {
        projects: List {
            items: vec![serde_json::from_value(project).unwrap()],
            next: more.clone(),
        },
        activities: List {
            items: vec![serde_json::from_value(activity).unwrap()],
            next: more,
        },
    };
    let nothing = Done {
        projects: List::default(),
        activities: List::default(),
    };
    let bare = Partner {
        id: "a2".to_owned(),
        name: "Uusi".to_owned(),
        ..Partner::default()
    };
    let full = view(reader, &sample(), &done, attached(true));
    let bare = view(reader, &bare, &nothing, attached(false));
    vec![
        ("partner".to_owned(), full.render().unwrap()),
        ("partner-bare".to_owned(), bare.render().unwrap()),
    ]
}
