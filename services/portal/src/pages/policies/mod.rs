//! Steering documents: strategies, policies, programmes, plans and guidelines. The list, one of them with its editions,
//! writing, recording what was decided, and what is different between two editions.

mod compare;
mod edit;
mod editions;
mod list;
mod show;
mod step;
mod way;

use actix_web::web::ServiceConfig;

use super::thing_page::Part;
use crate::{clients::policies::PolicyStep, html::Html, page::Page};

pub fn configure(services: &mut ServiceConfig) {
    // `new` and files before `{id}`, which would take them for an id.
    services
        .service(list::show_list)
        .service(list::as_file)
        .configure(edit::configure)
        .configure(step::configure)
        .configure(editions::configure)
        .service(compare::show_comparison)
        .service(show::show_one);
}

/// How far an edition has come. The colour repeats what the word says.
fn status(page: &Page, status: &str) -> Html {
    let colour = match status {
        "in_force" => "success",
        "adopted" | "proposed" => "info",
        "superseded" | "expired" => "neutral",
        _ => "warning",
    };
    Html::tag(colour, &page.choice("policy-status", status))
}

/// What an edition is called, and where its page is.
fn edition(page: &Page, policy: &str, number: i32) -> Html {
    Html::link(
        &format!("/policies/{policy}/editions/{number}"),
        &Html::text(&page.with("edition", "number", number)),
    )
}

/// The steps that were taken with an edition.
fn steps(page: &Page, steps: &[PolicyStep]) -> Part {
    let row = |step: &PolicyStep| {
        vec![
            Html::text(&page.choice("policy-status", &step.to)),
            Html::unbroken(&page.date(&step.on)),
            Html::text(&step.decided_by),
            Html::text(&step.case_number),
            Html::text(&step.note),
        ]
    };
    Part::new(page, "policy-steps")
        .column(page.t("step"))
        .column(page.t("date"))
        .column(page.t("decided-by"))
        .column(page.t("case-number"))
        .column(page.t("note"))
        .rows(steps.iter().map(row).collect())
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        list::samples(reader),
        show::samples(reader),
        edit::samples(reader),
        step::samples(reader),
        editions::samples(reader),
        compare::samples(reader),
    ]
    .concat()
}
