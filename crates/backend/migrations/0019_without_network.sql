-- How many days a phone keeps its area without having heard of the service: a district's own word.
ALTER TABLE staff_policy ADD COLUMN keep_days BIGINT NOT NULL DEFAULT 10;

-- What a device held unsent when it was signed out from elsewhere: it brings it once, and nothing of it
-- counts before its author, signed in again, has taken it back to a phone of theirs.
CREATE TABLE quarantine (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,                         -- of the operation, which is its idempotency key
    device_id BLOB NOT NULL,
    account_id BLOB,                          -- whose it is: one of the two
    staff_id BLOB,
    institution_id BLOB,                      -- where that member of staff belongs
    operation TEXT NOT NULL,
    content_sealed BLOB NOT NULL,             -- JSON: address, body, whom it is about
    bytes BIGINT NOT NULL,
    typed_ms BIGINT NOT NULL,                 -- by the phone's clock
    received_ms BIGINT NOT NULL,
    state TEXT NOT NULL,                      -- held, released, discarded
    decided_by TEXT,                          -- id of whoever decided
    decided_ms BIGINT,
    reason TEXT,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX quarantine_of_account ON quarantine (district_id, account_id, state, received_ms);
CREATE INDEX quarantine_of_staff ON quarantine (district_id, staff_id, state, received_ms);
CREATE INDEX quarantine_of_place ON quarantine (district_id, institution_id, state, received_ms);
CREATE INDEX quarantine_of_device ON quarantine (district_id, device_id);

-- A round's quick entry. Its numbers stand among the measurements too, under the same id.
CREATE TABLE round_entry (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    entered_on TEXT NOT NULL,
    sbp BIGINT,
    dbp BIGINT,
    heart_rate BIGINT,
    glucose_tenths BIGINT,
    complaint TEXT,
    advice TEXT,
    staff_id BLOB NOT NULL,
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX round_entry_of_resident ON round_entry (district_id, resident_id, entered_on);

-- Who signed a contract at the bedside, before whom, and by what they were known.
CREATE TABLE contract_signature (
    district_id TEXT NOT NULL,
    contract_id BLOB NOT NULL,
    signer TEXT NOT NULL,                     -- oneself, guardian
    signed_by TEXT NOT NULL,                  -- the name as it was signed
    proof TEXT NOT NULL,                      -- id_card, insurance_card, household_book, known
    signed_on TEXT NOT NULL,
    witness_id BLOB NOT NULL,                 -- staff
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, contract_id)
) STRICT;
