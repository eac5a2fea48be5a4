//! Permissions: one type each, with the roles that have it and how far it reaches.

use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Grant, Reach, Reached, Role};

/// Reading goes on when a tenant is read-only; writing does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Read,
    Write,
}

/// A kind of act that a role may or may not do. Declared with `permission!`.
pub trait Permission: 'static {
    const NAME: &'static str;
    const ACT: Act;
    const CELLS: &'static [(Role, Reach)];
    /// How long ago one may have proven at most to be who one is. Absent: being signed in is enough.
    const PROVEN_WITHIN: Option<SignedDuration> = None;
}

/// For `permission!`, whose callers need not know how time is measured.
pub const fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// Declares a permission and its row of the matrix.
///
/// ```ignore
/// permission!(
///     /// Closing and reopening goals.
///     pub CloseGoals = "goals.close", Write { Admin: Any, Planner: Any, Contributor: OwnUnit }
/// );
/// ```
///
/// What would harm most in a stranger's hands asks for a proof that is not older than some minutes:
///
/// ```ignore
/// permission!(
///     /// Giving and taking roles.
///     pub EditPeople = "people.edit", Write, proven within 15 { Admin: Any }
/// );
/// ```
#[macro_export]
macro_rules! permission {
    ($(#[$doc:meta])* pub $name:ident = $text:literal, $act:ident $(, proven within $minutes:literal)?
     { $($role:ident : $reach:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::auth::Permission for $name {
            const NAME: &'static str = $text;
            const ACT: $crate::auth::Act = $crate::auth::Act::$act;
            const CELLS: &'static [($crate::auth::Role, $crate::auth::Reach)] =
                &[$(($crate::auth::Role::$role, $crate::auth::Reach::$reach)),*];
            $(const PROVEN_WITHIN: Option<$crate::auth::SignedDuration> = Some($crate::auth::minutes($minutes));)?
        }
    };
}

/// A row of the permission matrix, as data.
#[derive(Clone, Copy, Debug)]
pub struct PermissionRow {
    pub name: &'static str,
    pub act: Act,
    pub cells: &'static [(Role, Reach)],
    pub proven_within: Option<SignedDuration>,
}

impl PermissionRow {
    pub const fn of<P: Permission>() -> Self {
        Self {
            name: P::NAME,
            act: P::ACT,
            cells: P::CELLS,
            proven_within: P::PROVEN_WITHIN,
        }
    }
}

/// How far a permission reaches for somebody with these grants.
pub(super) fn reached(cells: &[(Role, Reach)], grants: &[Grant]) -> Reached {
    let mut reached = Reached::default();
    for grant in grants {
        for (_, reach) in cells.iter().filter(|(role, _)| *role == grant.role) {
            match (reach, grant.unit_id) {
                (Reach::OwnRecord, _) => reached.own = true,
                // A role tied to a unit never reaches beyond it, whatever the matrix grants the role at large.
                (Reach::Any | Reach::OwnUnit, Some(unit)) => reached.units.push(unit),
                (Reach::Any, None) => reached.any = true,
                // Tied to a unit by the matrix, but no unit was given: nothing is reached.
                (Reach::OwnUnit, None) => {}
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const CELLS: &[(Role, Reach)] = &[(Role::Planner, Reach::Any), (Role::Contributor, Reach::OwnUnit)];

    #[test]
    fn a_role_tied_to_a_unit_never_reaches_beyond_it() {
        let unit = Uuid::from_u128(7);
        let reached = reached(
            CELLS,
            &[Grant {
                role: Role::Planner,
                unit_id: Some(unit),
            }],
        );
        assert!(!reached.any);
        assert_eq!(reached.units, [unit]);
    }

    #[test]
    fn a_contributor_without_a_unit_reaches_nothing() {
        assert!(
            reached(
                CELLS,
                &[Grant {
                    role: Role::Contributor,
                    unit_id: None
                }]
            )
            .nothing()
        );
    }

    #[test]
    fn a_role_that_the_matrix_does_not_name_reaches_nothing() {
        assert!(
            reached(
                CELLS,
                &[Grant {
                    role: Role::Reader,
                    unit_id: None
                }]
            )
            .nothing()
        );
    }
}
