//! The board of who is done.

use actix_web::get;
use askama::Template;

use super::{
    super::{Answer, lookups, lookups::Names, show},
    status,
};
use crate::{
    clients::{
        goals::{Board, Round, Statement},
        shared::List,
    },
    forms::{Control, Field},
    html::Html,
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

#[derive(Template)]
#[template(path = "pages/statements.html")]
struct StatementsPage {
    page: Page,
    year: i32,
    years: Field,
    board: Board,
    round: Option<Round>,
    rows: Vec<Row>,
    may_manage: bool,
    key: String,
}

struct Row {
    id: String,
    unit: Html,
    status: Html,
    submitted_on: String,
    /// By how much it is late; empty while there is time.
    late: String,
    mine: bool,
}

/// What is still to be done comes first.
fn rank(status: &str) -> usize {
    ["owed", "draft"].iter().position(|open| *open == status).unwrap_or(2)
}

fn late(page: &Page, board: &Board, unit: Option<&str>) -> String {
    let missing = board
        .missing
        .iter()
        .find(|missing| Some(missing.unit_id.as_str()) == unit);
    missing
        .filter(|missing| missing.days_late > 0)
        .map_or_else(String::new, |missing| {
            page.with("days-late", "count", missing.days_late)
        })
}

struct Found {
    year: i32,
    board: Board,
    rounds: Vec<Round>,
    statements: Vec<Statement>,
    units: Names,
}

fn view(reader: &Reader, found: Found) -> StatementsPage {
    let page = Page::new(reader, Section::Statements);
    let own: Vec<&str> = reader
        .access
        .as_ref()
        .map(|access| access.units().collect())
        .unwrap_or_default();
    let manages = page.may(rights::MANAGE_STATEMENTS);
    let row = |statement: &Statement| {
        let unit = statement.unit_id.as_deref();
        let row = Row {
            id: statement.id.clone(),
            unit: found.units.maybe(&page, unit),
            status: status(&page, &statement.status),
            submitted_on: page.date(&statement.submitted_on),
            late: late(&page, &found.board, unit),
            mine: unit.is_some_and(|unit| own.contains(&unit)),
        };
        let name = row.unit.to_string().to_lowercase();
        ((!row.mine, rank(&statement.status), name), row)
    };
    let mut rows: Vec<_> = found.statements.iter().map(row).collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    let mut known: Vec<String> = found.rounds.iter().map(|round| round.year.to_string()).collect();
    known.push(found.year.to_string());
    known.sort_unstable_by(|one, two| two.cmp(one));
    known.dedup();
    let mut years = Field::new(
        reader.voice,
        "year",
        "year",
        Control::Choice(known.into_iter().map(|year| (year.clone(), year)).collect()),
    );
    years.set(&found.year.to_string());
    StatementsPage {
        year: found.year,
        years,
        round: found.rounds.into_iter().find(|round| round.year == found.year),
        board: found.board,
        rows,
        may_manage: manages,
        key: crate::forms::fresh_key(),
        page,
    }
}

#[get("/statements")]
pub async fn show_board(reader: Member, asked: Asked) -> Answer {
    let rounds: List<Round> = reader.api().get("/statement-rounds").await?;
    let newest = rounds.items.iter().map(|round| round.year).max();
    let year = asked
        .get("year")
        .parse()
        .ok()
        .or(newest)
        .unwrap_or_else(|| i32::from(reader.today().year()));
    let api = reader.api();
    let of_year = [("year", year.to_string())];
    let all_of_year = [("year", year.to_string()), ("limit", "200".to_owned())];
    let (board, statements, units) = futures::try_join!(
        api.get_with::<Board>("/statements/board", &of_year),
        api.get_with::<List<Statement>>("/statements", &all_of_year),
        lookups::units(&reader)
    )?;
    show(
        &reader,
        &view(
            &reader,
            Found {
                year,
                board,
                rounds: rounds.items,
                statements: statements.items,
                units,
            },
        ),
    )
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use serde_json::json;
    let statement = |status: &str| super::one::sample(status);
    let units = || Names::sample(&[("u1", "Opetuslautakunta"), ("u2", "Rakennuslautakunta")]);
    let board = json!({
        "year": 2026, "owed": 2, "submitted": 1, "percent": "50",
        "missing": [{"unit_id": "u2", "unit_name": {"fi": "Rakennuslautakunta"}, "days_late": 3}]
    });
    let round = Round {
        id: "r1".to_owned(),
        version: 1,
        year: 2026,
        due_on: "2026-02-28".to_owned(),
        state: "open".to_owned(),
    };
    let found = Found {
        year: 2026,
        board: serde_json::from_value(board).unwrap(),
        rounds: vec![round],
        statements: vec![statement("submitted"), statement("owed")],
        units: units(),
    };
    let nothing = Found {
        year: 2026,
        board: Board::default(),
        rounds: Vec::new(),
        statements: Vec::new(),
        units: units(),
    };
    vec![
        ("statements".to_owned(), view(reader, found).render().unwrap()),
        ("statements-none".to_owned(), view(reader, nothing).render().unwrap()),
    ]
}
