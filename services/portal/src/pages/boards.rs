//! Boards: figures, each with the rows that it counts, for those who lead, for international work, and of what is owed.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use serde_json::json;

use super::{Answer, address, files, list_page::ListPage, places, saved_views, see_other, show};
use crate::{
    choices,
    clients::reporting::{Board, BoardItem},
    fault::Fault,
    forms::Field,
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

/// `rows` before the board itself, which would take nothing for a name.
pub fn configure(services: &mut ServiceConfig) {
    services
        .service(as_file)
        .service(show_rows)
        .service(ask)
        .service(show_board);
}

const FILTERS: [&str; 1] = ["figure"];

/// A board by its name in the address.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    rows: &'static str,
    title: &'static str,
    lead: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "leadership",
        rows: "/boards/leadership/rows",
        title: "board-leadership-title",
        lead: "board-leadership-lead",
    },
    Kind {
        name: "international",
        rows: "/boards/international/rows",
        title: "board-international-title",
        lead: "board-international-lead",
    },
    Kind {
        name: "completeness",
        rows: "/boards/completeness/rows",
        title: "board-completeness-title",
        lead: "board-completeness-lead",
    },
];

fn kind(name: &str) -> Result<Kind, Fault> {
    KINDS.into_iter().find(|kind| kind.name == name).ok_or(Fault::NotFound)
}

#[derive(Template)]
#[template(path = "pages/board.html")]
struct BoardPage {
    page: Page,
    title: String,
    lead: String,
    on: String,
    boards: Vec<(String, String, bool)>,
    figures: Vec<FigureView>,
    units: Vec<UnitView>,
    may_ask: bool,
    key: String,
}

struct FigureView {
    key: String,
    label: String,
    count: i64,
    href: String,
    rows: Vec<RowView>,
}

impl FigureView {
    /// Whether there are more than the board shows.
    fn shows_some(&self) -> bool {
        usize::try_from(self.count).is_ok_and(|count| count > self.rows.len())
    }
}

struct RowView {
    what: Html,
    unit: Html,
    state: String,
    due_on: String,
}

struct UnitView {
    unit: Html,
    owed: i64,
    entered: i64,
}

/// What the thing is called, and where its page is.
fn what(page: &Page, item: &BoardItem) -> Html {
    let name = match (page.plain(&item.title), item.year) {
        (title, None) if title.is_empty() => page.choice("board-kind", &item.kind),
        (title, None) => title,
        (_, Some(year)) => format!("{} {year}", page.choice("board-kind", &item.kind)),
    };
    let href = match item.kind.as_str() {
        // What is owed of these is not done on their pages; whoever may not do it is not led to where it is done.
        "application" => page
            .may(rights::EDIT_APPLICATIONS)
            .then(|| format!("/applications/{}/step", item.id)),
        "indicator" if page.may(rights::ENTER_VALUES) => Some(format!("/indicators/{}/values/new", item.id)),
        "network_membership" => places::page_of("network", &item.network_id),
        kind => places::page_of(kind, &item.id),
    };
    let name = Html::text(&name);
    href.map_or_else(|| name.clone(), |href| Html::link(&href, &name))
}

/// Where it stands, by the words of what it is.
fn state(page: &Page, item: &BoardItem) -> String {
    let prefix = match item.kind.as_str() {
        "goal" if item.state == "open" => "goal-status",
        "goal" => "attainment",
        "statement" => "statement-status",
        "project" => "project-status",
        "application" => "application-state",
        "assignment" => "assignment-status",
        "indicator" => "frequency",
        "policy" => "policy-status",
        "activity" => "activity-kind",
        _ => return String::new(),
    };
    if item.state.is_empty() {
        return String::new();
    }
    page.choice(prefix, &item.state)
}

fn row(page: &Page, item: &BoardItem) -> RowView {
    RowView {
        what: what(page, item),
        unit: page.text(&item.unit),
        state: state(page, item),
        due_on: page.date(&item.due_on),
    }
}

fn view(reader: &Reader, kind: Kind, board: &Board) -> BoardPage {
    let page = Page::new(reader, Section::Start);
    let figure = |counted: &crate::clients::reporting::CountedFigure| FigureView {
        label: page.choice("board-figure", &counted.key),
        count: counted.count,
        href: address(kind.rows, &[("figure", &counted.key)]),
        rows: counted.first.iter().map(|item| row(&page, item)).collect(),
        key: counted.key.clone(),
    };
    let unit = |line: &crate::clients::reporting::UnitLine| UnitView {
        unit: page.text(&line.unit),
        owed: line.owed,
        entered: line.entered,
    };
    BoardPage {
        title: page.t(kind.title),
        lead: page.t(kind.lead),
        on: page.date(&board.on),
        boards: KINDS
            .iter()
            .map(|other| {
                (
                    format!("/boards/{}", other.name),
                    page.t(other.title),
                    other.name == kind.name,
                )
            })
            .collect(),
        figures: board.figures.iter().map(figure).collect(),
        units: board.units.iter().map(unit).collect(),
        may_ask: kind.name == "completeness" && page.may(rights::ASK_FOR_WHAT_IS_OWED),
        key: crate::forms::fresh_key(),
        page,
    }
}

#[get("/boards/{board}")]
async fn show_board(reader: Member, board: Path<String>) -> Answer {
    let kind = kind(&board)?;
    let board: Board = reader.api().get(&format!("/dashboards/{}", kind.name)).await?;
    show(&reader, &view(&reader, kind, &board))
}

