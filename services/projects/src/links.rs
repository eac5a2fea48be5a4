//! Links to what other services own.

use platform::known::Link;

/// The links that a change adds. A target that vanished leaves its link standing: only new ones are checked.
pub fn added(before: Vec<Link>, after: Vec<Link>) -> Vec<Link> {
    let there = |link: &Link| before.iter().any(|b| b.kind == link.kind && b.id == link.id);
    after.into_iter().filter(|link| !there(link)).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_link_that_stood_before_is_not_checked_again() {
        let link = |n| Link::to("goal", Uuid::from_u128(n), "/goal_ids");
        let added = added(vec![link(1), link(2)], vec![link(2), link(3)]);
        assert_eq!(added.iter().map(|l| l.id).collect::<Vec<_>>(), [Uuid::from_u128(3)]);
    }
}
