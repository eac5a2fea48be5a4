//! Letters to those whom the board of what is owed names. Who is written to about what is decided here, where the registers
//! are; `tenants` hears of each letter as an event and sends it, because addresses and languages of people are there.

use contracts::reporting::v1 as wire;
use garde::Validate;
use platform::{
    auth::Caller,
    db::DbError,
    events::{Change, journal},
    http::{Once, Problem},
    id_type, ids,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    board_routes::owed,
    boards::{
        Figure, Item, ItemKind, Sight,
        completeness::{self, ASKED_FOR, addressees},
    },
    steps::Mine,
};
use crate::{App, permissions::AskForWhatIsOwed, rebuild, register::store};

id_type!(LetterId of "completeness_letter");

/// About which figures; about all of them when none is named.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskingForWhatIsOwed, example = json!({"figures": ["statements_owed", "values_owed"]}))]
pub struct Asking {
    #[serde(default)]
    #[garde(length(max = 10))]
    pub figures: Vec<Figure>,
}

/// How many are written to about how many things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CompletenessLetters)]
pub struct Letters {
    pub people: usize,
    /// A thing that two people are asked about counts once.
    pub things: usize,
}

/// Asks everybody concerned, in one letter each.
pub async fn write(app: &App, by: &Caller<AskForWhatIsOwed>, asking: Asking, once: Once) -> Result<Letters, Problem> {
    if let Some(other) = asking.figures.iter().position(|figure| !ASKED_FOR.contains(figure)) {
        let pointer = format!("/figures/{other}");
        return Err(Problem::field(
            pointer,
            "not_asked_for",
            "Nobody is written to about this.",
        ));
    }
    let letters = app
        .db
        .once(by.scope(), &by.once(once), async |tx| {
            let generation = rebuild::current(tx).await?;
            let sight = Sight {
                mine: Mine {
                    everything: true,
                    units: std::collections::HashSet::new(),
                    person: by.person_id(),
                },
                units: store::units(tx, generation).await?,
                today: app.clock.today(&store::time_zone(tx, generation).await?),
            };
            let told = owed(tx, generation, sight.today).await?;
            let wanted = |item: &Item| asking.figures.is_empty() || asking.figures.contains(&item.figure);
            let mut items = completeness::items(&sight, &told);
            items.retain(|item| ASKED_FOR.contains(&item.figure) && wanted(item));
            let letters = addressees(&sight.units, &told.people, &items);
            let mut things: Vec<Uuid> = letters.values().flatten().map(|item| item.id).collect();
            things.sort_unstable();
            things.dedup();
            for (person, items) in &letters {
                let state = state(*person, items);
                let change = Change::of(LetterId(ids::fresh()), 1, "written", &state);
                journal::append(tx, change.by(by.person_id()));
            }
            Ok::<_, DbError>(Letters {
                people: letters.len(),
                things: things.len(),
            })
        })
        .await?;
    Ok(letters)
}

fn state(person: Uuid, items: &[&Item]) -> wire::CompletenessLetter {
    let matter = |item: &&Item| wire::CompletenessMatter {
        figure: item.figure.code().to_owned(),
        kind: item.kind.code().to_owned(),
        title: item.title.clone().map(Into::into),
        unit: item.unit.clone().map(Into::into),
        year: item.year.map(i32::from),
        due_on: item.due_on.map(|day| day.to_string()),
        page: page(item),
    };
    wire::CompletenessLetter {
        person_id: person.to_string(),
        matters: items.iter().map(matter).collect(),
    }
}

/// Where the portal shows the thing; empty where it has no page of its own.
fn page(item: &Item) -> String {
    match item.kind {
        ItemKind::Goal => format!("/goals/{}", item.id),
        ItemKind::Statement => format!("/statements/{}", item.id),
        ItemKind::Project => format!("/projects/{}", item.id),
        ItemKind::Indicator => format!("/indicators/{}/values/new", item.id),
        _ => String::new(),
    }
}
