REVOKE SELECT, INSERT, UPDATE ON known_plans FROM tenants_signup;
ALTER TABLE organisations DROP COLUMN plan;
DROP INDEX subscriptions_by_plan;
ALTER TABLE subscriptions DROP COLUMN plan_version, DROP COLUMN plan_id;
DROP TABLE plans;
