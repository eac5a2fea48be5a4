//! What the fields of things are called, and how their values are read. A `*` in a field's place stands for the number of
//! a row, and the language of a text is left out of it.

use Manner::{
    Choice, Country, Date, Hidden, Languages, Level, Moment, Money, Number, Person, Reference, Target, Text, YesNo,
};
use Register::{Goals, Indicators, Networks, Partners, Policies, Programmes, Projects, Taxonomies, Themes, Units};

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Text,
    Date,
    Moment,
    Number,
    Money,
    YesNo,
    /// One of a fixed set: the message `<prefix>-<value>`.
    Choice(&'static str),
    Country,
    Languages,
    /// A level of goals, as the organisation calls it.
    Level,
    /// One thing, or several, in one of the registers.
    Reference(Register),
    /// A project, a network or an activity: the thing says which.
    Target,
    Person,
    /// Says nothing to a reader: ids, and what follows from other fields.
    Hidden,
}

/// Where a name is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Register {
    Units,
    Themes,
    Taxonomies,
    Goals,
    Policies,
    Indicators,
    Projects,
    Networks,
    Activities,
    Partners,
    Programmes,
}

impl Register {
    pub fn path(self) -> &'static str {
        match self {
            Self::Units => "/units",
            Self::Themes => "/themes",
            Self::Taxonomies => "/taxonomies",
            Self::Goals => "/goals",
            Self::Policies => "/policies",
            Self::Indicators => "/indicators",
            Self::Projects => "/projects",
            Self::Networks => "/networks",
            Self::Activities => "/activities",
            Self::Partners => "/partners",
            Self::Programmes => "/programmes",
        }
    }
}

/// A field of a kind of thing: its place, the message with its name, how it is read.
type Known = (&'static str, &'static str, Manner);

/// What holds for every kind that has no word of its own.
const EVERYWHERE: &[Known] = &[
    ("id", "", Hidden),
    ("created_at", "", Hidden),
    ("recorded_at", "", Hidden),
    ("period.from", "begins", Date),
    ("period.to", "ends", Date),
    ("valid_from", "begins", Date),
    ("valid_to", "ends", Date),
    ("names.*.name", "former-name", Text),
    ("names.*.from", "begins", Date),
    ("names.*.to", "ends", Date),
    ("theme_ids", "themes", Reference(Themes)),
    ("goal_ids", "goals-title", Reference(Goals)),
    ("case_number", "case-number", Text),
    ("description", "description", Text),
    ("note", "note", Text),
    ("notes", "note", Text),
    ("website", "website", Text),
    ("acronym", "acronym", Text),
    ("code", "code-of-thing", Text),
    ("unit_id", "unit", Reference(Units)),
    ("owner_unit_id", "owner-unit", Reference(Units)),
    ("goal_id", "goal-title", Reference(Goals)),
    ("policy_id", "policy", Reference(Policies)),
    ("policy_edition", "policy-edition", Number),
    ("project_id", "project", Reference(Projects)),
    ("network_id", "network", Reference(Networks)),
    ("indicator_id", "indicator-name", Reference(Indicators)),
    ("due_on", "due-on", Date),
    ("year", "year", Text),
    ("country", "country", Country),
    ("roles.*.role", "role", Choice("role")),
    ("roles.*.unit_id", "role-unit", Reference(Units)),
    ("steps.*.on", "step-on", Date),
    ("steps.*.decided_by", "decided-by", Text),
    ("steps.*.case_number", "case-number", Text),
    ("steps.*.note", "note", Text),
];

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
    ("members", "member-codes", Text),
    ("merged_into", "merged-into", Text),
    ("invented", "invented", YesNo),
    ("colour", "brand-colour", Text),
    ("crest", "crest", Text),
    ("state", "status", Choice("subscription-status")),
    ("trial_until", "trial-until", Date),
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
    ("steps.*.to", "step-to", Choice("policy-status")),
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
    ("steps.*.to", "step-to", Choice("application-state")),
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
    ("twin_town.since", "twin-town-since", Text),
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
    ("since", "begins", Text),
    ("until", "ends", Text),
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
    ("languages", "languages-spoken", Languages),
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

/// The rows of a list, each told by its number: the message with it.
const GROUPS: &[(&str, &str)] = &[
    ("names", "row-name"),
    ("roles", "row-role"),
    ("owners", "row-owner"),
    ("sections", "row-section"),
    ("steps", "row-step"),
    ("levels", "row-level"),
    ("scale", "row-scale"),
    ("dimensions", "row-dimension"),
    ("targets", "row-target"),
    ("reminders", "row-reminder"),
    ("partners", "row-partner"),
    ("goals", "row-goal"),
    ("relations", "row-relation"),
    ("sources", "financing-source"),
    ("work_packages", "work-package"),
    ("participants", "row-participants"),
    ("texts", "row-text"),
];

