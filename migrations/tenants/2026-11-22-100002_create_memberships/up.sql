CREATE TABLE memberships (
    tenant_id       uuid        NOT NULL DEFAULT current_tenant(),
    id              uuid        NOT NULL,
    version         bigint      NOT NULL,
    person_id       uuid        NOT NULL,
    person_name     text        NOT NULL,
    name_sort       text        COLLATE "C" NOT NULL,
    person_email    text        NOT NULL,
    person_language text        NOT NULL,
    roles           jsonb       NOT NULL,
    admin           boolean     NOT NULL,
    title           jsonb       NOT NULL,
    valid_from      date        NOT NULL,
    valid_to        date,
    ended           boolean     NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, person_id)
);
CREATE INDEX memberships_by_name ON memberships (tenant_id, name_sort, id);
CREATE INDEX memberships_by_age ON memberships (tenant_id, created_at, id);
CALL tenant_table('memberships', 'Who is what in the organisation. One row a person: who comes back gets the old one again.');
COMMENT ON COLUMN memberships.person_name IS 'A copy of the person''s own row, so that lists need no other role';
COMMENT ON COLUMN memberships.admin IS 'Whether the roles hold `admin` without a unit: there is always one of those';

CREATE TABLE invitations (
    tenant_id  uuid        NOT NULL DEFAULT current_tenant(),
    id         uuid        NOT NULL,
    version    bigint      NOT NULL,
    person_id  uuid        NOT NULL,
    email      text        NOT NULL,
    name       text        NOT NULL,
    name_sort  text        COLLATE "C" NOT NULL,
    language   text        NOT NULL,
    roles      jsonb       NOT NULL,
    title      jsonb       NOT NULL,
    state      text        NOT NULL CHECK (state IN ('open', 'accepted', 'withdrawn')),
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX invitations_open_once ON invitations (tenant_id, person_id) WHERE state = 'open';
CREATE INDEX invitations_by_name ON invitations (tenant_id, name_sort, id);
CREATE INDEX invitations_by_age ON invitations (tenant_id, created_at, id);
CALL tenant_table('invitations', 'Who was asked to join, and what became of it.');
