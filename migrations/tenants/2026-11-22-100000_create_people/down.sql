DROP TABLE throttles, signing_keys, person_organisations, invitation_tokens, password_resets, revocations, sessions, credentials, person_keys, people;
