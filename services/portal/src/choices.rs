//! The fixed sets of values that forms offer and pages show. The word for a value is the message `<prefix>-<value>`.

pub struct Choices {
    pub prefix: &'static str,
    pub values: &'static [&'static str],
}

macro_rules! choices {
    ($($name:ident = $prefix:literal [$($value:literal)*];)*) => {
        $(pub const $name: Choices = Choices { prefix: $prefix, values: &[$($value),*] };)*
        /// All of them, for the test that looks for messages nobody uses.
        #[cfg(test)]
        pub const ALL: &[Choices] = &[$($name),*];
    };
}

choices! {
    ORGANISATION_KIND = "organisation-kind" ["municipality" "joint_authority" "wellbeing_services_county" "sub_region" "region" "association"];
    COUNTRY = "country" ["FI" "SE"];
    LANGUAGE = "language" ["fi" "sv" "en"];
    COLOURS = "colours" ["auto" "light" "dark"];
    ROLE = "role" ["admin" "planner" "contributor" "controller" "registrar" "reader" "elected" "auditor" "analyst"];
    SUBSCRIPTION_STATUS = "subscription-status" ["requested" "trial" "active" "read_only" "rejected"];
    SHARING_SIDE = "sharing-side" ["owner" "viewer"];
    SHARING_DATASET = "sharing-dataset" ["goals" "projects" "networks" "activities"];
    SHARING_LEVEL = "sharing-level" ["named" "aggregate"];
    SHARING_STATE = "sharing-state" ["in_force" "revoked"];
    UNIT_KIND = "unit-kind" ["council" "board" "committee" "office" "unit" "school" "company" "other"];
    PROJECT_KIND = "project-kind" ["eu" "international" "national" "own"];
    PROJECT_ROLE = "project-role" ["lead" "partner" "associated"];
    PROJECT_STATUS = "project-status" ["idea" "preparing" "applied" "running" "ended" "rejected"];
    APPLICATION_STATE = "application-state" ["idea" "go" "preparing" "submitted" "approved" "approved_with_conditions" "rejected" "withdrawn" "agreement" "running" "closed"];
    BOARD_FIGURE = "board-figure" ["open_goals" "goals_off" "goals_unknown" "decisions_due" "overdue" "memberships" "activities" "projects" "applications" "statements_awaited" "unserved_goals" "statements_owed" "values_owed" "statements_entered" "stale_owners" "untouched" "past_end"];
    RELATION = "relation" ["parent" "sister" "follow_up"];
    SOURCE = "source" ["eu" "state" "municipal" "other_public" "private" "own"];
    SOURCE_KIND = "source-kind" ["cash" "in_kind"];
    ACTIVITY_KIND = "activity-kind" ["visit" "staff_exchange" "pupil_exchange" "teacher_exchange" "seminar" "event" "culture" "training" "advocacy" "other"];
    ACTIVITY_HOST = "activity-host" ["host" "co_host" "guest"];
    PARTICIPANTS = "participants" ["employees" "pupils" "teachers" "elected" "residents" "other"];
    EXACTNESS = "exactness" ["exact" "at_least" "about"];
    PARTNER_KIND = "partner-kind" ["municipality" "university" "company" "association" "authority" "other"];
    TWIN_TOWN_STATUS = "twin-town-status" ["active" "dormant" "ended"];
    NETWORK_KIND = "network-kind" ["network" "representation_office"];
    SPOKEN = "spoken" ["fi" "sv" "en" "no" "da" "is" "se" "et" "lv" "lt" "de" "fr" "es" "it" "nl" "pl" "pt" "ru" "uk" "zh" "ja"];
    GOAL_KIND = "goal-kind" ["direction" "steering"];
    GOAL_STATUS = "goal-status" ["open" "closed"];
    VERDICT = "attainment" ["on_track" "watch" "off"];
    LINK_STRENGTH = "link-strength" ["1" "2" "3"];
    ATTAINMENT_RULE = "attainment-rule" ["worst" "majority" "own_indicators"];
    INDICATOR_KIND = "indicator-kind" ["number" "ratio" "scale"];
    DIRECTION = "direction" ["up" "down" "hold"];
    MEASURE = "measure" ["projects_under_way" "eu_funding_granted_eur" "eu_funding_granted_sek" "network_memberships" "activities" "participants" "goals_with_indicator"];
    EVENT = "event" ["accepted" "activated" "added" "adopted" "asked" "began" "begun" "changed" "check_asked" "checked" "closed" "completed" "corrected" "created" "defined" "deleted" "disabled" "drafted" "edited" "edition_opened" "enabled" "ended" "entered" "erased" "escalated" "expired" "failed" "finished" "founded" "funding_changed" "given" "judged" "key_revoked" "locked" "made_read_only" "merged" "moved" "opened" "owed" "plan_given" "planned" "redrafted" "released" "reminded" "removed" "renamed" "renounced" "reopened" "restored" "revoked" "second_factor_reset" "secret_replaced" "sent" "set" "shared" "stopped" "submitted" "superseded" "terms_changed" "tied" "uploaded" "withdrawn" "withheld" "written"];
    API_KEY_STATE = "api-key-state" ["active" "ended" "revoked"];
    DELIVERY_STATE = "delivery-state" ["waiting" "delivered" "failed"];
    IMPORT_FIELD = "import-field" ["indicator" "period" "unit" "dimensions" "value" "numerator" "denominator" "level" "evidence" "status" "provenance" "no_change"];
    POLICY_KIND = "policy-kind" ["strategy" "policy" "programme" "plan" "guideline"];
    POLICY_STATUS = "policy-status" ["draft" "consultation" "revised" "proposed" "adopted" "in_force" "superseded" "expired"];
    ASSIGNMENT_STATUS = "assignment-status" ["open" "done"];
    SEAL_FAULT = "seal" ["row_missing" "rows_changed" "link_missing" "link_forged" "tail_cut" "rows_added" "head_unknown"];
    DEAD_LETTER_STATE = "dead-letter-state" ["waiting" "replayed" "discarded"];
    FREQUENCY = "frequency" ["year" "half_year" "quarter" "month" "once"];
}

