DROP INDEX kinds_by_name;
