//! The tree of units, for "this unit and those below it".

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use platform::values::Text;
use uuid::Uuid;

use super::{entry::Entry, tenants::Unit};

#[derive(Clone, Debug, Default)]
pub struct Units {
    units: HashMap<Uuid, Unit>,
}

impl Units {
    pub fn new(units: Vec<Entry<Unit>>) -> Self {
        Self {
            units: units.into_iter().map(|e| (e.id, e.body)).collect(),
        }
    }

    pub fn name(&self, id: Uuid) -> Option<&Text> {
        self.units.get(&id).map(|u| &u.name)
    }

    /// Whether there is such a unit on a day.
    pub fn is_valid(&self, id: Uuid, on: Date) -> bool {
        let unit = self.units.get(&id);
        unit.is_some_and(|u| u.valid_from.is_none_or(|from| from <= on) && u.valid_to.is_none_or(|to| on <= to))
    }

    /// The unit and every unit that it lies below, the nearest first. A circle ends where it began.
    pub fn upwards(&self, id: Uuid) -> Vec<Uuid> {
        let mut way = Vec::new();
        let mut next = Some(id);
        while let Some(unit) = next.filter(|unit| !way.contains(unit)) {
            way.push(unit);
            next = self.units.get(&unit).and_then(|u| u.parent_id);
        }
        way
    }

    /// The unit and every unit below it. A circle, which nobody should be able to make, ends nowhere.
    pub fn below(&self, root: Uuid) -> Vec<Uuid> {
        let mut children: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for (id, unit) in &self.units {
            if let Some(parent) = unit.parent_id {
                children.entry(parent).or_default().push(*id);
            }
        }
        let (mut found, mut seen) = (vec![root], HashSet::from([root]));
        let mut next = 0;
        while let Some(unit) = found.get(next).copied() {
            next += 1;
            found.extend(
                children
                    .get(&unit)
                    .into_iter()
                    .flatten()
                    .filter(|child| seen.insert(**child)),
            );
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::values::Language;

    fn unit(id: u128, parent: Option<u128>) -> Entry<Unit> {
        let name = Text::in_one(Language::Fi, id.to_string());
        let parent_id = parent.map(Uuid::from_u128);
        let body = Unit {
            name,
            kind: "unit".into(),
            parent_id,
            valid_from: None,
            valid_to: None,
        };
        Entry {
            id: Uuid::from_u128(id),
            version: 1,
            body,
        }
    }

    #[test]
    fn a_unit_holds_those_below_it_at_any_depth_and_no_others() {
        let units = Units::new(vec![unit(1, None), unit(2, Some(1)), unit(3, Some(2)), unit(4, None)]);
        let mut below = units.below(Uuid::from_u128(1));
        below.sort_unstable();
        assert_eq!(below, [1, 2, 3].map(Uuid::from_u128));
    }

    #[test]
    fn a_circle_of_units_ends() {
        let units = Units::new(vec![unit(1, Some(2)), unit(2, Some(1))]);
        assert_eq!(units.below(Uuid::from_u128(1)).len(), 2);
    }
}
