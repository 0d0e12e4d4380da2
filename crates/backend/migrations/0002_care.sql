-- Institutions, residents, records, contracts, bookings, ratings and follow-ups.
-- Portable subset of SQLite and PostgreSQL. Every key begins with district_id. Ids are 16-byte
-- UUIDs, instants epoch milliseconds, dates ISO text, money fen, measures integers in the unit
-- that the domain's types name. Words of enums are those of the JSON.

CREATE TABLE institution (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    township TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    sort BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;

CREATE TABLE team (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    institution_id BLOB NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    leader_id BLOB NOT NULL,                  -- staff
    sort BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX team_by_institution ON team (district_id, institution_id, sort);

-- A village or community is served by one team (ZJ-03: one grid, one team).
CREATE TABLE team_village (
    district_id TEXT NOT NULL,
    township TEXT NOT NULL,
    village TEXT NOT NULL,
    team_id BLOB NOT NULL,
    PRIMARY KEY (district_id, township, village)
) STRICT;
CREATE INDEX team_village_by_team ON team_village (district_id, team_id, village);

CREATE TABLE resident (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    record_no TEXT NOT NULL,                  -- 17-digit number of the record
    name TEXT NOT NULL,
    name_initials TEXT NOT NULL,              -- pinyin initials, lower case
    sex TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    national_id_sealed BLOB NOT NULL,
    national_id_masked TEXT NOT NULL,
    national_id_index BLOB NOT NULL,          -- blind
    phone_sealed BLOB,
    phone_masked TEXT,
    phone_index BLOB,                         -- blind; phones are shared, so not unique
    phone_last4_index BLOB,                   -- blind
    address_sealed BLOB NOT NULL,
    township TEXT NOT NULL,
    village TEXT NOT NULL,
    registered_here BIGINT NOT NULL,
    months_resident BIGINT NOT NULL,
    insurance TEXT,
    people_groups TEXT NOT NULL,              -- JSON list of words
    institution_id BLOB NOT NULL,             -- responsible
    team_id BLOB NOT NULL,                    -- responsible: contracted, else by village
    source_system TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE UNIQUE INDEX resident_national_id ON resident (district_id, national_id_index);
CREATE UNIQUE INDEX resident_record_no ON resident (district_id, record_no);
CREATE INDEX resident_by_team ON resident (district_id, team_id, village, name, id);
CREATE INDEX resident_by_institution ON resident (district_id, institution_id, name, id);
CREATE INDEX resident_by_initials ON resident (district_id, team_id, name_initials);
CREATE INDEX resident_by_last4 ON resident (district_id, phone_last4_index);

CREATE TABLE allergy (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (district_id, resident_id, name)
) STRICT;

CREATE TABLE condition (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    name TEXT NOT NULL,
    since TEXT,
    PRIMARY KEY (district_id, resident_id, name)
) STRICT;

CREATE TABLE drug (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    name TEXT NOT NULL,
    times_a_day BIGINT NOT NULL,
    dose TEXT NOT NULL,
    sort BIGINT NOT NULL,
    PRIMARY KEY (district_id, resident_id, name)
) STRICT;

CREATE TABLE measurement (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    measured_on TEXT NOT NULL,
    id BLOB NOT NULL,                         -- of the visit or import it came with
    value BIGINT NOT NULL,
    second BIGINT,                            -- diastolic pressure
    PRIMARY KEY (district_id, resident_id, kind, measured_on, id)
) STRICT;

CREATE TABLE package (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    class TEXT NOT NULL,
    price_fen BIGINT NOT NULL,
    value_fen BIGINT NOT NULL,
    people_groups TEXT NOT NULL,              -- JSON list; empty: everybody
    source TEXT NOT NULL,
    sort BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE UNIQUE INDEX package_code ON package (district_id, code);

CREATE TABLE package_item (
    district_id TEXT NOT NULL,
    package_id BLOB NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    times BIGINT,                             -- a year; NULL: as often as needed
    mode TEXT NOT NULL,
    discount_tenths BIGINT,
    sort BIGINT NOT NULL,
    PRIMARY KEY (district_id, package_id, code)
) STRICT;

CREATE TABLE contract (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    team_id BLOB NOT NULL,
    state TEXT NOT NULL,                      -- as written; time moves active on, see the domain
    years BIGINT NOT NULL,
    begins TEXT NOT NULL,
    ends TEXT NOT NULL,
    price_fen BIGINT NOT NULL,
    agreement_version TEXT NOT NULL,
    asked_ms BIGINT NOT NULL,
    asked_by BLOB,                            -- account
    answered_ms BIGINT,
    answered_by BLOB,                         -- staff
    decline_reason TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX contract_by_resident ON contract (district_id, resident_id, asked_ms);
CREATE INDEX contract_by_team ON contract (district_id, team_id, state, asked_ms, id);

-- At most one contract in force or under way: the row exists while it is so. Claimed with
-- ON CONFLICT; a row whose contract has ended by time is taken over.
CREATE TABLE contract_current (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    contract_id BLOB NOT NULL,
    ends TEXT NOT NULL,
    PRIMARY KEY (district_id, resident_id)
) STRICT;

CREATE TABLE contract_package (
    district_id TEXT NOT NULL,
    contract_id BLOB NOT NULL,
    package_id BLOB NOT NULL,
    PRIMARY KEY (district_id, contract_id, package_id)
) STRICT;

CREATE TABLE plan_item (
    district_id TEXT NOT NULL,
    contract_id BLOB NOT NULL,
    due TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    package_id BLOB NOT NULL,
    item_code TEXT NOT NULL,
    nth BIGINT NOT NULL,
    of_times BIGINT NOT NULL,
    done_on TEXT,
    done_by BLOB,                             -- staff
    service_id BLOB,
    PRIMARY KEY (district_id, contract_id, due, id)
) STRICT;
CREATE INDEX plan_item_open ON plan_item (district_id, resident_id, due) WHERE done_on IS NULL;

CREATE TABLE clinic_session (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    institution_id BLOB NOT NULL,
    team_id BLOB NOT NULL,
    doctor_id BLOB NOT NULL,                  -- staff
    clinic TEXT NOT NULL,
    held_on TEXT NOT NULL,
    half TEXT NOT NULL,
    start_minute BIGINT NOT NULL,
    end_minute BIGINT NOT NULL,
    fee_fen BIGINT NOT NULL,
    capacity BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, id),
    CHECK (taken >= 0 AND taken <= capacity)  -- third guard against selling a number twice
) STRICT;
CREATE UNIQUE INDEX clinic_session_place ON clinic_session (district_id, doctor_id, held_on, half);
CREATE INDEX clinic_session_by_day ON clinic_session (district_id, institution_id, held_on, start_minute);

-- One row a bookable number (号源): first guard, claimed by a conditional update.
CREATE TABLE ticket (
    district_id TEXT NOT NULL,
    session_id BLOB NOT NULL,
    number BIGINT NOT NULL,
    booking_id BLOB,
    PRIMARY KEY (district_id, session_id, number)
) STRICT;
CREATE INDEX ticket_free ON ticket (district_id, session_id, number) WHERE booking_id IS NULL;

CREATE TABLE booking (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    number BIGINT NOT NULL,
    held_on TEXT NOT NULL,                    -- of the session, for the resident's list
    start_minute BIGINT NOT NULL,             -- of the number
    doctor_id BLOB NOT NULL,
    note TEXT,
    state TEXT NOT NULL,
    booked_ms BIGINT NOT NULL,
    booked_by BLOB,                           -- account
    changed_ms BIGINT NOT NULL,
    service_id BLOB,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
-- Second guard: unique while the booking holds its number.
CREATE UNIQUE INDEX booking_number ON booking (district_id, session_id, number) WHERE state <> 'cancelled';
-- One number per resident, doctor and day.
CREATE UNIQUE INDEX booking_once ON booking (district_id, resident_id, doctor_id, held_on) WHERE state <> 'cancelled';
CREATE INDEX booking_by_resident ON booking (district_id, resident_id, held_on, start_minute);

CREATE TABLE service (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    given_on TEXT NOT NULL,
    doctor_id BLOB NOT NULL,                  -- staff
    institution_id BLOB NOT NULL,
    booking_id BLOB,
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX service_by_resident ON service (district_id, resident_id, given_on, id);

CREATE TABLE rating (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    service_id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    doctor_id BLOB NOT NULL,                  -- staff
    institution_id BLOB NOT NULL,
    overall BIGINT NOT NULL,
    attitude BIGINT,
    explanation BIGINT,
    waiting BIGINT,
    result BIGINT,
    words TEXT,
    anonymous BIGINT NOT NULL,
    rated_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE UNIQUE INDEX rating_once ON rating (district_id, service_id);
CREATE INDEX rating_by_doctor ON rating (district_id, doctor_id, rated_ms);

CREATE TABLE follow_up (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    visited_on TEXT NOT NULL,
    way TEXT NOT NULL,
    class TEXT NOT NULL,
    referral TEXT NOT NULL,
    next_date TEXT NOT NULL,
    sbp BIGINT,
    dbp BIGINT,
    glucose_tenths BIGINT,
    form TEXT NOT NULL,                       -- JSON of the programme's form
    decision TEXT NOT NULL,                   -- JSON
    rules_version TEXT NOT NULL,
    bmi_tenths BIGINT,
    doctor_id BLOB NOT NULL,                  -- staff
    institution_id BLOB NOT NULL,
    recorded_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX follow_up_by_resident ON follow_up (district_id, resident_id, programme, visited_on, recorded_ms);

-- One row for each resident and programme: when the next follow-up is due and what the list
-- shows of the last one. Team and village are copied so that one index serves the list.
CREATE TABLE follow_up_plan (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    team_id BLOB NOT NULL,
    village TEXT NOT NULL,
    due TEXT NOT NULL,
    urgent BIGINT NOT NULL,                   -- emergency or referral check
    last_class TEXT,
    last_on TEXT,
    last_sbp BIGINT,
    last_dbp BIGINT,
    last_glucose_tenths BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id, resident_id, programme)
) STRICT;
CREATE INDEX follow_up_plan_due ON follow_up_plan (district_id, team_id, urgent, due, resident_id, programme);
CREATE INDEX follow_up_plan_village ON follow_up_plan (district_id, team_id, village, due);
