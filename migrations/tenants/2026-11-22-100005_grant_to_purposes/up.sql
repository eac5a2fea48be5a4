-- What a purpose's role may touch beyond its own tables. Row security holds for each of them: a tenant's rows are seen
-- only after the tenant was entered with a proven identity.

-- Signing in reads memberships; accepting an invitation makes one; a changed name is copied to where lists show it.
GRANT SELECT ON organisations, units TO tenants_signin;
GRANT SELECT, INSERT, UPDATE ON memberships, invitations TO tenants_signin;
GRANT INSERT ON mails TO tenants_signin;

-- Approving a request makes the organisation and invites its first person; inviting again takes the first link back.
GRANT SELECT, INSERT, UPDATE ON organisations, invitations TO tenants_signup;
GRANT SELECT, INSERT ON people, person_keys TO tenants_signup;
GRANT SELECT, INSERT, DELETE ON invitation_tokens TO tenants_signup;
GRANT INSERT ON mails TO tenants_signup;

-- Sharing a taxonomy reads it where it is owned and publishes a copy, in one transaction.
GRANT SELECT ON organisations, themes TO tenants_catalogue;
GRANT SELECT, UPDATE ON taxonomies TO tenants_catalogue;

-- Each of them tells what it changed.
GRANT SELECT, INSERT, UPDATE ON journal_heads TO tenants_signin, tenants_signup, tenants_catalogue;
GRANT INSERT ON journal, outbox TO tenants_signin, tenants_signup, tenants_catalogue;
