DROP TABLE geography, shared_taxonomies, themes, taxonomies;
