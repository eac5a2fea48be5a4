//! The board of what is owed and what has grown old: who has entered it and who has not, what belongs to nobody any more, what
//! nobody touched for a year, what is open although its time is over.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{Timestamp, ToSpan as _, civil::Date};
use platform::values::Text;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Figure, Item, ItemKind, Sight, is_owed, kept};
use crate::register::{
    entry::Entry,
    goals::{Goal, Indicator, Statement},
    projects::{Network, NetworkMembership, Project},
    tenants::Person,
    units::Units,
};

pub const FIGURES: [Figure; 6] = [
    Figure::StatementsOwed,
    Figure::ValuesOwed,
    Figure::StatementsEntered,
    Figure::StaleOwners,
    Figure::Untouched,
    Figure::PastEnd,
];

/// What somebody is written to about; that a thing was entered is no matter for a letter.
pub const ASKED_FOR: [Figure; 5] = [
    Figure::StatementsOwed,
    Figure::ValuesOwed,
    Figure::StaleOwners,
    Figure::Untouched,
    Figure::PastEnd,
];

/// When an entry was changed last, if that is known.
pub type Dated<B> = (Entry<B>, Option<Timestamp>);

/// What the registers tell of it.
pub struct Told {
    pub people: Vec<Entry<Person>>,
    pub statements: Vec<Entry<Statement>>,
    pub goals: Vec<Dated<Goal>>,
    pub indicators: Vec<Dated<Indicator>>,
    /// Those that have no value of the last twelve months.
    pub without_value: Vec<Entry<Indicator>>,
    pub projects: Vec<Dated<Project>>,
    pub networks: Vec<Entry<Network>>,
    pub memberships: Vec<Dated<NetworkMembership>>,
}

impl kept::Told for Told {
    fn entries(&self) -> usize {
        let measured = self.indicators.len() + self.without_value.len();
        let working = self.projects.len() + self.networks.len() + self.memberships.len();
        self.people.len() + self.statements.len() + self.goals.len() + measured + working
    }
}

/// Who has entered the year's statement and who has not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CompletenessOfUnit)]
pub struct UnitLine {
    pub unit_id: Uuid,
    pub unit: Option<Text>,
    /// How many things it owes, of every figure.
    pub owed: usize,
    /// How many statements of this year it has handed in.
    pub entered: usize,
}

/// Something that is still open, as the figures about age see it.
struct Open {
    item: Item,
    ends_on: Option<Date>,
    changed_at: Option<Timestamp>,
}

/// Every row of the board, figure by figure.
pub fn items(sight: &Sight, told: &Told) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let owed = told.statements.iter().filter(|s| is_owed(&s.body));
    items.extend(owed.map(|s| sight.statement(Figure::StatementsOwed, s)));
    let without = told.without_value.iter();
    items.extend(without.map(|indicator| indicator_item(sight, Figure::ValuesOwed, indicator)));
    let entered = told
        .statements
        .iter()
        .filter(|s| s.body.is_submitted() && s.body.year == sight.today.year());
    items.extend(entered.map(|s| sight.statement(Figure::StatementsEntered, s)));
    let open = open(sight, told);
    let with = |figure, item: &Item| Item { figure, ..item.clone() };
    let members: HashSet<Uuid> = told
        .people
        .iter()
        .filter(|p| !p.body.roles.is_empty())
        .map(|p| p.id)
        .collect();
    let stale = |item: &Item| {
        item.unit_id
            .is_some_and(|unit| !sight.units.is_valid(unit, sight.today))
            || item.owner_id.is_some_and(|owner| !members.contains(&owner))
    };
    let nobodys = told.statements.iter().filter(|s| is_owed(&s.body));
    let nobodys = nobodys.map(|s| sight.statement(Figure::StaleOwners, s)).filter(stale);
    let stale_ones = open
        .iter()
        .filter(|o| stale(&o.item))
        .map(|o| with(Figure::StaleOwners, &o.item));
    items.extend(nobodys.chain(stale_ones));
    let year_ago = sight.today.checked_sub(1.year()).unwrap_or(sight.today);
    let untouched = |o: &&Open| {
        o.changed_at
            .is_some_and(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date() < year_ago)
    };
    items.extend(open.iter().filter(untouched).map(|o| with(Figure::Untouched, &o.item)));
    let past = |o: &&Open| o.ends_on.is_some_and(|end| end < sight.today);
    items.extend(open.iter().filter(past).map(|o| with(Figure::PastEnd, &o.item)));
    items.retain(|item| sight.sees(item));
    items
}

