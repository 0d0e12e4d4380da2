-- Accounts of staff: titles, several places of work, one-time codes, authenticators, what all staff
-- of a district are bound by, and who covers for whom.

ALTER TABLE staff ADD COLUMN title TEXT;          -- 职称
ALTER TABLE staff ADD COLUMN disabled_ms BIGINT;  -- closed by an administrator
CREATE INDEX staff_by_name ON staff (district_id, institution_id, name, id);
CREATE INDEX staff_by_role ON staff (district_id, role);

-- Where else somebody may act, besides the institution that answers for them.
CREATE TABLE staff_site (
    district_id TEXT NOT NULL,
    staff_id BLOB NOT NULL,
    institution_id BLOB NOT NULL,
    PRIMARY KEY (district_id, staff_id, institution_id),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id),
    FOREIGN KEY (district_id, institution_id) REFERENCES institution (district_id, id)
) STRICT;

-- Where a session of staff acts; none: the institution that answers for them.
ALTER TABLE device ADD COLUMN site_id BLOB;

-- The code for a first or another password; a new one takes the place of the one before.
CREATE TABLE staff_code (
    district_id TEXT NOT NULL,
    staff_id BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    made_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, staff_id),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id)
) STRICT;

-- Authenticators (RFC 6238). One that is not confirmed counts for nothing.
CREATE TABLE staff_totp (
    district_id TEXT NOT NULL,
    staff_id BLOB NOT NULL,
    secret_sealed BLOB NOT NULL,
    made_ms BIGINT NOT NULL,
    confirmed_ms BIGINT,
    last_step BIGINT NOT NULL DEFAULT 0,          -- of the newest code that was used
    PRIMARY KEY (district_id, staff_id),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id)
) STRICT;

-- Codes for the day when the phone is lost; a used one is removed.
CREATE TABLE staff_recovery (
    district_id TEXT NOT NULL,
    staff_id BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (district_id, staff_id, code_hash),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id)
) STRICT;

-- What all staff are bound by; without a row, the defaults.
CREATE TABLE staff_policy (
    district_id TEXT NOT NULL PRIMARY KEY,
    second_factor TEXT NOT NULL,                  -- JSON list of roles
    idle_minutes BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT;

-- Browsers in which a member of staff has signed in before: tries of strangers do not lock these
-- out. The token stands here as its SHA-256 only.
CREATE TABLE known_browser (
    district_id TEXT NOT NULL,
    staff_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    seen_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, staff_id, token_hash),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id)
) STRICT;
CREATE INDEX known_browser_by_age ON known_browser (district_id, staff_id, seen_ms);

-- Whose account an audit row is about.
CREATE TABLE audit_staff (
    district_id TEXT NOT NULL,
    staff_id BLOB NOT NULL,
    audit_id BLOB NOT NULL,
    PRIMARY KEY (district_id, audit_id),
    FOREIGN KEY (district_id, audit_id) REFERENCES audit (district_id, id)
) STRICT;
CREATE INDEX audit_about_staff ON audit_staff (district_id, staff_id, audit_id);

-- The last number given in a village, and people of the same birth date and name.
CREATE INDEX resident_by_village ON resident (district_id, township, village, record_no);
CREATE INDEX resident_by_birth ON resident (district_id, birth_date, name, id);

-- 代班: somebody of another team cares for a team's residents on these days, both included.
CREATE TABLE team_cover (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    team_id BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    arranged_by BLOB NOT NULL,
    arranged_ms BIGINT NOT NULL,
    ended_ms BIGINT,                              -- ended before its last day
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (district_id, id),
    CHECK (from_day <= until_day),
    FOREIGN KEY (district_id, team_id) REFERENCES team (district_id, id),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id)
) STRICT;
CREATE INDEX covers_of_staff ON team_cover (district_id, staff_id, until_day);
CREATE INDEX covers_of_team ON team_cover (district_id, team_id, until_day);
