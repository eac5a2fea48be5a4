-- What an organisation's own pages on accessibility and personal data say.
ALTER TABLE organisations ADD COLUMN notices jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN organisations.notices IS 'contact, accessibility, privacy: what its pages say beside what holds for every organisation';
