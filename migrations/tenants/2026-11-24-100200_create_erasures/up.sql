-- Where a person's name and address lie, whether the person ever joined or not: erasing looks there and nowhere else.
-- The key of a person goes with the person.
CREATE TABLE person_traces (
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    tenant_id uuid NOT NULL,
    PRIMARY KEY (person_id, tenant_id)
);
CALL lookup_table('person_traces', 'signin', 'Which organisations hold something of a person: its invitations and memberships.');
GRANT INSERT ON person_traces TO tenants_signup;

CREATE TABLE erasures (
    person_id uuid        NOT NULL PRIMARY KEY,
    erased_at timestamptz NOT NULL
);
CALL lookup_table('erasures', 'signin', 'Who was erased: nothing but the id, so that a restored database can be told again.');

ALTER TABLE person_keys ADD FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE;

-- Erasing empties the letters to a person and the contact of a request, in the transaction that destroys the key.
GRANT SELECT, UPDATE ON mails, subscriptions TO tenants_signin;
