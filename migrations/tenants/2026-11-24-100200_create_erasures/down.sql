REVOKE SELECT, UPDATE ON subscriptions FROM tenants_signin;
ALTER TABLE mails DROP CONSTRAINT mails_to_person_id_fkey;
DROP INDEX mails_by_person;
ALTER TABLE person_keys DROP CONSTRAINT person_keys_person_id_fkey;
DROP TABLE erasures, person_traces;
