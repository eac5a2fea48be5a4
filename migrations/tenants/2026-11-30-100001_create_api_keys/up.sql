CREATE TABLE api_keys (
    tenant_id    uuid        NOT NULL DEFAULT current_tenant(),
    id           uuid        NOT NULL,
    version      bigint      NOT NULL,
    name         text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    name_sort    text        COLLATE "C" NOT NULL,
    scopes       jsonb       NOT NULL,
    networks     jsonb       NOT NULL,
    made_by      uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    ends_on      date        NOT NULL,
    revoked_at   timestamptz,
    last_used_on date,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX api_keys_by_name ON api_keys (tenant_id, name_sort, id);
CREATE INDEX api_keys_by_age ON api_keys (tenant_id, created_at, id);
CREATE INDEX api_keys_by_maker ON api_keys (tenant_id, made_by);
CALL tenant_table('api_keys', 'Keys by which programs act in their makers'' names, each within scopes of its own.');
COMMENT ON COLUMN api_keys.networks IS 'From where it may be used; none at all: from anywhere';
COMMENT ON COLUMN api_keys.ends_on IS 'The last day on which it opens anything, in the tenant''s time zone';
COMMENT ON COLUMN api_keys.last_used_on IS 'A day, no more: noted without a version';

CREATE TABLE api_key_secrets (
    secret_hash bytea NOT NULL PRIMARY KEY,
    tenant_id   uuid  NOT NULL,
    key_id      uuid  NOT NULL UNIQUE,
    access_id   uuid  NOT NULL UNIQUE,
    made_by     uuid  NOT NULL REFERENCES people (id)
);
CREATE INDEX api_key_secrets_by_maker ON api_key_secrets (made_by);
CALL lookup_table('api_key_secrets', 'signin', 'Which key a secret is of; goes when the key is revoked.');
COMMENT ON COLUMN api_key_secrets.access_id IS 'What the tokens in the key''s place call it; replaced when its maker''s roles change, so that older ones die';

-- A key is written with its secret, by the role that reaches secrets; its use is noted by the same.
REVOKE INSERT, UPDATE, DELETE ON api_keys FROM tenants_app;
GRANT SELECT, INSERT, UPDATE ON api_keys TO tenants_signin;
