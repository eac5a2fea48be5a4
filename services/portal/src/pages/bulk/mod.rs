//! Many things changed alike: chosen in a list, then what changes, then what would become of each, then done, and undone if
//! need be. All of them are changed or none, so that nobody has to find out which were.

mod item;
#[cfg(test)]
mod samples;
mod steps;
mod view;

use actix_web::web::ServiceConfig;
pub use item::Item;
#[cfg(test)]
pub use samples::samples;

use crate::{
    fault::Fault,
    listing::Choosing,
    page::{Page, Section},
    reader::rights::{self, Right},
};

pub fn configure(services: &mut ServiceConfig) {
    services.configure(steps::configure);
}

/// A kind of thing of which many can be changed at once.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its address, here and at the API.
    pub resource: &'static str,
    /// As journals call it.
    pub name: &'static str,
    section: Section,
    right: Right,
    /// The field with the unit whose it is, and the message with its name.
    unit: (&'static str, &'static str),
    has_manager: bool,
}

const KINDS: [Kind; 3] = [
    Kind {
        resource: "goals",
        name: "goal",
        section: Section::Goals,
        right: rights::EDIT_GOALS,
        unit: ("accountable_unit_id", "accountable-unit"),
        has_manager: false,
    },
    Kind {
        resource: "projects",
        name: "project",
        section: Section::Projects,
        right: rights::EDIT_PROJECTS,
        unit: ("owner_unit_id", "owner-unit"),
        has_manager: true,
    },
    Kind {
        resource: "activities",
        name: "activity",
        section: Section::Activities,
        right: rights::EDIT_ACTIVITIES,
        unit: ("unit_id", "unit"),
        has_manager: false,
    },
];

fn kind(resource: &str) -> Result<&'static Kind, Fault> {
    KINDS
        .iter()
        .find(|kind| kind.resource == resource)
        .ok_or(Fault::NotFound)
}

impl Kind {
    fn at(&self, step: &str) -> String {
        format!("/{}/bulk{step}", self.resource)
    }
}

/// Lets whoever may change them choose among the things of a list.
pub fn choosing(page: &Page, resource: &str, items: &[Item]) -> Option<Choosing> {
    let kind = kind(resource).ok()?;
    let may = page.may(kind.right) && !items.is_empty();
    may.then(|| Choosing {
        action: kind.at(""),
        token: page.reader.token(),
        from: (page.reader.address.split_once('?')).map_or_else(String::new, |(_, query)| query.to_owned()),
        items: items
            .iter()
            .map(|item| (item.written(), page.with("bulk-choose", "name", &item.title)))
            .collect(),
    })
}
