-- The ledger: what was released to a viewer, or withheld. A row stays as it was written, whoever asks.
CREATE TABLE releases (
    tenant_id       uuid        NOT NULL DEFAULT current_tenant(),
    id              uuid        NOT NULL,
    measure         text        NOT NULL COLLATE "C",
    period          integer     NOT NULL,
    group_key       text        NOT NULL,
    breakdown       text        NOT NULL,
    statistic       text        NOT NULL,
    audience        text        NOT NULL CHECK (audience IN ('association', 'sub_region')),
    membership_hash text        NOT NULL,
    outcome         text        NOT NULL CHECK (outcome IN ('released', 'withheld')),
    value           numeric,
    coverage        text,
    parameters      integer     NOT NULL,
    pattern_id      uuid,
    released_at     timestamptz NOT NULL,
    released_by     uuid        NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, measure, period, group_key, breakdown, statistic),
    CHECK ((outcome = 'released') = (value IS NOT NULL)),
    CHECK ((outcome = 'released') = (coverage IS NOT NULL))
);
CREATE INDEX releases_by_period ON releases (tenant_id, period, id);
CREATE INDEX releases_by_measure ON releases (tenant_id, measure, id);
CREATE INDEX releases_by_time ON releases (tenant_id, released_at, id);
CALL tenant_table('releases', 'The ledger of figures over many organisations: append only.');
COMMENT ON COLUMN releases.membership_hash IS 'Over the holdings that were in it';
COMMENT ON COLUMN releases.parameters IS 'Version of the parameters that it was judged by';
COMMENT ON COLUMN releases.pattern_id IS 'The pattern of suppression that it belongs to; none while only totals are released';

-- Who was in a release, and under which terms. Nobody who serves may read it: it names what the figure hides.
CREATE TABLE release_members (
    tenant_id     uuid   NOT NULL DEFAULT current_tenant(),
    release_id    uuid   NOT NULL,
    agreement_id  uuid   NOT NULL,
    owner_id      uuid   NOT NULL,
    holding       text   NOT NULL,
    terms_version bigint NOT NULL,
    PRIMARY KEY (tenant_id, release_id, agreement_id),
    FOREIGN KEY (tenant_id, release_id) REFERENCES releases (tenant_id, id)
);
CALL tenant_table('release_members', 'Who was in a release, under which version of consent: append only.');

-- A release is withdrawn whole, and never made again for its period.
CREATE TABLE release_withdrawals (
    tenant_id    uuid        NOT NULL DEFAULT current_tenant(),
    release_id   uuid        NOT NULL,
    withdrawn_at timestamptz NOT NULL,
    withdrawn_by uuid        NOT NULL,
    PRIMARY KEY (tenant_id, release_id),
    FOREIGN KEY (tenant_id, release_id) REFERENCES releases (tenant_id, id)
);
CALL tenant_table('release_withdrawals', 'Releases that were withdrawn: append only.');

CREATE FUNCTION ledger_stays() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger of releases is append only' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_stays';
END $$;
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON releases FOR EACH ROW EXECUTE FUNCTION ledger_stays();
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON release_members FOR EACH ROW EXECUTE FUNCTION ledger_stays();
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON release_withdrawals FOR EACH ROW EXECUTE FUNCTION ledger_stays();
CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON releases EXECUTE FUNCTION ledger_stays();
CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON release_members EXECUTE FUNCTION ledger_stays();
CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON release_withdrawals EXECUTE FUNCTION ledger_stays();

DO $$
DECLARE
    app text := current_schema() || '_app';
    aggregate text := current_schema() || '_aggregate';
BEGIN
    -- Who serves reads the ledger and notes a withdrawal. Who was in a release it cannot even read.
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON releases FROM %I', app);
    EXECUTE format('REVOKE UPDATE, DELETE ON release_withdrawals FROM %I', app);
    EXECUTE format('REVOKE ALL ON release_members FROM %I', app);
    -- The aggregator alone reads contributions and consent across tenants, and writes the ledger of the viewer it entered.
    EXECUTE format('CREATE POLICY aggregate ON contributions FOR SELECT TO %I USING (true)', aggregate);
    EXECUTE format('CREATE POLICY aggregate ON holdings FOR SELECT TO %I USING (true)', aggregate);
    EXECUTE format('CREATE POLICY aggregate ON agreements TO %I USING (true)', aggregate);
    EXECUTE format('CREATE POLICY aggregate ON releases FOR SELECT TO %I USING (true)', aggregate);
    EXECUTE format('CREATE POLICY aggregate ON release_members FOR SELECT TO %I USING (true)', aggregate);
    -- Of contributions it sees how much, never of what. It holds agreements and changes none: to hold asks for the right to
    -- change something.
    EXECUTE format('GRANT SELECT (tenant_id, generation, measure, from_year, to_year, value) ON contributions TO %I', aggregate);
    EXECUTE format('GRANT SELECT, UPDATE (copied) ON agreements TO %I', aggregate);
    EXECUTE format('GRANT SELECT ON holdings, generations, release_withdrawals TO %I', aggregate);
    EXECUTE format('GRANT SELECT, INSERT ON releases, release_members TO %I', aggregate);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON journal_heads TO %I', aggregate);
    EXECUTE format('GRANT INSERT ON journal, outbox TO %I', aggregate);
END $$;
