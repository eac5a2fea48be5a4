-- What everybody knows: no tenant. Filled by operators, read by all.
CREATE TABLE programmes (
    id            uuid    NOT NULL PRIMARY KEY,
    code          text    NOT NULL COLLATE "C" UNIQUE,
    code_verified boolean NOT NULL,
    name          jsonb   NOT NULL,
    name_sort     text    NOT NULL COLLATE "C",
    search_text   text    NOT NULL,
    kind          text    NOT NULL CHECK (kind IN ('structural', 'interreg', 'direct', 'national', 'nordic')),
    period_from   date,
    period_to     date,
    who           text    NOT NULL,
    CHECK (period_to >= period_from)
);
CREATE INDEX programmes_by_name ON programmes (name_sort, id);
CALL global_table('programmes', 'Funding programmes.');
COMMENT ON COLUMN programmes.code IS 'CCI code, or the funder''s own';
COMMENT ON COLUMN programmes.code_verified IS 'Whether somebody has read the code at its source';
