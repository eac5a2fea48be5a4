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
