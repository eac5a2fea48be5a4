DROP TABLE network_memberships, network_themes, networks;
