REVOKE SELECT, UPDATE ON mails, subscriptions FROM tenants_signin;
ALTER TABLE person_keys DROP CONSTRAINT person_keys_person_id_fkey;
DROP TABLE erasures, person_traces;
