DROP INDEX attachments_sizes;
ALTER TABLE attachments DROP COLUMN tried_at;
