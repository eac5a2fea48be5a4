use actix_web::get;

use super::super::{
    Answer, Id,
    attachments::Attached,
    lookups,
    lookups::{Kind, Names},
    show,
    thing_page::{Part, ThingPage},
};
use crate::{
    clients::projects::{Activity, Participants},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

struct Known {
    units: Names,
    themes: Names,
    goals: Names,
    projects: Names,
    networks: Names,
    partners: Names,
}

fn participants(page: &Page, one: &Participants) -> Vec<Html> {
    vec![
        Html::text(&page.choice("participants", &one.group)),
        Html::text(&one.profession),
        Html::text(&page.country(&one.country)),
        Html::text(&page.figure(one.count.as_ref())),
    ]
}

fn view(reader: &Reader, activity: &Activity, attached: Attached, known: &Known) -> ThingPage {
    let page = Page::new(reader, Section::Activities);
    let id = &activity.id;
    let spoken: Vec<Html> = activity
        .languages
        .iter()
        .map(|code| Html::text(&page.choice("spoken", code)))
        .collect();
    let duration = activity.duration.as_ref().map_or_else(String::new, |years| {
        page.with("duration-years", "years", page.figure(Some(years)))
    });
    let one = |names: &Names, id: &Option<String>, at: &str| names.linked(&page, at, id.as_slice());
    let mut took_part = Part::new(&page, "activity-participants")
        .column(page.t("participants"))
        .column(page.t("profession"))
        .column(page.t("country"))
        .numbers(page.t("participants-count"));
    took_part = took_part.rows(
        activity
            .participants
            .iter()
            .map(|one| participants(&page, one))
            .collect(),
    );
    ThingPage::new(
        reader,
        Section::Activities,
        ("/activities", "activities-back"),
        &activity.title,
    )
    .action(rights::EDIT_ACTIVITIES, format!("/activities/{id}/edit"), "edit")
    .action(rights::EDIT_ACTIVITIES, format!("/activities/{id}/delete"), "delete")
    .words("activity-kind", &page.choice("activity-kind", &activity.kind))
    .words("period", &page.period(&activity.period))
    .fact("unit", known.units.maybe(&page, activity.unit_id.as_deref()))
    .words("place", &activity.place)
    .words("country", &page.country(&activity.country))
    .words("activity-host", &page.choice("activity-host", &activity.host))
    .fact("languages-spoken", Html::join(&spoken, ", "))
    .words("activity-people", &page.figure(activity.people.as_ref()))
    .words("duration", &duration)
    .words("cost", &page.money(&activity.cost))
    .fact(
        "goals-it-serves",
        known.goals.linked(&page, "/goals", &activity.goal_ids),
    )
    .fact("project", one(&known.projects, &activity.project_id, "/projects"))
    .fact("network", one(&known.networks, &activity.network_id, "/networks"))
    .fact(
        "partners",
        known.partners.linked(&page, "/partners", &activity.partner_ids),
    )
    .fact("themes", known.themes.linked(&page, "/themes", &activity.theme_ids))
    .history("activity", id)
    .prose("learning", &activity.learning)
    .part(took_part)
    .attached(attached)
}

#[get("/activities/{id}")]
pub async fn show_one(reader: Member, id: Id) -> Answer {
    let activity: Activity = reader.api().get(&format!("/activities/{id}")).await?;
    let page = Page::new(&reader, Section::Activities);
    let (attached, units, themes, goals, projects, networks, partners) = futures::try_join!(
        Attached::of(&reader, &page, "activities", &activity.id),
        reader.or_nothing(lookups::some(&reader, Kind::Units, &activity.unit_id)),
        reader.or_nothing(lookups::some(&reader, Kind::Themes, &activity.theme_ids)),
        reader.or_nothing(lookups::some(&reader, Kind::Goals, &activity.goal_ids)),
        reader.or_nothing(lookups::some(&reader, Kind::Projects, &activity.project_id)),
        reader.or_nothing(lookups::some(&reader, Kind::Networks, &activity.network_id)),
        reader.or_nothing(lookups::some(&reader, Kind::Partners, &activity.partner_ids))
    )?;
    let known = Known {
        units,
        themes,
        goals,
        projects,
        networks,
        partners,
    };
    show(&reader, &view(&reader, &activity, attached, &known))
}

#[cfg(test)]
pub fn sample() -> Activity {
    serde_json::from_value(serde_json::json!({
        "id": "019", "version": 1, "kind": "staff_exchange", "title": {"fi": "Henkilöstövaihto"}, "period": {"from": "2002-01-01", "to": null},
        "place": "Tartto", "country": "EE", "host": "guest", "languages": ["en", "et"], "unit_id": "u1",
        "participants": [{"group": "employees", "profession": "opettaja", "country": "EE", "count": {"value": "60", "exactness": "at_least"}}],
        "people": {"value": "60", "exactness": "at_least"}, "duration": {"value": "20", "exactness": "at_least"},
        "cost": {"amount": "5000.00", "currency": "EUR"}, "goal_ids": ["g1"], "project_id": "p1", "network_id": null,
        "partner_ids": ["a1"], "theme_ids": ["t1"], "learning": {"fi": "Uusia tapoja."}
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let known = Known {
        units: Names::sample(&[("u1", "Koulutus")]),
        themes: Names::sample(&[("t1", "Osaaminen")]),
        goals: Names::sample(&[("g1", "Kielitaito")]),
        projects: Names::sample(&[("p1", "Erasmus")]),
        networks: Names::default(),
        partners: Names::sample(&[("a1", "Tarton kaupunki")]),
    };
    let attached = |filled| Attached::sample(&Page::new(reader, Section::Activities), "activities", filled);
    let bare = Activity {
        id: "019".to_owned(),
        title: crate::clients::shared::Text::fi("Uusi"),
        ..Activity::default()
    };
    let full = view(reader, &sample(), attached(true), &known);
    let bare = view(reader, &bare, attached(false), &known);
    vec![
        ("activity".to_owned(), full.render().unwrap()),
        ("activity-bare".to_owned(), bare.render().unwrap()),
    ]
}
