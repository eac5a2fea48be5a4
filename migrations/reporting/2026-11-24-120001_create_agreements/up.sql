-- What owners give to viewers, as `tenants` tells it: a row under each side's own tenant, joined by the id.
CREATE TABLE agreements (
    tenant_id     uuid    NOT NULL DEFAULT current_tenant(),
    id            uuid    NOT NULL,
    version       bigint  NOT NULL,
    side          text    NOT NULL CHECK (side IN ('owner', 'viewer')),
    owner_id      uuid    NOT NULL,
    owner_name    jsonb   NOT NULL,
    owner_code    text    NOT NULL,
    owner_country text    NOT NULL,
    viewer_id     uuid    NOT NULL,
    dataset       text    NOT NULL CHECK (dataset IN ('goals', 'projects', 'networks', 'activities')),
    level         text    NOT NULL CHECK (level IN ('named', 'aggregate')),
    waiver        boolean NOT NULL,
    valid_from    date    NOT NULL,
    valid_to      date,
    state         text    NOT NULL CHECK (state IN ('in_force', 'revoked')),
    terms_version bigint  NOT NULL,
    copied        boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, id),
    CHECK (tenant_id = CASE side WHEN 'owner' THEN owner_id ELSE viewer_id END)
);
CREATE INDEX agreements_by_dataset ON agreements (tenant_id, dataset, level);
CREATE INDEX agreements_of_viewer ON agreements (viewer_id, dataset, level);
-- For the copier, which looks at everybody's by the calendar.
CREATE INDEX agreements_of_owners_by_name ON agreements (valid_from) WHERE side = 'owner' AND level = 'named';
CALL tenant_table('agreements', 'What owners give to viewers.');
COMMENT ON TABLE agreements IS '[two-sided] What owners give to viewers: a row under each side''s own tenant, kept by events.';
COMMENT ON COLUMN agreements.terms_version IS 'The version of consent that a release notes';
COMMENT ON COLUMN agreements.copied IS 'At the owner: whether rows of it were copied to the viewer';

-- Which holding an organisation counts with: itself, or the one municipality that owns it.
CREATE TABLE holdings (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    version   bigint  NOT NULL,
    kind      text    NOT NULL,
    holding   text    NOT NULL,
    members   integer NOT NULL,
    PRIMARY KEY (tenant_id)
);
CALL tenant_table('holdings', 'Which holding each organisation counts with in figures over many.');
COMMENT ON COLUMN holdings.members IS 'Of a sub-region, region or association: how many municipalities belong to it';
