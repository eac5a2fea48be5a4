//! The tables as the migrations make them; a test compares the two.

use diesel::{allow_tables_to_appear_in_same_query, table};

table! {
    programmes (id) {
        id -> Uuid,
        code -> Text,
        code_verified -> Bool,
        name -> Jsonb,
        name_sort -> Text,
        search_text -> Text,
        kind -> Text,
        period_from -> Nullable<Date>,
        period_to -> Nullable<Date>,
        who -> Text,
    }
}

table! {
    partners (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        created_at -> Timestamptz,
        name -> Text,
        name_sort -> Text,
        search_text -> Text,
        kind -> Text,
        country -> Text,
        town -> Nullable<Text>,
        website -> Nullable<Text>,
        twin_town -> Bool,
        twin_since -> Nullable<Date>,
        twin_agreement -> Nullable<Text>,
        twin_status -> Nullable<Text>,
        notes -> Nullable<Text>,
    }
}

table! {
    projects (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        created_at -> Timestamptz,
        title -> Jsonb,
        title_sort -> Text,
        search_text -> Text,
        acronym -> Nullable<Text>,
        kind -> Text,
        role -> Text,
        programme_id -> Nullable<Uuid>,
        funder -> Nullable<Text>,
        operation_id -> Nullable<Text>,
        owner_unit_id -> Uuid,
        manager_id -> Nullable<Uuid>,
        period_from -> Date,
        period_to -> Nullable<Date>,
        summary -> Nullable<Jsonb>,
        resident_benefit -> Nullable<Jsonb>,
        work_packages -> Jsonb,
        public_card -> Bool,
        total_cost -> Nullable<Numeric>,
        total_cost_currency -> Nullable<Text>,
        case_number -> Nullable<Text>,
        funding -> Text,
    }
}

table! {
    project_partners (tenant_id, project_id, partner_id) {
        tenant_id -> Uuid,
        project_id -> Uuid,
        partner_id -> Uuid,
        role -> Text,
    }
}

table! {
    project_goals (tenant_id, project_id, goal_id) {
        tenant_id -> Uuid,
        project_id -> Uuid,
        goal_id -> Uuid,
        share -> Numeric,
    }
}

table! {
    project_themes (tenant_id, project_id, theme_id) {
        tenant_id -> Uuid,
        project_id -> Uuid,
        theme_id -> Uuid,
    }
}

table! {
    project_relations (tenant_id, project_id, kind, other_id) {
        tenant_id -> Uuid,
        project_id -> Uuid,
        kind -> Text,
        other_id -> Uuid,
    }
}

table! {
    public_cards (project_id) {
        project_id -> Uuid,
        tenant_id -> Uuid,
    }
}

table! {
    applications (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        created_at -> Timestamptz,
        project_id -> Uuid,
        programme_id -> Nullable<Uuid>,
        call -> Nullable<Text>,
        state -> Text,
        steps -> Jsonb,
        last_step_on -> Date,
        submitted_on -> Nullable<Date>,
        applied -> Nullable<Numeric>,
        granted -> Nullable<Numeric>,
        currency -> Nullable<Text>,
        financing -> Nullable<Jsonb>,
    }
}

table! {
    networks (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        created_at -> Timestamptz,
        name -> Jsonb,
        name_sort -> Text,
        search_text -> Text,
        acronym -> Nullable<Text>,
        kind -> Text,
        host -> Nullable<Text>,
        size -> Nullable<Jsonb>,
        scope -> Nullable<Jsonb>,
        description -> Nullable<Jsonb>,
        website -> Nullable<Text>,
    }
}

table! {
    network_themes (tenant_id, network_id, theme_id) {
        tenant_id -> Uuid,
        network_id -> Uuid,
        theme_id -> Uuid,
    }
}

table! {
    network_memberships (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        created_at -> Timestamptz,
        network_id -> Uuid,
        accountable_unit_id -> Nullable<Uuid>,
        outside_organisation -> Nullable<Text>,
        since -> Nullable<Date>,
        until -> Nullable<Date>,
        seats -> Nullable<Integer>,
        fee -> Nullable<Numeric>,
        fee_currency -> Nullable<Text>,
        hours -> Nullable<Integer>,
        attends -> Nullable<Jsonb>,
    }
}

table! {
    activities (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        created_at -> Timestamptz,
        kind -> Text,
        title -> Jsonb,
        title_sort -> Text,
        search_text -> Text,
        period_from -> Date,
        period_to -> Nullable<Date>,
        place -> Nullable<Text>,
        country -> Nullable<Text>,
        host -> Nullable<Text>,
        languages -> Jsonb,
        unit_id -> Uuid,
        participants -> Jsonb,
        duration -> Nullable<Jsonb>,
        cost -> Nullable<Numeric>,
        cost_currency -> Nullable<Text>,
        project_id -> Nullable<Uuid>,
        network_id -> Nullable<Uuid>,
        learning -> Nullable<Jsonb>,
    }
}

table! {
    activity_goals (tenant_id, activity_id, goal_id) {
        tenant_id -> Uuid,
        activity_id -> Uuid,
        goal_id -> Uuid,
    }
}

table! {
    activity_themes (tenant_id, activity_id, theme_id) {
        tenant_id -> Uuid,
        activity_id -> Uuid,
        theme_id -> Uuid,
    }
}

table! {
    activity_partners (tenant_id, activity_id, partner_id) {
        tenant_id -> Uuid,
        activity_id -> Uuid,
        partner_id -> Uuid,
    }
}

allow_tables_to_appear_in_same_query!(
    partners,
    projects,
    project_partners,
    project_goals,
    project_themes,
    project_relations,
    applications,
    networks,
    network_themes,
    network_memberships,
    activities,
    activity_goals,
    activity_themes,
    activity_partners,
);