/// Sets that pages show and no form offers, for the same test.
#[cfg(test)]
pub const SHOWN: &[Choices] = &[
    Choices {
        prefix: "coverage-band",
        values: &[
            "under_10",
            "10_to_24",
            "25_to_49",
            "50_to_99",
            "100_to_199",
            "200_or_more",
        ],
    },
    Choices {
        prefix: "usage",
        values: &["people", "projects", "storage_bytes", "calls"],
    },
    Choices {
        prefix: "key-state",
        values: &["coming", "signing", "going", "gone"],
    },
    Choices {
        prefix: "rebuild-state",
        values: &["asked", "running", "done", "failed"],
    },
    Choices {
        prefix: "release-state",
        values: &["released", "withheld", "withdrawn"],
    },
    Choices {
        prefix: "dataset",
        values: &["goals", "projects", "networks", "activities"],
    },
    Choices {
        prefix: "invitation-state",
        values: &["open", "accepted", "withdrawn", "expired"],
    },
    Choices {
        prefix: "sharing-sees",
        values: &["named", "aggregate"],
    },
    Choices {
        prefix: "sharing-sees-not",
        values: &["named", "aggregate"],
    },
    Choices {
        prefix: "sharing-revoked-by",
        values: &["owner", "viewer"],
    },
    Choices {
        prefix: "sharing-event",
        values: &["given", "terms_changed", "revoked", "renounced"],
    },
    Choices {
        prefix: "attainment",
        values: &["unknown"],
    },
    Choices {
        prefix: "attachment-kind",
        values: &[
            "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpeg", "webp", "gif", "text", "csv",
        ],
    },
    Choices {
        prefix: "export-format",
        values: &["csv", "csv_excel_nordic", "xlsx", "pdf"],
    },
    Choices {
        prefix: "export-state",
        values: &["waiting", "running", "done", "failed"],
    },
    Choices {
        prefix: "import-state",
        values: &[
            "uploaded", "checking", "checked", "applying", "applied", "stopped", "failed",
        ],
    },
    Choices {
        prefix: "import-would",
        values: &["entered", "changed", "unchanged", "faulty"],
    },
    Choices {
        prefix: "import-did",
        values: &["entered", "changed", "unchanged", "faulty"],
    },
    Choices {
        prefix: "board-kind",
        values: &[
            "goal",
            "policy",
            "assignment",
            "indicator",
            "statement",
            "project",
            "application",
            "network_membership",
            "activity",
        ],
    },
    Choices {
        prefix: "link-kind",
        values: &["project", "network", "activity"],
    },
    Choices {
        prefix: "link-kinds",
        values: &["project", "network", "activity"],
    },
    Choices {
        prefix: "link-missing",
        values: &["project", "network", "activity"],
    },
    Choices {
        prefix: "attainment-missing",
        values: &["no_value", "no_baseline", "no_target"],
    },
    Choices {
        prefix: "attainment-told",
        values: &["worst", "majority", "own_indicators"],
    },
    Choices {
        prefix: "value-status",
        values: &["preliminary", "final", "corrected"],
    },
    Choices {
        prefix: "statement-status",
        values: &["owed", "draft", "submitted", "locked"],
    },
    Choices {
        prefix: "report-status",
        values: &["draft", "locked"],
    },
    Choices {
        prefix: "position",
        values: &["tenants", "goals", "projects"],
    },
    Choices {
        prefix: "thing",
        values: &[
            "organisation",
            "unit",
            "membership",
            "person",
            "invitation",
            "sharing_agreement",
            "saved_view",
            "api_key",
            "webhook",
            "taxonomy",
            "theme",
            "policy",
            "goal",
            "goal_link",
            "goal_levels",
            "goal_thresholds",
            "assignment",
            "indicator",
            "indicator_value",
            "statement_round",
            "statement",
            "project",
            "application",
            "partner",
            "network",
            "network_membership",
            "activity",
            "report",
            "release",
            "attachment",
            "export",
            "value_import",
        ],
    },
    Choices {
        prefix: "api-scope",
        values: &[
            "organisation-read",
            "organisation-write",
            "units-read",
            "units-write",
            "people-read",
            "invitations-read",
            "themes-read",
            "themes-write",
            "sharing-read",
            "journal-read",
            "goals-read",
            "goals-write",
            "goal_levels-write",
            "goal_thresholds-write",
            "goal_links-write",
            "policies-write",
            "assignments-write",
            "indicators-write",
            "indicator_values-write",
            "statements-write",
            "projects-read",
            "projects-write",
            "applications-write",
            "activities-write",
            "partners-write",
            "networks-write",
            "registers-read",
            "reports-read",
            "reports-write",
            "completeness-write",
            "aggregates-read",
            "shared-read",
            "usage-read",
        ],
    },
    Choices {
        prefix: "webhook-disabled",
        values: &["wish", "failing", "gone"],
    },
    Choices {
        prefix: "delivery-fault",
        values: &["answer", "late", "no_connection", "unknown_host", "inward"],
    },
    Choices {
        prefix: "reach",
        values: &["any", "own_unit", "own_record"],
    },
    Choices {
        prefix: "permission",
        values: &[
            "organisation-read",
            "organisation-edit",
            "units-read",
            "units-edit",
            "people-read",
            "invitations-read",
            "people-edit",
            "second_factors-reset",
            "themes-read",
            "themes-edit",
            "subscriptions-read",
            "subscriptions-decide",
            "sharing-read",
            "sharing-manage",
            "organisations-find",
            "saved_views-read",
            "saved_views-edit",
            "api_keys-read",
            "api_keys-make",
            "api_keys-revoke",
            "webhooks-read",
            "webhooks-edit",
            "webhooks-send",
            "mails-read",
            "mails-retry",
            "journal-read",
            "usage-read",
            "goals-read",
            "goal_levels-edit",
            "policies-edit",
            "goals-edit",
            "goals-close",
            "goals-judge",
            "goal_thresholds-edit",
            "goal_links-edit",
            "assignments-edit",
            "assignments-complete",
            "indicators-edit",
            "indicator_values-edit",
            "statements-manage",
            "statements-edit",
            "projects-read",
            "projects-edit",
            "applications-edit",
            "activities-edit",
            "partners-edit",
            "networks-edit",
            "registers-read",
            "reports-read",
            "reports-edit",
            "reports-lock",
            "completeness-ask",
            "exports-make",
            "exports-read",
            "aggregates-read",
            "releases-release",
            "releases-withdraw",
            "shared-read",
        ],
    },
    Choices {
        prefix: "journal-part",
        values: &["tenants", "goals", "projects", "reporting"],
    },
    Choices {
        prefix: "seal",
        values: &["other"],
    },
    Choices {
        prefix: "round-state",
        values: &["open", "locked"],
    },
    Choices {
        prefix: "escalation",
        values: &["none", "reminded", "escalated"],
    },
    Choices {
        prefix: "funding",
        values: &[
            "none",
            "idea",
            "preparing",
            "applied",
            "granted",
            "finished",
            "rejected",
        ],
    },
];
