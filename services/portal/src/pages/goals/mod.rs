//! Goals: the tree, one goal with its indicators and how it is doing, creating, judging, closing.

mod coverage;
mod goal;
mod links;
mod new;
#[cfg(test)]
mod samples;
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
        .configure(new::configure)
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
