DROP TABLE usage_measured;
DROP TABLE usage_months;
DROP TABLE known_files;
DROP FUNCTION keep_plan(bigint, jsonb);
DROP TABLE known_plans;
