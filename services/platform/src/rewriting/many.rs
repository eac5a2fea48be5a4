//! Many things at once: looked at one by one, and changed all together or not at all.

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{BulkEditable, Halt, Restorable, Rewrite, Told, ended, recall::recall};
use crate::{
    auth::TenantScope,
    codes,
    db::{Db, Once, TenantTx},
    events::journal::{self, Difference},
    http::{Faults, FieldFault, IfMatch, Merge, Problem},
    ids::Identity,
    values::{plain, tidy},
};

/// A thing that was chosen, as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    #[garde(skip)]
    pub id: Uuid,
    /// The version that was seen.
    #[garde(range(min = 1))]
    pub version: i64,
}

/// The same change for up to 200 things: of all of them or of none.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkEdit<C: Validate<Context = ()>> {
    #[garde(length(min = 1, max = 200), dive)]
    pub items: Vec<Chosen>,
    #[garde(dive)]
    pub change: C,
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub reason: Option<String>,
    /// Only tells what would become of each: nothing is kept.
    #[serde(default)]
    #[garde(skip)]
    pub preview: bool,
}

/// Themes, or other things of which each is carried or not, that come to those that are carried and go from them.
#[derive(Clone, Copy, Debug)]
pub struct Themes<'a> {
    pub add: &'a [Uuid],
    pub remove: &'a [Uuid],
}

impl Themes<'_> {
    /// A change that changes nothing is a slip, and so is one that contradicts itself. `alone`: nothing else changes.
    pub fn check(&self, alone: bool) -> garde::Result {
        if alone && self.add.is_empty() && self.remove.is_empty() {
            return Err(garde::Error::new("nothing_to_change: say what is to be different"));
        }
        if self.add.iter().any(|id| self.remove.contains(id)) {
            return Err(garde::Error::new(
                "contradiction: a theme is added or taken away, not both",
            ));
        }
        Ok(())
    }

    /// Those that are carried afterwards, in the order in which they came.
    #[must_use]
    pub fn over(&self, mut carried: Vec<Uuid>) -> Vec<Uuid> {
        carried.retain(|id| !self.remove.contains(id));
        for id in self.add {
            if !carried.contains(id) {
                carried.push(*id);
            }
        }
        carried
    }
}

/// A thing that goes back to what it said in an earlier version.
#[derive(Clone, Copy, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenRestoring {
    #[garde(skip)]
    pub id: Uuid,
    /// The version that was seen.
    #[garde(range(min = 1))]
    pub version: i64,
    /// The version whose content comes back.
    #[garde(range(min = 1))]
    pub restored_version: i64,
}

/// Up to 200 things that go back to what they said: all of them or none.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "items": [{"id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02", "version": 2, "restored_version": 1}], "preview": true
}))]
pub struct BulkRestoring {
    #[garde(length(min = 1, max = 200), dive)]
    pub items: Vec<ChosenRestoring>,
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub reason: Option<String>,
    /// Only tells what would become of each: nothing is kept.
    #[serde(default)]
    #[garde(skip)]
    pub preview: bool,
}

codes! {
    /// What becomes of a thing: it changes, it says so already, or it cannot be.
    pub enum Outcome as EditOutcome { Changed = "changed", Unchanged = "unchanged", Refused = "refused" }
}

/// Why a thing cannot be changed: the problem that it would be to change it alone.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub detail: Option<String>,
    pub errors: Vec<FieldFault>,
}

/// What became of one thing.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EditedItem {
    pub id: Uuid,
    /// The version that it has now.
    pub version: i64,
    pub outcome: Outcome,
    /// What is different, as the history of the thing tells it.
    pub changes: Vec<Difference>,
    pub problem: Option<Refusal>,
}

/// What became of the things, in their order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Edited {
    /// Whether they were only looked at.
    pub preview: bool,
    pub items: Vec<EditedItem>,
}

impl From<&Problem> for Refusal {
    fn from(problem: &Problem) -> Self {
        Self {
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
            detail: problem.sentence().map(str::to_owned),
            errors: problem.field_faults().to_vec(),
        }
    }
}

