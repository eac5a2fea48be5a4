-- Where each tenant's days end: deadlines, and everything that hangs on today.
CREATE TABLE known_zones (
    tenant_id uuid   NOT NULL DEFAULT current_tenant() PRIMARY KEY,
    version   bigint NOT NULL,
    time_zone text   NOT NULL
);
CALL tenant_table('known_zones', 'The time zone of each tenant, as the events of its organisation told.');
