DROP FUNCTION outbox_put_off(uuid[], bigint[], interval);
DROP FUNCTION outbox_forget(uuid[], bigint[]);
