-- Foundation: the district, who works there, who is signed in, and the trail of who read what.
-- Institutions, teams, residents and all that is kept about them come with the next step.
--
-- Every key begins with district_id, so that the same tables can be spread by district later.
-- Identifiers are UUIDv7 in 16 bytes, instants (*_ms) epoch milliseconds, dates ISO text,
-- booleans 0/1, enums the words of their JSON.
-- *_sealed: AES-256-GCM, keys outside of this file. *_index: keyed hash for exact search.
-- *_masked: what a list may show without opening the seal.

CREATE TABLE district (
    district_id TEXT NOT NULL PRIMARY KEY,      -- division code, six digits
    name TEXT NOT NULL,
    service_phone TEXT NOT NULL,
    demo BIGINT NOT NULL CHECK (demo IN (0, 1)), -- sign-in codes are shown
    key_check BLOB NOT NULL,                    -- a known value, sealed: are these the right keys?
    created_ms BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE staff (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    login TEXT NOT NULL,                        -- lower case
    name TEXT NOT NULL,
    role TEXT NOT NULL,                         -- domain::codes::Role
    institution_id BLOB NOT NULL,
    password_hash TEXT NOT NULL,                -- PHC string, argon2id
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, login)
) STRICT;

CREATE TABLE team_member (
    district_id TEXT NOT NULL,
    team_id BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    PRIMARY KEY (district_id, team_id, staff_id),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id)
) STRICT;
CREATE INDEX teams_of_staff ON team_member (district_id, staff_id);

-- Villages of a village doctor; other roles serve all villages of their teams and have none here.
CREATE TABLE staff_village (
    district_id TEXT NOT NULL,
    staff_id BLOB NOT NULL,
    village TEXT NOT NULL,
    PRIMARY KEY (district_id, staff_id, village),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id)
) STRICT;

-- A phone that has proved itself by a code. A phone is not a person.
CREATE TABLE account (
    district_id TEXT NOT NULL REFERENCES district (district_id),
    id BLOB NOT NULL,
    phone_sealed BLOB NOT NULL,
    phone_masked TEXT NOT NULL,
    phone_index BLOB NOT NULL,
    created_ms BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, phone_index)
) STRICT;

-- Records opened to a phone.
CREATE TABLE account_person (
    district_id TEXT NOT NULL,
    account_id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    relation TEXT NOT NULL,                     -- domain::codes::Relation
    proved_by TEXT NOT NULL CHECK (proved_by IN ('national_id', 'desk', 'demo')),
    linked_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, account_id, resident_id),
    FOREIGN KEY (district_id, account_id) REFERENCES account (district_id, id)
) STRICT;
CREATE INDEX accounts_of_resident ON account_person (district_id, resident_id);

-- Sign-in codes. The phone stands here as its keyed hash only.
CREATE TABLE login_code (
    district_id TEXT NOT NULL REFERENCES district (district_id),
    id BLOB NOT NULL,
    phone_index BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    sent_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    used_ms BIGINT,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX login_code_of_phone ON login_code (district_id, phone_index, sent_ms);
CREATE INDEX login_code_by_age ON login_code (district_id, expires_ms);

-- How often something was tried in a window of time; the subject is a keyed hash.
CREATE TABLE throttle (
    district_id TEXT NOT NULL REFERENCES district (district_id),
    bucket TEXT NOT NULL,
    subject BLOB NOT NULL,
    window_ms BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    PRIMARY KEY (district_id, bucket, subject)
) STRICT;
CREATE INDEX throttle_by_age ON throttle (district_id, window_ms);

-- Signed-in devices. The token stands here as its SHA-256 only.
CREATE TABLE device (
    district_id TEXT NOT NULL REFERENCES district (district_id),
    id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    account_id BLOB,
    staff_id BLOB,
    label TEXT NOT NULL,
    signed_in_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, token_hash),
    CHECK ((account_id IS NULL) <> (staff_id IS NULL)),
    FOREIGN KEY (district_id, account_id) REFERENCES account (district_id, id),
    FOREIGN KEY (district_id, staff_id) REFERENCES staff (district_id, id)
) STRICT;
CREATE INDEX devices_of_account ON device (district_id, account_id, seen_ms);
CREATE INDEX devices_of_staff ON device (district_id, staff_id, seen_ms);

