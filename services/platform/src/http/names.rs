//! What the things of a kind are called: for those who show an id as a name, and for those who choose one of many. One
//! request, however many things there are.

use std::collections::HashSet;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{db::Kept, values::Text};

/// More are not offered: nobody would find theirs.
pub const MOST_NAMES: usize = 1_000;
/// More are not asked for by their ids.
const MOST_IDS: usize = 200;

/// Which names are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NamesAsked {
    /// Of these things alone: up to 200 ids with commas between them. In no order.
    #[param(value_type = Option<String>)]
    pub ids: Option<Ids>,
    /// Of these things too, though they come after the first thousand: up to 200 ids with commas between them.
    #[param(value_type = Option<String>)]
    pub with: Option<Ids>,
}

/// Ids with commas between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids(pub Vec<Uuid>);

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let ids: Result<Vec<Uuid>, _> = text.split(',').map(|id| id.trim().parse()).collect();
        let ids = ids.map_err(|_no_id| D::Error::custom("ids with commas between them"))?;
        if ids.len() > MOST_IDS {
            return Err(D::Error::custom(format!("{MOST_IDS} ids at most")));
        }
        Ok(Self(ids))
    }
}

/// What a thing is called: in its languages, or as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ThingCalled)]
pub enum Called {
    Text(Text),
    Name(String),
}

impl From<Kept<Text>> for Called {
    fn from(kept: Kept<Text>) -> Self {
        Self::Text(kept.0)
    }
}

impl From<String> for Called {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedThing {
    id: Uuid,
    name: Called,
}

/// Things by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NamesOfThings)]
pub struct Names {
    items: Vec<NamedThing>,
    /// Whether there are more than these.
    more: bool,
}

impl Names {
    /// Of what was fetched to look ahead.
    pub fn of<N: Into<Called>>(mut rows: Vec<(Uuid, N)>, with: Vec<(Uuid, N)>) -> Self {
        let more = rows.len() > MOST_NAMES;
        rows.truncate(MOST_NAMES);
        let there: HashSet<Uuid> = rows.iter().map(|(id, _)| *id).collect();
        rows.extend(with.into_iter().filter(|(id, _)| !there.contains(id)));
        let named = rows.into_iter().map(|(id, name)| NamedThing { id, name: name.into() });
        Self {
            items: named.collect(),
            more,
        }
    }
}

/// Fetches the names that are asked for, of the rows of a query: the first of them in an order, or those of some ids.
///
/// ```ignore
/// fetch_names!(tx, asked, Row::of(tx), (goals::id, goals::title => Kept<Text>) by goals::title_sort)
/// ```
#[macro_export]
macro_rules! fetch_names {
    ($tx:expr, $asked:expr, $all:expr, ($id:expr, $name:expr => $type:ty) by $sort:expr) => {{
        use diesel::{ExpressionMethods as _, QueryDsl as _};
        use diesel_async::RunQueryDsl as _;
        let asked: &$crate::http::NamesAsked = $asked;
        let most = i64::try_from($crate::http::MOST_NAMES).unwrap_or(i64::MAX);
        let rows: Vec<(uuid::Uuid, $type)> = if let Some(ids) = &asked.ids {
            let some = $all.filter($id.eq_any(ids.0.clone()));
            some.select(($id, $name)).load($tx).await?
        } else {
            let first = $all.order(($sort.asc(), $id.asc())).limit(most + 1);
            first.select(($id, $name)).load($tx).await?
        };
        let with: Vec<(uuid::Uuid, $type)> = if let Some(ids) = &asked.with {
            let some = $all.filter($id.eq_any(ids.0.clone()));
            some.select(($id, $name)).load($tx).await?
        } else {
            Vec::new()
        };
        $crate::http::Names::of(rows, with)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(from: u128, to: u128) -> Vec<(Uuid, String)> {
        (from..to).map(|n| (Uuid::from_u128(n), n.to_string())).collect()
    }

    #[test]
    fn what_is_cut_off_is_told_and_what_is_wanted_all_the_same_is_there_once() {
        let names = Names::of(named(0, 1_001), named(999, 1_001));
        assert!(names.more);
        assert_eq!(names.items.len(), 1_001);
        assert_eq!(names.items.last().map(|one| one.id), Some(Uuid::from_u128(1_000)));
        assert!(!Names::of(named(0, 1_000), Vec::new()).more);
    }

    #[test]
    fn ids_stand_between_commas_and_nothing_else_does() {
        let read = |text: &str| serde_json::from_value::<Ids>(text.into());
        let id = Uuid::from_u128(7);
        assert_eq!(read(&format!("{id}, {id}")).unwrap(), Ids(vec![id, id]));
        assert!(read("seven").is_err());
        assert!(read(&vec![id.to_string(); MOST_IDS + 1].join(",")).is_err());
    }
}
