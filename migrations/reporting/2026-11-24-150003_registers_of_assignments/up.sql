-- When an entry was last changed at its owner. Entries of before do not say; a rebuild fills it.
ALTER TABLE register_entries ADD COLUMN changed_at timestamptz;
COMMENT ON COLUMN register_entries.changed_at IS 'When its owner changed it last; absent where it was kept before this was asked for';

-- What units were told to do counts as well.
ALTER TABLE register_entries DROP CONSTRAINT register_entries_register_check;
ALTER TABLE register_entries ADD CONSTRAINT register_entries_register_check CHECK (register IN (
    'organisations', 'units', 'themes', 'people', 'policies', 'goals', 'indicators', 'indicator-values',
    'statement-rounds', 'statements', 'assignments', 'projects', 'applications', 'partners', 'networks',
    'network-memberships', 'activities'));
