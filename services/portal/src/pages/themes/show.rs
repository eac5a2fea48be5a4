use actix_web::get;

use super::super::{
    Answer, Id, lookups,
    lookups::Names,
    related, show,
    thing_page::{Part, ThingPage},
};
use crate::{
    clients::{
        goals::Goal,
        policies::Policy,
        projects::{Activity, Network, Project},
        shared::List,
        themes::{Taxonomy, Theme},
    },
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

/// What carries a theme, some of each. Each list goes on where it is whole.
#[derive(Default)]
struct Carried {
    policies: List<Policy>,
    goals: List<Goal>,
    projects: List<Project>,
    networks: List<Network>,
    activities: List<Activity>,
}

struct Around {
    taxonomy: Taxonomy,
    themes: Names,
    below: Vec<Theme>,
    carried: Carried,
}

fn below(page: &Page, theme: &Theme, found: &[Theme]) -> Part {
    let row = |theme: &Theme| {
        vec![
            Html::link(&format!("/themes/{}", theme.id), &page.text(&theme.name)),
            Html::text(&theme.code),
        ]
    };
    Part::new(page, "themes-below")
        .column(page.t("theme"))
        .column(page.t("theme-code"))
        .rows(found.iter().map(row).collect())
        .action(
            page.may(rights::EDIT_THEMES),
            format!("/taxonomies/{}/themes/new?parent_id={}", theme.taxonomy_id, theme.id),
            page.t("theme-new-title"),
        )
}

fn view(reader: &Reader, theme: &Theme, around: &Around) -> ThingPage {
    let page = Page::new(reader, Section::Themes);
    let id = &theme.id;
    let (carried, of) = (&around.carried, ("theme_id", id.as_str()));
    let above = around.themes.linked(&page, "/themes", theme.parent_id.as_slice());
    ThingPage::new(reader, Section::Themes, ("/themes", "themes-back"), &theme.name)
        .action(rights::EDIT_THEMES, format!("/themes/{id}/edit"), "edit")
        .action(rights::EDIT_THEMES, format!("/themes/{id}/delete"), "delete")
        .words("theme-code", &theme.code)
        .fact("taxonomy", page.text(&around.taxonomy.name))
        .fact("theme-parent", above)
        .history("theme", id)
        .prose("description", &theme.description)
        .part(related::policies(&page, "theme-policies", &carried.policies, of))
        .part(related::goals(&page, "theme-goals", &carried.goals, of))
        .part(related::projects(&page, "theme-projects", &carried.projects, of))
        .part(related::networks(&page, "theme-networks", &carried.networks, of))
        .part(related::activities(&page, "theme-activities", &carried.activities, of))
        .part(below(&page, theme, &around.below))
}

#[get("/themes/{id}")]
pub async fn show_one(reader: Member, id: Id) -> Answer {
    let theme: Theme = reader.api().get(&format!("/themes/{id}")).await?;
    let api = reader.api();
    let carrying = [("theme_id", id.to_string()), ("limit", "20".to_owned())];
    let within = [("parent_id", id.to_string()), ("limit", "200".to_owned())];
    let taxonomy = format!("/taxonomies/{}", theme.taxonomy_id);
    let (taxonomy, themes, below, policies, goals, projects, networks, activities) = futures::try_join!(
        api.get::<Taxonomy>(&taxonomy),
        lookups::themes(&reader),
        api.get_with::<List<Theme>>("/themes", &within),
        // Each of another service than the theme's.
        reader.or_nothing(api.get_with("/policies", &carrying)),
        reader.or_nothing(api.get_with("/goals", &carrying)),
        reader.or_nothing(api.get_with("/projects", &carrying)),
        reader.or_nothing(api.get_with("/networks", &carrying)),
        reader.or_nothing(api.get_with("/activities", &carrying))
    )?;
    let around = Around {
        taxonomy,
        themes,
        below: below.items,
        carried: Carried {
            policies,
            goals,
            projects,
            networks,
            activities,
        },
    };
    show(&reader, &view(&reader, &theme, &around))
}

#[cfg(test)]
pub fn sample() -> Theme {
    serde_json::from_value(serde_json::json!({
        "id": "t1", "version": 1, "taxonomy_id": "x1", "parent_id": "t0", "code": "A", "name": {"fi": "Johtaminen"},
        "description": {"fi": "Johtamisen taidot ja rooli ovat keskeisiä."}
    }))
    .unwrap()
}

#[cfg(test)]
fn found<T: serde::de::DeserializeOwned>(item: serde_json::Value) -> List<T> {
    List {
        items: vec![serde_json::from_value(item).unwrap()],
        next: Some("more".to_owned()),
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use crate::clients::shared::Text;
    use askama::Template as _;
    use serde_json::json;
    let period = json!({"from": "2024-01-01", "to": null});
    let carried = Carried {
        policies: found(
            json!({"id": "d1", "title": {"fi": "Kansainvälisyysohjelma"}, "status": "in_force", "period": period}),
        ),
        goals: found(json!({"id": "g1", "title": {"fi": "Kielitaito"}, "status": "open", "period": period})),
        projects: found(json!({"id": "p1", "title": {"fi": "Erasmus"}, "status": "running", "period": period})),
        networks: found(json!({"id": "n1", "name": {"en": "Eurocities"}, "kind": "network", "host": "Bryssel"})),
        activities: found(json!({"id": "a1", "title": {"fi": "Vierailu"}, "kind": "visit", "period": period})),
    };
    let taxonomy: Taxonomy = serde_json::from_value(json!({"id": "x1", "name": {"fi": "Vaikuttavuus"}})).unwrap();
    let below = Theme {
        id: "t2".to_owned(),
        code: "A1".to_owned(),
        name: Text::fi("Taidot"),
        ..Theme::default()
    };
    let full = Around {
        taxonomy: taxonomy.clone(),
        themes: Names::sample(&[("t0", "Yhteiset")]),
        below: vec![below],
        carried,
    };
    let nothing = Around {
        taxonomy,
        themes: Names::default(),
        below: Vec::new(),
        carried: Carried::default(),
    };
    let bare = Theme {
        parent_id: None,
        description: Text::default(),
        ..sample()
    };
    vec![
        ("theme".to_owned(), view(reader, &sample(), &full).render().unwrap()),
        ("theme-bare".to_owned(), view(reader, &bare, &nothing).render().unwrap()),
    ]
}
