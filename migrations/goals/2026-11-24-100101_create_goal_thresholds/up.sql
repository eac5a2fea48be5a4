CREATE TABLE goal_thresholds (
    tenant_id uuid    NOT NULL DEFAULT current_tenant() PRIMARY KEY,
    version   bigint  NOT NULL,
    on_track  numeric NOT NULL,
    watch     numeric NOT NULL,
    CHECK (watch > 0 AND watch < on_track)
);
CALL tenant_table('goal_thresholds', 'From which share of the expected change on a goal is on track, or to be watched.');
