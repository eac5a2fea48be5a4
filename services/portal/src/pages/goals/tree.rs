//! All goals, as the tree they form.

use std::collections::HashSet;

use actix_web::{get, web::ServiceConfig};
use askama::Template;

use super::{
    super::{Answer, bulk, lookups, lookups::Names, show},
    attained, level_name, level_options,
};
use crate::{
    choices,
    clients::{
        goals::{Goal, GoalStatus, Levels},
        shared::List,
    },
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Choosing},
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list);
}

#[derive(Template)]
#[template(path = "pages/goals.html")]
pub struct GoalsPage {
    page: Page,
    filters: Vec<Field>,
    filtered: bool,
    lines: Vec<TreeLine>,
    /// Of each line in their order, for whoever may change many.
    choosing: Option<Choosing>,
    may_create: bool,
    /// What else there is to do with goals.
    links: Vec<(&'static str, String)>,
}

/// A goal in the tree, told as a line: templates cannot call themselves, so the tree is walked here.
struct TreeLine {
    /// How many lists open before this goal and close after it.
    opens: bool,
    closes: usize,
    id: String,
    title: Html,
    level: Html,
    /// Of an open one.
    attained: Option<Html>,
    closed: bool,
}

impl GoalsPage {
    /// Whether the line after the `index` first ones is a child of the last of them: its list item stays open then.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    fn opens_after(&self, index: &usize) -> bool {
        self.lines.get(*index).is_some_and(|line| line.opens)
    }
}

/// Walks the tree depth first; a goal whose parent is not shown stands at the top.
fn lines(page: &Page, goals: &[Goal], levels: &Levels, statuses: &[GoalStatus]) -> Vec<TreeLine> {
    let there: HashSet<&str> = goals.iter().map(|goal| goal.id.as_str()).collect();
    let roots = goals
        .iter()
        .filter(|goal| !goal.parent_id.as_deref().is_some_and(|parent| there.contains(parent)));
    let mut lines = Vec::new();
    for root in roots {
        walk(page, goals, levels, root, 0, &mut lines);
    }
    for line in lines.iter_mut().filter(|line| !line.closed) {
        let told = statuses.iter().find(|told| told.id == line.id);
        line.attained = told.map(|told| attained(page, &told.attainment_status));
    }
    lines
}

/// Deeper than this a tree is a mistake, and a circle would never end.
const DEEPEST: usize = 12;

fn walk(page: &Page, goals: &[Goal], levels: &Levels, goal: &Goal, depth: usize, lines: &mut Vec<TreeLine>) {
    lines.push(TreeLine {
        opens: false,
        closes: 0,
        id: goal.id.clone(),
        title: page.text(&goal.title),
        level: level_name(page, levels, &goal.level),
        attained: None,
        closed: goal.status == "closed",
    });
    let first = lines.len();
    if depth < DEEPEST {
        for child in goals
            .iter()
            .filter(|child| child.parent_id.as_deref() == Some(goal.id.as_str()))
        {
            walk(page, goals, levels, child, depth + 1, lines);
        }
    }
    if lines.len() > first {
        if let Some(line) = lines.get_mut(first) {
            line.opens = true;
        }
        if let Some(line) = lines.last_mut() {
            line.closes += 1;
        }
    }
}

pub struct Found {
    pub goals: Vec<Goal>,
    /// How each of them is doing.
    pub statuses: Vec<GoalStatus>,
    pub levels: Levels,
    pub units: Names,
    pub themes: Names,
}

pub fn view(reader: &Reader, asked: &Asked, found: &Found) -> GoalsPage {
    let Found {
        goals,
        statuses,
        levels,
        units,
        themes,
    } = found;
    let page = Page::new(reader, Section::Goals);
    let voice = reader.voice;
    let mut filters = vec![
        Field::new(voice, "q", "search-words", Control::Line("search")),
        Field::new(voice, "level", "level", Control::Choice(level_options(&page, levels))),
        Field::new(voice, "unit_id", "unit", Control::Choice(units.options(&page))),
        Field::new(voice, "theme_id", "theme", Control::Choice(themes.options(&page))),
        Field::choice(voice, "status", "status", &choices::GOAL_STATUS),
    ];
    for field in &mut filters {
        let value = asked.get(&field.name).to_owned();
        field.set(&value);
    }
    let walked = lines(&page, goals, levels, statuses);
    let items = walked
        .iter()
        .filter_map(|line| goals.iter().find(|goal| goal.id == line.id));
    let items = items.map(|goal| bulk::Item::of(&page, &goal.id, goal.version, &goal.title));
    let choosing = bulk::choosing(&page, "goals", &items.collect::<Vec<_>>());
    let links = [
        (true, "/goals/status", "goals-status-title"),
        (true, "/goals/coverage", "coverage-title"),
        (page.may(rights::ENTER_VALUES), "/values", "values-title"),
        (page.may(rights::EDIT_LEVELS), "/goals/levels", "goal-levels-title"),
        (
            page.may(rights::EDIT_THRESHOLDS),
            "/goals/thresholds",
            "thresholds-title",
        ),
    ];
    GoalsPage {
        filters,
        filtered: !asked.kept(&FILTERS).is_empty(),
        lines: walked,
        choosing,
        may_create: page.may(rights::EDIT_GOALS),
        links: links
            .into_iter()
            .filter(|(may, ..)| *may)
            .map(|(_, href, label)| (href, page.t(label)))
            .collect(),
        page,
    }
}

const FILTERS: [&str; 5] = ["q", "level", "unit_id", "theme_id", "status"];

#[get("/goals")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let mut query = asked.kept(&FILTERS);
    query.push(("limit", "200".to_owned()));
    let api = reader.api();
    let (goals, levels, units, themes) = futures::try_join!(
        api.get_with::<List<Goal>>("/goals", &query),
        api.get::<Levels>("/goal-levels"),
        reader.or_nothing(lookups::units(&reader)),
        reader.or_nothing(lookups::themes(&reader))
    )?;
    let ids: Vec<&str> = goals.items.iter().map(|goal| goal.id.as_str()).collect();
    let statuses: List<GoalStatus> = if ids.is_empty() {
        List::default()
    } else {
        api.get_with("/goals/statuses", &[("ids", ids.join(","))]).await?
    };
    let found = Found {
        goals: goals.items,
        statuses: statuses.items,
        levels,
        units,
        themes,
    };
    show(&reader, &view(&reader, &asked, &found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::{goals::samples::goals, samples::a_member};

    #[test]
    fn the_tree_opens_and_closes_as_many_lists() {
        let page = Page::new(&a_member(crate::language::Language::Fi), Section::Goals);
        let lines = lines(&page, &goals(), &Levels::default(), &[]);
        let shape: Vec<_> = lines
            .iter()
            .map(|line| (line.id.as_str(), line.opens, line.closes))
            .collect();
        assert_eq!(
            shape,
            [("a", false, 0), ("b", true, 0), ("c", true, 2), ("d", false, 0)]
        );
    }
}
