DROP TABLE mails, subscriptions;
