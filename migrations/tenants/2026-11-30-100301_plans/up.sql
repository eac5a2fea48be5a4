-- Plans, which the operator edits, and who has which.
CREATE TABLE plans (
    id               uuid        NOT NULL PRIMARY KEY,
    version          bigint      NOT NULL,
    name             jsonb       NOT NULL,
    name_sort        text        COLLATE "C" NOT NULL,
    people           bigint      CHECK (people > 0),
    projects         bigint      CHECK (projects > 0),
    storage_bytes    bigint      CHECK (storage_bytes > 0),
    calls_per_minute bigint      CHECK (calls_per_minute > 0),
    offered          boolean     NOT NULL,
    created_at       timestamptz NOT NULL,
    changed_at       timestamptz NOT NULL,
    changed_by       uuid        NOT NULL
);
CREATE INDEX plans_by_name ON plans (name_sort, id);
CREATE INDEX plans_by_age ON plans (created_at, id);
CALL lookup_table('plans', 'signup', 'What organisations may have and use: limits that the operator sets.');
COMMENT ON COLUMN plans.offered IS 'Whether an organisation may still be moved to it';

ALTER TABLE subscriptions ADD COLUMN plan_id uuid, ADD COLUMN plan_version bigint;
CREATE INDEX subscriptions_by_plan ON subscriptions (plan_id, plan_version) WHERE plan_id IS NOT NULL;
COMMENT ON COLUMN subscriptions.plan_id IS 'Plans are never taken away, so nothing has to hold this';
COMMENT ON COLUMN subscriptions.plan_version IS 'The version of the plan that its organisation was told of';

ALTER TABLE organisations ADD COLUMN plan jsonb;
COMMENT ON COLUMN organisations.plan IS 'The plan as the organisation has it: id, name, limits; null is none';

-- Whoever gives an organisation a plan keeps it where this service looks, as others do by the event.
GRANT SELECT, INSERT, UPDATE ON known_plans TO tenants_signup;
