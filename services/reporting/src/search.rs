//! The search over everything that the registers hold: by the words of every language at once, the best first.
//!
//! Words are kept and found by PostgreSQL itself (`migrations/reporting/…_search`), stems and all.

use std::collections::BTreeMap;

use actix_web::{
    get,
    web::{Data, Json},
};
use diesel::{
    define_sql_function, select,
    sql_types::{Integer, Nullable, Text as SqlText},
};
use diesel_async::RunQueryDsl as _;
use platform::{
    auth::Caller,
    codes,
    db::{DbResult, Kept, TenantTx, page::Cursor},
    http::{Parameters, Problem},
    values::{Language, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{App, permissions::ReadRegisters, rebuild};

/// How far pages go: as many things are ranked.
const MOST: i32 = 10_000;
/// Hits of a page, when nothing else is asked for.
const PAGE: i32 = 20;
/// The longest question.
const LONGEST: usize = 200;
/// What a cursor of a search sorts by.
const RELEVANCE: &str = "relevance";

define_sql_function! {
    fn search_entries(
        of_generation: Integer, q: SqlText, starts: SqlText, of_register: Nullable<SqlText>, reads: SqlText,
        skip: Integer, many: Integer
    ) -> diesel::sql_types::Jsonb;
}

/// What is looked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Words, all of them; `"words beside each other"`, `-not this one`, `this or that`. Their inflected forms are found too,
    /// in every language, and words that begin with them. 200 characters at most.
    #[param(example = "kielitaito", min_length = 1, max_length = 200)]
    q: Option<String>,
    /// Only of this register.
    register: Option<Searched>,
    /// In which language extracts are shown when the words stand in several: fi, sv or en.
    #[param(inline)]
    language: Option<Language>,
    /// Hits of a page: 1 to 50, 20 when absent.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<i32>,
    /// The `next` of the page before.
    after: Option<String>,
}

codes! {
    /// The registers whose things have a page of their own.
    pub enum Searched as SearchedRegister {
        Policies = "policies",
        Goals = "goals",
        Indicators = "indicators",
        Statements = "statements",
        Assignments = "assignments",
        Projects = "projects",
        Applications = "applications",
        Partners = "partners",
        Networks = "networks",
        Activities = "activities",
        Units = "units",
        Themes = "themes",
    }
}

/// What a thing is called: in its languages, or as it is (a partner, a call, the year of a statement).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Called {
    Text(Text),
    Name(String),
}

/// A piece of an extract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    text: String,
    /// Whether it is one of the words that were looked for.
    found: bool,
}

