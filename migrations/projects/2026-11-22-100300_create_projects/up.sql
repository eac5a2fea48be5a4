CREATE TABLE projects (
    tenant_id           uuid        NOT NULL DEFAULT current_tenant(),
    id                  uuid        NOT NULL,
    version             bigint      NOT NULL,
    created_at          timestamptz NOT NULL,
    title               jsonb       NOT NULL,
    title_sort          text        NOT NULL COLLATE "C",
    search_text         text        NOT NULL,
    acronym             text,
    kind                text        NOT NULL CHECK (kind IN ('eu', 'international', 'national', 'own')),
    role                text        NOT NULL CHECK (role IN ('lead', 'partner', 'associated')),
    programme_id        uuid,
    funder              text,
    operation_id        text,
    owner_unit_id       uuid        NOT NULL,
    manager_id          uuid,
    period_from         date        NOT NULL,
    period_to           date        CHECK (period_to >= period_from),
    summary             jsonb,
    resident_benefit    jsonb,
    work_packages       jsonb       NOT NULL,
    public_card         boolean     NOT NULL,
    total_cost          numeric(15, 2) CHECK (total_cost >= 0),
    total_cost_currency text,
    case_number         text,
    funding             text        NOT NULL
        CHECK (funding IN ('none', 'idea', 'preparing', 'applied', 'granted', 'finished', 'rejected')),
    PRIMARY KEY (tenant_id, id),
    CHECK ((total_cost IS NULL) = (total_cost_currency IS NULL))
);
CREATE INDEX projects_by_title ON projects (tenant_id, title_sort, id);
CREATE INDEX projects_by_start ON projects (tenant_id, period_from, id);
CREATE INDEX projects_by_creation ON projects (tenant_id, created_at, id);
CREATE INDEX projects_by_unit ON projects (tenant_id, owner_unit_id);
CALL tenant_table('projects', 'Projects: EU, other international, national and own.');
COMMENT ON COLUMN projects.funding IS 'How far its applications are, together; with the period it gives the status';
COMMENT ON COLUMN projects.operation_id IS 'The operation''s id at the funder, the same for every organisation in it';

CREATE TABLE project_partners (
    tenant_id  uuid NOT NULL DEFAULT current_tenant(),
    project_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    role       text NOT NULL CHECK (role IN ('lead', 'partner', 'associated')),
    PRIMARY KEY (tenant_id, project_id, partner_id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, partner_id) REFERENCES partners (tenant_id, id)
);
CREATE INDEX project_partners_by_partner ON project_partners (tenant_id, partner_id);
CALL tenant_table('project_partners', 'Who takes part in a project.');

CREATE TABLE project_goals (
    tenant_id  uuid NOT NULL DEFAULT current_tenant(),
    project_id uuid NOT NULL,
    goal_id    uuid NOT NULL,
    share      numeric(5, 2) NOT NULL CHECK (share > 0 AND share <= 100),
    PRIMARY KEY (tenant_id, project_id, goal_id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX project_goals_by_goal ON project_goals (tenant_id, goal_id);
CALL tenant_table('project_goals', 'Which goals a project serves, and how much of it.');
COMMENT ON COLUMN project_goals.share IS 'Per cent of the project; all of a project are 100 or less together';

CREATE TABLE project_themes (
    tenant_id  uuid NOT NULL DEFAULT current_tenant(),
    project_id uuid NOT NULL,
    theme_id   uuid NOT NULL,
    PRIMARY KEY (tenant_id, project_id, theme_id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX project_themes_by_theme ON project_themes (tenant_id, theme_id);
CALL tenant_table('project_themes', 'Themes of projects.');

CREATE TABLE project_relations (
    tenant_id  uuid NOT NULL DEFAULT current_tenant(),
    project_id uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('parent', 'sister', 'follow_up')),
    other_id   uuid NOT NULL CHECK (other_id <> project_id),
    PRIMARY KEY (tenant_id, project_id, kind, other_id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, other_id) REFERENCES projects (tenant_id, id)
);
CREATE UNIQUE INDEX project_relations_one_parent ON project_relations (tenant_id, project_id) WHERE kind = 'parent';
CREATE INDEX project_relations_by_other ON project_relations (tenant_id, other_id);
CALL tenant_table('project_relations', 'How projects stand to each other: the other one is this one''s parent, sister or follow-up.');

-- Where a public card's tenant is looked up before there is a caller: an id, and whose it is. Nothing else.
CREATE TABLE public_cards (
    project_id uuid NOT NULL PRIMARY KEY,
    tenant_id  uuid NOT NULL
);
CALL lookup_table('public_cards', 'catalogue', 'Which tenant a publicly shown project belongs to.');

-- Kept by the database itself, so that the serving role needs no grant on a table without tenants.
CREATE FUNCTION keep_public_card() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NOT NEW.public_card THEN
        DELETE FROM public_cards WHERE project_id = OLD.id AND tenant_id = OLD.tenant_id;
    ELSE
        INSERT INTO public_cards (project_id, tenant_id) VALUES (NEW.id, NEW.tenant_id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION keep_public_card() FROM PUBLIC;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION keep_public_card() SET search_path = %I, pg_temp', current_schema());
END $$;
CREATE TRIGGER public_card_shown AFTER INSERT ON projects FOR EACH ROW WHEN (NEW.public_card)
    EXECUTE FUNCTION keep_public_card();
CREATE TRIGGER public_card_changed AFTER UPDATE ON projects FOR EACH ROW
    WHEN (OLD.public_card IS DISTINCT FROM NEW.public_card) EXECUTE FUNCTION keep_public_card();
CREATE TRIGGER public_card_gone AFTER DELETE ON projects FOR EACH ROW WHEN (OLD.public_card)
    EXECUTE FUNCTION keep_public_card();
