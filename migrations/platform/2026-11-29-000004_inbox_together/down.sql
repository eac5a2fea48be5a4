DROP FUNCTION inbox_receive_all(integer, text, bigint[]);
