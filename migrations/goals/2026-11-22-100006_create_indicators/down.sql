DROP TABLE indicator_values, indicator_goals, indicators;
