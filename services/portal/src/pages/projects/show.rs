use std::collections::HashMap;

use actix_web::get;
use askama::Template;
use rust_decimal::Decimal;

use super::{
    super::{
        Answer, Id,
        attachments::Attached,
        lookups,
        lookups::{Kind, Names},
        show,
    },
    status,
};
use crate::{
    choices,
    clients::{
        projects::{Application, Financing, GoalShare, Project, Step},
        shared::{List, Money},
    },
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

#[derive(Template)]
#[template(path = "pages/project.html")]
struct ProjectPage {
    page: Page,
    status: Html,
    unit: Html,
    programme: Html,
    themes: Html,
    goals: Html,
    manager: String,
    partners: Html,
    relations: Html,
    project: Project,
    applications: Vec<ApplicationView>,
    attached: Attached,
    may_edit: bool,
    may_apply: bool,
}

struct ApplicationView {
    application: Application,
    /// The states an application passes on the straight way, and which of them it is in.
    path: Vec<(String, bool)>,
    shows: StepColumns,
    sources: Vec<SourceRow>,
    /// By how much the financing plan does not add up.
    gap: Option<String>,
}

/// The columns that some step of an application fills.
struct StepColumns {
    decided_by: bool,
    case_number: bool,
    note: bool,
}

impl StepColumns {
    fn of(steps: &[Step]) -> Self {
        Self {
            decided_by: steps.iter().any(|step| !step.decided_by.is_empty()),
            case_number: steps.iter().any(|step| !step.case_number.is_empty()),
            note: steps.iter().any(|step| !step.note.is_empty()),
        }
    }
}

struct SourceRow {
    source: String,
    kind: String,
    name: String,
    amount: String,
}

/// The straight way of an application; what lies beside it (rejected, withdrawn) takes the place of the decision.
const STRAIGHT: [&str; 8] = [
    "idea",
    "go",
    "preparing",
    "submitted",
    "approved",
    "agreement",
    "running",
    "closed",
];

fn path(page: &Page, state: &str) -> Vec<(String, bool)> {
    let beside = matches!(state, "approved_with_conditions" | "rejected" | "withdrawn");
    let ends = matches!(state, "rejected" | "withdrawn");
    let steps = STRAIGHT
        .iter()
        .map(|step| if *step == "approved" && beside { state } else { step });
    let shown = if ends { 5 } else { STRAIGHT.len() };
    steps
        .take(shown)
        .map(|step| (page.choice(choices::APPLICATION_STATE.prefix, step), step == state))
        .collect()
}

/// A financing plan must add up; if it does not, the page says by how much and in which direction.
pub fn plan_gap(page: &Page, financing: &Financing) -> Option<String> {
    let total = financing.total.as_ref()?;
    let wanted: Decimal = total.amount.parse().ok()?;
    let sum: Decimal = financing
        .sources
        .iter()
        .filter_map(|source| amount(source).parse::<Decimal>().ok())
        .sum();
    let difference = wanted - sum;
    if difference.is_zero() || financing.sources.is_empty() {
        return None;
    }
    let by = page.reader.voice.money(&difference.abs().to_string(), &total.currency);
    let key = if difference.is_sign_positive() {
        "financing-gap"
    } else {
        "financing-excess"
    };
    Some(page.with(key, "amount", by))
}

/// A source's amount is told as money or as a bare number.
fn amount(source: &crate::clients::projects::Source) -> String {
    let bare = source.amount.get("amount").unwrap_or(&source.amount);
    bare.as_str().map_or_else(
        || {
            if bare.is_null() {
                String::new()
            } else {
                bare.to_string()
            }
        },
        str::to_owned,
    )
}

impl ApplicationView {
    fn new(page: &Page, application: Application) -> Self {
        let total = application.financing.total.clone().unwrap_or_default();
        let sources = application.financing.sources.iter().map(|source| SourceRow {
            source: page.choice("source", &source.source),
            kind: page.choice("source-kind", &source.kind),
            name: source.name.clone(),
            amount: page.money(&Some(Money {
                amount: amount(source),
                currency: total.currency.clone(),
            })),
        });
        Self {
            path: path(page, &application.state),
            shows: StepColumns::of(&application.steps),
            sources: sources.collect(),
            gap: plan_gap(page, &application.financing),
            application,
        }
    }
}

struct Known {
    units: Names,
    themes: Names,
    goals: Names,
    programmes: Names,
    partners: Names,
    projects: Names,
    people: HashMap<String, String>,
}

/// Links, each with a word on what it is.
fn related<'a>(page: &Page, (at, names): (&str, &Names), each: impl Iterator<Item = (&'a String, String)>) -> Html {
    let line = |(id, word): (&String, String)| {
        let link = Html::link(&format!("{at}/{id}"), &names.name(page, id));
        if word.is_empty() {
            return link;
        }
        Html::join(&[link, Html::text(&format!(" ({word})"))], "")
    };
    Html::join(&each.map(line).collect::<Vec<_>>(), "<br>")
}

