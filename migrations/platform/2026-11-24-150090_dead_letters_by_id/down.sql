DROP INDEX dead_letters_by_id;
