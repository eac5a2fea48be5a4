//! The tables as the migrations make them; a test compares both.

diesel::table! {
    policies (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        kind -> Text,
        edition -> Integer,
        standing_edition -> Nullable<Integer>,
        status -> Text,
        supersedes_policy_id -> Nullable<Uuid>,
        title_sort -> Text,
        search_text -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    policy_editions (tenant_id, policy_id, edition) {
        tenant_id -> Uuid,
        policy_id -> Uuid,
        edition -> Integer,
        title -> Jsonb,
        case_number -> Nullable<Text>,
        period_from -> Date,
        period_to -> Nullable<Date>,
        vision -> Nullable<Jsonb>,
        sections -> Jsonb,
        status -> Text,
        steps -> Jsonb,
        opened_at -> Timestamptz,
    }
}

diesel::table! {
    policy_themes (tenant_id, policy_id, theme_id) {
        tenant_id -> Uuid,
        policy_id -> Uuid,
        theme_id -> Uuid,
        position -> Integer,
    }
}

diesel::table! {
    goal_levels (tenant_id) {
        tenant_id -> Uuid,
        version -> BigInt,
        levels -> Jsonb,
    }
}

diesel::table! {
    goals (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        title -> Jsonb,
        title_sort -> Text,
        description -> Nullable<Jsonb>,
        level -> Text,
        kind -> Nullable<Text>,
        parent_id -> Nullable<Uuid>,
        policy_id -> Nullable<Uuid>,
        policy_edition -> Nullable<Integer>,
        accountable_unit_id -> Uuid,
        period_from -> Date,
        period_to -> Nullable<Date>,
        cross_cutting -> Bool,
        to_be_measured -> Bool,
        status -> Text,
        closed_on -> Nullable<Date>,
        closed_reason -> Nullable<Text>,
        search_text -> Text,
        created_at -> Timestamptz,
        attainment_rule -> Text,
        judgement_status -> Nullable<Text>,
        judgement_reasons -> Nullable<Text>,
        judged_by -> Nullable<Uuid>,
        judged_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    goal_thresholds (tenant_id) {
        tenant_id -> Uuid,
        version -> BigInt,
        on_track -> Numeric,
        watch -> Numeric,
    }
}

diesel::table! {
    goal_links (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        goal_id -> Uuid,
        target_kind -> Text,
        target_id -> Uuid,
        strength -> Integer,
        note -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    goal_units (tenant_id, goal_id, part, unit_id) {
        tenant_id -> Uuid,
        goal_id -> Uuid,
        part -> Text,
        unit_id -> Uuid,
        position -> Integer,
    }
}

diesel::table! {
    goal_themes (tenant_id, goal_id, theme_id) {
        tenant_id -> Uuid,
        goal_id -> Uuid,
        theme_id -> Uuid,
        position -> Integer,
    }
}

diesel::table! {
    assignments (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        title -> Jsonb,
        title_sort -> Text,
        goal_id -> Nullable<Uuid>,
        policy_id -> Nullable<Uuid>,
        unit_id -> Uuid,
        due_on -> Nullable<Date>,
        due_sort -> Date,
        status -> Text,
        done_on -> Nullable<Date>,
        note -> Nullable<Text>,
        search_text -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    indicators (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        name -> Jsonb,
        name_sort -> Text,
        unit_of_measure -> Jsonb,
        direction -> Text,
        kind -> Text,
        numerator -> Nullable<Jsonb>,
        denominator -> Nullable<Jsonb>,
        factor -> Nullable<Numeric>,
        decimals -> Integer,
        frequency -> Text,
        owner_unit_id -> Uuid,
        source -> Nullable<Jsonb>,
        method -> Nullable<Jsonb>,
        method_version -> Integer,
        scale -> Jsonb,
        dimensions -> Jsonb,
        baseline -> Nullable<Jsonb>,
        targets -> Jsonb,
        search_text -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    indicator_goals (tenant_id, indicator_id, goal_id) {
        tenant_id -> Uuid,
        indicator_id -> Uuid,
        goal_id -> Uuid,
        position -> Integer,
    }
}

diesel::table! {
    indicator_values (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        indicator_id -> Uuid,
        period -> Text,
        period_from -> Date,
        period_to -> Date,
        unit_id -> Nullable<Uuid>,
        dimensions -> Jsonb,
        place -> Text,
        value -> Nullable<Numeric>,
        numerator -> Nullable<Numeric>,
        denominator -> Nullable<Numeric>,
        level -> Nullable<Integer>,
        evidence -> Nullable<Text>,
        status -> Text,
        provenance -> Nullable<Text>,
        no_change -> Bool,
        replaces -> Jsonb,
        recorded_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    statement_rounds (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        year -> Integer,
        due_on -> Date,
        state -> Text,
        locked_on -> Nullable<Date>,
        reminders -> Integer,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    statements (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        round_id -> Uuid,
        year -> Integer,
        unit_id -> Uuid,
        text -> Nullable<Jsonb>,
        plan_reference -> Nullable<Text>,
        status -> Text,
        submitted_on -> Nullable<Date>,
        owner_id -> Nullable<Uuid>,
        reminders -> Jsonb,
        escalation -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    value_imports (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        person_id -> Uuid,
        session_id -> Uuid,
        rights -> Jsonb,
        name -> Text,
        fields -> Jsonb,
        state -> Text,
        lines -> Integer,
        done -> Integer,
        reached -> Integer,
        tally -> Jsonb,
        leave_out_faulty -> Bool,
        failure -> Nullable<Text>,
        uploaded_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    known_shares (tenant_id, project_id, goal_id) {
        tenant_id -> Uuid,
        project_id -> Uuid,
        goal_id -> Uuid,
    }
}

diesel::table! {
    value_import_lines (tenant_id, import_id, line) {
        tenant_id -> Uuid,
        import_id -> Uuid,
        line -> Integer,
        cells -> Jsonb,
    }
}

diesel::table! {
    value_import_places (tenant_id, import_id, place) {
        tenant_id -> Uuid,
        import_id -> Uuid,
        place -> Text,
        line -> Integer,
    }
}

diesel::table! {
    value_import_faults (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        import_id -> Uuid,
        line -> Integer,
        field -> Nullable<Text>,
        code -> Text,
        detail -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    policies,
    policy_editions,
    policy_themes,
    goal_levels,
    goal_links,
    known_shares,
    goal_thresholds,
    goals,
    goal_units,
    goal_themes,
    assignments,
    indicators,
    indicator_goals,
    indicator_values,
    statement_rounds,
    statements,
    value_imports,
    value_import_lines,
    value_import_places,
    value_import_faults,
);