/// The part of a thing's texts in which the words stand.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Extract {
    language: Language,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Hit {
    id: Uuid,
    register: Searched,
    called: Option<Called>,
    /// As the register has it: a policy's kind, a goal's level; empty when it has none.
    kind: String,
    status: String,
    unit_id: Option<Uuid>,
    /// The project of an application, the round of a statement, the goal or unit above.
    parent_id: Option<Uuid>,
    /// Null when the words stand in the title or a code only.
    extract: Option<Extract>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SearchBody {
    /// The best first.
    items: Vec<Hit>,
    /// How many there are of each register that has any, whichever is asked for.
    counts: BTreeMap<String, i64>,
    /// Whether there are more than were ranked; counts are lower bounds then.
    more: bool,
    /// Give it back as `after` for the next page; null on the last.
    next: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Found {
    counts: BTreeMap<String, i64>,
    more: bool,
    hits: Vec<FoundHit>,
}

#[derive(Debug, Deserialize)]
struct FoundHit {
    id: Uuid,
    register: Searched,
    title: Option<Called>,
    kind: String,
    status: String,
    unit_id: Option<Uuid>,
    parent_id: Option<Uuid>,
    extract: Option<FoundExtract>,
}

#[derive(Debug, Deserialize)]
struct FoundExtract {
    language: Language,
    text: String,
}

impl From<FoundHit> for Hit {
    fn from(found: FoundHit) -> Self {
        Self {
            id: found.id,
            register: found.register,
            called: found.title,
            kind: found.kind,
            status: found.status,
            unit_id: found.unit_id,
            parent_id: found.parent_id,
            extract: found.extract.map(|extract| Extract {
                language: extract.language,
                pieces: pieces(&extract.text),
            }),
        }
    }
}

/// A text as pieces: what was found stands between two control characters.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut found = false;
    for part in text.split_inclusive(['\u{2}', '\u{3}']) {
        let said = part.trim_end_matches(['\u{2}', '\u{3}']);
        if !said.is_empty() {
            pieces.push(Piece {
                text: said.to_owned(),
                found,
            });
        }
        found = part.ends_with('\u{2}');
    }
    pieces
}

/// The same question by the beginnings of its words, as PostgreSQL writes it: `'kieli':* & 'ta':*`. Nothing, when it says more
/// than words.
fn starts(q: &str) -> String {
    let says_more = q.contains('"') || q.split_whitespace().any(|word| word.starts_with('-') || word == "or");
    if says_more {
        return String::new();
    }
    let lower = q.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & ")
}

fn fault(parameter: &str, code: &'static str, sentence: &str) -> Problem {
    Problem::field(format!("?{parameter}"), code, sentence.to_owned())
}

/// Which hits are asked for: how many are passed over, and how many are wanted.
fn window(asked: &Asked) -> Result<(i32, i32), Problem> {
    let many = asked.limit.unwrap_or(PAGE);
    if !(1..=50).contains(&many) {
        return Err(fault("limit", "out_of_range", "A page of hits has 1 to 50 of them."));
    }
    let skip = match asked.after.as_deref() {
        None => 0,
        Some(text) => Cursor::decode(text)
            .filter(|cursor| cursor.sort == RELEVANCE)
            .and_then(|cursor| cursor.key.parse().ok())
            .filter(|skip| (0..=MOST).contains(skip))
            .ok_or_else(|| fault("after", "bad_cursor", "This page does not belong to a search."))?,
    };
    Ok((skip, many))
}

/// What was typed, if it can be looked for.
fn question(asked: &Asked) -> Result<&str, Problem> {
    let q = asked.q.as_deref().unwrap_or_default().trim();
    if q.chars().count() > LONGEST {
        return Err(fault("q", "too_long", "At most 200 characters can be looked for."));
    }
    if !q.chars().any(char::is_alphanumeric) {
        return Err(fault("q", "required", "Say what you look for: at least one word."));
    }
    if q.contains('\0') {
        return Err(fault("q", "invalid", "A character of it cannot be looked for."));
    }
    Ok(q)
}

async fn find(tx: &mut TenantTx, asked: &Asked, q: &str, skip: i32, many: i32) -> DbResult<Found> {
    let generation = rebuild::current(tx).await?;
    let register = asked.register.map(Searched::code);
    let reads = asked.language.unwrap_or_default().code();
    let Kept(found): Kept<Found> = select(search_entries(
        generation,
        q,
        starts(q),
        register,
        reads,
        skip,
        many + 1,
    ))
    .get_result(tx)
    .await?;
    Ok(found)
}

/// Finds things by words: of titles first, then of names and codes, then of any other text.
#[utoipa::path(tag = "search", params(Asked), responses((status = 200, body = SearchBody)))]
#[get("/api/v1/search")]
async fn search(
    by: Caller<ReadRegisters>,
    asked: Parameters<Asked>,
    app: Data<App>,
) -> Result<Json<SearchBody>, Problem> {
    let Parameters(asked) = asked;
    let q = question(&asked)?;
    let (skip, many) = window(&asked)?;
    let found = app
        .db
        .tenant(by.scope(), async |tx| find(tx, &asked, q, skip, many).await)
        .await?;
    let more_hits = found.hits.len() > usize::try_from(many).unwrap_or(usize::MAX);
    let next = (more_hits && skip + many <= MOST).then(|| Cursor {
        sort: RELEVANCE.to_owned(),
        key: (skip + many).to_string(),
        id: Uuid::nil(),
    });
    let items = found.hits.into_iter().map(Hit::from);
    Ok(Json(SearchBody {
        items: items.take(usize::try_from(many).unwrap_or(usize::MAX)).collect(),
        more: found.more,
        counts: found.counts,
        next: next.map(|cursor| cursor.encode()),
    }))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(search);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_asked_for_by_their_beginnings_unless_more_is_said() {
        assert_eq!(starts("Kieli, EX/2016:12"), "'kieli':* & 'ex':* & '2016':* & '12':*");
        for more in ["\"twin town\"", "town -twin", "town or city"] {
            assert_eq!(starts(more), "");
        }
        assert_eq!(starts("a'b\\c"), "'a':* & 'b':* & 'c':*");
    }

    #[test]
    fn an_extract_tells_what_was_found_in_it() {
        let piece = |text: &str, found| Piece {
            text: text.to_owned(),
            found,
        };
        assert_eq!(
            pieces("Skills in \u{2}languages\u{3} of all"),
            [
                piece("Skills in ", false),
                piece("languages", true),
                piece(" of all", false)
            ]
        );
        assert_eq!(pieces("\u{2}All\u{3}"), [piece("All", true)]);
        assert_eq!(pieces(""), []);
    }
}