fn own(kind: &str) -> &'static [Known] {
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
        _ => &[],
    }
}

/// A field as a step names it, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The message with its name; absent for a field that a later version of a service has.
    pub label: Option<&'static str>,
    pub manner: Manner,
    /// The rows it lies in: the message for each, and its number as people count.
    pub rows: Vec<(&'static str, usize)>,
    /// The language of a text that is written in several.
    pub language: Option<&'static str>,
}

/// `financing.sources.0.name` is the name of the first source, `title.fi` the title in Finnish.
pub fn find(kind: &str, field: &str) -> Found {
    let (place, rows) = place(field);
    let known = |place: &str| {
        let all = own(kind).iter().chain(EVERYWHERE);
        let mut all = all.filter(|(known, ..)| *known == place);
        all.next().map(|(_, label, manner)| (*label, *manner))
    };
    let (found, language) = match (known(&place), place.rsplit_once('.')) {
        (None, Some((text, end))) => {
            let language = ["fi", "sv", "en"].into_iter().find(|language| *language == end);
            (language.and_then(|_| known(text)), language)
        }
        (found, _) => (found, None),
    };
    let (label, manner) = found.map_or((None, Manner::Text), |(label, manner)| (Some(label), manner));
    Found {
        label,
        manner,
        rows,
        language,
    }
}

/// The place with its numbers taken out, and what they number.
fn place(field: &str) -> (String, Vec<(&'static str, usize)>) {
    let (mut parts, mut rows) = (Vec::new(), Vec::new());
    for part in field.split('.') {
        if let Ok(index) = part.parse::<usize>() {
            let list = parts.last().copied().unwrap_or_default();
            let group = GROUPS.iter().find(|(name, _)| *name == list);
            rows.extend(group.map(|(_, message)| (*message, index + 1)));
            parts.push("*");
        } else {
            parts.push(part);
        }
    }
    // What stands in a map is told by its key.
    if let [first @ "positions", _] = parts.as_slice() {
        return (format!("{first}.*"), rows);
    }
    (parts.join("."), rows)
}

/// The messages that are named here, and the prefixes of those that values complete, for the test that looks for messages
/// nobody uses.
#[cfg(test)]
pub fn labels() -> impl Iterator<Item = &'static str> {
    let kinds = super::kinds::KINDS.iter().flat_map(|kind| own(kind.name));
    let labels = kinds.chain(EVERYWHERE).map(|(_, label, _)| *label);
    labels.chain(GROUPS.iter().map(|(_, message)| *message))
}

#[cfg(test)]
mod tests {
    use super::{super::kinds::KINDS, *};

    #[test]
    fn a_place_is_taken_apart() {
        let found = find("application", "financing.sources.1.amount");
        assert_eq!(found.label, Some("amount"));
        assert_eq!(found.manner, Money);
        assert_eq!(found.rows, [("financing-source", 2)]);
        let title = find("goal", "title.sv");
        assert_eq!((title.label, title.language), (Some("goal-title"), Some("sv")));
        assert_eq!(find("goal", "moon_phase").label, None);
    }

    /// A field that a service adds to what it keeps gets a name here, or is told to be nobody's business.
    #[test]
    fn every_field_that_a_history_can_tell_of_has_words() {
        let mut nameless = Vec::new();
        for kind in KINDS.iter().filter(|kind| kind.source("1").is_some()) {
            let message = contracts::message_of(kind.service, kind.name).unwrap();
            let mut waiting: Vec<_> = message.fields().map(|field| (field.name().to_owned(), field)).collect();
            while let Some((place, field)) = waiting.pop() {
                let place = if field.is_list() && field.kind().as_message().is_some() {
                    format!("{place}.0")
                } else {
                    place
                };
                let inner = field.kind().as_message().cloned();
                match inner {
                    Some(message) if contracts::is_personal(&message) => {}
                    _ if field.is_map() => nameless.extend(unnamed(kind.name, &format!("{place}.goals"))),
                    Some(message) if message.name() != "Money" => {
                        waiting.extend(
                            message
                                .fields()
                                .map(|field| (format!("{place}.{}", field.name()), field)),
                        );
                    }
                    _ => nameless.extend(unnamed(kind.name, &place)),
                }
            }
        }
        assert!(nameless.is_empty(), "no words for {nameless:#?}");
    }

    fn unnamed(kind: &str, place: &str) -> Option<String> {
        let found = find(kind, place);
        let numbered = place.split('.').any(|part| part == "0");
        let is_told = found.label.is_some() && (found.manner == Hidden || !numbered || !found.rows.is_empty());
        (!is_told).then(|| format!("{kind}: {place}"))
    }
}
