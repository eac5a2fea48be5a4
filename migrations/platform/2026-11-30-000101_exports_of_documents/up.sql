-- Documents, too, are written by whoever works.
ALTER TABLE exports DROP CONSTRAINT exports_format_check;
ALTER TABLE exports ADD CONSTRAINT exports_format_check CHECK (format IN ('csv', 'csv_excel_nordic', 'xlsx', 'pdf'));
COMMENT ON COLUMN exports.list IS 'The list''s address with its filters and order, or the document''s with its language';
COMMENT ON COLUMN exports.rows IS 'How many are written so far; of a document, when it is written';
