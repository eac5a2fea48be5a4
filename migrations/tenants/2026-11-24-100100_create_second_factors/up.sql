CREATE TABLE second_factors (
    person_id    uuid        NOT NULL PRIMARY KEY REFERENCES people (id),
    secret       bytea       NOT NULL,
    last_step    bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    confirmed_at timestamptz
);
CALL lookup_table('second_factors', 'signin', 'What proves somebody beside the password: codes of an app.');
COMMENT ON COLUMN second_factors.secret IS 'Encrypted with the master key';
COMMENT ON COLUMN second_factors.last_step IS 'The thirty seconds whose code was taken last: none before it is taken any more';
COMMENT ON COLUMN second_factors.confirmed_at IS 'Absent until a first code has shown that the app has the secret';

CREATE TABLE recovery_codes (
    person_id  uuid        NOT NULL REFERENCES people (id),
    code_hash  bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    used_at    timestamptz,
    PRIMARY KEY (person_id, code_hash)
);
CALL lookup_table('recovery_codes', 'signin', 'Codes for whoever has lost the app: each opens once.');

CREATE TABLE sign_in_challenges (
    token_hash bytea       NOT NULL PRIMARY KEY,
    person_id  uuid        NOT NULL REFERENCES people (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_challenges_by_person ON sign_in_challenges (person_id);
CALL lookup_table('sign_in_challenges', 'signin', 'Who has proven the password and still owes a code.');

ALTER TABLE sessions ADD COLUMN proven_at timestamptz;
COMMENT ON COLUMN sessions.proven_at IS 'When the second factor, or without one the password, was last proven';
