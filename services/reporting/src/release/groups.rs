//! What figures of the same measure and period tell together, to whomever they were released.
//!
//! As long as only totals of nested groups are released, all that can be had by subtraction is the rest of a group without
//! those inside it. Groups that cross are refused; so is a candidate that would leave a rest that could not be shown itself.

use std::collections::BTreeSet;

use uuid::Uuid;

/// Those who gave. Not their holdings: of two in one holding one may have given to a viewer, and the other not.
pub type Group = BTreeSet<Uuid>;

/// What a candidate would make known beside itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// It crosses a group that was released: neither lies in the other.
    Crosses,
    /// The rests that can be had by subtraction from now on; each must be safe.
    Rests(Vec<Group>),
}

/// What follows from a candidate and the groups that were released before.
pub fn beside(candidate: &Group, released: &[Group]) -> Beside {
    let crosses =
        |other: &&Group| !candidate.is_disjoint(other) && !candidate.is_subset(other) && !other.is_subset(candidate);
    if released.iter().any(|other| crosses(&other)) {
        return Beside::Crosses;
    }
    let others: Vec<&Group> = released.iter().filter(|other| *other != candidate).collect();
    let mut rests = Vec::new();
    rests.extend(rest(candidate, &others));
    // The smallest group around it loses it from its own rest.
    let around = others
        .iter()
        .filter(|other| candidate.is_subset(other))
        .min_by_key(|other| other.len());
    if let Some(around) = around {
        let mut inside = others.clone();
        inside.push(candidate);
        rests.extend(rest(around, &inside));
    }
    Beside::Rests(rests)
}

/// A group without those that lie in it. Nothing, when none does or nothing remains.
fn rest(group: &Group, others: &[&Group]) -> Option<Group> {
    let inside: Vec<&&Group> = others
        .iter()
        .filter(|other| other.is_subset(group) && **other != group)
        .collect();
    let mut rest = group.clone();
    for other in &inside {
        rest.retain(|member| !other.contains(member));
    }
    (!inside.is_empty() && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(members: &str) -> Group {
        members.chars().map(|letter| Uuid::from_u128(letter.into())).collect()
    }

    fn letters(group: &Group) -> String {
        let letter = |id: &Uuid| u32::try_from(id.as_u128()).ok().and_then(char::from_u32);
        group.iter().filter_map(letter).collect()
    }

    fn rests(candidate: &str, released: &[&str]) -> Vec<String> {
        let released: Vec<Group> = released.iter().map(|members| group(members)).collect();
        match beside(&group(candidate), &released) {
            Beside::Crosses => vec!["crosses".to_owned()],
            Beside::Rests(rests) => rests.iter().map(letters).collect(),
        }
    }

    #[test]
    fn a_group_alone_or_beside_others_leaves_no_rest() {
        assert!(rests("ABCDE", &[]).is_empty());
        assert!(rests("ABCDE", &["FGHIJ"]).is_empty());
        assert!(rests("ABCDE", &["ABCDE"]).is_empty());
    }

    #[test]
    fn the_rest_of_the_whole_country_without_a_sub_region_can_be_had_by_subtraction() {
        assert_eq!(rests("ABCDEF", &["ABCD"]), ["EF"]);
        assert_eq!(rests("ABCD", &["ABCDEF"]), ["EF"]);
        assert_eq!(rests("ABCDEFGH", &["ABC", "DEF"]), ["GH"]);
        assert!(rests("ABCDEF", &["ABC", "DEF"]).is_empty());
    }

    #[test]
    fn a_group_between_two_leaves_a_rest_on_both_sides() {
        assert_eq!(rests("ABCD", &["AB", "ABCDEF"]), ["CD", "EF"]);
    }

    #[test]
    fn groups_that_cross_are_refused() {
        assert_eq!(rests("ABCDE", &["DEFGH"]), ["crosses"]);
    }
}
