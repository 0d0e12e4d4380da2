-- What residents measure at home. It is no measurement of a visit: it stands beside those, and in no form.
CREATE TABLE home_measurement (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    kind TEXT NOT NULL,                       -- blood_pressure, glucose
    value BIGINT NOT NULL,                    -- mmHg, tenths of mmol/L
    second BIGINT,                            -- diastolic pressure
    moment TEXT,                              -- of a glucose: fasting, after_meal, other
    taken_ms BIGINT NOT NULL,
    unusual BIGINT NOT NULL CHECK (unusual IN (0, 1)), -- looked at again before it was kept
    entered_by BLOB NOT NULL,                 -- account
    entered_ms BIGINT NOT NULL,
    taken_back_ms BIGINT,                     -- typed wrongly; kept, and counts nowhere
    alert TEXT,                               -- pressure_high, glucose_high, glucose_low
    team_id BLOB NOT NULL,                    -- who follows the person up, at that moment
    village TEXT NOT NULL,
    seen_ms BIGINT,
    seen_by BLOB,                             -- staff
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX home_measurement_of_resident ON home_measurement (district_id, resident_id, taken_ms, id);
CREATE INDEX home_alert_of_team ON home_measurement (district_id, team_id, taken_ms, id)
    WHERE alert IS NOT NULL AND seen_ms IS NULL AND taken_back_ms IS NULL;

CREATE TABLE measure_reminder (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    minute BIGINT NOT NULL,                   -- after midnight, in the district
    PRIMARY KEY (district_id, resident_id, kind, minute)
) STRICT;
CREATE INDEX measure_reminder_by_minute ON measure_reminder (district_id, minute, resident_id, kind);
