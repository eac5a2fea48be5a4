DROP TABLE known_shares;
