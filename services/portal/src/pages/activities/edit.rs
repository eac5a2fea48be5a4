use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{
    Answer, Id,
    form_page::FormPage,
    lookups,
    lookups::{Kind, Names},
    show,
};
use crate::{
    choices,
    clients::Created,
    fault::Fault,
    forms::{self, Control, Field, Form, exact},
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_edit)
        .service(edit);
}

/// Rows for groups of participants: those there are, and some to spare. Blank ones are not sent.
const SPARE_ROWS: usize = 2;

pub struct Known {
    units: Names,
    themes: Names,
    goals: Names,
    projects: Names,
    networks: Names,
    partners: Names,
}

async fn known(reader: &Member, chosen: &[String]) -> Result<Known, Fault> {
    let (units, themes, goals, projects, networks, partners) = futures::try_join!(
        lookups::all_and(reader, Kind::Units, chosen),
        lookups::all_and(reader, Kind::Themes, chosen),
        lookups::all_and(reader, Kind::Goals, chosen),
        lookups::all_and(reader, Kind::Projects, chosen),
        lookups::all_and(reader, Kind::Networks, chosen),
        lookups::all_and(reader, Kind::Partners, chosen)
    )?;
    Ok(Known {
        units,
        themes,
        goals,
        projects,
        networks,
        partners,
    })
}

/// What every activity says stands first; the rest is for whoever has more to say.
fn form(reader: &Reader, action: String, known: &Known, groups: usize) -> Form {
    let page = Page::new(reader, Section::Activities);
    let voice = reader.voice;
    let mut form = Form::new(reader, action, "save")
        .push(Field::choice(voice, "kind", "activity-kind", &choices::ACTIVITY_KIND))
        .required()
        .texts("title", "activity-title")
        .required()
        .choice("unit_id", "activity-unit", known.units.options(&page))
        .required()
        .date("period.from", "begins")
        .required()
        .date("period.to", "ends")
        .line("place", "place")
        .choice("country", "country", page.countries())
        .heading(voice.say("activity-participants"));
    for index in 0..groups + SPARE_ROWS {
        let row = |field: &str| format!("participants.{index}.{field}");
        form = form
            .heading(page.with("row-participants", "number", index + 1))
            .push(Field::choice(
                voice,
                &row("group"),
                "participants",
                &choices::PARTICIPANTS,
            ))
            .field(&row("count.value"), "participants-count", Control::Decimal)
            .push(Field::choice(
                voice,
                &row("count.exactness"),
                "exactness",
                &choices::EXACTNESS,
            ))
            .fold("more-about-group")
            .line(&row("profession"), "profession")
            .choice(&row("country"), "participants-country", page.countries())
            .unfold();
    }
    form.heading(voice.say("activity-serves"))
        .long_texts("learning", "learning")
        .many("goal_ids", "goals-it-serves", known.goals.options(&page))
        .fold("activity-more")
        .push(Field::choice(voice, "host", "activity-host", &choices::ACTIVITY_HOST))
        .many("languages", "languages-spoken", forms::options(voice, &choices::SPOKEN))
        .field("duration.value", "duration", Control::Decimal)
        .push(Field::choice(
            voice,
            "duration.exactness",
            "exactness",
            &choices::EXACTNESS,
        ))
        .money("cost", "cost")
        .choice("project_id", "project", known.projects.options(&page))
        .choice("network_id", "network", known.networks.options(&page))
        .many("partner_ids", "partners", known.partners.options(&page))
        .many("theme_ids", "themes", known.themes.options(&page))
        .unfold()
}

fn body(form: &Form) -> Value {
    let mut body = form.body();
    let groups = body.get_mut("participants").and_then(Value::as_array_mut);
    for group in groups.into_iter().flatten() {
        exact(group.get_mut("count"));
    }
    exact(body.get_mut("duration"));
    body
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Activities, key, form)
}

fn new_form(reader: &Reader, known: &Known, groups: usize) -> Form {
    form(reader, "/activities/new".to_owned(), known, groups).cancel("/activities")
}

fn edit_form(reader: &Reader, id: &str, known: &Known, groups: usize) -> Form {
    let page = format!("/activities/{id}");
    form(reader, format!("{page}/edit"), known, groups).cancel(page)
}

fn groups_of(activity: &Value) -> usize {
    activity
        .get("participants")
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}

/// What an address may say beforehand of an activity to be added: whose it is, and what it belongs to.
const PRESET: [&str; 5] = ["unit_id", "project_id", "network_id", "goal_ids", "partner_ids"];

#[get("/activities/new")]
async fn ask_new(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::EDIT_ACTIVITIES)?;
    let known = known(&reader, &asked.ids()).await?;
    let mut form = new_form(&reader, &known, 0);
    let own = reader.access.as_ref().and_then(|access| access.units().next());
    form = form.give("unit_id", own.unwrap_or_default());
    for name in PRESET {
        if !asked.get(name).is_empty() {
            form = form.give(name, asked.get(name));
        }
    }
    show(&reader, &view(&reader, "activity-new", form))
}

#[post("/activities/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let known = known(&reader, &submitted.ids()).await?;
    let form = new_form(&reader, &known, 0).fill(&submitted);
    view(&reader, "activity-new", form)
        .send(async |form| {
            let created: Created = reader.api().post("/activities", body(form), &form.key).await?;
            Ok(format!("/activities/{}?done=created", created.id))
        })
        .await
}

#[get("/activities/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_ACTIVITIES)?;
    let activity: Value = reader.api().get(&format!("/activities/{id}")).await?;
    let known = known(&reader, &lookups::ids_in(&activity)).await?;
    let form = edit_form(&reader, &id.to_string(), &known, groups_of(&activity)).fill_from(&activity);
    show(&reader, &view(&reader, "activity-edit", form))
}

#[post("/activities/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/activities/{id}");
    let activity: Value = reader.api().get(&path).await?;
    let known = known(&reader, &submitted.ids()).await?;
    let form = edit_form(&reader, &id.to_string(), &known, groups_of(&activity)).fill(&submitted);
    view(&reader, "activity-edit", form)
        .changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, body(form), form.version).await?;
            Ok(format!("{path}?done=saved"))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let known = Known {
        units: Names::sample(&[("u1", "Koulutus")]),
        themes: Names::sample(&[("t1", "Osaaminen")]),
        goals: Names::sample(&[("g1", "Kielitaito")]),
        projects: Names::sample(&[("p1", "Erasmus")]),
        networks: Names::sample(&[("n1", "Eurocities")]),
        partners: Names::sample(&[("a1", "Tarton kaupunki")]),
    };
    let activity = serde_json::json!({
        "version": 3, "kind": "visit", "title": {"fi": "Vierailu"}, "unit_id": "u1", "host": "host", "languages": ["en"],
        "participants": [{"group": "pupils", "profession": null, "country": "EE", "count": {"value": "12", "exactness": "about"}}]
    });
    let mut refused = new_form(reader, &known, 0);
    refused.is_complete();
    let samples = [
        ("activity-new", "activity-new", new_form(reader, &known, 0)),
        ("activity-new-refused", "activity-new", refused),
        (
            "activity-edit",
            "activity-edit",
            edit_form(reader, "019", &known, 1).fill_from(&activity),
        ),
    ];
    samples
        .map(|(name, key, form)| (name.to_owned(), view(reader, key, form).render().unwrap()))
        .to_vec()
}
