//! The tables, as the migrations make them. A test compares the two.

macro_rules! tables {
    ($($name:ident ($($key:ident),+) { $($column:ident: $type:ty,)+ })+) => {
        $(diesel::table! {
            $name ($($key),+) { $($column -> $type,)+ }
        })+
    };
}

tables! {
    people (id) {
        id: Uuid,
        version: BigInt,
        email: Text,
        name: Text,
        language: Text,
        colour_scheme: Text,
        operator: Bool,
        created_at: Timestamptz,
    }
    person_keys (person_id) {
        person_id: Uuid,
        wrapped: Binary,
    }
    person_traces (person_id, tenant_id) {
        person_id: Uuid,
        tenant_id: Uuid,
    }
    erasures (person_id) {
        person_id: Uuid,
        erased_at: Timestamptz,
    }
    credentials (person_id) {
        person_id: Uuid,
        password_hash: Text,
        changed_at: Timestamptz,
    }
    sessions (id) {
        id: Uuid,
        access_id: Uuid,
        person_id: Uuid,
        token_hash: Binary,
        created_at: Timestamptz,
        last_seen_at: Timestamptz,
        expires_at: Timestamptz,
        device: Text,
        proven_at: Nullable<Timestamptz>,
    }
    sign_in_challenges (token_hash) {
        token_hash: Binary,
        person_id: Uuid,
        created_at: Timestamptz,
        expires_at: Timestamptz,
    }
    second_factors (person_id) {
        person_id: Uuid,
        secret: Binary,
        last_step: BigInt,
        created_at: Timestamptz,
        confirmed_at: Nullable<Timestamptz>,
    }
    recovery_codes (person_id, code_hash) {
        person_id: Uuid,
        code_hash: Binary,
        created_at: Timestamptz,
        used_at: Nullable<Timestamptz>,
    }
    revocations (epoch) {
        epoch: BigInt,
        access_id: Uuid,
        revoked_at: Timestamptz,
        until: Timestamptz,
        kind: Text,
    }
    revocation_leases (instance_id) {
        instance_id: Uuid,
        service: Text,
        epoch: BigInt,
        expires_at: Timestamptz,
    }
    password_resets (token_hash) {
        token_hash: Binary,
        person_id: Uuid,
        created_at: Timestamptz,
        expires_at: Timestamptz,
    }
    invitation_tokens (token_hash) {
        token_hash: Binary,
        tenant_id: Uuid,
        invitation_id: Uuid,
        expires_at: Timestamptz,
    }
    person_organisations (person_id, tenant_id) {
        person_id: Uuid,
        tenant_id: Uuid,
    }
    signing_keys (generation) {
        generation: BigInt,
        kid: Text,
        secret: Binary,
        created_at: Timestamptz,
        signs_from: Timestamptz,
    }
    throttles (key) {
        key: Text,
        attempts: Integer,
        ends_at: Timestamptz,
    }
    organisations (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        kind: Text,
        name: Jsonb,
        names: Jsonb,
        code: Text,
        country: Text,
        time_zone: Text,
        language: Text,
        place_code: Nullable<Text>,
        owners: Jsonb,
        members: Jsonb,
        valid_from: Nullable<Date>,
        valid_to: Nullable<Date>,
        merged_into: Nullable<Text>,
        invented: Bool,
        colour: Text,
        crest: Nullable<Text>,
        notices: Jsonb,
        state: Text,
        trial_until: Nullable<Date>,
        created_at: Timestamptz,
        name_sort: Text,
        plan: Nullable<Jsonb>,
    }
    units (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        name: Jsonb,
        name_sort: Text,
        search_text: Text,
        names: Jsonb,
        short_name: Nullable<Text>,
        kind: Text,
        parent_id: Nullable<Uuid>,
        valid_from: Nullable<Date>,
        valid_to: Nullable<Date>,
        merged_into: Nullable<Uuid>,
        created_at: Timestamptz,
    }
    memberships (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        person_id: Uuid,
        person_name: Text,
        name_sort: Text,
        person_email: Text,
        person_language: Text,
        roles: Jsonb,
        admin: Bool,
        title: Jsonb,
        valid_from: Date,
        valid_to: Nullable<Date>,
        ended: Bool,
        created_at: Timestamptz,
    }
    invitations (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        person_id: Uuid,
        email: Text,
        name: Text,
        name_sort: Text,
        language: Text,
        roles: Jsonb,
        title: Jsonb,
        state: Text,
        expires_at: Timestamptz,
        created_at: Timestamptz,
    }
    subscriptions (id) {
        id: Uuid,
        version: BigInt,
        status: Text,
        kind: Text,
        name: Jsonb,
        name_sort: Text,
        code: Text,
        country: Text,
        contact_name: Text,
        contact_email: Text,
        contact_language: Text,
        message: Nullable<Text>,
        organisation_id: Nullable<Uuid>,
        trial_until: Nullable<Date>,
        steps: Jsonb,
        requested_at: Timestamptz,
        plan_id: Nullable<Uuid>,
        plan_version: Nullable<BigInt>,
    }
    plans (id) {
        id: Uuid,
        version: BigInt,
        name: Jsonb,
        name_sort: Text,
        people: Nullable<BigInt>,
        projects: Nullable<BigInt>,
        storage_bytes: Nullable<BigInt>,
        calls_per_minute: Nullable<BigInt>,
        offered: Bool,
        created_at: Timestamptz,
        changed_at: Timestamptz,
        changed_by: Uuid,
    }
    mails (id) {
        id: Uuid,
        tenant_id: Nullable<Uuid>,
        to_person_id: Nullable<Uuid>,
        template: Text,
        letter: Nullable<Binary>,
        state: Text,
        attempts: Integer,
        not_before: Timestamptz,
        last_error: Nullable<Text>,
        created_at: Timestamptz,
        sent_at: Nullable<Timestamptz>,
        version: BigInt,
    }
    completeness_letters (tenant_id, letter_id) {
        tenant_id: Uuid,
        letter_id: Uuid,
        recorded_at: Timestamptz,
    }
    statement_letters (tenant_id, statement_id, reached) {
        tenant_id: Uuid,
        statement_id: Uuid,
        reached: Text,
        recorded_at: Timestamptz,
    }
    taxonomies (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        key: Text,
        name: Jsonb,
        name_sort: Text,
        shared: Bool,
        source: Nullable<Jsonb>,
        source_id: Nullable<Uuid>,
        created_at: Timestamptz,
    }
    themes (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        taxonomy_id: Uuid,
        parent_id: Nullable<Uuid>,
        code: Text,
        name: Jsonb,
        name_sort: Text,
        search_text: Text,
        description: Jsonb,
        created_at: Timestamptz,
    }
    shared_taxonomies (id) {
        id: Uuid,
        version: BigInt,
        organisation_name: Jsonb,
        country: Text,
        key: Text,
        name: Jsonb,
        themes: Jsonb,
        withdrawn: Bool,
        published_at: Timestamptz,
    }
    saved_views (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        owner_id: Nullable<Uuid>,
        list: Text,
        name: Text,
        name_sort: Text,
        query: Text,
        shared: Bool,
        created_at: Timestamptz,
    }
    api_keys (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        name: Text,
        name_sort: Text,
        scopes: Jsonb,
        networks: Jsonb,
        made_by: Uuid,
        created_at: Timestamptz,
        ends_on: Date,
        revoked_at: Nullable<Timestamptz>,
        last_used_on: Nullable<Date>,
    }
    api_key_secrets (secret_hash) {
        secret_hash: Binary,
        tenant_id: Uuid,
        key_id: Uuid,
        access_id: Uuid,
        made_by: Uuid,
    }
    webhooks (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        name: Text,
        name_sort: Text,
        url: Text,
        kinds: Jsonb,
        disabled_because: Nullable<Text>,
        failing_since: Nullable<Timestamptz>,
        made_by: Uuid,
        created_at: Timestamptz,
    }
    webhook_deliveries (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        webhook_id: Uuid,
        service: Text,
        position: BigInt,
        kind: Text,
        event: Text,
        thing_id: Uuid,
        thing_version: BigInt,
        deleted: Bool,
        happened_at: Timestamptz,
        state: Text,
        attempts: Integer,
        not_before: Timestamptz,
        tried_at: Nullable<Timestamptz>,
        status: Nullable<Integer>,
        fault: Nullable<Text>,
        created_at: Timestamptz,
    }
    webhook_senders (webhook_id) {
        webhook_id: Uuid,
        tenant_id: Uuid,
        secret: Binary,
        former_secret: Nullable<Binary>,
        former_until: Nullable<Timestamptz>,
        due_at: Nullable<Timestamptz>,
        leased_until: Timestamptz,
        served_at: Timestamptz,
    }
    webhook_cursors (webhook_id, service) {
        webhook_id: Uuid,
        service: Text,
        tenant_id: Uuid,
        position: Nullable<BigInt>,
        since: Timestamptz,
    }
    sharing_agreements (tenant_id, id) {
        tenant_id: Uuid,
        id: Uuid,
        version: BigInt,
        side: Text,
        owner_id: Uuid,
        owner_name: Jsonb,
        owner_code: Text,
        owner_country: Text,
        viewer_id: Uuid,
        viewer_name: Jsonb,
        other_name_sort: Text,
        dataset: Text,
        level: Text,
        waiver: Bool,
        valid_from: Date,
        valid_to: Nullable<Date>,
        decision: Jsonb,
        state: Text,
        revoked_at: Nullable<Timestamptz>,
        revoked_by: Nullable<Text>,
        revoked_reason: Nullable<Text>,
        terms_version: BigInt,
        created_at: Timestamptz,
    }
    geography (id) {
        id: Uuid,
        country: Text,
        kind: Text,
        code: Text,
        name: Jsonb,
        name_sort: Text,
        parent_code: Nullable<Text>,
        valid_from: Date,
        valid_to: Nullable<Date>,
        merged_into: Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(plans, subscriptions);
