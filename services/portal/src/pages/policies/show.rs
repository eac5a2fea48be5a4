use actix_web::get;

use super::{
    super::{
        Answer, Id,
        attachments::Attached,
        lookups,
        lookups::Names,
        show,
        thing_page::{Part, ThingPage},
    },
    edition, status, steps, way,
};
use crate::{
    clients::{
        goals::Goal,
        policies::{Assignment, Edition, Policy},
        shared::{List, Text},
    },
    fault::Fault,
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

/// What belongs to a document.
#[derive(Default)]
struct Around {
    editions: Vec<Edition>,
    assignments: List<Assignment>,
    goals: Vec<Goal>,
    /// The one whose place it takes, by what it is called.
    superseded: Option<Text>,
    themes: Names,
    units: Names,
}

fn editions(page: &Page, policy: &Policy, found: &[Edition]) -> Part {
    let row = |one: &Edition| {
        vec![
            edition(page, &policy.id, one.number),
            status(page, &one.status),
            Html::text(&page.period(&one.period)),
            Html::unbroken(&page.date(&one.opened_at)),
        ]
    };
    Part::new(page, "policy-editions")
        .column(page.t("policy-edition"))
        .column(page.t("status"))
        .column(page.t("validity"))
        .column(page.t("edition-opened"))
        .rows(found.iter().map(row).collect())
        .action(
            way::is_decided(&policy.status) && page.may(rights::EDIT_POLICIES),
            format!("/policies/{}/editions/new", policy.id),
            page.t("edition-open"),
        )
}

fn assignments(page: &Page, id: &str, around: &Around) -> Part {
    let row = |one: &Assignment| {
        vec![
            Html::link(&format!("/assignments/{}", one.id), &page.text(&one.title)),
            around.units.maybe(page, one.unit_id.as_deref()),
            Html::text(&page.date(&one.due_on)),
            Html::text(&page.choice("assignment-status", &one.status)),
        ]
    };
    Part::new(page, "policy-assignments")
        .column(page.t("assignment"))
        .column(page.t("unit"))
        .column(page.t("due-on"))
        .column(page.t("status"))
        .rows(around.assignments.items.iter().map(row).collect())
        .action(
            page.may(rights::EDIT_ASSIGNMENTS),
            format!("/assignments/new?policy_id={id}"),
            page.t("assignment-new-title"),
        )
        .all(
            around.assignments.next.is_some(),
            format!("/assignments?policy_id={id}"),
            page.t("assignments-title"),
        )
}

fn goals(page: &Page, id: &str, around: &Around) -> Part {
    let row = |goal: &Goal| {
        vec![
            Html::link(&format!("/goals/{}", goal.id), &page.text(&goal.title)),
            around.units.maybe(page, goal.accountable_unit_id.as_deref()),
            Html::text(&page.choice("goal-status", &goal.status)),
        ]
    };
    Part::new(page, "policy-goals")
        .column(page.t("goal-title"))
        .column(page.t("accountable-unit"))
        .column(page.t("status"))
        .rows(around.goals.iter().map(row).collect())
        .action(
            page.may(rights::EDIT_GOALS),
            format!("/goals/new?policy_id={id}"),
            page.t("goal-new-title"),
        )
}

/// What can be done with it as it stands.
fn with_actions(mut page: ThingPage, policy: &Policy) -> ThingPage {
    let (id, right) = (&policy.id, rights::EDIT_POLICIES);
    if !policy.next_statuses.is_empty() {
        page = page.action(right, format!("/policies/{id}/step"), "policy-step-title");
    }
    let edit = if way::is_in_writing(&policy.status) {
        "edit"
    } else {
        "policy-themes-title"
    };
    page = page.action(right, format!("/policies/{id}/edit"), edit);
    // What was decided stays.
    if policy.edition == 1 && !way::is_decided(&policy.status) {
        page = page.action(right, format!("/policies/{id}/delete"), "delete");
    }
    page
}

fn view(reader: &Reader, policy: &Policy, around: &Around, attached: Attached) -> ThingPage {
    let page = Page::new(reader, Section::Policies);
    let id = &policy.id;
    let standing = policy.standing_edition.filter(|standing| *standing != policy.edition);
    let standing = standing.map_or_else(Html::default, |standing| edition(&page, id, standing));
    let superseded = policy.supersedes.as_ref().zip(around.superseded.as_ref());
    let superseded = superseded.map_or_else(Html::default, |(policy, title)| {
        Html::link(&format!("/policies/{}", policy.policy_id), &page.text(title))
    });
    let mut shown = ThingPage::new(reader, Section::Policies, ("/policies", "policies-back"), &policy.title);
    shown = with_actions(shown, policy)
        .way("policy-way", way::stages(&page, &policy.status, &policy.steps))
        .words("policy-kind", &page.choice("policy-kind", &policy.kind))
        .fact("status", status(&page, &policy.status))
        .words("policy-edition", &policy.edition.to_string())
        .fact("policy-standing-edition", standing)
        .words("validity", &page.period(&policy.period))
        .words("case-number", &policy.case_number)
        .fact("themes", around.themes.linked(&page, "/themes", &policy.theme_ids))
        .fact("policy-supersedes", superseded)
        .history("policy", id);
    if around.editions.len() > 1 {
        shown = shown.link(format!("/policies/{id}/compare"), "editions-compare");
    }
    shown = shown.prose("policy-vision", &policy.vision);
    for section in &policy.sections {
        shown = shown.section(&section.heading, &section.body);
    }
    shown
        .part(steps(&page, &policy.steps))
        .part(editions(&page, policy, &around.editions))
        .part(assignments(&page, id, around))
        .part(goals(&page, id, around))
        .attached(attached)
}

async fn around(reader: &Member, policy: &Policy) -> Result<Around, Fault> {
    let api = reader.api();
    let editions_path = format!("/policies/{}/editions", policy.id);
    let of_it = |limit: &str| [("policy_id", policy.id.clone()), ("limit", limit.to_owned())];
    let (first, most) = (of_it("20"), of_it("200"));
    let superseded = async {
        match &policy.supersedes {
            Some(other) => {
                let other = format!("/policies/{}", other.policy_id);
                api.get::<Policy>(&other).await.map(Some)
            }
            None => Ok(None),
        }
    };
    let (editions, assignments, goals, superseded, themes, units) = futures::try_join!(
        api.get::<List<Edition>>(&editions_path),
        api.get_with::<List<Assignment>>("/assignments", &first),
        api.get_with::<List<Goal>>("/goals", &most),
        superseded,
        reader.or_nothing(lookups::themes(reader)),
        reader.or_nothing(lookups::units(reader))
    )?;
    Ok(Around {
        editions: editions.items,
        assignments,
        goals: goals.items,
        superseded: superseded.map(|other| other.title),
        themes,
        units,
    })
}

#[get("/policies/{id}")]
pub async fn show_one(reader: Member, id: Id) -> Answer {
    let policy: Policy = reader.api().get(&format!("/policies/{id}")).await?;
    let page = Page::new(&reader, Section::Policies);
    let (attached, around) = futures::try_join!(
        Attached::of(&reader, &page, "policies", &policy.id),
        around(&reader, &policy)
    )?;
    show(&reader, &view(&reader, &policy, &around, attached))
}

#[cfg(test)]
pub fn sample() -> Policy {
    serde_json::from_value(serde_json::json!({
        "id": "019", "version": 7, "kind": "strategy", "title": {"fi": "Kansainvälisyysohjelma", "sv": "Internationellt program"},
        "case_number": "KH 12/2025", "period": {"from": "2025-01-01", "to": null}, "vision": {"fi": "Ovet auki.\n\nKaikille."},
        "sections": [{"key": "aims", "heading": {"fi": "Päämäärät"}, "body": {"fi": "Verkostot tukevat elinvoimaa."}},
            {"key": "money", "heading": {"sv": "Pengar"}, "body": {}}],
        "supersedes": {"policy_id": "018"}, "theme_ids": ["t1"], "edition": 2, "standing_edition": 1, "status": "consultation", "next_statuses": ["revised", "adopted"],
        "steps": [{"to": "consultation", "on": "2026-02-02", "decided_by": null, "case_number": "KH 3/2026", "note": "Kymmenelle."}],
        "created_at": "2025-01-01T08:00:00Z"
    }))
    .unwrap()
}

/// Its two editions, the newest first.
#[cfg(test)]
pub fn sample_editions() -> Vec<Edition> {
    let edition = |number: i32, status: &str, vision: &str, sections: serde_json::Value| -> Edition {
        serde_json::from_value(serde_json::json!({
            "edition": number, "title": {"fi": "Kansainvälisyysohjelma"}, "case_number": format!("KH {number}/2025"),
            "period": {"from": "2025-01-01", "to": null}, "vision": {"fi": vision}, "sections": sections, "status": status,
            "steps": [{"to": "adopted", "on": "2025-03-03", "decided_by": "Valtuusto", "case_number": null, "note": null}],
            "opened_at": "2025-01-01T08:00:00Z"
        }))
        .unwrap()
    };
    let section = |key: &str, body: &str| serde_json::json!({"key": key, "heading": {"fi": "Päämäärät"}, "body": {"fi": body, "sv": body}});
    let aims = section("aims", "Verkostot tukevat elinvoimaa.");
    vec![
        edition(
            2,
            "consultation",
            "Ovet auki Eurooppaan.",
            serde_json::json!([aims, section("new", "Uusi luku."), section("money", "Rahoitus kasvaa.")]),
        ),
        edition(
            1,
            "in_force",
            "Ovet auki maailmalle.",
            serde_json::json!([
                aims,
                section("money", "Rahoitus pysyy."),
                section("old", "Poistuva luku.")
            ]),
        ),
    ]
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let assignment = serde_json::json!({"id": "a1", "title": {"fi": "Toteuta ohjelma"}, "unit_id": "u1", "due_on": "2026-12-31", "status": "open"});
    let goal =
        serde_json::json!({"id": "g1", "title": {"fi": "Kielitaito"}, "accountable_unit_id": "u1", "status": "open"});
    let around = Around {
        editions: sample_editions(),
        assignments: List {
            items: vec![serde_json::from_value(assignment).unwrap()],
            next: Some("more".to_owned()),
        },
        goals: vec![serde_json::from_value(goal).unwrap()],
        superseded: Some(Text::fi("Vanha ohjelma")),
        themes: Names::sample(&[("t1", "Elinvoima")]),
        units: Names::sample(&[("u1", "Kehittäminen")]),
    };
    let bare = Policy {
        id: "020".to_owned(),
        title: Text::fi("Uusi"),
        edition: 1,
        status: "draft".to_owned(),
        ..Policy::default()
    };
    let decided = Policy {
        status: "superseded".to_owned(),
        ..bare.clone()
    };
    let attached = |filled| Attached::sample(&Page::new(reader, Section::Policies), "policies", filled);
    let shown =
        |policy: &Policy, around: &Around, filled| view(reader, policy, around, attached(filled)).render().unwrap();
    vec![
        ("policy".to_owned(), shown(&sample(), &around, true)),
        ("policy-bare".to_owned(), shown(&bare, &Around::default(), false)),
        ("policy-over".to_owned(), shown(&decided, &Around::default(), false)),
    ]
}
