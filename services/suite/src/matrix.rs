//! The permission matrix as a file that people read: generated from the code, checked in, compared by a test.

use platform::auth::{PermissionRow, Reach, Role};

/// The matrix as a Markdown table: a row per permission, a column per role.
pub fn printed(rows: &[PermissionRow]) -> String {
    let mut text = String::from(
        "# Who may do what\n\nGenerated from the code by `suite permissions`; each cell is tested. `any`: everything of the \
         organisation. `unit`: the role's own unit and those below. `own`: what the person made or is responsible for. A \
         role that is tied to a unit never reaches beyond it.\n\n| Permission |",
    );
    for role in Role::ALL {
        text.extend([" ", role.code(), " |"]);
    }
    text.push_str("\n| --- |");
    text.push_str(&" --- |".repeat(Role::ALL.len()));
    for row in rows {
        text.extend(["\n| `", row.name, "` |"]);
        for role in Role::ALL {
            let reach = row
                .cells
                .iter()
                .filter(|(r, _)| *r == role)
                .map(|(_, reach)| *reach)
                .max();
            let word = match reach {
                None => "",
                Some(Reach::Any) => "any",
                Some(Reach::OwnUnit) => "unit",
                Some(Reach::OwnRecord) => "own",
            };
            text.extend([" ", word, " |"]);
        }
    }
    text.push_str("\n\nFor these, one must have proven lately to be who one is: by a code of the second factor, or, without one, by the \
                   password.\n\n");
    for row in rows {
        if let Some(limit) = row.proven_within {
            text.extend([
                "- `",
                row.name,
                "`: within ",
                &limit.as_mins().to_string(),
                " minutes\n",
            ]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What no key is made for: one's own, what makes roles of others, and what goes out by mail; beside all that asks for a
    /// fresh proof.
    const NOT_FOR_KEYS: [&str; 8] = [
        "subscriptions",
        "organisations",
        "saved_views",
        "mails",
        "exports",
        "api_keys",
        "webhooks",
        "releases",
    ];

    #[test]
    fn a_key_can_be_made_for_everything_but_what_no_key_may_do() {
        use tenants::api_key::Scope;
        let mut wanted = std::collections::BTreeSet::new();
        for row in crate::permissions().iter().filter(|row| row.proven_within.is_none()) {
            let resource = row.name.split('.').next().unwrap();
            let act = if row.act == platform::auth::Act::Read {
                "read"
            } else {
                "write"
            };
            if !NOT_FOR_KEYS.contains(&resource) {
                wanted.insert(format!("{resource}:{act}"));
            }
        }
        let offered = Scope::ALL.iter().map(|scope| scope.code().to_owned());
        assert_eq!(wanted, offered.collect());
    }

    #[test]
    fn whoever_may_search_may_read_every_page_that_it_finds() {
        let rows = crate::permissions();
        let roles = |name: &str| -> Vec<Role> {
            let row = rows.iter().find(|row| row.name == name);
            row.into_iter()
                .flat_map(|row| row.cells)
                .map(|(role, _)| *role)
                .collect()
        };
        let searching = roles("registers.read");
        assert!(searching.len() > 5, "{searching:?}");
        for page in ["goals.read", "projects.read", "units.read", "themes.read"] {
            let readers = roles(page);
            let shut_out: Vec<_> = searching.iter().filter(|role| !readers.contains(role)).collect();
            assert!(shut_out.is_empty(), "{page} is refused to {shut_out:?}");
        }
    }
}
