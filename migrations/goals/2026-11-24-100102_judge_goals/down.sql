ALTER TABLE goals
    DROP COLUMN attainment_rule,
    DROP COLUMN judgement_status,
    DROP COLUMN judgement_reasons,
    DROP COLUMN judged_by,
    DROP COLUMN judged_at;
