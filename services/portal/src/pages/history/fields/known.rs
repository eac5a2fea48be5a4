//! The fields of each kind of thing that have words of their own.

use super::{
    Known,
    Manner::{
        Choice, Choices, Country, Date, Hidden, Level, Moment, Money, Municipalities, Number, Person, Reference,
        Target, Text, YesNo,
    },
    Register::{Goals, Partners, Policies, Programmes, Projects, Taxonomies, Themes, Units},
};

/// What holds for one kind.
pub(super) fn own(kind: &str) -> &'static [Known] {
    match kind {
        "organisation" => ORGANISATION,
        "unit" => UNIT,
        "membership" => MEMBERSHIP,
        "invitation" => INVITATION,
        "sharing_agreement" => SHARING_AGREEMENT,
        "taxonomy" => TAXONOMY,
        "theme" => THEME,
        "policy" => POLICY,
        "goal_levels" => GOAL_LEVELS,
        "goal" => GOAL,
        "goal_thresholds" => GOAL_THRESHOLDS,
        "goal_link" => GOAL_LINK,
        "assignment" => ASSIGNMENT,
        "indicator" => INDICATOR,
        "indicator_value" => INDICATOR_VALUE,
        "statement_round" => STATEMENT_ROUND,
        "statement" => STATEMENT,
        "project" => PROJECT,
        "application" => APPLICATION,
        "partner" => PARTNER,
        "network" => NETWORK,
        "network_membership" => NETWORK_MEMBERSHIP,
        "activity" => ACTIVITY,
        "report" => REPORT,
        "release" => RELEASE,
        "api_key" => API_KEY,
        "webhook" => WEBHOOK,
        _ => &[],
    }
}

const ORGANISATION: &[Known] = &[
    ("kind", "organisation-kind", Choice("organisation-kind")),
    ("name", "organisation-name", Text),
    ("code", "organisation-code", Text),
    ("time_zone", "time-zone", Text),
    ("language", "own-language", Choice("language")),
    ("place_code", "place-code", Text),
    ("owners.*.organisation_name", "organisation-name", Text),
    ("owners.*.code", "organisation-code", Text),
    ("owners.*.share", "owner-share", Number),
    ("members", "member-codes", Municipalities),
    ("merged_into", "merged-into", Text),
    ("invented", "invented", YesNo),
    ("colour", "brand-colour", Text),
    ("crest", "crest", Text),
    ("state", "status", Choice("subscription-status")),
    ("trial_until", "trial-until", Date),
    ("contact", "notice-contact-address", Text),
    ("accessibility_notice", "accessibility-shortcomings", Text),
    ("privacy_notice", "privacy-own", Text),
    ("plan.id", "plan", Hidden),
    ("plan.name", "plan-name", Text),
    ("plan.people", "plan-people", Number),
    ("plan.projects", "plan-projects", Number),
    ("plan.storage_bytes", "plan-storage", Number),
    ("plan.calls_per_minute", "plan-calls", Number),
];

const UNIT: &[Known] = &[
    ("name", "unit-name", Text),
    ("kind", "unit-kind", Choice("unit-kind")),
    ("parent_id", "unit-parent", Reference(Units)),
    ("merged_into", "merged-into", Reference(Units)),
    ("short_name", "short-name", Text),
];

const MEMBERSHIP: &[Known] = &[
    ("person_id", "person-name", Person),
    ("ended", "membership-ended", YesNo),
];

const INVITATION: &[Known] = &[
    ("person_id", "", Hidden),
    ("state", "status", Choice("invitation-state")),
    ("expires_at", "expires", Moment),
];

const API_KEY: &[Known] = &[
    ("name", "api-key-name", Text),
    ("scopes", "api-key-scopes", Choices("api-scope")),
    ("networks", "api-key-networks", Text),
    ("made_by", "api-key-made-by", Person),
    ("ends_on", "api-key-ends-on", Date),
    ("revoked", "api-key-state-revoked", YesNo),
];

const WEBHOOK: &[Known] = &[
    ("name", "webhook-name", Text),
    ("host", "webhook-host", Text),
    ("kinds", "webhook-kinds", Choices("thing")),
    ("disabled", "webhook-disabled", Choice("webhook-disabled")),
];

