ALTER TABLE organisations DROP COLUMN notices;
