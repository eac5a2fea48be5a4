//! What a file may hold: each kind of thing, where the API keeps it and how it is recognised.

/// A section of an organisation's file.
#[derive(Debug)]
pub struct Kind {
    pub section: &'static str,
    /// How references call it: `@unit/council`.
    pub word: &'static str,
    pub path: &'static str,
    /// Who makes it, unless the record says otherwise.
    pub by: &'static str,
    /// The fields that tell one from another: their values name the thing for people too.
    pub natural_key: &'static [&'static str],
}

/// In the order in which they are made: a thing may refer to what stands before it.
pub const KINDS: &[Kind] = &[
    kind("taxonomies", "taxonomy", "/taxonomies", &["/key"]),
    kind("themes", "theme", "/themes", &["/taxonomy_id", "/code"]),
    kind("policies", "policy", "/policies", &["/title"]),
    kind("goals", "goal", "/goals", &["/title"]),
    kind("assignments", "assignment", "/assignments", &["/title"]),
    kind("indicators", "indicator", "/indicators", &["/name"]),
    kind(
        "indicator_values",
        "indicator_value",
        "/indicator-values",
        &["/indicator_id", "/period", "/unit_id", "/dimensions"],
    ),
    kind("statement_rounds", "statement_round", "/statement-rounds", &["/year"]),
    kind("partners", "partner", "/partners", &["/name"]),
    kind("projects", "project", "/projects", &["/title"]),
    kind(
        "applications",
        "application",
        "/applications",
        &["/project_id", "/call"],
    ),
    kind("networks", "network", "/networks", &["/name"]),
    kind(
        "network_memberships",
        "network_membership",
        "/network-memberships",
        &["/network_id", "/accountable_unit_id", "/outside_organisation"],
    ),
    kind("activities", "activity", "/activities", &["/title"]),
    kind(
        "goal_links",
        "goal_link",
        "/goal-links",
        &["/goal_id", "/target_kind", "/target_id"],
    ),
];

/// Units come before all else, because people write for them.
pub const UNITS: Kind = Kind {
    section: "units",
    word: "unit",
    path: "/units",
    by: "admin",
    natural_key: &["/short_name"],
};

/// What units state: asked for by a round, so found rather than made.
pub const STATEMENTS: &str = "statements";

const fn kind(
    section: &'static str,
    word: &'static str,
    path: &'static str,
    natural_key: &'static [&'static str],
) -> Kind {
    Kind {
        section,
        word,
        path,
        by: "planner",
        natural_key,
    }
}

/// Whether files may have a section of that name.
pub fn named(section: &str) -> Option<()> {
    let known = section == UNITS.section || section == STATEMENTS || KINDS.iter().any(|kind| kind.section == section);
    known.then_some(())
}