fn listing(page: &Page, kind: Kind, asked: &Asked) -> Listing {
    Listing::new(page, kind.rows, &page.t(kind.title), asked, &FILTERS)
        .filter(Field::choice(
            page.reader.voice,
            "figure",
            "board-figure",
            &choices::BOARD_FIGURE,
        ))
        .column(page.t("board-thing"), None)
        .column(page.t("board-figure"), None)
        .column(page.t("unit"), None)
        .column(page.t("status"), None)
        .column(page.t("board-day"), None)
        .empty(page.t("board-nothing"))
        .with_files()
}

fn line(page: &Page, item: &BoardItem) -> Vec<Html> {
    let shown = row(page, item);
    vec![
        shown.what,
        Html::text(&page.choice("board-figure", &item.figure)),
        shown.unit,
        Html::text(&shown.state),
        Html::text(&shown.due_on),
    ]
}

fn list_view(page: Page, kind: Kind, figure: &str, listing: Listing) -> ListPage {
    let board = page.t(kind.title);
    let counted = choices::BOARD_FIGURE.values.contains(&figure);
    ListPage {
        title: if counted {
            format!("{board}: {}", page.choice("board-figure", figure))
        } else {
            page.with("board-rows", "board", board)
        },
        lead: String::new(),
        back: Some((format!("/boards/{}", kind.name), page.t("board-back"))),
        actions: Vec::new(),
        listing,
        page,
    }
}

/// The list that a figure counts.
#[get("/boards/{board}/rows")]
async fn show_rows(reader: Member, board: Path<String>, asked: Asked) -> Answer {
    let kind = kind(&board)?;
    let page = Page::new(&reader, Section::Start);
    let listing = listing(&page, kind, &asked);
    let path = format!("/dashboards/{}/rows", kind.name);
    let (found, views) = saved_views::beside::<BoardItem>(&reader, &listing, &path).await?;
    let lines = found.items.iter().map(|item| line(&page, item)).collect();
    let listing = listing
        .fill(&page, lines, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &list_view(page, kind, asked.get("figure"), listing))
}

/// The list as a file.
#[get("/boards/{board}/rows.{kind:csv|xlsx}")]
async fn as_file(reader: Member, path: Path<(String, String)>, asked: Asked) -> Answer {
    let (board, ending) = path.into_inner();
    let kind = kind(&board)?;
    let list = format!("/dashboards/{}/rows", kind.name);
    files::file(&reader, &list, asked.kept(&FILTERS), (kind.name, &ending)).await
}

/// Writes to everybody whom the board of what is owed names.
#[post("/boards/completeness/letters")]
async fn ask(reader: Member, submitted: Submitted) -> Answer {
    let path = "/dashboards/completeness/letters";
    let _letters: serde_json::Value = reader.api().post(path, json!({}), submitted.get("key")).await?;
    Ok(see_other("/boards/completeness?done=asked"))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let item = |figure: &str, kind: &str, state: &str| {
        json!({
            "figure": figure, "kind": kind, "id": "019", "title": {"fi": "Suupohjan elinvoiman johtaminen"},
            "unit_id": "u1", "unit": {"fi": "Opetuslautakunta"}, "owner_id": null,
            "year": (kind == "statement").then_some(2026), "due_on": "2026-12-31", "state": state,
            "network_id": (kind == "network_membership").then_some("019"), "address": "/api/v1/goals/019"
        })
    };
    let items = [
        item("activities", "activity", "visit"),
        item("decisions_due", "policy", "proposed"),
        item("open_goals", "goal", "on_track"),
        item("goals_off", "goal", "off"),
        item("past_end", "goal", "open"),
        item("statements_owed", "statement", "owed"),
        item("projects", "project", "running"),
        item("applications", "application", "submitted"),
        item("overdue", "assignment", "open"),
        item("values_owed", "indicator", "year"),
        item("memberships", "network_membership", ""),
    ];
    let board: Board = serde_json::from_value(json!({
        "on": "2026-11-24",
        "figures": items.iter().map(|i| json!({"key": i["figure"], "count": 1, "first": [i], "rows": ""})).collect::<Vec<_>>(),
        "units": [{"unit_id": "u1", "unit": {"fi": "Opetuslautakunta"}, "owed": 2, "entered": 1}],
    }))
    .unwrap();
    let empty: Board = serde_json::from_value(json!({
        "on": "2026-11-24", "figures": [{"key": "open_goals", "count": 0, "rows": ""}],
    }))
    .unwrap();
    let [leadership, international, completeness] = KINDS;
    let page = || Page::new(reader, Section::Start);
    let lines = items
        .iter()
        .map(|i| line(&page(), &serde_json::from_value(i.clone()).unwrap()))
        .collect();
    let full = listing(&page(), leadership, &Asked::default()).fill(&page(), lines, Some("cursor"));
    let none = listing(&page(), international, &Asked::default()).fill(&page(), Vec::new(), None);
    vec![
        (
            "board-leadership".to_owned(),
            view(reader, leadership, &empty).render().unwrap(),
        ),
        (
            "board-international".to_owned(),
            view(reader, international, &board).render().unwrap(),
        ),
        (
            "board-completeness".to_owned(),
            view(reader, completeness, &board).render().unwrap(),
        ),
        (
            "board-rows".to_owned(),
            list_view(page(), leadership, "open_goals", full).render().unwrap(),
        ),
        (
            "board-rows-none".to_owned(),
            list_view(page(), international, "", none).render().unwrap(),
        ),
    ]
}
