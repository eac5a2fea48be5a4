//! Goals as the tree they form: opened from the top as far as a page has room, one branch of it, or what filters find.

use std::collections::{HashMap, HashSet};

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};
use askama::Template;
use uuid::Uuid;

use super::{
    super::{
        Answer, address, bulk, files, lookups,
        lookups::{Kind, Names},
        nested,
        nested::Branch,
        saved_views,
        saved_views::Saved,
        show,
    },
    attained, level_name_plain, level_options,
};
use crate::{
    choices,
    clients::{
        goals::{Goal, GoalLine, GoalStatus, Levels},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, Reader, SignedIn, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(as_file);
}

#[derive(Template)]
#[template(path = "pages/goals.html")]
pub struct GoalsPage {
    page: Page,
    listing: Listing,
    /// What the branch lies below that is shown.
    below: Option<Html>,
    may_create: bool,
    /// What else there is to do with goals.
    links: Vec<(&'static str, String)>,
}

/// What one looks for in all goals. They are shown as they lie below one another, as far as they were found.
const FILTERS: [&str; 5] = ["q", "level", "unit_id", "theme_id", "status"];

/// The branch below one goal. Whoever looks for something looks everywhere.
const BELOW: &str = "below";

pub struct Found {
    /// In the order of the tree, or as they were found.
    pub lines: Vec<GoalLine>,
    pub next: Option<String>,
    /// The goal that they lie below.
    pub below: Names,
    pub levels: Levels,
    pub units: Names,
    pub themes: Names,
    pub views: Saved,
}

/// How a goal is told in the tree.
fn words(page: &Page, line: &GoalLine, levels: &Levels, choosing: Option<&(String, String)>, more: bool) -> Html {
    let goal = &line.goal;
    let mut words = vec![Html::link(&format!("/goals/{}", goal.id), &page.text(&goal.title))];
    words.splice(
        0..0,
        choosing.map(|(value, label)| Html::choice("choose", value, label)),
    );
    if goal.status == "closed" {
        words.push(Html::tag("neutral", &page.t("goal-status-closed")));
    } else if !line.attainment_status.is_empty() {
        words.push(attained(page, &line.attainment_status));
    }
    words.push(Html::level(&level_name_plain(page, levels, &goal.level)));
    if more {
        let branch = address("/goals", &[(BELOW, &goal.id)]);
        let many = Html::text(&page.with("goals-below-it", "count", line.goals_below));
        words.push(Html::link(&branch, &many));
    }
    Html::join(&words, " ")
}

fn listing(page: &Page, asked: &Asked, found: &Found) -> Listing {
    let voice = page.reader.voice;
    let names = [&FILTERS[..], &[BELOW]].concat();
    let mut listing = Listing::new(page, "/goals", &page.t("goals-title"), asked, &names)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::new(
            voice,
            "level",
            "level",
            Control::Choice(level_options(page, &found.levels)),
        ))
        .filter(Field::new(
            voice,
            "unit_id",
            "unit",
            Control::Choice(found.units.options(page)),
        ))
        .filter(Field::new(
            voice,
            "theme_id",
            "theme",
            Control::Choice(found.themes.options(page)),
        ))
        .filter(Field::choice(voice, "status", "status", &choices::GOAL_STATUS))
        .counted("goals-count")
        .empty(page.t("goals-none"));
    // A branch is no list that the service writes into a file.
    if asked.get(BELOW).is_empty() {
        listing = listing.with_files();
    }
    listing
}

pub fn view(reader: &Reader, asked: &Asked, found: Found) -> GoalsPage {
    let page = Page::new(reader, Section::Goals);
    let goals = found.lines.iter().map(|line| &line.goal);
    let items = goals.map(|goal| bulk::Item::of(&page, &goal.id, goal.version, &goal.title));
    let choosing = bulk::choosing(&page, "goals", &items.collect::<Vec<_>>());
    let parents: HashSet<&str> = found
        .lines
        .iter()
        .filter_map(|line| line.goal.parent_id.as_deref())
        .collect();
    let mut is_whole = true;
    let branches = found.lines.iter().enumerate().map(|(index, line)| {
        let more = line.goals_below > 0 && !parents.contains(line.goal.id.as_str());
        is_whole &= !more;
        let chosen = choosing.as_ref().and_then(|choosing| choosing.item(&index));
        Branch {
            id: line.goal.id.clone(),
            above: line.goal.parent_id.clone(),
            words: words(&page, line, &found.levels, chosen, more),
        }
    });
    let branches: Vec<Branch> = branches.collect();
    let rows: Vec<Vec<Html>> = branches.iter().map(|branch| vec![branch.words.clone()]).collect();
    let mut listing = listing(&page, asked, &found)
        .fill(&page, rows, found.next.as_deref())
        .with_tree(nested::tree(&branches))
        .with_views(&page, found.views)
        .choosing(choosing);
    if !is_whole && listing.next.is_none() && listing.first.is_none() {
        listing.count = page.with("list-count-of-page", "count", &listing.count);
    }
    // Filters look everywhere, whatever branch the address names beside them.
    let above = if asked.kept(&FILTERS).is_empty() {
        asked.get(BELOW)
    } else {
        ""
    };
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
        below: (!above.is_empty()).then(|| Html::link(&format!("/goals/{above}"), &found.below.name(&page, above))),
        listing,
        may_create: page.may(rights::EDIT_GOALS),
        links: links
            .into_iter()
            .filter(|(may, ..)| *may)
            .map(|(_, href, label)| (href, page.t(label)))
            .collect(),
        page,
    }
}