const TAXONOMY: &[Known] = &[
    ("key", "code-of-thing", Text),
    ("name", "taxonomy-name", Text),
    ("shared", "taxonomy-shared", YesNo),
    ("source.organisation_name", "taxonomy-source", Text),
    ("source.taxonomy_id", "", Hidden),
    ("source.version", "", Hidden),
];

const THEME: &[Known] = &[
    ("taxonomy_id", "taxonomy", Reference(Taxonomies)),
    ("parent_id", "theme-parent", Reference(Themes)),
    ("name", "theme", Text),
];

const SHARING_AGREEMENT: &[Known] = &[
    ("side", "sharing-side", Choice("sharing-side")),
    ("owner_id", "", Hidden),
    ("owner_name", "sharing-owner", Text),
    ("owner_code", "organisation-code", Text),
    ("owner_country", "country", Country),
    ("viewer_id", "", Hidden),
    ("viewer_name", "sharing-viewer", Text),
    ("dataset", "sharing-dataset", Choice("sharing-dataset")),
    ("level", "sharing-level", Choice("sharing-level")),
    ("waiver", "sharing-waiver", YesNo),
    ("valid_to", "sharing-ends", Date),
    ("decision.body", "sharing-decided-by", Text),
    ("decision.decided_on", "sharing-decided-on", Date),
    ("decision.section", "sharing-section", Text),
    ("decision.case_number", "case-number", Text),
    ("state", "status", Choice("sharing-state")),
    ("revoked_at", "sharing-revoked-at", Moment),
    ("terms_version", "sharing-terms-version", Number),
];

const POLICY: &[Known] = &[
    ("kind", "policy-kind", Choice("policy-kind")),
    ("status", "status", Choice("policy-status")),
    ("edition", "policy-edition", Number),
    ("title", "policy-title", Text),
    ("vision", "policy-vision", Text),
    ("sections.*.key", "", Hidden),
    ("sections.*.heading", "policy-heading", Text),
    ("sections.*.body", "policy-body", Text),
    ("steps.*.to", "status", Choice("policy-status")),
    ("supersedes_policy_id", "policy-supersedes", Reference(Policies)),
    ("standing_edition", "policy-standing-edition", Number),
];

const GOAL_LEVELS: &[Known] = &[
    ("levels.*.key", "", Hidden),
    ("levels.*.name", "level", Text),
    ("levels.*.measurable", "level-measurable", YesNo),
];

const GOAL: &[Known] = &[
    ("title", "goal-title", Text),
    ("level", "level", Level),
    ("kind", "goal-kind", Choice("goal-kind")),
    ("parent_id", "goal-parent", Reference(Goals)),
    ("accountable_unit_id", "accountable-unit", Reference(Units)),
    ("responsible_unit_ids", "responsible-units", Reference(Units)),
    ("consulted_unit_ids", "consulted-units", Reference(Units)),
    ("cross_cutting", "cross-cutting", YesNo),
    ("to_be_measured", "to-be-measured", YesNo),
    ("status", "status", Choice("goal-status")),
    ("closed_on", "closed-on", Date),
    ("closed_reason", "closed-reason", Text),
    ("attainment_rule", "attainment-rule", Choice("attainment-rule")),
    ("judgement.status", "judgement", Choice("attainment")),
    ("judgement.reasons", "judgement-reasons", Text),
    ("judgement.by", "judgement-by", Person),
    ("judgement.at", "judgement-at", Moment),
];

const GOAL_THRESHOLDS: &[Known] = &[
    ("on_track", "threshold-on-track", Number),
    ("watch", "threshold-watch", Number),
];

const GOAL_LINK: &[Known] = &[
    ("target_kind", "link-kind", Choice("link-kind")),
    ("target_id", "link-target", Target),
    ("strength", "link-strength", Choice("link-strength")),
    ("note", "link-note", Text),
];

const ASSIGNMENT: &[Known] = &[
    ("title", "assignment", Text),
    ("status", "status", Choice("assignment-status")),
    ("done_on", "done-on", Date),
];

