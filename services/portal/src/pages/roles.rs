//! Who may do what, and how far: the permissions of all services, as they stand in their code.

use actix_web::{get, web::ServiceConfig};

use super::{Answer, list_page::ListPage, saved_views, show};
use crate::{
    choices,
    clients::tenants::{Matrix, Permission},
    forms::Field,
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::Member,
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(show_matrix);
}

/// In words. What a later version of a service asks for is shown as the API calls it.
fn named(page: &Page, permission: &str) -> Html {
    let words = format!("permission-{}", permission.replace('.', "-"));
    let words = page.reader.voice.find(&words, None);
    words.map_or_else(|| Html::code(permission), |words| Html::text(&words))
}

/// How far a right goes: everything is a mark, what is less is told.
fn reached(page: &Page, reach: &str) -> Html {
    let words = page.choice("reach", reach);
    if reach == "any" {
        Html::mark("✓", &words)
    } else {
        Html::text(&words)
    }
}

fn proof(page: &Page, permission: &Permission) -> Html {
    let minutes = permission.proven_within_minutes;
    minutes.map_or_else(Html::default, |minutes| {
        Html::text(&page.with("roles-proven", "minutes", minutes))
    })
}

/// Everybody's side by side, or what one role may do.
fn listing(page: &Page, asked: &Asked, matrix: &Matrix) -> Listing {
    let one = Some(asked.get("role")).filter(|role| !role.is_empty());
    let shown: Vec<&String> = matrix
        .roles
        .iter()
        .filter(|role| one.is_none_or(|one| one == role.as_str()))
        .collect();
    let mut listing = Listing::new(page, "/roles", &page.t("roles-title"), asked, &["role"])
        .filter(Field::choice(page.reader.voice, "role", "role", &choices::ROLE))
        .column(page.t("permission"), None)
        .counted("roles-count");
    for role in &shown {
        listing = listing.column(page.choice("role", role), None);
    }
    let row = |permission: &Permission| {
        let reach = |role: &&String| permission.cells.get(*role).map(|reach| reached(page, reach));
        let reaches: Vec<Option<Html>> = shown.iter().map(reach).collect();
        if one.is_some() && reaches.iter().all(Option::is_none) {
            return None;
        }
        let mut cells = vec![named(page, &permission.permission)];
        cells.extend(reaches.into_iter().map(Option::unwrap_or_default));
        cells.push(proof(page, permission));
        Some(cells)
    };
    let rows = matrix.items.iter().filter_map(row).collect();
    listing.column(page.t("roles-proof"), None).fill(page, rows, None)
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage {
        back: None,
        title: page.t("roles-title"),
        lead: page.t("roles-lead"),
        actions: Vec::new(),
        listing,
        page,
    }
}

#[get("/roles")]
async fn show_matrix(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Roles);
    let api = reader.api();
    let (matrix, views) = futures::try_join!(api.get::<Matrix>("/roles"), saved_views::of(&reader, "/roles"))?;
    let listing = listing(&page, &asked, &matrix).with_views(&page, views);
    show(&reader, &view(page, listing))
}

#[cfg(test)]
fn sample() -> Matrix {
    serde_json::from_value(serde_json::json!({
        "roles": ["admin", "planner", "contributor", "operator"],
        "items": [
            {"permission": "units.edit", "kind_of_act": "write", "cells": {"admin": "any"}, "proven_within_minutes": null},
            {"permission": "people.edit", "kind_of_act": "write", "cells": {"admin": "any"}, "proven_within_minutes": 15},
            {"permission": "projects.edit", "kind_of_act": "write", "cells": {"admin": "any", "planner": "any", "contributor": "unit"}},
            {"permission": "exports.read", "kind_of_act": "read", "cells": {"admin": "own", "planner": "own"}},
            {"permission": "moon_phases.read", "kind_of_act": "read", "cells": {"planner": "any"}}
        ]
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Roles);
    let one = Asked::sample(&[("role", "contributor")]);
    [("roles", Asked::default()), ("roles-of-one", one)]
        .map(|(name, asked)| {
            let listing = listing(&page(), &asked, &sample());
            (name.to_owned(), view(page(), listing).render().unwrap())
        })
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn every_permission_has_words() {
        let table = include_str!("../../../suite/permissions.md");
        let named = table
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let page = Page::new(&a_member(Language::Fi), Section::Roles);
        let wordless: Vec<&str> = named
            .filter(|permission| super::named(&page, permission).to_string().starts_with("<code>"))
            .collect();
        assert!(wordless.is_empty(), "no words for {wordless:?}");
    }

    #[test]
    fn a_role_is_shown_what_it_may_do_and_no_more() {
        let page = Page::new(&a_member(Language::En), Section::Roles);
        let asked = Asked::sample(&[("role", "contributor")]);
        let shown = listing(&page, &asked, &sample());
        assert_eq!(shown.rows.len(), 1);
        let columns: Vec<&str> = shown.columns.iter().map(|column| column.label.as_str()).collect();
        assert_eq!(columns, ["Right", "contributor"]);
    }

    #[test]
    fn who_may_nothing_has_no_column() {
        let page = Page::new(&a_member(Language::En), Section::Roles);
        let shown = listing(&page, &Asked::default(), &sample());
        assert!(shown.columns.iter().all(|column| column.label != "operator"));
        assert!(shown.rows.iter().all(|row| row.len() == shown.columns.len()));
    }
}
