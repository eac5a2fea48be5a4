DROP TABLE activity_partners, activity_themes, activity_goals, activities;
