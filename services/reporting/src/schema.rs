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

diesel::allow_tables_to_appear_in_same_query!(register_entries, register_links);
diesel::allow_tables_to_appear_in_same_query!(reports, report_figures);
