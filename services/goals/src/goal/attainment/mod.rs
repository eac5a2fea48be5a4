//! Whether goals are being reached, as their indicators tell it by a rule that is shown.
//!
//! Each indicator is held against the line from its baseline to its targets; a goal follows from its indicators and from
//! the goals below it. All of it is worked out when it is read and kept in no table: a value, a correction, a target, a
//! threshold and a move in the tree each change it at once, and there is nothing that could lag behind any of them.

mod kept;
mod line;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use platform::{
    codes,
    db::{DbResult, TenantTx},
    known::{self, UNIT},
};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use self::{
    kept::Kept,
    line::{Gap, IndicatorAttainment},
};
use super::GoalId;
use crate::{
    indicator,
    threshold::{self, Thresholds},
    value::{self, Value, totals::totals},
};

codes! {
    /// How a goal is doing. Without a value in the period nobody knows, which is never good news.
    pub enum Status as AttainmentStatus {
        OnTrack = "on_track",
        Watch = "watch",
        Off = "off",
        Unknown = "unknown",
    }
}

codes! {
    /// How a goal follows from its indicators and the goals below it: by the worst of them, by what most of them are (of two
    /// equally many the worse), or by its own indicators alone.
    pub enum Rule as AttainmentRule {
        Worst = "worst",
        Majority = "majority",
        OwnIndicators = "own_indicators",
    }
}

/// How a goal is doing on a day, with everything that it follows from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Attainment {
    pub status: Status,
    pub rule: Rule,
    /// Today, where the organisation lives.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The thresholds it was told by.
    pub thresholds: Thresholds,
    /// What its own indicators say.
    pub indicators: Vec<IndicatorAttainment>,
    /// The open goals right below it.
    pub children: Vec<ChildAttainment>,
}

/// How a goal below is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChildAttainment {
    pub goal_id: GoalId,
    pub status: Status,
}

/// What of a goal decides how it and those above it are doing.
#[derive(Clone, Copy, Debug)]
pub struct Outline {
    pub id: GoalId,
    pub parent_id: Option<GoalId>,
    pub open: bool,
    pub rule: Rule,
}

/// How the goals of a tree are doing on a day.
pub struct Attainments {
    on: Date,
    thresholds: Thresholds,
    rules: HashMap<GoalId, Rule>,
    below: HashMap<GoalId, Vec<GoalId>>,
    measured: HashMap<GoalId, Vec<IndicatorAttainment>>,
    statuses: HashMap<GoalId, Status>,
}

impl Status {
    /// The worst first. What nobody knows is worse than what is known to go well, and nothing else.
    const FROM_WORST: [Self; 4] = [Self::Off, Self::Watch, Self::Unknown, Self::OnTrack];
}

impl Rule {
    fn of(self, parts: &[Status]) -> Status {
        let many = |status: &Status| parts.iter().filter(|part| *part == status).count();
        let there = Status::FROM_WORST.into_iter().filter(|status| many(status) > 0);
        let chosen = match self {
            Self::Worst | Self::OwnIndicators => there.into_iter().next(),
            // Of equally many the last one counts as the most: the worst has to stand last.
            Self::Majority => there.rev().max_by_key(many),
        };
        chosen.unwrap_or(Status::Unknown)
    }
}

/// What a share of the expected change, in per cent, says by the thresholds.
fn told_by(share: Decimal, thresholds: Thresholds) -> Status {
    if share >= thresholds.on_track.0 {
        Status::OnTrack
    } else if share >= thresholds.watch.0 {
        Status::Watch
    } else {
        Status::Off
    }
}

impl Attainments {
    fn of(
        on: Date,
        thresholds: Thresholds,
        goals: &[Outline],
        measured: HashMap<GoalId, Vec<IndicatorAttainment>>,
    ) -> Self {
        let mut below: HashMap<GoalId, Vec<GoalId>> = HashMap::new();
        // A closed goal is history: it no longer says how the one above it is doing.
        for (parent, goal) in goals
            .iter()
            .filter(|g| g.open)
            .filter_map(|g| Some((g.parent_id?, g.id)))
        {
            below.entry(parent).or_default().push(goal);
        }
        let mut all = Self {
            on,
            thresholds,
            rules: goals.iter().map(|g| (g.id, g.rule)).collect(),
            below,
            measured,
            statuses: HashMap::new(),
        };
        for id in all.order_of(goals) {
            let status = all.judge(id);
            all.statuses.insert(id, status);
        }
        all
    }

