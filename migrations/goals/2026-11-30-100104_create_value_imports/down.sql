DROP TABLE value_import_faults;
DROP TABLE value_import_places;
DROP TABLE value_import_lines;
DROP TABLE value_imports;
