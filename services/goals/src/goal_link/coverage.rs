//! The coverage matrix: the goals of one level against the kinds of activity that serve them.
//!
//! What serves a goal below serves the goal above it too. Something that is tied to several of them counts once, by its
//! strongest tie; what has vanished covers nothing. A project serves the goals that its own plan names, as if it were tied to them.

use std::collections::{BTreeMap, HashMap, HashSet};

use platform::values::Text;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{model::TargetKind, share::Share, store::Marked};
use crate::{goal::GoalId, level::GoalLevels};

/// The goals of a level, each with what serves it, and what nothing serves.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Coverage {
    /// Key of the level.
    pub level: String,
    pub kinds: Vec<TargetKind>,
    pub items: Vec<CoveredGoal>,
    /// The empty cells.
    pub gaps: Vec<CoverageGap>,
}

/// One open goal of the level.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CoveredGoal {
    pub goal_id: GoalId,
    pub title: Text,
    pub accountable_unit_id: Uuid,
    /// One for each kind, in their order.
    pub cells: Vec<CoverageCell>,
}

/// What of one kind serves a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageCell {
    pub kind: TargetKind,
    /// How many serve the goal or one below it.
    pub count: usize,
    /// The strongest tie: 1 touches, 2 serves, 3 carries; absent where nothing does.
    pub strength: Option<i32>,
}

/// A goal that nothing of a kind serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageGap {
    pub goal_id: GoalId,
    pub title: Text,
    pub kind: TargetKind,
}

/// How strong a project's own word is: it serves the goal.
const SERVES: i32 = 2;

/// Something that serves a goal, and how strongly.
type Tie = (TargetKind, Uuid, i32);

const KINDS: [TargetKind; 3] = [TargetKind::Project, TargetKind::Network, TargetKind::Activity];

/// The level that is meant when none is named: the one below the top, where visions branch into what is steered by.
pub fn usual_level(levels: &GoalLevels) -> &str {
    let level = levels.levels.get(1).or(levels.levels.first());
    level.map_or("", |level| level.key.as_str())
}

/// What of a goal decides where it stands in the matrix.
#[derive(Clone, Debug)]
pub struct Placed {
    pub id: GoalId,
    pub parent_id: Option<GoalId>,
    pub level: String,
    pub open: bool,
    pub title: Text,
    pub accountable_unit_id: Uuid,
}

/// Holds the goals of a level, in the order given, against what they and the goals below them are tied to.
pub fn coverage(goals: &[Placed], level: &str, links: &[Marked], shares: &[Share]) -> Coverage {
    let mut below: HashMap<GoalId, Vec<GoalId>> = HashMap::new();
    for (parent, id) in goals.iter().filter_map(|g| Some((g.parent_id?, g.id))) {
        below.entry(parent).or_default().push(id);
    }
    let mut tied: HashMap<GoalId, Vec<Tie>> = HashMap::new();
    for marked in links.iter().filter(|m| m.target.as_ref().is_none_or(|t| !t.gone)) {
        let content = &marked.link.content;
        let tie = (content.target_kind, content.target_id, content.strength);
        tied.entry(content.goal_id).or_default().push(tie);
    }
    for share in shares {
        let tie = (TargetKind::Project, share.project_id, SERVES);
        tied.entry(share.goal_id).or_default().push(tie);
    }
    let of_level = goals.iter().filter(|g| g.level == level && g.open);
    let items: Vec<CoveredGoal> = of_level
        .map(|goal| CoveredGoal {
            goal_id: goal.id,
            title: goal.title.clone(),
            accountable_unit_id: goal.accountable_unit_id,
            cells: cells(&with_those_below(goal.id, &below), &tied),
        })
        .collect();
    let gaps = items.iter().flat_map(|goal| {
        let empty = goal.cells.iter().filter(|cell| cell.count == 0);
        empty.map(|cell| CoverageGap {
            goal_id: goal.goal_id,
            title: goal.title.clone(),
            kind: cell.kind,
        })
    });
    Coverage {
        level: level.to_owned(),
        kinds: KINDS.to_vec(),
        gaps: gaps.collect(),
        items,
    }
}

fn with_those_below(id: GoalId, below: &HashMap<GoalId, Vec<GoalId>>) -> Vec<GoalId> {
    let (mut found, mut seen, mut at) = (vec![id], HashSet::from([id]), 0);
    while let Some(goal) = found.get(at).copied() {
        let children = below.get(&goal).into_iter().flatten().copied();
        found.extend(children.filter(|child| seen.insert(*child)));
        at += 1;
    }
    found
}

