DROP TABLE units, organisations;