    /// Every goal after those below it. Goals that hang together in a ring are in no tree, and are left out.
    fn order_of(&self, goals: &[Outline]) -> Vec<GoalId> {
        let there: HashSet<GoalId> = goals.iter().map(|g| g.id).collect();
        let tops = goals
            .iter()
            .filter(|g| !g.open || g.parent_id.is_none_or(|p| !there.contains(&p)));
        let mut order: Vec<GoalId> = tops.map(|g| g.id).collect();
        let mut at = 0;
        while let Some(id) = order.get(at).copied() {
            order.extend(self.below.get(&id).into_iter().flatten());
            at += 1;
        }
        order.reverse();
        order
    }

    fn judge(&self, id: GoalId) -> Status {
        let rule = self.rule(id);
        let mut parts: Vec<Status> = self.measured.get(&id).into_iter().flatten().map(|i| i.status).collect();
        if rule != Rule::OwnIndicators {
            parts.extend(self.children(id).map(|child| child.status));
        }
        rule.of(&parts)
    }

    fn rule(&self, id: GoalId) -> Rule {
        self.rules.get(&id).copied().unwrap_or(Rule::Worst)
    }

    fn children(&self, id: GoalId) -> impl Iterator<Item = ChildAttainment> {
        self.below.get(&id).into_iter().flatten().map(|goal| ChildAttainment {
            goal_id: *goal,
            status: self.status(*goal),
        })
    }

    pub fn status(&self, id: GoalId) -> Status {
        self.statuses.get(&id).copied().unwrap_or(Status::Unknown)
    }

    /// Everything that a goal's status follows from.
    pub fn whole(&self, id: GoalId) -> Attainment {
        Attainment {
            status: self.status(id),
            rule: self.rule(id),
            on: self.on,
            thresholds: self.thresholds,
            indicators: self.measured.get(&id).cloned().unwrap_or_default(),
            children: self.children(id).collect(),
        }
    }
}

/// A goal that was made since nobody knows of.
pub(in crate::goal) fn status_in(statuses: &HashMap<GoalId, Status>, id: GoalId) -> Status {
    statuses.get(&id).copied().unwrap_or(Status::Unknown)
}

/// Each unit's parent.
async fn units(tx: &mut TenantTx) -> DbResult<HashMap<Uuid, Option<Uuid>>> {
    let units = known::all(tx, UNIT).await?.into_iter();
    Ok(units.map(|unit| (unit.id, unit.parent_id)).collect())
}

fn with_those_below(id: GoalId, goals: &[Outline]) -> Vec<Outline> {
    let mut below: HashMap<Option<GoalId>, Vec<Outline>> = HashMap::new();
    for goal in goals {
        below.entry(goal.parent_id).or_default().push(*goal);
    }
    let mut found: Vec<Outline> = goals.iter().filter(|g| g.id == id).copied().collect();
    let mut at = 0;
    while let Some(goal) = found.get(at).copied() {
        // Nobody is below itself, so a ring ends where it began.
        let children = below.remove(&Some(goal.id)).unwrap_or_default();
        found.extend(children.into_iter().filter(|child| child.id != id));
        at += 1;
    }
    found
}

