ALTER TABLE sessions DROP COLUMN proven_at;
DROP TABLE sign_in_challenges;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
