ALTER TABLE register_entries DROP CONSTRAINT register_entries_register_check;
ALTER TABLE register_entries ADD CONSTRAINT register_entries_register_check CHECK (register IN (
    'organisations', 'units', 'themes', 'people', 'policies', 'goals', 'indicators', 'indicator-values',
    'statement-rounds', 'statements', 'projects', 'applications', 'partners', 'networks', 'network-memberships',
    'activities')) NOT VALID;
ALTER TABLE register_entries DROP COLUMN changed_at;
