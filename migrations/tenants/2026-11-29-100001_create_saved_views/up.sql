CREATE TABLE saved_views (
    tenant_id  uuid        NOT NULL DEFAULT current_tenant(),
    id         uuid        NOT NULL,
    version    bigint      NOT NULL,
    owner_id   uuid,
    list       text        COLLATE "C" NOT NULL,
    name       text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    name_sort  text        COLLATE "C" NOT NULL,
    query      text        NOT NULL CHECK (char_length(query) <= 2000),
    shared     boolean     NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT private_to_somebody CHECK (shared OR owner_id IS NOT NULL)
);
CREATE INDEX saved_views_by_name ON saved_views (tenant_id, name_sort, id);
CREATE INDEX saved_views_by_age ON saved_views (tenant_id, created_at, id);
CREATE INDEX saved_views_by_list ON saved_views (tenant_id, list, name_sort, id);
CREATE INDEX saved_views_by_owner ON saved_views (tenant_id, owner_id);
CALL tenant_table('saved_views', 'Filters and order of a list under a name: somebody''s own, or shared with colleagues.');
COMMENT ON COLUMN saved_views.owner_id IS 'Absent of a shared one whose owner was erased';
COMMENT ON COLUMN saved_views.query IS 'What stands behind the question mark of the list''s address';

-- Name and filters are somebody's words: the journal holds them sealed, so whoever writes them has that person's key.
REVOKE INSERT, UPDATE, DELETE ON saved_views FROM tenants_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO tenants_signin;
GRANT SELECT, INSERT, UPDATE ON idempotency_keys TO tenants_signin;