/// From this day on a value is one of the last twelve months.
pub fn fresh_since(today: Date) -> Date {
    today.checked_sub(1.year()).unwrap_or(today)
}

fn indicator_item(sight: &Sight, figure: Figure, indicator: &Entry<Indicator>) -> Item {
    Item {
        title: Some(indicator.body.name.clone()),
        state: indicator.body.frequency.clone(),
        ..sight.item(
            figure,
            ItemKind::Indicator,
            indicator.id,
            Some(indicator.body.owner_unit_id),
        )
    }
}

/// Goals and projects that are open, memberships that nobody ended, indicators.
fn open(sight: &Sight, told: &Told) -> Vec<Open> {
    let goals = told.goals.iter().filter(|(goal, _)| goal.body.status == "open");
    let goals = goals.map(|(goal, changed_at)| Open {
        item: sight.goal(Figure::PastEnd, goal, &goal.body.status),
        ends_on: goal.body.period.to,
        changed_at: *changed_at,
    });
    let is_open = |status: &str| !matches!(status, "ended" | "rejected");
    let projects = told
        .projects
        .iter()
        .filter(|(project, _)| is_open(&project.body.status));
    let projects = projects.map(|(project, changed_at)| Open {
        item: sight.project(Figure::PastEnd, project),
        ends_on: project.body.period.to,
        changed_at: *changed_at,
    });
    let lasting = told.memberships.iter().filter(|(m, _)| m.body.until.is_none());
    let memberships = lasting.map(|(membership, changed_at)| Open {
        item: sight.membership(Figure::Untouched, membership, &told.networks),
        ends_on: None,
        changed_at: *changed_at,
    });
    let indicators = told.indicators.iter().map(|(indicator, _)| Open {
        item: indicator_item(sight, Figure::StaleOwners, indicator),
        ends_on: None,
        // An indicator is not grown old by being left as it is: its values tell.
        changed_at: None,
    });
    goals.chain(projects).chain(memberships).chain(indicators).collect()
}

/// What the items come to, unit by unit.
pub fn by_unit(items: &[Item]) -> Vec<UnitLine> {
    let mut lines: BTreeMap<Uuid, UnitLine> = BTreeMap::new();
    for item in items {
        let Some(unit_id) = item.unit_id else { continue };
        let line = lines.entry(unit_id).or_insert_with(|| UnitLine {
            unit_id,
            unit: item.unit.clone(),
            owed: 0,
            entered: 0,
        });
        match item.figure {
            Figure::StatementsEntered => line.entered += 1,
            Figure::StatementsOwed | Figure::ValuesOwed => line.owed += 1,
            _ => {}
        }
    }
    lines
        .into_values()
        .filter(|line| line.owed + line.entered > 0)
        .collect()
}

/// Who is to be written to about what: the owner, if somebody by name is; else those who write for the unit; where it has
/// nobody, those of the nearest unit above; and at last the planners. A figure's row is one matter.
pub fn addressees<'a>(units: &Units, people: &[Entry<Person>], items: &'a [Item]) -> BTreeMap<Uuid, Vec<&'a Item>> {
    let members: HashMap<Uuid, &Person> = people.iter().map(|p| (p.id, &p.body)).collect();
    let mut letters: BTreeMap<Uuid, Vec<&Item>> = BTreeMap::new();
    for item in items.iter().filter(|item| ASKED_FOR.contains(&item.figure)) {
        let owner = item
            .owner_id
            .filter(|owner| members.get(owner).is_some_and(|p| !p.roles.is_empty()));
        let asked = match owner {
            Some(owner) => vec![owner],
            None => answering(units, people, item.unit_id),
        };
        for person in asked {
            letters.entry(person).or_default().push(item);
        }
    }
    letters
}

