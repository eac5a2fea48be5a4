REVOKE INSERT ON journal, outbox FROM tenants_webhooks;
REVOKE SELECT, INSERT, UPDATE ON journal_heads FROM tenants_webhooks;
REVOKE INSERT ON mails FROM tenants_webhooks;
REVOKE SELECT ON organisations, memberships FROM tenants_webhooks;
DROP TABLE webhook_cursors, webhook_senders, webhook_deliveries, webhooks;
