//! The people of an organisation: who is what in it, changing and ending a membership, inviting somebody.

mod edit;
mod end;
mod invite;
mod list;
mod show;

use actix_web::web::ServiceConfig;

use super::lookups::Names;
use crate::{
    clients::{HeldRole, tenants::Membership},
    html::Html,
    page::Page,
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .configure(list::configure)
        .configure(invite::configure)
        .configure(edit::configure)
        .configure(end::configure)
        .service(show::show_one);
}

/// Somebody who was erased has no name any more.
fn name(page: &Page, membership: &Membership) -> String {
    if membership.person_name.is_empty() {
        page.t("by-somebody-gone")
    } else {
        membership.person_name.clone()
    }
}

/// Says that a membership holds no more; nothing of one that does.
fn ended(page: &Page, membership: &Membership) -> Html {
    if membership.ended || page.is_over(&membership.valid_to) {
        Html::tag("neutral", &page.t("person-ended"))
    } else {
        Html::default()
    }
}

/// Each with the unit it is tied to.
fn roles(page: &Page, roles: &[HeldRole], units: &Names) -> Html {
    let role = |held: &HeldRole| {
        let word = Html::text(&page.choice("role", &held.role));
        match &held.unit_id {
            Some(unit) => Html::join(&[word, units.name(page, unit)], ": "),
            None => word,
        }
    };
    Html::join(&roles.iter().map(role).collect::<Vec<_>>(), ", ")
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        list::samples(reader),
        invite::samples(reader),
        show::samples(reader),
        edit::samples(reader),
        end::samples(reader),
    ]
    .concat()
}
