DROP TABLE goal_themes, goal_units, goals;
