CREATE INDEX dead_letters_by_id ON dead_letters (id);
