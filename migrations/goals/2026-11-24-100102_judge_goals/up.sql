ALTER TABLE goals
    ADD COLUMN attainment_rule   text NOT NULL DEFAULT 'worst'
        CHECK (attainment_rule IN ('worst', 'majority', 'own_indicators')),
    ADD COLUMN judgement_status  text CHECK (judgement_status IN ('on_track', 'watch', 'off')),
    ADD COLUMN judgement_reasons text,
    ADD COLUMN judged_by         uuid,
    ADD COLUMN judged_at         timestamptz,
    ADD CHECK (num_nonnulls(judgement_status, judgement_reasons, judged_by, judged_at) IN (0, 4));
