DROP TABLE register_links;
DROP TABLE register_entries;
DROP TABLE generations;
