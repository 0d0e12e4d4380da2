-- What every booking and every look at a record writes, with fewer pages to change.

-- Nobody asks the trail for everything that one account did.
DROP INDEX audit_of_actor;

-- Rows that are little more than their key are kept in its order (SQLite; the other engine has no
-- such tables), not a second time beside it.
CREATE TABLE audit_about (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    audit_id BLOB NOT NULL,
    PRIMARY KEY (district_id, resident_id, audit_id),
    FOREIGN KEY (district_id, audit_id) REFERENCES audit (district_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_about (district_id, resident_id, audit_id)
SELECT district_id, resident_id, audit_id FROM audit_resident;
DROP TABLE audit_resident;
ALTER TABLE audit_about RENAME TO audit_resident;
CREATE INDEX audit_residents_of_row ON audit_resident (district_id, audit_id, resident_id);

CREATE TABLE audit_waiting (
    district_id TEXT NOT NULL,
    audit_id BLOB NOT NULL,
    PRIMARY KEY (district_id, audit_id)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_waiting (district_id, audit_id) SELECT district_id, audit_id FROM audit_unsealed;
DROP TABLE audit_unsealed;
ALTER TABLE audit_waiting RENAME TO audit_unsealed;

CREATE TABLE audit_chain (
    district_id TEXT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq > 0),
    audit_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (district_id, seq),
    UNIQUE (district_id, audit_id)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_chain (district_id, seq, audit_id, hash)
SELECT district_id, seq, audit_id, hash FROM audit_seal;
DROP TABLE audit_seal;
ALTER TABLE audit_chain RENAME TO audit_seal;

-- Visits are reminded of by a walk through the sessions of the next day, not by a job for each.
CREATE INDEX clinic_session_of_day ON clinic_session (district_id, held_on, id);
DELETE FROM job WHERE kind = 'booking_reminder';
