DROP TABLE goal_links;
