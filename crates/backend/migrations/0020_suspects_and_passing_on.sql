-- Suspected cases, and who of a team follows a person up.

-- Somebody whose readings have reached the figure of a disease and who is in no programme of it. Made anew in
-- the transaction that changes a reading or a plan; no row where nobody has to decide.
CREATE TABLE suspect (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    team_id BLOB NOT NULL,
    village TEXT NOT NULL,
    newest_on TEXT NOT NULL,                  -- day of the newest reading that counts
    evidence TEXT NOT NULL,                   -- JSON
    rules TEXT NOT NULL,                      -- version of domain::rules::suspects
    PRIMARY KEY (district_id, resident_id, programme)
) STRICT;
CREATE INDEX suspect_of_team ON suspect (district_id, team_id, newest_on, resident_id, programme);

-- Every decision about one, never changed.
CREATE TABLE suspect_decision (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('enrolled', 'excluded')),
    seen_through TEXT NOT NULL,               -- day of the newest reading that was looked at
    evidence TEXT NOT NULL,                   -- JSON
    rules TEXT NOT NULL,
    first_visit TEXT,
    reason TEXT,                              -- domain::api::suspects::ExcludeReason
    note TEXT,
    staff_id BLOB NOT NULL,
    decided_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX suspect_decision_of_resident
    ON suspect_decision (district_id, resident_id, programme, decided_ms, id);

-- Who of the team follows a person up; no row where nobody is named.
CREATE TABLE follow_up_doctor (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    team_id BLOB NOT NULL,                    -- of whose list it is said
    staff_id BLOB NOT NULL,
    passing_on_id BLOB,                       -- that brought them the person
    PRIMARY KEY (district_id, resident_id)
) STRICT;

-- Follow-ups that were handed over to a colleague, person by person; never changed.
CREATE TABLE passing_on (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    at_ms BIGINT NOT NULL,
    id BLOB NOT NULL,
    from_staff BLOB,
    to_staff BLOB NOT NULL,
    by_staff BLOB NOT NULL,
    reason TEXT,                              -- domain::api::passing_on::PassingReason; none: given back
    note TEXT,
    PRIMARY KEY (district_id, resident_id, at_ms, id)
) STRICT;
CREATE UNIQUE INDEX passing_on_once ON passing_on (district_id, id, resident_id);

-- Until somebody is handed over, whoever made the last visit follows them up, if they are of the team.
INSERT INTO follow_up_doctor (district_id, resident_id, team_id, staff_id)
SELECT r.district_id, r.id, coalesce(r.raised_team_id, r.team_id), f.doctor_id
FROM resident r
JOIN follow_up f ON f.district_id = r.district_id AND f.id = (
    SELECT l.id FROM follow_up l
    WHERE l.district_id = r.district_id AND l.resident_id = r.id
    ORDER BY l.visited_on DESC, l.recorded_ms DESC, l.id DESC LIMIT 1)
JOIN team_member m ON m.district_id = r.district_id
    AND m.team_id = coalesce(r.raised_team_id, r.team_id) AND m.staff_id = f.doctor_id;