fn answering(units: &Units, people: &[Entry<Person>], unit: Option<Uuid>) -> Vec<Uuid> {
    let holding = |wanted: Option<Uuid>, roles: &[&str]| -> Vec<Uuid> {
        let holds = |p: &&Entry<Person>| {
            let held = p.body.roles.iter();
            held.clone()
                .any(|(role, unit)| *unit == wanted && roles.contains(&role.as_str()))
        };
        people.iter().filter(holds).map(|p| p.id).collect()
    };
    let upwards = unit.map(|unit| units.upwards(unit)).unwrap_or_default();
    let levels = upwards
        .into_iter()
        .map(|unit| holding(Some(unit), &["contributor", "planner", "admin"]));
    let planners = std::iter::once_with(|| holding(None, &["planner"]));
    levels
        .chain(planners)
        .find(|level| !level.is_empty())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{
        super::tests::{goal, ids, sight, statement, uuid},
        *,
    };

    fn person(n: u128, role: &str, unit: Option<u128>) -> Entry<Person> {
        let roles = vec![(role.to_owned(), unit.map(uuid))];
        Entry {
            id: uuid(n),
            version: 1,
            body: Person { roles },
        }
    }

    fn told() -> Told {
        let mut owned = statement(71, 1, "owed", date(2026, 12, 31));
        owned.body.owner_id = Some(uuid(999));
        let mut submitted = statement(72, 2, "locked", date(2026, 2, 28));
        submitted.body.submitted_on = Some(date(2026, 2, 1));
        Told {
            people: vec![person(101, "contributor", Some(1)), person(102, "planner", None)],
            statements: vec![owned, submitted],
            goals: vec![
                (
                    goal(81, 1, Some(date(2026, 11, 23)), "open"),
                    Some("2025-11-23T00:00:00Z".parse().unwrap()),
                ),
                (
                    goal(82, 3, Some(date(2026, 11, 24)), "open"),
                    Some("2025-11-24T12:00:00Z".parse().unwrap()),
                ),
                (goal(83, 1, Some(date(2020, 1, 1)), "closed"), None),
            ],
            indicators: Vec::new(),
            without_value: Vec::new(),
            projects: Vec::new(),
            networks: Vec::new(),
            memberships: Vec::new(),
        }
    }

    #[test]
    fn what_is_owed_old_or_without_an_owner_is_found_and_nothing_else() {
        let items = items(&sight(true), &told());
        assert_eq!(ids(&items, Figure::StatementsOwed), [uuid(71)]);
        assert_eq!(ids(&items, Figure::StatementsEntered), [uuid(72)]);
        assert_eq!(
            ids(&items, Figure::StaleOwners),
            [71, 82].map(uuid),
            "of who left, of a unit that is over"
        );
        assert_eq!(ids(&items, Figure::Untouched), [uuid(81)]);
        assert_eq!(ids(&items, Figure::PastEnd), [uuid(81)]);
        let lines = by_unit(&items);
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.unit_id, line.owed, line.entered))
            .collect();
        assert_eq!(told, [(uuid(1), 1, 0), (uuid(2), 0, 1)]);
    }

    #[test]
    fn each_matter_goes_to_its_owner_or_to_those_who_write_for_the_unit_or_to_the_planners() {
        let told = told();
        let items = items(&sight(true), &told);
        let letters = addressees(&sight(true).units, &told.people, &items);
        let of = |n| {
            letters
                .get(&uuid(n))
                .map(|matters| matters.iter().map(|i| (i.figure, i.id)).collect::<Vec<_>>())
        };
        assert_eq!(
            of(101),
            Some(vec![
                (Figure::StatementsOwed, uuid(71)),
                (Figure::StaleOwners, uuid(71)),
                (Figure::Untouched, uuid(81)),
                (Figure::PastEnd, uuid(81)),
            ])
        );
        assert_eq!(of(102), Some(vec![(Figure::StaleOwners, uuid(82))]));
        assert_eq!(letters.len(), 2);
    }
}
