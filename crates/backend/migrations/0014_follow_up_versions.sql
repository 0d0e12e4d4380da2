-- A follow-up of any programme: some are the last of their programme and have no next date, and one that
-- is corrected has a version. Only those that hold stand in this table.
CREATE TABLE follow_up_held (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    visited_on TEXT NOT NULL,
    way TEXT NOT NULL,
    class TEXT NOT NULL,
    referral TEXT NOT NULL,
    next_date TEXT,                           -- none where no visit follows
    sbp BIGINT,
    dbp BIGINT,
    glucose_tenths BIGINT,
    form TEXT NOT NULL,                       -- JSON: the answers
    decision TEXT NOT NULL,                   -- JSON
    rules_version TEXT NOT NULL,              -- edition of the programme's definition
    bmi_tenths BIGINT,
    doctor_id BLOB NOT NULL,                  -- staff
    institution_id BLOB NOT NULL,
    recorded_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
INSERT INTO follow_up_held
    (district_id, id, resident_id, programme, visited_on, way, class, referral, next_date, sbp, dbp,
     glucose_tenths, form, decision, rules_version, bmi_tenths, doctor_id, institution_id, recorded_ms,
     version)
SELECT district_id, id, resident_id, programme, visited_on, way, class, referral, next_date, sbp, dbp,
    glucose_tenths, form, decision, rules_version, bmi_tenths, doctor_id, institution_id, recorded_ms, 1
FROM follow_up;
DROP TABLE follow_up;
ALTER TABLE follow_up_held RENAME TO follow_up;
CREATE INDEX follow_up_by_resident
    ON follow_up (district_id, resident_id, programme, visited_on, recorded_ms);

-- What a follow-up was before it was corrected or voided: never changed, never thrown away.
CREATE TABLE follow_up_past (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,                         -- of the follow-up
    version BIGINT NOT NULL,
    resident_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    visited_on TEXT NOT NULL,
    class TEXT NOT NULL,
    form TEXT NOT NULL,                       -- JSON: the answers
    decision TEXT NOT NULL,                   -- JSON
    rules_version TEXT NOT NULL,
    bmi_tenths BIGINT,
    doctor_id BLOB NOT NULL,                  -- staff who signed
    institution_id BLOB NOT NULL,
    recorded_ms BIGINT NOT NULL,
    ended TEXT NOT NULL,                      -- corrected, voided
    ended_by BLOB NOT NULL,                   -- staff
    ended_ms BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (district_id, id, version)
) STRICT;
