-- Rebuilds that an operator asked for, and how far they are.
CREATE TABLE rebuilds (
    id          uuid        NOT NULL PRIMARY KEY,
    state       text        NOT NULL CHECK (state IN ('asked', 'running', 'done', 'failed')),
    accept      boolean     NOT NULL,
    asked_at    timestamptz NOT NULL,
    asked_by    uuid        NOT NULL,
    began_at    timestamptz,
    finished_at timestamptz,
    taken_until timestamptz,
    organisations bigint    NOT NULL DEFAULT 0,
    filled      bigint      NOT NULL DEFAULT 0,
    states      bigint      NOT NULL DEFAULT 0,
    generation  integer,
    differences jsonb       NOT NULL DEFAULT '[]',
    failure     text,
    CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'failed')))
);
CREATE UNIQUE INDEX rebuilds_one_at_a_time ON rebuilds ((true)) WHERE state IN ('asked', 'running');
CREATE INDEX rebuilds_by_age ON rebuilds (asked_at, id);
CALL global_table('rebuilds', 'Rebuilds of the read models that an operator asked for, and how far they are.');
COMMENT ON COLUMN rebuilds.accept IS 'Swap even if the content of the copies differs';
COMMENT ON COLUMN rebuilds.taken_until IS 'Whoever works on it puts this off; once it is over, that process is gone';
COMMENT ON COLUMN rebuilds.organisations IS 'How many there are to fill, once it is known';
COMMENT ON COLUMN rebuilds.differences IS 'Registers whose number of entries changed; nothing of what they hold';
