DROP INDEX outbox_turns;
