-- What each thing adds to a national measure, and in which years. What an organisation contributes is the sum.
CREATE TABLE contributions (
    tenant_id  uuid    NOT NULL DEFAULT current_tenant(),
    generation integer NOT NULL,
    dataset    text    NOT NULL CHECK (dataset IN ('goals', 'projects', 'networks', 'activities')),
    subject_id uuid    NOT NULL,
    position   integer NOT NULL,
    measure    text    NOT NULL,
    from_year  integer NOT NULL,
    to_year    integer NOT NULL,
    value      numeric NOT NULL,
    PRIMARY KEY (tenant_id, generation, dataset, subject_id, position),
    CHECK (from_year <= to_year)
);
CREATE INDEX contributions_by_measure ON contributions (tenant_id, generation, measure, from_year);
CALL tenant_table('contributions', 'What each thing of an organisation adds to national measures; seen across tenants by the aggregator alone.');
COMMENT ON COLUMN contributions.to_year IS '9999 when it has no end';
