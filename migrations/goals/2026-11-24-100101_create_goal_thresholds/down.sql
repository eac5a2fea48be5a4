DROP TABLE goal_thresholds;
