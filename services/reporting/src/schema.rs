//! The tables as the migrations make them; a test compares both.

diesel::table! {
    generations (number) {
        number -> Integer,
        state -> Text,
        began_at -> Timestamptz,
        decided_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    rebuilds (id) {
        id -> Uuid,
        state -> Text,
        accept -> Bool,
        asked_at -> Timestamptz,
        asked_by -> Uuid,
        began_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
        taken_until -> Nullable<Timestamptz>,
        organisations -> BigInt,
        filled -> BigInt,
        states -> BigInt,
        generation -> Nullable<Integer>,
        differences -> Jsonb,
        failure -> Nullable<Text>,
    }
}

diesel::table! {
    register_entries (tenant_id, generation, register, id) {
        tenant_id -> Uuid,
        generation -> Integer,
        register -> Text,
        id -> Uuid,
        version -> BigInt,
        gone -> Bool,
        unit_id -> Nullable<Uuid>,
        parent_id -> Nullable<Uuid>,
        kind -> Text,
        status -> Text,
        starts_on -> Date,
        ends_on -> Date,
        title_sort -> Text,
        body -> Jsonb,
        changed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    register_links (tenant_id, generation, register, entry_id, kind, target_id) {
        tenant_id -> Uuid,
        generation -> Integer,
        register -> Text,
        entry_id -> Uuid,
        kind -> Text,
        target_id -> Uuid,
    }
}

/// Words by their stems, and where they stand.
#[derive(diesel::sql_types::SqlType)]
#[diesel(postgres_type(name = "tsvector"))]
pub struct Tsvector;

diesel::table! {
    use diesel::sql_types::{Integer, Text, Uuid};
    use super::Tsvector;

    search_entries (tenant_id, generation, register, id) {
        tenant_id -> Uuid,
        generation -> Integer,
        register -> Text,
        id -> Uuid,
        words -> Tsvector,
    }
}

diesel::table! {
    reports (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        kind -> Text,
        year -> Integer,
        unit_id -> Nullable<Uuid>,
        language -> Text,
        status -> Text,
        texts -> Jsonb,
        subject -> Jsonb,
        positions -> Jsonb,
        faults -> Jsonb,
        drafted_at -> Timestamptz,
        drafted_by -> Uuid,
        locked_at -> Nullable<Timestamptz>,
        locked_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    report_figures (tenant_id, report_id, position) {
        tenant_id -> Uuid,
        report_id -> Uuid,
        position -> Integer,
        key -> Text,
        figure -> Jsonb,
        rows -> Jsonb,
    }
}

diesel::table! {
    agreements (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> BigInt,
        side -> Text,
        owner_id -> Uuid,
        owner_name -> Jsonb,
        owner_code -> Text,
        owner_country -> Text,
        viewer_id -> Uuid,
        dataset -> Text,
        level -> Text,
        waiver -> Bool,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        state -> Text,
        terms_version -> BigInt,
        copied -> Bool,
    }
}

diesel::table! {
    holdings (tenant_id) {
        tenant_id -> Uuid,
        version -> BigInt,
        kind -> Text,
        holding -> Text,
        members -> Integer,
    }
}

diesel::table! {
    contributions (tenant_id, generation, dataset, subject_id, position) {
        tenant_id -> Uuid,
        generation -> Integer,
        dataset -> Text,
        subject_id -> Uuid,
        position -> Integer,
        measure -> Text,
        from_year -> Integer,
        to_year -> Integer,
        value -> Numeric,
    }
}

diesel::table! {
    releases (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        measure -> Text,
        period -> Integer,
        group_key -> Text,
        breakdown -> Text,
        statistic -> Text,
        audience -> Text,
        membership_hash -> Text,
        outcome -> Text,
        value -> Nullable<Numeric>,
        coverage -> Nullable<Text>,
        parameters -> Integer,
        pattern_id -> Nullable<Uuid>,
        released_at -> Timestamptz,
        released_by -> Uuid,
    }
}

diesel::table! {
    release_members (tenant_id, release_id, agreement_id) {
        tenant_id -> Uuid,
        release_id -> Uuid,
        agreement_id -> Uuid,
        owner_id -> Uuid,
        holding -> Text,
        terms_version -> BigInt,
    }
}

diesel::table! {
    release_withdrawals (tenant_id, release_id) {
        tenant_id -> Uuid,
        release_id -> Uuid,
        withdrawn_at -> Timestamptz,
        withdrawn_by -> Uuid,
    }
}

diesel::table! {
    shared_rows (tenant_id, agreement_id, id) {
        tenant_id -> Uuid,
        agreement_id -> Uuid,
        id -> Uuid,
        dataset -> Text,
        owner_id -> Uuid,
        owner_name -> Jsonb,
        kind -> Text,
        status -> Text,
        starts_on -> Date,
        ends_on -> Date,
        title_sort -> Text,
        body -> Jsonb,
    }
}

diesel::table! {
    sharing_changes (tenant_id, dataset, subject_id) {
        tenant_id -> Uuid,
        dataset -> Text,
        subject_id -> Uuid,
    }
}

diesel::table! {
    sharing_fills (tenant_id, agreement_id) {
        tenant_id -> Uuid,
        agreement_id -> Uuid,
        after -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(register_entries, register_links);
diesel::allow_tables_to_appear_in_same_query!(reports, report_figures);
diesel::allow_tables_to_appear_in_same_query!(releases, release_members);