async fn read(
    tx: &mut TenantTx,
    goals: &[Outline],
    units: &HashMap<Uuid, Option<Uuid>>,
    on: Date,
) -> DbResult<Attainments> {
    let thresholds = threshold::store::current(tx).await?;
    let ids: Vec<_> = goals.iter().map(|g| g.id.0).collect();
    let indicators = indicator::store::of_goals(tx, ids).await?;
    let mut values: HashMap<_, Vec<Value>> = HashMap::new();
    for value in value::store::that_count(tx, &indicators, on).await? {
        values.entry(value.content.indicator_id).or_default().push(value);
    }
    let mut measured: HashMap<GoalId, Vec<IndicatorAttainment>> = HashMap::new();
    for indicator in &indicators {
        let values = values.remove(&indicator.id).unwrap_or_default();
        let told = line::of_indicator(indicator, &totals(indicator, &values, units), thresholds, on);
        for goal in &indicator.content.goal_ids {
            measured.entry(*goal).or_default().push(told.clone());
        }
    }
    Ok(Attainments::of(on, thresholds, goals, measured))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{
        Status::{Off, OnTrack, Unknown, Watch},
        *,
    };
    use crate::{goal::model::tests::id, indicator::IndicatorId};

    fn outline(n: u128, parent: Option<u128>) -> Outline {
        Outline {
            id: id(n),
            parent_id: parent.map(id),
            open: true,
            rule: Rule::Worst,
        }
    }

    fn says(status: Status) -> IndicatorAttainment {
        IndicatorAttainment {
            indicator_id: IndicatorId::fresh(),
            status,
            missing: None,
            period: None,
            actual: None,
            preliminary: false,
            baseline: None,
            target: None,
            expected: None,
            share: None,
        }
    }

    fn attained(goals: &[Outline], measured: &[(u128, &[Status])]) -> Attainments {
        let measured = measured
            .iter()
            .map(|(n, told)| (id(*n), told.iter().copied().map(says).collect()));
        Attainments::of(date(2026, 11, 22), Thresholds::default(), goals, measured.collect())
    }

    #[test]
    fn a_parent_is_its_worst_child() {
        let goals = [
            outline(1, None),
            outline(2, Some(1)),
            outline(3, Some(2)),
            outline(4, Some(1)),
        ];
        let all = attained(&goals, &[(3, &[Watch]), (4, &[OnTrack])]);
        assert_eq!([1, 2, 3, 4].map(|n| all.status(id(n))), [Watch, Watch, Watch, OnTrack]);
        let whole = all.whole(id(1));
        let below: Vec<_> = whole.children.iter().map(|c| (c.goal_id, c.status)).collect();
        assert_eq!(below, [(id(2), Watch), (id(4), OnTrack)]);
    }

    #[test]
    fn unknown_is_never_green_and_hides_nothing_worse() {
        let goals = [outline(1, None), outline(2, Some(1)), outline(3, Some(1))];
        assert_eq!(attained(&goals, &[(2, &[OnTrack])]).status(id(1)), Unknown);
        assert_eq!(attained(&goals, &[(2, &[Off])]).status(id(1)), Off);
        assert_eq!(attained(&goals, &[]).status(id(1)), Unknown);
    }

    #[test]
    fn another_rule_may_be_chosen() {
        let with = |rule| {
            let top = Outline {
                rule,
                ..outline(1, None)
            };
            let goals = [top, outline(2, Some(1)), outline(3, Some(1)), outline(4, Some(1))];
            attained(&goals, &[(1, &[OnTrack]), (2, &[OnTrack]), (3, &[Off]), (4, &[Watch])]).status(id(1))
        };
        assert_eq!(with(Rule::Worst), Off);
        assert_eq!(with(Rule::Majority), OnTrack);
        assert_eq!(with(Rule::OwnIndicators), OnTrack);
        assert_eq!(Rule::Majority.of(&[OnTrack, Watch, OnTrack, Watch]), Watch);
    }

    #[test]
    fn a_closed_goal_no_longer_says_how_the_one_above_is_doing() {
        let closed = Outline {
            open: false,
            ..outline(2, Some(1))
        };
        let all = attained(
            &[outline(1, None), closed, outline(3, Some(1))],
            &[(2, &[Off]), (3, &[OnTrack])],
        );
        assert_eq!((all.status(id(1)), all.status(id(2))), (OnTrack, Off));
    }

    #[test]
    fn a_ring_ends_the_walk() {
        let ring = [outline(1, Some(2)), outline(2, Some(1))];
        assert_eq!(attained(&ring, &[(1, &[OnTrack])]).status(id(1)), Unknown);
        assert_eq!(with_those_below(id(1), &ring).len(), 2);
    }
}