impl Refusal {
    /// The same as a fault of the request that named the thing.
    fn at(self, place: usize) -> FieldFault {
        let first = self.errors.first().map(|fault| fault.code.clone());
        let told: Vec<String> = self.errors.into_iter().map(|fault| fault.detail).collect();
        let told = if told.is_empty() {
            self.detail.unwrap_or_default()
        } else {
            told.join(" ")
        };
        FieldFault::new(format!("/items/{place}"), &first.unwrap_or(self.code), told)
    }
}

/// Lets the command of an aggregate make the same change to each thing that was chosen.
pub(super) async fn edit<I: BulkEditable>(
    db: &Db,
    scope: &TenantScope,
    once: &Once,
    asked: &BulkEdit<I::Change>,
    rewritten: impl AsyncFn(&mut TenantTx, Rewrite<'_, I, I::Content>) -> Result<(), I::Error>,
) -> Result<Edited, Problem> {
    let told = &Told::changed(tidy(asked.reason.clone()));
    let work = async |tx: &mut TenantTx, item: &Chosen| {
        let (id, expected) = (I::from(item.id), IfMatch(item.version));
        let found = id.found(tx).await?;
        let (version, before) = found.ok_or_else(|| Problem::not_found(I::MISSING))?;
        expected.holds_for(version)?;
        let after = I::changed(&asked.change, before.clone());
        if after == before {
            return Ok(false);
        }
        let patch = &Merge::to(&after)?;
        let rewrite = Rewrite {
            id,
            expected,
            patch,
            told,
        };
        rewritten(tx, rewrite).await.map_err(Into::into)?;
        Ok(true)
    };
    let places = async |tx: &mut TenantTx, place: usize| match asked.items.get(place) {
        Some(item) => work(tx, item).await,
        None => Ok(false),
    };
    all_or_none::<I>(db, scope, once, &asked.items, asked.preview, places).await
}

/// Lets the command of an aggregate write what each thing said in an earlier version.
pub(super) async fn restore_all<I: Restorable>(
    db: &Db,
    scope: &TenantScope,
    once: &Once,
    asked: &BulkRestoring,
    rewritten: impl AsyncFn(&mut TenantTx, Rewrite<'_, I, I::Content>) -> Result<(), I::Error>,
) -> Result<Edited, Problem> {
    let reason = tidy(asked.reason.clone());
    let chosen = asked.items.iter().map(|item| Chosen {
        id: item.id,
        version: item.version,
    });
    let chosen: Vec<Chosen> = chosen.collect();
    let work = async |tx: &mut TenantTx, place: usize| {
        let Some(item) = asked.items.get(place) else {
            return Ok(false);
        };
        let (id, expected) = (I::from(item.id), IfMatch(item.version));
        let patch = match recall::<I, I::Content>(tx, db.service(), id, expected, item.restored_version).await {
            Err(same) if same.code() == "nothing_to_restore" => return Ok(false),
            recalled => &recalled?,
        };
        let told = &Told::restored(item.restored_version, reason.clone());
        let rewrite = Rewrite {
            id,
            expected,
            patch,
            told,
        };
        rewritten(tx, rewrite).await.map_err(Into::into)?;
        Ok(true)
    };
    all_or_none::<I>(db, scope, once, &chosen, asked.preview, work).await
}

/// Does the work of each thing in one transaction. Whoever is refused is told, and keeps all the others from being changed.
async fn all_or_none<I: Identity>(
    db: &Db,
    scope: &TenantScope,
    once: &Once,
    chosen: &[Chosen],
    preview: bool,
    work: impl AsyncFn(&mut TenantTx, usize) -> Result<bool, Problem>,
) -> Result<Edited, Problem> {
    let mut faults = Faults::default();
    faults.each_once(chosen.iter().map(|item| item.id), |n| format!("/items/{n}/id"));
    faults.none_or(())?;
    // By their ids, so that two at once hold them in the same order and neither waits for the other in vain.
    let mut order: Vec<(Uuid, usize)> = chosen
        .iter()
        .enumerate()
        .map(|(place, item)| (item.id, place))
        .collect();
    order.sort_unstable();
    let outcome = db
        .once(scope, once, async |tx| {
            let mut outcomes: Vec<(usize, Result<bool, Refusal>)> = Vec::with_capacity(order.len());
            for (_, place) in &order {
                let outcome = match work(tx, *place).await {
                    // Nothing can be told of the things that come after it, either.
                    Err(broken) if broken.status().is_server_error() => return Err(Halt::Failed(broken)),
                    Err(refused) => Err(Refusal::from(&refused)),
                    Ok(changed) => Ok(changed),
                };
                outcomes.push((*place, outcome));
            }
            outcomes.sort_unstable_by_key(|(place, _)| *place);
            if preview || outcomes.iter().all(|(_, outcome)| outcome.is_ok()) {
                let edited = told::<I>(db, tx, chosen, outcomes, preview).await?;
                return if preview {
                    Err(Halt::Preview(edited))
                } else {
                    Ok(edited)
                };
            }
            Err(Halt::Failed(refused(outcomes)))
        })
        .await;
    ended(outcome)
}

async fn told<I: Identity>(
    db: &Db,
    tx: &mut TenantTx,
    chosen: &[Chosen],
    outcomes: Vec<(usize, Result<bool, Refusal>)>,
    preview: bool,
) -> Result<Edited, Problem> {
    let mut became = journal::what_became(tx, db.service(), I::AGGREGATE).await?;
    let items = chosen.iter().zip(outcomes).map(|(item, (_, outcome))| {
        // What was noted before somebody was refused would not be kept.
        let became = became.remove(&item.id).filter(|_| outcome.is_ok());
        let version = became.as_ref().filter(|_| !preview).map(|became| became.version);
        EditedItem {
            id: item.id,
            version: version.unwrap_or(item.version),
            changes: became.map(|became| became.changes).unwrap_or_default(),
            outcome: match outcome {
                Ok(true) => Outcome::Changed,
                Ok(false) => Outcome::Unchanged,
                Err(_) => Outcome::Refused,
            },
            problem: outcome.err(),
        }
    });
    Ok(Edited {
        preview,
        items: items.collect(),
    })
}

/// 422 that names each thing at fault.
fn refused(outcomes: Vec<(usize, Result<bool, Refusal>)>) -> Problem {
    let all = outcomes.len();
    let faults: Vec<FieldFault> = outcomes
        .into_iter()
        .filter_map(|(place, outcome)| Some(outcome.err()?.at(place)))
        .collect();
    let told = format!("{} of {all} cannot be changed, so none was.", faults.len());
    Problem::invalid("items_refused").detail(told).naming(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_come_once_and_go_and_the_others_keep_their_order() {
        let ids = |numbers: &[u128]| numbers.iter().map(|n| Uuid::from_u128(*n)).collect::<Vec<_>>();
        let (add, remove) = (ids(&[3, 5, 5]), ids(&[1, 9]));
        let themes = Themes {
            add: &add,
            remove: &remove,
        };
        assert_eq!(themes.over(ids(&[3, 1, 2])), ids(&[3, 2, 5]));
        assert!(themes.check(true).is_ok());
    }

    #[test]
    fn a_change_says_something_and_does_not_contradict_itself() {
        let one = [Uuid::nil()];
        let told = |add: &[Uuid], remove: &[Uuid], alone| {
            let checked = Themes { add, remove }.check(alone);
            checked.map_or_else(|error| error.message().to_owned(), |()| String::new())
        };
        assert_eq!(told(&[], &[], false), "");
        assert!(told(&[], &[], true).starts_with("nothing_to_change"));
        assert!(told(&one, &one, true).starts_with("contradiction"));
    }

    #[test]
    fn a_refused_thing_is_named_at_its_place_with_what_is_wrong() {
        let refusal = Refusal::from(&Problem::field(
            "/theme_ids/0",
            "unknown_theme",
            "There is no such theme.",
        ));
        let fault = refusal.at(3);
        assert_eq!(
            (fault.pointer.as_str(), fault.code.as_str()),
            ("/items/3", "unknown_theme")
        );
        assert_eq!(fault.detail, "There is no such theme.");
    }
}
