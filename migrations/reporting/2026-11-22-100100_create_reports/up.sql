CREATE TABLE reports (
    tenant_id  uuid        NOT NULL DEFAULT current_tenant(),
    id         uuid        NOT NULL,
    version    bigint      NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('yearly_followup')),
    year       integer     NOT NULL CHECK (year BETWEEN 1950 AND 2199),
    unit_id    uuid,
    language   text        NOT NULL CHECK (language IN ('fi', 'sv', 'en')),
    status     text        NOT NULL CHECK (status IN ('draft', 'locked')),
    texts      jsonb       NOT NULL,
    subject    jsonb       NOT NULL,
    positions  jsonb       NOT NULL,
    faults     jsonb       NOT NULL,
    drafted_at timestamptz NOT NULL,
    drafted_by uuid        NOT NULL,
    locked_at  timestamptz,
    locked_by  uuid,
    PRIMARY KEY (tenant_id, id),
    CHECK ((status = 'locked') = (locked_at IS NOT NULL)),
    CHECK ((locked_at IS NULL) = (locked_by IS NULL))
);
CREATE INDEX reports_by_year ON reports (tenant_id, year, id);
CREATE INDEX reports_by_drafted_at ON reports (tenant_id, drafted_at, id);
CALL tenant_table('reports', 'Reports: drafts, and what was locked for good.');
COMMENT ON COLUMN reports.texts IS 'What people wrote, by part';
COMMENT ON COLUMN reports.subject IS 'Organisation and unit as they were called when the figures were counted';
COMMENT ON COLUMN reports.positions IS 'Up to which position of each service''s journal the figures count';

-- The figures of a report and the rows behind each. Apart from the report, because lists need not carry them.
CREATE TABLE report_figures (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    report_id uuid    NOT NULL,
    position  integer NOT NULL,
    key       text    NOT NULL,
    figure    jsonb   NOT NULL,
    rows      jsonb   NOT NULL,
    PRIMARY KEY (tenant_id, report_id, position),
    UNIQUE (tenant_id, report_id, key),
    FOREIGN KEY (tenant_id, report_id) REFERENCES reports (tenant_id, id) ON DELETE CASCADE
);
CALL tenant_table('report_figures', 'Figures of reports with the rows they count.');

-- A locked report stays as it is, whoever asks.
CREATE FUNCTION locked_report_stays() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'locked' THEN
        RAISE EXCEPTION 'a locked report stays as it is' USING ERRCODE = 'check_violation', CONSTRAINT = 'locked_report_stays';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked_report_stays BEFORE UPDATE OR DELETE ON reports
    FOR EACH ROW EXECUTE FUNCTION locked_report_stays();

CREATE FUNCTION locked_figures_stay() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    tenant uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.tenant_id ELSE OLD.tenant_id END;
    report uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM reports WHERE tenant_id = tenant AND id = report AND status = 'locked') THEN
        RAISE EXCEPTION 'a locked report stays as it is' USING ERRCODE = 'check_violation', CONSTRAINT = 'locked_figures_stay';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked_figures_stay BEFORE INSERT OR UPDATE OR DELETE ON report_figures
    FOR EACH ROW EXECUTE FUNCTION locked_figures_stay();
