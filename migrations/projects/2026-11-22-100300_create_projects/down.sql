DROP TABLE public_cards, project_relations, project_themes, project_goals, project_partners, projects;
DROP FUNCTION keep_public_card();