const INDICATOR: &[Known] = &[
    ("name", "indicator-name", Text),
    ("unit_of_measure", "unit-of-measure", Text),
    ("direction", "direction", Choice("direction")),
    ("kind", "indicator-kind", Choice("indicator-kind")),
    ("numerator", "numerator", Text),
    ("denominator", "denominator", Text),
    ("decimals", "decimals", Number),
    ("factor", "factor", Number),
    ("frequency", "frequency", Choice("frequency")),
    ("source", "indicator-source", Text),
    ("method", "method", Text),
    ("method_version", "method-version", Number),
    ("scale.*.level", "scale-level", Number),
    ("scale.*.label", "scale-label", Text),
    ("dimensions.*.key", "", Hidden),
    ("dimensions.*.name", "dimension", Text),
    ("dimensions.*.values.*.key", "", Hidden),
    ("dimensions.*.values.*.name", "dimension-value", Text),
    ("baseline.period", "baseline", Text),
    ("baseline.value", "baseline-value", Number),
    ("targets.*.period", "value-period", Text),
    ("targets.*.value", "target-value", Number),
];

const INDICATOR_VALUE: &[Known] = &[
    ("kind", "", Hidden),
    ("period", "value-period", Text),
    ("period_from", "", Hidden),
    ("period_to", "", Hidden),
    ("unit_id", "value-unit", Reference(Units)),
    ("dimensions.*.dimension", "", Hidden),
    ("dimensions.*.value", "dimension-value", Text),
    ("measured.value", "value", Number),
    ("measured.numerator", "numerator", Number),
    ("measured.denominator", "denominator", Number),
    ("measured.level", "scale-level", Number),
    ("measured.evidence", "evidence", Text),
    ("status", "value-status", Choice("value-status")),
    ("provenance", "provenance", Text),
    ("no_change", "values-no-change", YesNo),
    // What stood before is told by the steps before.
    ("replaces.*.measured.value", "", Hidden),
    ("replaces.*.measured.numerator", "", Hidden),
    ("replaces.*.measured.denominator", "", Hidden),
    ("replaces.*.measured.level", "", Hidden),
    ("replaces.*.measured.evidence", "", Hidden),
    ("replaces.*.status", "", Hidden),
    ("replaces.*.recorded_at", "", Hidden),
    ("replaces.*.reason", "", Hidden),
];

const STATEMENT_ROUND: &[Known] = &[
    ("unit_ids", "round-units", Reference(Units)),
    ("state", "status", Choice("round-state")),
    ("locked_on", "locked-on", Date),
    ("reminders", "reminders-sent", Number),
];

const STATEMENT: &[Known] = &[
    ("round_id", "", Hidden),
    ("text", "statement-text", Text),
    ("plan_reference", "plan-reference", Text),
    ("status", "status", Choice("statement-status")),
    ("submitted_on", "submitted-on", Date),
    ("owner_id", "statement-owner", Person),
    ("reminders.*.at", "reminder-sent", Moment),
    ("reminders.*.escalated", "reminder-escalated", YesNo),
    ("escalation", "escalation", Choice("escalation")),
];

const PROJECT: &[Known] = &[
    ("title", "project-title", Text),
    ("kind", "project-kind", Choice("project-kind")),
    ("role", "project-role", Choice("project-role")),
    ("programme_id", "", Hidden),
    ("programme_code", "", Hidden),
    ("programme_name", "programme", Text),
    ("funder", "funder", Text),
    ("operation_id", "operation-id", Text),
    ("manager_id", "project-manager", Person),
    ("partners.*.partner_id", "partner", Reference(Partners)),
    ("partners.*.role", "partner-role", Choice("project-role")),
    ("summary", "summary", Text),
    ("resident_benefit", "resident-benefit", Text),
    ("goals.*.goal_id", "goal-title", Reference(Goals)),
    ("goals.*.share", "goal-share", Number),
    ("relations.*.kind", "relation", Choice("relation")),
    ("relations.*.project_id", "project", Reference(Projects)),
    ("work_packages.*.number", "", Hidden),
    ("work_packages.*.title", "work-package-title", Text),
    ("work_packages.*.description", "description", Text),
    ("public_card", "public-card", YesNo),
    ("total_cost", "total-cost", Money),
    ("funding", "funding", Choice("funding")),
    ("status", "status", Choice("project-status")),
];

