DROP TABLE statements, statement_rounds;
