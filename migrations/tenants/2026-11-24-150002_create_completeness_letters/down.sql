DROP TABLE completeness_letters;
