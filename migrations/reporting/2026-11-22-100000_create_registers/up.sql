-- Copies of the read models. No row means that copy 0 serves and no other was ever made.
CREATE TABLE generations (
    number     integer     PRIMARY KEY,
    state      text        NOT NULL CHECK (state IN ('filling', 'current', 'retired')),
    began_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_at timestamptz
);
CREATE UNIQUE INDEX generations_one_current ON generations (state) WHERE state = 'current';
CREATE UNIQUE INDEX generations_one_filling ON generations (state) WHERE state = 'filling';
CALL global_table('generations', 'Copies of the read models: the one that serves, one that is being filled, those of before.');

-- What the other services own, as their events tell it: one row a thing, in every copy of the read models.
CREATE TABLE register_entries (
    tenant_id  uuid    NOT NULL DEFAULT current_tenant(),
    generation integer NOT NULL,
    register   text    NOT NULL CHECK (register IN (
        'organisations', 'units', 'themes', 'people', 'policies', 'goals', 'indicators', 'indicator-values',
        'statement-rounds', 'statements', 'projects', 'applications', 'partners', 'networks', 'network-memberships',
        'activities')),
    id         uuid    NOT NULL,
    version    bigint  NOT NULL,
    gone       boolean NOT NULL,
    unit_id    uuid,
    parent_id  uuid,
    kind       text    NOT NULL,
    status     text    NOT NULL,
    starts_on  date    NOT NULL,
    ends_on    date    NOT NULL,
    title_sort text    NOT NULL COLLATE "C",
    body       jsonb   NOT NULL,
    PRIMARY KEY (tenant_id, generation, register, id)
);
CREATE INDEX register_entries_by_title ON register_entries (tenant_id, generation, register, title_sort, id);
CREATE INDEX register_entries_by_start ON register_entries (tenant_id, generation, register, starts_on, id);
CREATE INDEX register_entries_by_end ON register_entries (tenant_id, generation, register, ends_on, id);
CREATE INDEX register_entries_by_unit ON register_entries (tenant_id, generation, register, unit_id);
CREATE INDEX register_entries_by_parent ON register_entries (tenant_id, generation, register, parent_id);
CALL tenant_table('register_entries', 'Read models of everything reports count, kept by events.');
COMMENT ON COLUMN register_entries.gone IS 'A tombstone: a late change must raise nobody from the dead';
COMMENT ON COLUMN register_entries.starts_on IS 'First day of the years it counts in; after ends_on when it counts in none';
COMMENT ON COLUMN register_entries.title_sort IS 'Title in the first language it has, lower case';

-- What an entry points at, as far as lists are filtered by it.
CREATE TABLE register_links (
    tenant_id  uuid    NOT NULL DEFAULT current_tenant(),
    generation integer NOT NULL,
    register   text    NOT NULL,
    entry_id   uuid    NOT NULL,
    kind       text    NOT NULL CHECK (kind IN ('theme', 'goal')),
    target_id  uuid    NOT NULL,
    PRIMARY KEY (tenant_id, generation, register, entry_id, kind, target_id),
    FOREIGN KEY (tenant_id, generation, register, entry_id)
        REFERENCES register_entries (tenant_id, generation, register, id) ON DELETE CASCADE
);
CREATE INDEX register_links_by_target ON register_links (tenant_id, generation, register, kind, target_id);
CALL tenant_table('register_links', 'Themes and goals that entries of the read models point at.');
