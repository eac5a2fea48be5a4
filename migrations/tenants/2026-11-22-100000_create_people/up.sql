-- People exist before and beside any organisation: these tables are reached by the sign-in role alone.
CREATE TABLE people (
    id            uuid        NOT NULL PRIMARY KEY,
    version       bigint      NOT NULL,
    email         text        NOT NULL UNIQUE CHECK (email = lower(email)),
    name          text        NOT NULL,
    language      text        NOT NULL CHECK (language IN ('fi', 'sv', 'en')),
    colour_scheme text        NOT NULL CHECK (colour_scheme IN ('auto', 'light', 'dark')),
    operator      boolean     NOT NULL,
    created_at    timestamptz NOT NULL
);
CALL lookup_table('people', 'signin', 'Who signs in, with or without an organisation.');

CREATE TABLE person_keys (
    person_id uuid  NOT NULL PRIMARY KEY,
    wrapped   bytea NOT NULL
);
CALL lookup_table('person_keys', 'signin', 'A key for each person''s data in journals; destroying it erases them.');
COMMENT ON COLUMN person_keys.wrapped IS 'Wrapped with the master key; left out of ordinary dumps';

CREATE TABLE credentials (
    person_id     uuid        NOT NULL PRIMARY KEY REFERENCES people (id),
    password_hash text        NOT NULL,
    changed_at    timestamptz NOT NULL
);
CALL lookup_table('credentials', 'signin', 'How a person proves to be that person.');

CREATE TABLE sessions (
    id           uuid        NOT NULL PRIMARY KEY,
    access_id    uuid        NOT NULL UNIQUE,
    person_id    uuid        NOT NULL REFERENCES people (id),
    token_hash   bytea       NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    device       text        NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id, created_at);
CALL lookup_table('sessions', 'signin', 'Who is signed in, where.');
COMMENT ON COLUMN sessions.access_id IS 'What access tokens call the session; replaced when roles change, so that older tokens die';

CREATE TABLE revocations (
    epoch      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    access_id  uuid        NOT NULL,
    revoked_at timestamptz NOT NULL,
    until      timestamptz NOT NULL
);
CALL lookup_table('revocations', 'signin', 'Access tokens to refuse before they expire.');

CREATE TABLE password_resets (
    token_hash bytea       NOT NULL PRIMARY KEY,
    person_id  uuid        NOT NULL REFERENCES people (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX password_resets_by_person ON password_resets (person_id);
CALL lookup_table('password_resets', 'signin', 'Links by which a forgotten password is replaced.');

CREATE TABLE invitation_tokens (
    token_hash    bytea       NOT NULL PRIMARY KEY,
    tenant_id     uuid        NOT NULL,
    invitation_id uuid        NOT NULL,
    expires_at    timestamptz NOT NULL
);
CREATE INDEX invitation_tokens_by_invitation ON invitation_tokens (tenant_id, invitation_id);
CALL lookup_table('invitation_tokens', 'signin', 'Which invitation a secret link opens.');

CREATE TABLE person_organisations (
    person_id uuid NOT NULL REFERENCES people (id),
    tenant_id uuid NOT NULL,
    PRIMARY KEY (person_id, tenant_id)
);
CREATE INDEX person_organisations_by_tenant ON person_organisations (tenant_id, person_id);
CALL lookup_table('person_organisations', 'signin', 'Where to look for a person''s memberships.');

CREATE TABLE signing_keys (
    generation bigint      NOT NULL PRIMARY KEY,
    kid        text        NOT NULL UNIQUE,
    secret     bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    signs_from timestamptz NOT NULL
);
CALL lookup_table('signing_keys', 'signin', 'Keys that sign access tokens; the newest that may sign does.');
COMMENT ON COLUMN signing_keys.secret IS 'Wrapped with the master key';

CREATE TABLE throttles (
    key      text        NOT NULL PRIMARY KEY,
    attempts integer     NOT NULL,
    ends_at  timestamptz NOT NULL
);
CREATE INDEX throttles_by_end ON throttles (ends_at);
CALL lookup_table('throttles', 'signin', 'How often something was tried lately, by address and by origin.');
COMMENT ON COLUMN throttles.key IS 'A hash: neither addresses nor origins can be read from it';