/// As many goals as a page shows.
const ROOM: &str = "200";

/// The tree from the top, or below one goal.
async fn opened(reader: &SignedIn, asked: &Asked) -> Result<List<GoalLine>, Fault> {
    let mut query = asked.kept(&[BELOW, "after"]);
    query.push(("limit", ROOM.to_owned()));
    reader.api().get_with("/goals/tree", &query).await
}

/// What filters find, and how each of it is doing.
async fn filtered(reader: &SignedIn, asked: &Asked) -> Result<List<GoalLine>, Fault> {
    let mut query = asked.kept(&FILTERS);
    query.extend(asked.kept(&["after"]));
    query.push(("limit", ROOM.to_owned()));
    let api = reader.api();
    let found: List<Goal> = api.get_with("/goals", &query).await?;
    let ids: Vec<&str> = found.items.iter().map(|goal| goal.id.as_str()).collect();
    let statuses: List<GoalStatus> = if ids.is_empty() {
        List::default()
    } else {
        api.get_with("/goals/statuses", &[("ids", ids.join(","))]).await?
    };
    let statuses = statuses.items.into_iter().map(|told| (told.id, told.attainment_status));
    let mut statuses: HashMap<String, String> = statuses.collect();
    let lines = found.items.into_iter().map(|goal| GoalLine {
        attainment_status: statuses.remove(&goal.id).unwrap_or_default(),
        goals_below: 0,
        goal,
    });
    Ok(List {
        items: lines.collect(),
        next: found.next,
    })
}

#[get("/goals")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let branch = asked.get(BELOW);
    if !branch.is_empty() && branch.parse::<Uuid>().is_err() {
        return Err(Fault::NotFound);
    }
    let api = reader.api();
    let lines = async {
        if asked.kept(&FILTERS).is_empty() {
            opened(&reader, &asked).await
        } else {
            filtered(&reader, &asked).await
        }
    };
    let (lines, below, levels, units, themes, views) = futures::try_join!(
        lines,
        lookups::some(&reader, Kind::Goals, [branch]),
        api.get::<Levels>("/goal-levels"),
        reader.or_nothing(lookups::units(&reader)),
        reader.or_nothing(lookups::themes(&reader)),
        saved_views::of(&reader, "/goals")
    )?;
    if !branch.is_empty() && below.is_empty() {
        return Err(Fault::NotFound);
    }
    let found = Found {
        lines: lines.items,
        next: lines.next,
        below,
        levels,
        units,
        themes,
        views,
    };
    show(&reader, &view(&reader, &asked, found))
}

/// The list as a file.
#[get("/goals.{kind:csv|xlsx}")]
async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/goals", &FILTERS), &kind).await
}
