CREATE TABLE partners (
    tenant_id      uuid        NOT NULL DEFAULT current_tenant(),
    id             uuid        NOT NULL,
    version        bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    name           text        NOT NULL,
    name_sort      text        NOT NULL COLLATE "C",
    search_text    text        NOT NULL,
    kind           text        NOT NULL
        CHECK (kind IN ('municipality', 'university', 'company', 'association', 'authority', 'other')),
    country        text        NOT NULL COLLATE "C" CHECK (length(country) = 2),
    town           text,
    website        text,
    twin_town      boolean     NOT NULL,
    twin_since     date,
    twin_agreement text,
    twin_status    text        CHECK (twin_status IN ('active', 'dormant', 'ended')),
    notes          text,
    PRIMARY KEY (tenant_id, id),
    CHECK (twin_town = (twin_status IS NOT NULL))
);
CREATE INDEX partners_by_name ON partners (tenant_id, name_sort, id);
CREATE INDEX partners_by_creation ON partners (tenant_id, created_at, id);
CALL tenant_table('partners', 'Organisations one works with, twin towns among them.');
COMMENT ON COLUMN partners.twin_status IS 'As the organisation says it; whether nothing happens any more is read from activities';