-- Answers kept for a day, so that a repeated request has no second effect. The reply is sealed.
CREATE TABLE idempotency (
    district_id TEXT NOT NULL REFERENCES district (district_id),
    actor BLOB NOT NULL,
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    status BIGINT NOT NULL,
    reply BLOB NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, actor, key)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (district_id, created_ms);

-- Every read and write of a person's data: one row a request, however many residents it showed.
CREATE TABLE audit (
    district_id TEXT NOT NULL REFERENCES district (district_id),
    id BLOB NOT NULL,
    at_ms BIGINT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('visitor', 'account', 'staff', 'system')),
    actor_id BLOB,
    role TEXT,
    institution_id BLOB,
    operation TEXT NOT NULL,                    -- operation id of the endpoint
    action TEXT NOT NULL,                       -- domain::access::Action
    purpose TEXT NOT NULL,
    result TEXT NOT NULL,                       -- ok, or the problem's code
    residents BIGINT NOT NULL,                  -- how many; which ones stand in audit_resident
    request_id TEXT NOT NULL,
    device_id BLOB,
    address TEXT NOT NULL,
    client TEXT NOT NULL,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX audit_of_actor ON audit (district_id, actor_id, id);

-- Whose data an audit row is about; a resident's own trail is read through this key.
CREATE TABLE audit_resident (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    audit_id BLOB NOT NULL,
    PRIMARY KEY (district_id, resident_id, audit_id),
    FOREIGN KEY (district_id, audit_id) REFERENCES audit (district_id, id)
) STRICT;

-- Requests to be registered (建档申请), checked at an institution's desk.
CREATE TABLE registration (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    relation TEXT NOT NULL,
    name TEXT NOT NULL,
    sex TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    national_id_sealed BLOB NOT NULL,
    national_id_masked TEXT NOT NULL,
    national_id_index BLOB NOT NULL,
    address_sealed BLOB NOT NULL,
    institution_id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'refused')),
    reason TEXT,
    resident_id BLOB,
    asked_ms BIGINT NOT NULL,
    decided_ms BIGINT,
    decided_by BLOB,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, account_id) REFERENCES account (district_id, id)
) STRICT;
CREATE INDEX registrations_of_account ON registration (district_id, account_id, asked_ms);
CREATE INDEX registrations_at_desk ON registration (district_id, institution_id, state, asked_ms);
CREATE UNIQUE INDEX one_pending_registration
    ON registration (district_id, national_id_index) WHERE state = 'pending';

-- A resident's inbox. No diagnosis stands here.
CREATE TABLE message (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    kind TEXT NOT NULL,                         -- domain::api::messages::MessageKind
    about TEXT,
    words TEXT,
    day TEXT,
    sent_ms BIGINT NOT NULL,
    read_ms BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (district_id, id)
) STRICT;
CREATE INDEX messages_of_resident ON message (district_id, resident_id, id);
CREATE INDEX unread_of_resident ON message (district_id, resident_id) WHERE read_ms IS NULL;

-- Server-side deliveries, written in the transaction that causes them.
CREATE TABLE job (
    district_id TEXT NOT NULL REFERENCES district (district_id),
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,                      -- JSON of identifiers, never of what they stand for
    dedupe_key TEXT NOT NULL,
    run_ms BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    leased_until_ms BIGINT,
    done_ms BIGINT,
    failure TEXT,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, dedupe_key)
) STRICT;
CREATE INDEX jobs_to_run ON job (district_id, run_ms) WHERE done_ms IS NULL;

-- Written by the readiness check: a disk that takes no write is found before a person finds it.
CREATE TABLE write_probe (
    district_id TEXT NOT NULL PRIMARY KEY REFERENCES district (district_id),
    at_ms BIGINT NOT NULL
) STRICT;
