//! Ids: UUIDv7, so that they sort by the time they were made.

use uuid::Uuid;

/// A fresh id.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// The same id for the same words, for things that must exist once however often they are asked for.
pub fn derived(parent: Uuid, name: &str) -> Uuid {
    Uuid::new_v5(&parent, name.as_bytes())
}

/// An id by which a thing is addressed and journalled.
pub trait Identity: Copy + From<Uuid> + Into<Uuid> {
    /// What the thing is called in the journal and in events: `goal`.
    const AGGREGATE: &'static str;
    /// The code of the problem when there is no such thing: `goal_not_found`.
    const MISSING: &'static str;
}

/// Declares a type for the ids of one kind of thing, so that a unit's id is never taken for a goal's. What has addresses
/// and a journal of its own says what it is called there: `GoalId of "goal"`.
#[macro_export]
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident of $aggregate:literal) => {
        $crate::id_type!($(#[$doc])* $name);

        impl $crate::ids::Identity for $name {
            const AGGREGATE: &'static str = $aggregate;
            const MISSING: &'static str = concat!($aggregate, "_not_found");
        }
    };
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
            utoipa::ToSchema,
        )]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A fresh id.
            pub fn fresh() -> Self {
                Self($crate::ids::fresh())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}
