ALTER TABLE kinds ADD COLUMN colour text;
CREATE TABLE colours (id uuid NOT NULL PRIMARY KEY);