fn cells(goals: &[GoalId], tied: &HashMap<GoalId, Vec<Tie>>) -> Vec<CoverageCell> {
    let mut strongest: BTreeMap<(&'static str, Uuid), i32> = BTreeMap::new();
    for (kind, target, strength) in goals.iter().filter_map(|g| tied.get(g)).flatten() {
        let most = strongest.entry((kind.code(), *target)).or_default();
        *most = (*strength).max(*most);
    }
    let cell = |kind: TargetKind| {
        let of_kind = strongest.iter().filter(|((code, _), _)| *code == kind.code());
        let strengths: Vec<i32> = of_kind.map(|(_, strength)| *strength).collect();
        CoverageCell {
            kind,
            count: strengths.len(),
            strength: strengths.iter().max().copied(),
        }
    };
    KINDS.map(cell).to_vec()
}

#[cfg(test)]
mod tests {
    use platform::known::Known;
    use serde_json::json;

    use super::*;
    use crate::{
        goal::{Goal, model::tests::a_goal},
        goal_link::model::tests::link,
        level::GoalLevels,
    };

    fn tie(goal: u128, kind: &str, target: u128, strength: i32) -> Marked {
        let link = link(json!({
            "goal_id": Uuid::from_u128(goal), "target_kind": kind, "target_id": Uuid::from_u128(target), "strength": strength,
        }));
        Marked { link, target: None }
    }

    fn placed(goals: &[Goal]) -> Vec<Placed> {
        let one = |goal: &Goal| Placed {
            id: goal.id,
            parent_id: goal.content.parent_id,
            level: goal.content.level.clone(),
            open: goal.is_open(),
            title: goal.content.title.clone(),
            accountable_unit_id: goal.content.accountable_unit_id,
        };
        goals.iter().map(one).collect()
    }

    /// Counts and strengths of the goals in their order.
    fn shape(coverage: &Coverage) -> Vec<Vec<(usize, Option<i32>)>> {
        let of = |goal: &CoveredGoal| goal.cells.iter().map(|c| (c.count, c.strength)).collect();
        coverage.items.iter().map(of).collect()
    }

    #[test]
    fn what_serves_a_goal_below_serves_the_one_above_and_counts_once() {
        let mut below = a_goal(2, Some(1));
        below.content.level = "measure".to_owned();
        let links = [
            tie(1, "project", 5, 1),
            tie(2, "project", 5, 3),
            tie(2, "network", 6, 2),
            tie(2, "network", 7, 1),
        ];
        let told = coverage(&placed(&[a_goal(1, None), below]), "spearhead", &links, &[]);
        assert_eq!(shape(&told), [[(1, Some(3)), (2, Some(2)), (0, None)]]);
    }

    #[test]
    fn a_project_serves_the_goals_of_its_own_plan_and_counts_once_beside_a_tie() {
        let share = |goal: u128, project: u128| Share {
            project_id: Uuid::from_u128(project),
            goal_id: GoalId(Uuid::from_u128(goal)),
        };
        let goals = placed(&[a_goal(1, None), a_goal(2, None)]);
        let ties = [tie(1, "project", 5, 3)];
        let told = coverage(&goals, "spearhead", &ties, &[share(1, 5), share(1, 6), share(2, 6)]);
        let none = (0, None);
        assert_eq!(shape(&told), [[(2, Some(3)), none, none], [(1, Some(2)), none, none]]);
    }

    #[test]
    fn every_empty_cell_is_a_gap() {
        let told = coverage(
            &placed(&[a_goal(1, None), a_goal(2, None)]),
            "spearhead",
            &[tie(1, "activity", 5, 2)],
            &[],
        );
        let gaps: Vec<_> = told
            .gaps
            .iter()
            .map(|g| (g.goal_id.0.as_u128(), g.kind.code()))
            .collect();
        let expected = [
            (1, "project"),
            (1, "network"),
            (2, "project"),
            (2, "network"),
            (2, "activity"),
        ];
        assert_eq!(gaps, expected);
    }

    #[test]
    fn what_has_vanished_covers_nothing() {
        let mut gone = tie(1, "project", 5, 3);
        gone.target = Some(Known {
            kind: "project",
            id: Uuid::from_u128(5),
            version: 2,
            parent_id: None,
            label: Text::default(),
            valid_from: None,
            valid_to: None,
            gone: true,
        });
        let told = coverage(&placed(&[a_goal(1, None)]), "spearhead", &[gone], &[]);
        assert_eq!(shape(&told), [[(0, None), (0, None), (0, None)]]);
    }

    #[test]
    fn goals_that_are_closed_or_of_another_level_stand_in_no_row() {
        let closed = a_goal(1, None).closed(jiff::civil::date(2026, 1, 1), None).unwrap();
        let goals = placed(&[closed, a_goal(2, None)]);
        assert_eq!(coverage(&goals, "spearhead", &[], &[]).items.len(), 1);
        assert!(coverage(&goals, "vision", &[], &[]).items.is_empty());
    }

    #[test]
    fn the_level_below_the_top_is_meant_when_none_is_named() {
        assert_eq!(usual_level(&GoalLevels::default()), "spearhead");
    }

    #[test]
    fn a_ring_of_goals_ends_the_walk() {
        let told = coverage(
            &placed(&[a_goal(1, Some(2)), a_goal(2, Some(1))]),
            "spearhead",
            &[tie(1, "project", 5, 2)],
            &[],
        );
        assert_eq!(told.items.len(), 2);
    }
}
