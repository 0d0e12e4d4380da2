-- The sealed trail. Rows of audit and audit_resident are written once and never touched again; what
-- makes them provable stands beside them.

-- Rows that wait for their seal: written with the audit row, gone with its seal.
CREATE TABLE audit_unsealed (
    district_id TEXT NOT NULL,
    audit_id BLOB NOT NULL,
    PRIMARY KEY (district_id, audit_id)
) STRICT;
INSERT INTO audit_unsealed (district_id, audit_id) SELECT district_id, id FROM audit;

-- A chain without gaps: hash = HMAC-SHA256(key, hash of seq - 1, the row with its residents).
-- The key is in the key file. No foreign key: a row that is missing must be found, not prevented.
CREATE TABLE audit_seal (
    district_id TEXT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq > 0),
    audit_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (district_id, seq),
    UNIQUE (district_id, audit_id)
) STRICT;

-- Whom a row is about, for its seal; the other key of the table goes the other way.
CREATE INDEX audit_residents_of_row ON audit_resident (district_id, audit_id, resident_id);