fn view(
    reader: &Reader,
    project: Project,
    (applications, attached): (Vec<Application>, Attached),
    known: &Known,
) -> ProjectPage {
    let page = Page::new(reader, Section::Projects);
    // A share is said where it is not the whole.
    let share = |share: &GoalShare| match share.share.as_str() {
        "" | "100" | "100.00" => String::new(),
        part => format!("{}\u{a0}%", page.number(part)),
    };
    let goals = project.goal_ids.iter().map(|goal| (&goal.goal_id, share(goal)));
    let goals = related(&page, ("/goals", &known.goals), goals);
    let partners = project
        .partners
        .iter()
        .map(|partner| (&partner.partner_id, page.choice("project-role", &partner.role)));
    let partners = related(&page, ("/partners", &known.partners), partners);
    let relations = project
        .relations
        .iter()
        .map(|relation| (&relation.project_id, page.choice("relation", &relation.kind)));
    let relations = related(&page, ("/projects", &known.projects), relations);
    let manager = project.manager_id.as_ref().and_then(|id| known.people.get(id));
    ProjectPage {
        status: status(&page, &project.status),
        unit: known.units.maybe(&page, project.owner_unit_id.as_deref()),
        programme: known.programmes.maybe(&page, project.programme_id.as_deref()),
        themes: known.themes.linked(&page, "/themes", &project.theme_ids),
        manager: manager.cloned().unwrap_or_default(),
        goals,
        partners,
        relations,
        applications: applications
            .into_iter()
            .map(|application| ApplicationView::new(&page, application))
            .collect(),
        attached,
        may_edit: page.may(rights::EDIT_PROJECTS),
        may_apply: page.may(rights::EDIT_APPLICATIONS),
        page,
        project,
    }
}

#[get("/projects/{id}")]
pub async fn show_one(reader: Member, id: Id) -> Answer {
    let project: Project = reader.api().get(&format!("/projects/{id}")).await?;
    let api = reader.api();
    let query = [("project_id", id.to_string())];
    let applications = api.get_with::<List<Application>>("/applications", &query);
    let page = Page::new(&reader, Section::Projects);
    let goals = project.goal_ids.iter().map(|tied| &tied.goal_id);
    let partners = project.partners.iter().map(|tied| &tied.partner_id);
    let projects = project.relations.iter().map(|tied| &tied.project_id);
    let (applications, attached, units, themes, goals, programmes, partners, projects, people) = futures::try_join!(
        applications,
        Attached::of(&reader, &page, "projects", &project.id),
        reader.or_nothing(lookups::some(&reader, Kind::Units, &project.owner_unit_id)),
        reader.or_nothing(lookups::some(&reader, Kind::Themes, &project.theme_ids)),
        reader.or_nothing(lookups::some(&reader, Kind::Goals, goals)),
        lookups::programmes(&reader),
        lookups::some(&reader, Kind::Partners, partners),
        lookups::some(&reader, Kind::Projects, projects),
        reader.or_nothing(lookups::people_of(&reader, &project.manager_id))
    )?;
    let known = Known {
        units,
        themes,
        goals,
        programmes,
        partners,
        projects,
        people,
    };
    show(&reader, &view(&reader, project, (applications.items, attached), &known))
}

