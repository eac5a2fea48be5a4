//! How goals hang together.

pub mod routes;

use std::collections::{HashMap, HashSet};

use super::{Goal, GoalId};

/// Each goal's parent, by which the tree hangs together.
pub type Parents = HashMap<GoalId, Option<GoalId>>;

/// Whether hanging `goal` under `parent` would make it its own ancestor.
pub fn would_be_cycle(parents: &Parents, goal: GoalId, parent: GoalId) -> bool {
    let mut seen = HashSet::new();
    let mut at = Some(parent);
    while let Some(here) = at {
        if here == goal || !seen.insert(here) {
            return true;
        }
        at = parents.get(&here).copied().flatten();
    }
    false
}

/// Goals in the order of the tree, each with its depth. One whose parent is not among them stands at the top.
pub fn tree(goals: Vec<Goal>) -> Vec<(usize, Goal)> {
    let there: HashSet<GoalId> = goals.iter().map(|g| g.id).collect();
    let mut below: HashMap<Option<GoalId>, Vec<Goal>> = HashMap::new();
    for goal in goals {
        let parent = goal.content.parent_id.filter(|p| there.contains(p));
        below.entry(parent).or_default().push(goal);
    }
    // Taken from the end: the last of a list is its first goal.
    for siblings in below.values_mut() {
        siblings.reverse();
    }
    let mut ordered = Vec::new();
    let mut path = vec![None];
    while let Some(parent) = path.last().copied() {
        match below.get_mut(&parent).and_then(Vec::pop) {
            Some(goal) => {
                let id = goal.id;
                ordered.push((path.len() - 1, goal));
                path.push(Some(id));
            }
            None => {
                path.pop();
            }
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goal::model::tests::{a_goal, id};

    fn parents(goals: &[Goal]) -> Parents {
        goals.iter().map(|g| (g.id, g.content.parent_id)).collect()
    }

    #[test]
    fn a_goal_cannot_be_hung_under_itself_or_below() {
        let parents = parents(&[a_goal(1, None), a_goal(2, Some(1)), a_goal(3, Some(2)), a_goal(4, None)]);
        assert!(would_be_cycle(&parents, id(1), id(1)));
        assert!(would_be_cycle(&parents, id(1), id(3)));
        assert!(!would_be_cycle(&parents, id(3), id(1)));
        assert!(!would_be_cycle(&parents, id(4), id(3)));
    }

    #[test]
    fn a_ring_that_is_there_already_ends_the_walk() {
        let parents = parents(&[a_goal(1, Some(2)), a_goal(2, Some(1))]);
        assert!(would_be_cycle(&parents, id(3), id(1)));
    }

    #[test]
    fn the_tree_is_walked_depth_first_in_the_order_given() {
        let goals = vec![
            a_goal(1, None),
            a_goal(5, None),
            a_goal(2, Some(1)),
            a_goal(4, Some(1)),
            a_goal(3, Some(2)),
        ];
        let shape: Vec<_> = tree(goals)
            .into_iter()
            .map(|(depth, g)| (depth, g.id.0.as_u128()))
            .collect();
        assert_eq!(shape, [(0, 1), (1, 2), (2, 3), (1, 4), (0, 5)]);
    }

    #[test]
    fn a_goal_whose_parent_is_filtered_away_stands_at_the_top() {
        let shape: Vec<_> = tree(vec![a_goal(2, Some(1))])
            .into_iter()
            .map(|(depth, _)| depth)
            .collect();
        assert_eq!(shape, [0]);
    }
}
