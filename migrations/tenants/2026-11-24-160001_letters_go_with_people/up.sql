-- Letters go with whom they are for. One that is being sent finds its row gone, and cannot bring the address back.
-- Until now erasing emptied them: what was left of those is for nobody.
CREATE INDEX IF NOT EXISTS mails_by_person ON mails (to_person_id);
ALTER TABLE mails DROP CONSTRAINT IF EXISTS mails_to_person_id_fkey;
ALTER TABLE mails ADD CONSTRAINT mails_to_person_id_fkey FOREIGN KEY (to_person_id) REFERENCES people (id)
    ON DELETE CASCADE NOT VALID;
