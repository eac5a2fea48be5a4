DROP FUNCTION journal_append(
    text[], uuid[], bigint[], text[], bytea[], boolean[], text[], uuid[], bigint[], text, text
);
ALTER TABLE journal DROP COLUMN restores;
