DO $$
DECLARE
    aggregate text := current_schema() || '_aggregate';
BEGIN
    DROP POLICY aggregate ON contributions;
    DROP POLICY aggregate ON holdings;
    DROP POLICY aggregate ON agreements;
    EXECUTE format('REVOKE ALL ON contributions, holdings, agreements, generations, journal_heads, journal, outbox FROM %I', aggregate);
END $$;
DROP TABLE release_withdrawals;
DROP TABLE release_members;
DROP TABLE releases;
DROP FUNCTION ledger_stays();