const APPLICATION: &[Known] = &[
    ("programme_id", "programme", Reference(Programmes)),
    ("call", "call", Text),
    ("state", "application-stage", Choice("application-state")),
    ("steps.*.to", "application-stage", Choice("application-state")),
    ("steps.*.conditions", "conditions", Text),
    ("steps.*.granted", "granted", Money),
    ("submitted_on", "application-submitted-on", Date),
    ("applied", "applied", Money),
    ("granted", "granted", Money),
    ("financing.total", "financing-total", Money),
    ("financing.sources.*.source", "source", Choice("source")),
    ("financing.sources.*.kind", "source-kind", Choice("source-kind")),
    ("financing.sources.*.name", "source-name", Text),
    ("financing.sources.*.amount", "amount", Money),
    ("financing.sources.*.rate", "financing-rate", Number),
];

const PARTNER: &[Known] = &[
    ("name", "partner-name", Text),
    ("kind", "partner-kind", Choice("partner-kind")),
    ("town", "town", Text),
    ("twin_town.since", "twin-town-since", Date),
    ("twin_town.agreement", "twin-town-agreement", Text),
    ("twin_town.status", "twin-town", Choice("twin-town-status")),
];

const NETWORK: &[Known] = &[
    ("name", "network-name", Text),
    ("kind", "network-kind-label", Choice("network-kind")),
    ("host", "network-host", Text),
    ("size.value", "network-size", Number),
    ("size.exactness", "exactness", Choice("exactness")),
    ("scope", "network-scope", Text),
];

const NETWORK_MEMBERSHIP: &[Known] = &[
    ("accountable_unit_id", "accountable-unit", Reference(Units)),
    ("outside_organisation", "outside-organisation", Text),
    ("since", "begins", Date),
    ("until", "ends", Date),
    ("seats", "seats", Number),
    ("fee", "yearly-fee", Money),
    ("hours", "yearly-hours", Number),
    ("attends", "attends", Text),
];

const ACTIVITY: &[Known] = &[
    ("kind", "activity-kind", Choice("activity-kind")),
    ("title", "activity-title", Text),
    ("place", "place", Text),
    ("host", "activity-host", Choice("activity-host")),
    ("languages", "languages-spoken", Choices("spoken")),
    ("participants.*.group", "participants", Choice("participants")),
    ("participants.*.profession", "profession", Text),
    ("participants.*.country", "country", Country),
    ("participants.*.count.value", "participants-count", Number),
    ("participants.*.count.exactness", "exactness", Choice("exactness")),
    ("duration.value", "duration", Number),
    ("duration.exactness", "exactness", Choice("exactness")),
    ("cost", "cost", Money),
    ("partner_ids", "partners", Reference(Partners)),
    ("learning", "learning", Text),
];

const REPORT: &[Known] = &[
    ("kind", "", Hidden),
    ("unit_id", "report-unit", Reference(Units)),
    ("language", "report-language", Choice("language")),
    ("status", "status", Choice("report-status")),
    ("texts.*.part", "report-part", Choice("report-part")),
    ("texts.*.text", "report-text", Text),
    // Counted from the registers: the document shows them with their names.
    ("figures.*.key", "", Hidden),
    ("figures.*.value", "", Hidden),
    ("figures.*.exactness", "", Hidden),
    ("figures.*.unit", "", Hidden),
    ("figures.*.register", "", Hidden),
    ("figures.*.row_ids", "", Hidden),
    ("positions.*", "", Hidden),
    ("drafted_at", "drafted-at", Moment),
    ("locked_at", "locked-at", Moment),
    ("locked_by", "locked-by", Person),
];

const RELEASE: &[Known] = &[
    ("measure", "measure", Choice("measure")),
    ("period", "year", Text),
    // The only ones there are.
    ("group", "", Hidden),
    ("breakdown", "", Hidden),
    ("statistic", "", Hidden),
    ("state", "status", Choice("release-state")),
    ("released_at", "released-at", Moment),
    ("withdrawn_at", "withdrawn-at", Moment),
];
