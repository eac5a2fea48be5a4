//! Which message holds the state of an aggregate, for whoever reads journals without knowing what they tell of.

use std::sync::LazyLock;

use prost_reflect::{DescriptorPool, MessageDescriptor};

#[expect(clippy::expect_used, reason = "the same build made both")]
static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    let described = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
    DescriptorPool::decode(described.as_slice()).expect("the compiler of these messages described them")
});

/// The message that a service keeps as the state of an aggregate: `Goal` for the `goal` of `goals`, `GoalLevels` for its
/// `goal_levels`. What every service has alike is told by the envelope's package: `Export`.
pub fn message_of(service: &str, aggregate: &str) -> Option<MessageDescriptor> {
    let name = in_one_word(aggregate);
    POOL.get_message_by_name(&format!("samverka.{service}.v1.{name}"))
        .or_else(|| POOL.get_message_by_name(&format!("samverka.envelope.v1.{name}")))
}

/// Whether a message holds what only the key of a person opens.
pub fn is_personal(message: &MessageDescriptor) -> bool {
    message.full_name() == "samverka.envelope.v1.Sealed"
}

/// `goal_levels` becomes `GoalLevels`.
fn in_one_word(aggregate: &str) -> String {
    let mut word = String::with_capacity(aggregate.len());
    for part in aggregate.split('_') {
        let mut letters = part.chars();
        word.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        word.extend(letters);
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aggregate_is_found_by_its_name() {
        let of = |service, aggregate| message_of(service, aggregate).map(|m| m.name().to_owned());
        assert_eq!(of("goals", "goal_levels").as_deref(), Some("GoalLevels"));
        assert_eq!(
            of("projects", "network_membership").as_deref(),
            Some("NetworkMembership")
        );
        assert_eq!(of("projects", "goal"), None);
        assert_eq!(of("projects", "export").as_deref(), Some("Export"));
    }
}
