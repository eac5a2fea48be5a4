//! Which roles may do what, as the services' permissions have it. Pages offer nothing that would be refused, and a form that
//! nobody could send says so before it is filled in. The service still has the last word: it also knows how far a role reaches.

#[derive(Clone, Copy, Debug)]
pub struct Right {
    /// The permission it mirrors; a test compares the roles.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "told for the reader of the code and the test")
    )]
    pub permission: &'static str,
    pub roles: &'static [&'static str],
}

macro_rules! rights {
    ($($name:ident = $permission:literal [$($role:literal)*];)*) => {
        $(pub const $name: Right = Right { permission: $permission, roles: &[$($role),*] };)*
        #[cfg(test)]
        const ALL: &[Right] = &[$($name),*];
    };
}

rights! {
    EDIT_ORGANISATION = "organisation.edit" ["admin"];
    EDIT_UNITS = "units.edit" ["admin"];
    READ_INVITATIONS = "invitations.read" ["admin" "auditor"];
    EDIT_PEOPLE = "people.edit" ["admin"];
    RESET_SECOND_FACTORS = "second_factors.reset" ["admin"];
    EDIT_THEMES = "themes.edit" ["admin" "planner"];
    EDIT_SAVED_VIEWS = "saved_views.edit" ["admin" "planner" "contributor" "controller" "registrar" "reader" "elected" "auditor" "analyst"];
    READ_API_KEYS = "api_keys.read" ["admin" "auditor"];
    MAKE_API_KEYS = "api_keys.make" ["admin"];
    REVOKE_API_KEYS = "api_keys.revoke" ["admin"];
    READ_WEBHOOKS = "webhooks.read" ["admin" "auditor"];
    EDIT_WEBHOOKS = "webhooks.edit" ["admin"];
    SEND_WEBHOOKS = "webhooks.send" ["admin"];
    READ_JOURNAL = "journal.read" ["admin" "auditor"];
    READ_USAGE = "usage.read" ["admin" "auditor"];
    READ_SHARING = "sharing.read" ["admin" "planner" "registrar" "elected" "auditor" "analyst"];
    MANAGE_SHARING = "sharing.manage" ["admin"];
    READ_SHARED = "shared.read" ["admin" "planner" "reader" "elected" "auditor" "analyst"];
    DECIDE_REQUESTS = "subscriptions.decide" ["admin" "analyst"];
    EDIT_GOALS = "goals.edit" ["admin" "planner"];
    JUDGE_GOALS = "goals.judge" ["admin" "planner" "contributor"];
    EDIT_THRESHOLDS = "goal_thresholds.edit" ["admin" "planner"];
    EDIT_LEVELS = "goal_levels.edit" ["admin" "planner"];
    TIE_GOALS = "goal_links.edit" ["admin" "planner" "contributor"];
    EDIT_POLICIES = "policies.edit" ["admin" "planner" "registrar"];
    EDIT_ASSIGNMENTS = "assignments.edit" ["admin" "planner" "registrar"];
    COMPLETE_ASSIGNMENTS = "assignments.complete" ["admin" "planner" "contributor" "registrar"];
    EDIT_INDICATORS = "indicators.edit" ["admin" "planner"];
    ENTER_VALUES = "indicator_values.edit" ["admin" "planner" "contributor"];
    MANAGE_STATEMENTS = "statements.manage" ["admin" "planner"];
    WRITE_STATEMENTS = "statements.edit" ["admin" "planner" "contributor"];
    EDIT_PROJECTS = "projects.edit" ["admin" "planner" "contributor"];
    EDIT_APPLICATIONS = "applications.edit" ["admin" "planner" "controller"];
    EDIT_ACTIVITIES = "activities.edit" ["admin" "planner" "contributor"];
    EDIT_PARTNERS = "partners.edit" ["admin" "planner"];
    EDIT_NETWORKS = "networks.edit" ["admin" "planner"];
    EDIT_REPORTS = "reports.edit" ["admin" "planner" "contributor"];
    ASK_FOR_WHAT_IS_OWED = "completeness.ask" ["admin" "planner"];
    MAKE_EXPORTS = "exports.make" ["admin" "planner" "controller" "registrar" "auditor"];
    READ_EXPORTS = "exports.read" ["admin" "planner" "controller" "registrar" "auditor"];
    LOCK_REPORTS = "reports.lock" ["admin" "planner"];
    RELEASE_FIGURES = "releases.release" ["analyst"];
    WITHDRAW_RELEASES = "releases.withdraw" ["admin" "analyst"];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fault::Fault,
        language::Language,
        pages::samples::{a_member, an_elected_official},
    };

    /// The roles that have something in the row of a permission.
    fn printed(permission: &str) -> Vec<&'static str> {
        let table = include_str!("../../../suite/permissions.md");
        let cells = |line: &'static str| line.split('|').map(str::trim).skip(2).collect::<Vec<_>>();
        let heads = table
            .lines()
            .find(|line| line.starts_with("| Permission"))
            .map(cells)
            .unwrap();
        let row = table
            .lines()
            .find(|line| line.starts_with(&format!("| `{permission}`")));
        let row = row.map_or_else(|| panic!("there is no {permission}"), cells);
        let granted = heads.into_iter().zip(row).filter(|(_, reach)| !reach.is_empty());
        granted.map(|(role, _)| role).collect()
    }

    #[test]
    fn who_only_reads_is_not_given_a_form() {
        let administrator = a_member(Language::Fi);
        let elected = an_elected_official(administrator.voice);
        // Everybody saves views, each one's own.
        let forms = ALL
            .iter()
            .filter(|right| right.permission != EDIT_SAVED_VIEWS.permission);
        let mut forms = forms.filter(|right| right.permission.rsplit('.').next() != Some("read"));
        assert!(forms.all(|right| matches!(elected.must(*right), Err(Fault::NotAllowed))));
        assert!(administrator.must(EDIT_UNITS).is_ok());
    }

    #[test]
    fn the_pages_offer_what_the_services_grant() {
        for right in ALL {
            assert_eq!(right.roles, printed(right.permission), "{}", right.permission);
        }
    }
}
