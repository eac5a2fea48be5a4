DROP TABLE known_zones;
