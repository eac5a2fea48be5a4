DROP TABLE policy_themes, policy_editions, policies;
