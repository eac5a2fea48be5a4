REVOKE INSERT ON mails FROM tenants_app;
DROP TABLE statement_letters;
