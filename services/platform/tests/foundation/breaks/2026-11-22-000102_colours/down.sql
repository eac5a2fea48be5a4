DROP TABLE colours;
ALTER TABLE kinds DROP COLUMN colour;
