DROP TABLE goal_levels;
