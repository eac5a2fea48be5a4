DROP TABLE holdings;
DROP TABLE agreements;
