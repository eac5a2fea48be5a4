DROP TABLE invitations, memberships;
