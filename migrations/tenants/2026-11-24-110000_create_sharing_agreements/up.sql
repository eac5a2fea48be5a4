CREATE TABLE sharing_agreements (
    tenant_id       uuid        NOT NULL DEFAULT current_tenant(),
    id              uuid        NOT NULL,
    version         bigint      NOT NULL,
    side            text        NOT NULL CHECK (side IN ('owner', 'viewer')),
    owner_id        uuid        NOT NULL,
    owner_name      jsonb       NOT NULL,
    owner_code      text        NOT NULL,
    owner_country   text        NOT NULL CHECK (owner_country IN ('FI', 'SE')),
    viewer_id       uuid        NOT NULL,
    viewer_name     jsonb       NOT NULL,
    other_name_sort text        COLLATE "C" NOT NULL,
    dataset         text        NOT NULL CHECK (dataset IN ('goals', 'projects', 'networks', 'activities')),
    level           text        NOT NULL CHECK (level IN ('named', 'aggregate')),
    waiver          boolean     NOT NULL,
    valid_from      date        NOT NULL,
    valid_to        date,
    decision        jsonb       NOT NULL,
    state           text        NOT NULL CHECK (state IN ('in_force', 'revoked')),
    revoked_at      timestamptz,
    revoked_by      text        CHECK (revoked_by IN ('owner', 'viewer')),
    revoked_reason  text,
    terms_version   bigint      NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT each_side_holds_its_own CHECK (tenant_id = CASE side WHEN 'owner' THEN owner_id ELSE viewer_id END),
    CONSTRAINT not_to_oneself CHECK (owner_id <> viewer_id),
    CONSTRAINT waiver_of_aggregates CHECK (level = 'aggregate' OR NOT waiver),
    CONSTRAINT days_in_order CHECK (valid_to >= valid_from),
    CONSTRAINT revoked_by_somebody CHECK (
        (state = 'revoked') = (revoked_at IS NOT NULL AND revoked_by IS NOT NULL AND revoked_reason IS NOT NULL)
    )
);
CREATE INDEX sharing_agreements_by_name ON sharing_agreements (tenant_id, other_name_sort, id);
CREATE INDEX sharing_agreements_by_start ON sharing_agreements (tenant_id, valid_from, id);
CREATE INDEX sharing_agreements_by_age ON sharing_agreements (tenant_id, created_at, id);
CREATE INDEX sharing_agreements_by_viewer ON sharing_agreements (tenant_id, viewer_id, dataset);
CREATE INDEX sharing_agreements_by_owner ON sharing_agreements (tenant_id, owner_id, dataset);
CALL tenant_table('sharing_agreements', 'Replaced below.');
COMMENT ON TABLE sharing_agreements IS '[two-sided] What an owner gives a viewer: a row under each side''s own tenant, under one id.';
COMMENT ON COLUMN sharing_agreements.other_name_sort IS 'Of the organisation on the other side';
COMMENT ON COLUMN sharing_agreements.decision IS 'The body, the day, the section and the case number of the decision behind it';
COMMENT ON COLUMN sharing_agreements.revoked_by IS 'The side that ended it';
COMMENT ON COLUMN sharing_agreements.terms_version IS 'Grows with every change of the terms: the version of consent that a release notes';

-- Only the role that writes both sides writes at all: nobody who serves one tenant can make the sides differ.
REVOKE INSERT, UPDATE, DELETE ON sharing_agreements FROM tenants_app;
GRANT SELECT, INSERT, UPDATE ON sharing_agreements TO tenants_sharing;
GRANT SELECT, INSERT, UPDATE ON journal_heads, idempotency_keys TO tenants_sharing;
GRANT INSERT ON journal, outbox TO tenants_sharing;

-- With whom one may share: of every organisation that takes part, what its door plate says. The columns beside it decide
-- whether it takes part, and since when a day is a day there.
ALTER TABLE organisations ADD COLUMN name_sort text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (lower(coalesce(name ->> 'fi', name ->> 'en', name ->> 'sv', ''))) STORED;
CREATE INDEX organisations_by_name ON organisations (name_sort, id);
CREATE POLICY directory ON organisations FOR SELECT TO tenants_sharing USING (true);
GRANT SELECT (tenant_id, id, kind, name, name_sort, code, country, time_zone, valid_to, state, trial_until)
    ON organisations TO tenants_sharing;