#[cfg(test)]
pub fn sample_project() -> Project {
    serde_json::from_value(serde_json::json!({
        "id": "019", "version": 2, "title": {"fi": "Suupohjan elinvoiman johtaminen"}, "kind": "national", "role": "lead", "funder": "TEKES",
        "owner_unit_id": "u1", "period": {"from": "2017-01-01", "to": "2018-12-31"}, "summary": {"fi": "Kolme kokonaisuutta.\n\nNeljä kuntaa."},
        "theme_ids": ["t1"], "goal_ids": [{"goal_id": "g1", "share": "50"}], "manager_id": "m1", "partners": [{"partner_id": "a1", "role": "lead"}], "relations": [{"kind": "parent", "project_id": "h1"}], "status": "ended", "case_number": "12/2016",
        "work_packages": [{"number": 1, "title": {"fi": "Johtaminen"}, "description": {"fi": "Yhteistyön johtaminen"}}],
        "total_cost": {"amount": "100000.00", "currency": "EUR"}, "public_card": true
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let application = |state: &str| -> Application {
        serde_json::from_value(serde_json::json!({
            "id": "0191", "version": 4, "project_id": "019", "call": "Elinvoima 2016", "state": state, "next_states": ["approved"], "submitted_on": "2016-10-01",
            "applied": {"amount": "70000.00", "currency": "EUR"}, "granted": null,
            "steps": [{"to": "submitted", "on": "2016-10-01", "decided_by": "Johtoryhmä", "case_number": "12/2016", "note": null}],
            "financing": {"total": {"amount": "100000.00", "currency": "EUR"}, "sources": [
                {"source": "state", "kind": "cash", "name": "TEKES", "amount": {"amount": "70000.00", "currency": "EUR"}},
                {"source": "municipal", "kind": "in_kind", "name": null, "amount": "20000.00"}]}
        }))
        .unwrap()
    };
    let attached = |filled| Attached::sample(&Page::new(reader, Section::Projects), "projects", filled);
    let known = Known {
        units: Names::sample(&[("u1", "Kehittäminen")]),
        themes: Names::sample(&[("t1", "Elinvoima")]),
        goals: Names::sample(&[("g1", "Elinvoimainen seutu")]),
        programmes: Names::default(),
        partners: Names::sample(&[("a1", "Nordstad")]),
        projects: Names::sample(&[("h1", "Edellinen hanke")]),
        people: [("m1".to_owned(), "Hankepäällikkö".to_owned())].into(),
    };
    let full = view(
        reader,
        sample_project(),
        (vec![application("submitted"), application("rejected")], attached(true)),
        &known,
    );
    let bare = view(
        reader,
        Project {
            id: "019".to_owned(),
            title: crate::clients::shared::Text::fi("Uusi"),
            ..Project::default()
        },
        (Vec::new(), attached(false)),
        &known,
    );
    vec![
        ("project".to_owned(), full.render().unwrap()),
        ("project-bare".to_owned(), bare.render().unwrap()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::a_member;

    #[test]
    fn a_plan_that_does_not_add_up_says_by_how_much() {
        let page = Page::new(&a_member(crate::language::Language::En), Section::Projects);
        let financing = |amounts: [&str; 2]| -> Financing {
            serde_json::from_value(serde_json::json!({
                "total": {"amount": "100.00", "currency": "EUR"},
                "sources": amounts.map(|amount| serde_json::json!({"source": "eu", "amount": amount}))
            }))
            .unwrap()
        };
        assert_eq!(plan_gap(&page, &financing(["60.00", "40.00"])), None);
        assert!(
            plan_gap(&page, &financing(["60.00", "30.00"]))
                .unwrap()
                .contains("€10.00")
        );
        assert!(
            plan_gap(&page, &financing(["60.00", "50.00"]))
                .unwrap()
                .contains("€10.00")
        );
    }
}
