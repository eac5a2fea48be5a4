DROP FUNCTION inbox_skip_to(integer, text, bigint);
