ALTER TABLE mails DROP CONSTRAINT mails_to_person_id_fkey;
DROP INDEX mails_by_person;
