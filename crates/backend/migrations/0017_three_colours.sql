-- The colour of each person who is followed up, what it was before, and the pushes between village,
-- township and hospital.

ALTER TABLE institution ADD COLUMN level TEXT NOT NULL DEFAULT 'township'; -- township, hospital
-- Team of a hospital that has accepted the person and follows them up; none: the own team does.
ALTER TABLE resident ADD COLUMN raised_team_id BLOB;

-- Which team of a hospital takes an institution's people who are hard to control.
CREATE TABLE upper_team (
    district_id TEXT NOT NULL,
    institution_id BLOB NOT NULL,
    team_id BLOB NOT NULL,
    PRIMARY KEY (district_id, institution_id)
) STRICT;

CREATE TABLE colour (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    colour TEXT NOT NULL,                     -- the one that holds: green, yellow, red
    computed TEXT NOT NULL,                   -- what the rules say
    sources TEXT NOT NULL,                    -- JSON: what made the computed one
    rules TEXT NOT NULL,                      -- edition of the mapping
    level TEXT NOT NULL,                      -- where the person is followed up: village, township, hospital
    set_by BLOB,                              -- staff, where a doctor set the one that holds
    since_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, resident_id)
) STRICT;

-- Every change of it, the present one too: never changed, never thrown away.
CREATE TABLE colour_change (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    version BIGINT NOT NULL,                  -- of the colour with this change
    at_ms BIGINT NOT NULL,
    colour TEXT NOT NULL,
    cause TEXT NOT NULL,                      -- visit, correction, voiding, day, doctor
    by_staff BLOB,
    sources TEXT NOT NULL,                    -- JSON
    rules TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (district_id, resident_id, version)
) STRICT;

CREATE TABLE push (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    village TEXT NOT NULL,
    from_level TEXT NOT NULL,
    from_team BLOB NOT NULL,
    to_level TEXT NOT NULL,
    to_team BLOB NOT NULL,
    colour TEXT NOT NULL,
    sources TEXT NOT NULL,                    -- JSON
    note TEXT,
    state TEXT NOT NULL,                      -- waiting, accepted, returned, withdrawn
    open BIGINT NOT NULL CHECK (open IN (0, 1)), -- waiting, or returned and not settled since
    made_ms BIGINT NOT NULL,
    made_by BLOB,                             -- staff; none where a day passed
    reminded_ms BIGINT,
    answered_ms BIGINT,
    answered_by BLOB,
    reason TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE UNIQUE INDEX one_waiting_push ON push (district_id, resident_id) WHERE state = 'waiting';
CREATE INDEX push_of_resident ON push (district_id, resident_id, made_ms);
CREATE INDEX push_to_team ON push (district_id, to_team, open, made_ms, id);
CREATE INDEX push_from_team ON push (district_id, from_team, open, made_ms, id);
CREATE INDEX push_waiting ON push (district_id, made_ms, id) WHERE state = 'waiting';
