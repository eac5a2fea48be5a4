DELETE FROM exports WHERE format = 'pdf';
ALTER TABLE exports DROP CONSTRAINT exports_format_check;
ALTER TABLE exports ADD CONSTRAINT exports_format_check CHECK (format IN ('csv', 'csv_excel_nordic', 'xlsx'));
