CREATE TABLE webhooks (
    tenant_id        uuid        NOT NULL DEFAULT current_tenant(),
    id               uuid        NOT NULL,
    version          bigint      NOT NULL,
    name             text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    name_sort        text        COLLATE "C" NOT NULL,
    url              text        NOT NULL CHECK (char_length(url) <= 2000),
    kinds            jsonb       NOT NULL,
    disabled_because text        CHECK (disabled_because IN ('wish', 'failing', 'gone')),
    failing_since    timestamptz,
    made_by          uuid        NOT NULL,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX webhooks_by_name ON webhooks (tenant_id, name_sort, id);
CREATE INDEX webhooks_by_age ON webhooks (tenant_id, created_at, id);
CALL tenant_table('webhooks', 'Addresses of programs that are told when things change.');
COMMENT ON COLUMN webhooks.disabled_because IS 'Absent while it is told';
COMMENT ON COLUMN webhooks.failing_since IS 'Since when nothing was taken; noted without a version';

CREATE TABLE webhook_deliveries (
    tenant_id     uuid        NOT NULL DEFAULT current_tenant(),
    id            uuid        NOT NULL,
    webhook_id    uuid        NOT NULL,
    service       text        NOT NULL,
    position      bigint      NOT NULL,
    kind          text        COLLATE "C" NOT NULL,
    event         text        NOT NULL,
    thing_id      uuid        NOT NULL,
    thing_version bigint      NOT NULL,
    deleted       boolean     NOT NULL,
    happened_at   timestamptz NOT NULL,
    state         text        COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts      integer     NOT NULL,
    not_before    timestamptz NOT NULL,
    tried_at      timestamptz,
    status        integer,
    fault         text,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, webhook_id, service, position),
    FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks (tenant_id, id)
);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (tenant_id, webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (tenant_id, webhook_id, state, created_at, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (tenant_id, webhook_id, not_before) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_old ON webhook_deliveries (tenant_id, created_at);
CALL tenant_table('webhook_deliveries', 'What is told to a webhook, one row for each change: waiting, taken, or given up. Thirty days.');
COMMENT ON COLUMN webhook_deliveries.id IS 'The same in all tries: who is told twice knows it by this';
COMMENT ON COLUMN webhook_deliveries.position IS 'Of the change, in the journal of its service';

CREATE TABLE webhook_senders (
    webhook_id    uuid        NOT NULL PRIMARY KEY,
    tenant_id     uuid        NOT NULL,
    secret        bytea       NOT NULL,
    former_secret bytea,
    former_until  timestamptz,
    due_at        timestamptz,
    leased_until  timestamptz NOT NULL DEFAULT '-infinity',
    served_at     timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 70);
CREATE INDEX webhook_senders_due ON webhook_senders (due_at);
CREATE INDEX webhook_senders_by_tenant ON webhook_senders (tenant_id);
CALL lookup_table('webhook_senders', 'webhooks', 'Whose webhook is due, in turn, and by which secret it is signed.');
COMMENT ON COLUMN webhook_senders.secret IS 'Encrypted with the master key, bound to the webhook';
COMMENT ON COLUMN webhook_senders.due_at IS 'Absent: nothing waits';

CREATE TABLE webhook_cursors (
    webhook_id uuid        NOT NULL,
    service    text        NOT NULL,
    tenant_id  uuid        NOT NULL,
    position   bigint,
    since      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (webhook_id, service)
) WITH (fillfactor = 70);
CALL lookup_table('webhook_cursors', 'webhooks', 'Up to where in a service''s journal each webhook that is told has heard.');
COMMENT ON COLUMN webhook_cursors.position IS 'Absent until it has heard anything: then from the moment `since`, by the database''s clock';

-- A webhook is written with its secret, and a delivery with its turn, by the role that reaches both.
REVOKE INSERT, UPDATE, DELETE ON webhooks, webhook_deliveries FROM tenants_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks, webhook_deliveries TO tenants_webhooks;
-- Who is written to when one is disabled because nobody answers.
GRANT SELECT ON organisations, memberships TO tenants_webhooks;
GRANT INSERT ON mails TO tenants_webhooks;
GRANT SELECT, INSERT, UPDATE ON journal_heads TO tenants_webhooks;
GRANT INSERT ON journal, outbox TO tenants_webhooks;
