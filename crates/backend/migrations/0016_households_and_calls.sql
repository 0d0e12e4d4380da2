-- Households, calls about follow-ups that are due, and reminders to several residents at once.

-- The people at one address. Which address that is stands here as a keyed hash only; `place` is the
-- order of a round through the village, which tells no house number.
CREATE TABLE household (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    township TEXT NOT NULL,
    village TEXT NOT NULL,
    address_index BLOB NOT NULL,              -- blind
    place BIGINT NOT NULL,                    -- 0: none yet
    by_hand BIGINT NOT NULL CHECK (by_hand IN (0, 1)),
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE UNIQUE INDEX household_address ON household (district_id, township, village, address_index);
CREATE INDEX household_in_order ON household (district_id, township, village, place, id);
CREATE INDEX household_without_place ON household (district_id, township, village) WHERE place = 0;

ALTER TABLE resident ADD COLUMN household_id BLOB;
CREATE INDEX resident_of_household ON resident (district_id, household_id, birth_date, id);
-- Whoever was registered before there were households gets one by a job.
CREATE INDEX resident_without_household ON resident (district_id, id) WHERE household_id IS NULL;

-- What calls have made of a plan since the last visit.
ALTER TABLE follow_up_plan ADD COLUMN was_due TEXT;
ALTER TABLE follow_up_plan ADD COLUMN call_outcome TEXT;  -- domain::api::calls::CallOutcome
ALTER TABLE follow_up_plan ADD COLUMN called_on TEXT;
ALTER TABLE follow_up_plan ADD COLUMN call_day TEXT;      -- agreed on, or to call again
ALTER TABLE follow_up_plan ADD COLUMN call_tries BIGINT NOT NULL DEFAULT 0;
-- How many of a team were visited since the first of the month.
CREATE INDEX follow_up_plan_visited ON follow_up_plan (district_id, team_id, last_on, programme, village);

CREATE TABLE follow_up_call (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    called_ms BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    day TEXT,
    note TEXT,
    closed TEXT,                              -- domain::api::calls::ClosedReason
    staff_id BLOB NOT NULL,
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX follow_up_call_of_resident ON follow_up_call (district_id, resident_id, called_ms, id);

-- A follow-up that a call has closed, as it was. It stays when it is opened again.
CREATE TABLE follow_up_closed (
    district_id TEXT NOT NULL,
    call_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    team_id BLOB NOT NULL,
    village TEXT NOT NULL,
    reason TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    closed_by BLOB NOT NULL,                  -- staff
    due TEXT NOT NULL,
    urgent BIGINT NOT NULL,
    last_class TEXT,
    last_on TEXT,
    last_sbp BIGINT,
    last_dbp BIGINT,
    last_glucose_tenths BIGINT,
    opened_ms BIGINT,
    opened_by BLOB,                           -- staff
    PRIMARY KEY (district_id, call_id, programme)
) STRICT;
CREATE UNIQUE INDEX follow_up_closed_once ON follow_up_closed (district_id, resident_id, programme)
    WHERE opened_ms IS NULL;
CREATE INDEX follow_up_closed_of_team
    ON follow_up_closed (district_id, team_id, closed_on, call_id, programme) WHERE opened_ms IS NULL;

CREATE TABLE reminder (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    chosen_ms BIGINT NOT NULL,
    sent_ms BIGINT,                           -- when they were let go
    PRIMARY KEY (district_id, id)
) STRICT;

CREATE TABLE reminder_to (
    district_id TEXT NOT NULL,
    reminder_id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'told', 'without_account', 'today_already', 'nothing_due')),
    PRIMARY KEY (district_id, reminder_id, resident_id)
) STRICT;
