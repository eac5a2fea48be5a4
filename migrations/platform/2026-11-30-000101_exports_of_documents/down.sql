-- Whoever owns the tables is no tenant.
ALTER TABLE exports NO FORCE ROW LEVEL SECURITY;
DELETE FROM exports WHERE format = 'pdf';
ALTER TABLE exports FORCE ROW LEVEL SECURITY;
ALTER TABLE exports DROP CONSTRAINT exports_format_check;
ALTER TABLE exports ADD CONSTRAINT exports_format_check CHECK (format IN ('csv', 'csv_excel_nordic', 'xlsx'));
