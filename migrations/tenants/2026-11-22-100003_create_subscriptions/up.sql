CREATE TABLE subscriptions (
    id                uuid        NOT NULL PRIMARY KEY,
    version           bigint      NOT NULL,
    status            text        NOT NULL CHECK (status IN ('requested', 'trial', 'active', 'read_only', 'rejected')),
    kind              text        NOT NULL,
    name              jsonb       NOT NULL,
    name_sort         text        COLLATE "C" NOT NULL,
    code              text        NOT NULL,
    country           text        NOT NULL CHECK (country IN ('FI', 'SE')),
    contact_name      text        NOT NULL,
    contact_email     text        NOT NULL,
    contact_language  text        NOT NULL CHECK (contact_language IN ('fi', 'sv', 'en')),
    message           text,
    organisation_id   uuid        UNIQUE,
    trial_until       date,
    steps             jsonb       NOT NULL,
    requested_at      timestamptz NOT NULL
);
-- One organisation is one tenant: the code is taken until its request is rejected.
CREATE UNIQUE INDEX subscriptions_code_once ON subscriptions (country, kind, code) WHERE status <> 'rejected';
CREATE INDEX subscriptions_by_age ON subscriptions (requested_at, id);
CREATE INDEX subscriptions_by_name ON subscriptions (name_sort, id);
CALL lookup_table('subscriptions', 'signup', 'Who asked to become a tenant, and what became of it.');
COMMENT ON COLUMN subscriptions.steps IS 'Each step with its time, who took it, and why';

CREATE TABLE mails (
    id           uuid        NOT NULL PRIMARY KEY,
    tenant_id    uuid,
    to_person_id uuid,
    template     text        NOT NULL,
    letter       bytea,
    state        text        NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts     integer     NOT NULL,
    not_before   timestamptz NOT NULL,
    last_error   text,
    created_at   timestamptz NOT NULL,
    sent_at      timestamptz,
    version      bigint      NOT NULL
);
CREATE INDEX mails_due ON mails (not_before) WHERE state = 'queued';
CREATE INDEX mails_by_age ON mails (created_at, id);
CREATE INDEX mails_by_tenant ON mails (tenant_id, created_at, id);
CALL lookup_table('mails', 'mail', 'Outgoing mail: queued, sent, failed.');
COMMENT ON COLUMN mails.letter IS 'Address, subject and text under the master key: they hold secret links; emptied when sent';
