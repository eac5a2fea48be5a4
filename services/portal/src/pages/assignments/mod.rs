//! Assignments: what units are given to do, by a goal or a steering document. The list, one of them, giving and changing,
//! saying that it is done.

mod edit;
mod list;
mod show;

use actix_web::web::ServiceConfig;
use jiff::civil::Date;

use super::lookups::{self, Kind, Names};
use crate::{clients::policies::Assignment, fault::Fault, html::Html, page::Page, reader::Member};

pub fn configure(services: &mut ServiceConfig) {
    // `new` and files before `{id}`, which would take them for an id.
    services
        .service(list::show_list)
        .service(list::as_file)
        .configure(edit::configure)
        .configure(show::configure);
}

/// The names of what assignments point at.
struct Known {
    units: Names,
    policies: Names,
    goals: Names,
}

async fn known(reader: &Member, chosen: &[String]) -> Result<Known, Fault> {
    let (units, policies, goals) = futures::try_join!(
        lookups::all_and(reader, Kind::Units, chosen),
        lookups::all_and(reader, Kind::Policies, chosen),
        lookups::all_and(reader, Kind::Goals, chosen)
    )?;
    Ok(Known { units, policies, goals })
}

/// Whether it is open though its day has passed.
fn is_late(assignment: &Assignment, today: Date) -> bool {
    let due: Option<Date> = assignment.due_on.parse().ok();
    assignment.status == "open" && due.is_some_and(|due| due < today)
}

/// Whether it is done and since when, or still open and late. The colour repeats what the word says.
fn status(page: &Page, assignment: &Assignment) -> Html {
    let word = page.choice("assignment-status", &assignment.status);
    if assignment.status == "done" {
        let done = Html::tag("success", &word);
        return Html::join(&[done, Html::unbroken(&page.date(&assignment.done_on))], " ");
    }
    let open = Html::tag("info", &word);
    if is_late(assignment, page.reader.today()) {
        let late = Html::tag("warning", &page.t("assignment-late"));
        return Html::join(&[open, late], " ");
    }
    open
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [list::samples(reader), show::samples(reader), edit::samples(reader)].concat()
}

#[cfg(test)]
impl Known {
    fn sample() -> Self {
        Self {
            units: Names::sample(&[("u1", "Kehittäminen")]),
            policies: Names::sample(&[("p1", "Kansainvälisyysohjelma")]),
            goals: Names::sample(&[("g1", "Kielitaito")]),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_open_is_late_from_the_day_after_its_day() {
        let assignment = |status: &str, due_on: &str| Assignment {
            status: status.to_owned(),
            due_on: due_on.to_owned(),
            ..Assignment::default()
        };
        let today = date(2026, 11, 29);
        assert!(is_late(&assignment("open", "2026-11-28"), today));
        assert!(!is_late(&assignment("open", "2026-11-29"), today));
        assert!(!is_late(&assignment("open", ""), today));
        assert!(!is_late(&assignment("done", "2026-11-28"), today));
    }
}
