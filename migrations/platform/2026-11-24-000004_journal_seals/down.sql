DROP INDEX journal_by_actor;
DROP TABLE journal_seals;
