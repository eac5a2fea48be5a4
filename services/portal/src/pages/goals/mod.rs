//! Goals: the tree, one goal with its indicators and how it is doing, setting and changing it, judging, closing.

mod coverage;
mod doing;
mod edit;
mod goal;
mod levels;
mod links;
#[cfg(test)]
mod samples;
mod status;
mod thresholds;
mod tree;

use actix_web::web::ServiceConfig;
#[cfg(test)]
pub use samples::samples;

use crate::{clients::goals::Levels, forms::Options, html::Html, page::Page};

/// `new` before `{id}`, which would take it for an id.
pub fn configure(services: &mut ServiceConfig) {
    services
        .configure(tree::configure)
        .configure(edit::configure)
        .configure(levels::configure)
        .service(status::show_status)
        .configure(thresholds::configure)
        .configure(coverage::configure)
        .configure(links::configure)
        .configure(goal::configure);
}

/// The name of a level, as the organisation calls it.
fn level_name(page: &Page, levels: &Levels, key: &str) -> Html {
    let level = levels.levels.iter().find(|level| level.key == key);
    level.map_or_else(|| Html::text(key), |level| page.text(&level.name))
}

/// The same where markup has no place.
fn level_name_plain(page: &Page, levels: &Levels, key: &str) -> String {
    let level = levels.levels.iter().find(|level| level.key == key);
    level.map_or_else(|| key.to_owned(), |level| page.plain(&level.name))
}

/// How a goal or an indicator is doing. The colour repeats what the word says.
fn attained(page: &Page, status: &str) -> Html {
    let colour = match status {
        "on_track" => "success",
        "watch" => "warning",
        "off" => "danger",
        _ => "neutral",
    };
    Html::tag(colour, &page.choice("attainment", status))
}

fn level_options(page: &Page, levels: &Levels) -> Options {
    levels
        .levels
        .iter()
        .map(|level| (level.key.clone(), page.plain(&level.name)))
        .collect()
}
