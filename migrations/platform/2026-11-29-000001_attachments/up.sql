-- Files that people attach to things. The bytes lie on disk or in object storage, under tenant and id.
CREATE TABLE attachments (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    thing       text        NOT NULL,
    thing_id    uuid        NOT NULL,
    name        text        NOT NULL CHECK (name <> ''),
    title       jsonb,
    description jsonb,
    kind        text        NOT NULL,
    bytes       bigint      NOT NULL CHECK (bytes > 0),
    sha256      text        NOT NULL CHECK (length(sha256) = 64),
    added_at    timestamptz NOT NULL,
    added_by    uuid        NOT NULL,
    removed_at  timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX attachments_of_things ON attachments (tenant_id, thing, thing_id, added_at, id) WHERE removed_at IS NULL;
CREATE INDEX attachments_removed ON attachments (removed_at) WHERE removed_at IS NOT NULL;
CALL tenant_table('attachments', 'Files that people attached to things; their bytes lie elsewhere, under the same ids.');
COMMENT ON COLUMN attachments.thing IS 'What kind of thing it is attached to, as the journal calls it: goal';
COMMENT ON COLUMN attachments.name IS 'The file''s name, for who downloads it; the bytes lie under the id alone';
COMMENT ON COLUMN attachments.kind IS 'What the bytes are, found from the bytes themselves';
COMMENT ON COLUMN attachments.sha256 IS 'Of the bytes, in hexadecimal';
COMMENT ON COLUMN attachments.removed_at IS 'Gone for everybody; the row stays until its bytes are gone too';

DO $$
DECLARE
    jobs_role text := current_schema() || '_jobs';
BEGIN
    -- Who works learns whose bytes are to go, and does the rest tenant by tenant.
    EXECUTE format('CREATE POLICY jobs ON attachments FOR SELECT TO %I USING (removed_at IS NOT NULL)', jobs_role);
    EXECUTE format('GRANT SELECT (tenant_id, id, removed_at) ON attachments TO %I', jobs_role);
END $$;
