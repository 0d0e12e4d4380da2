-- WeChat: what the service account knows a phone's holder by, the sign-ins that are under way, and
-- what somebody agreed to be sent there. An openid identifies a person, so it is sealed; the index
-- is its keyed hash.

-- One WeChat for a phone and one phone for a WeChat.
CREATE TABLE wechat_link (
    district_id TEXT NOT NULL,
    account_id BLOB NOT NULL,
    openid_sealed BLOB NOT NULL,
    openid_index BLOB NOT NULL,
    linked_ms BIGINT NOT NULL,
    PRIMARY KEY (district_id, account_id),
    UNIQUE (district_id, openid_index),
    FOREIGN KEY (district_id, account_id) REFERENCES account (district_id, id)
) STRICT;

-- A way through WeChat's sign-in: begun by a browser, good once and for minutes. Of state and
-- browser only the SHA-256 of random tokens stands here. An openid that no phone is bound to waits
-- here for whoever proves a phone in the same browser.
CREATE TABLE wechat_visit (
    district_id TEXT NOT NULL REFERENCES district (district_id),
    id BLOB NOT NULL,
    state_hash BLOB NOT NULL,
    browser_hash BLOB NOT NULL,
    return_to TEXT NOT NULL,                    -- path of our own
    expires_ms BIGINT NOT NULL,
    used_ms BIGINT,                             -- came back
    openid_sealed BLOB,
    openid_index BLOB,
    linked_ms BIGINT,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, state_hash)
) STRICT;
CREATE INDEX wechat_visit_of_browser ON wechat_visit (district_id, browser_hash, id);
CREATE INDEX wechat_visit_by_age ON wechat_visit (district_id, expires_ms);

-- What somebody agreed to: one message of a template, or its messages until they say otherwise.
CREATE TABLE wechat_consent (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    template TEXT NOT NULL,
    lasting BIGINT NOT NULL CHECK (lasting IN (0, 1)),
    agreed_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    why TEXT CHECK (why IN ('sent', 'refused', 'unlinked')),
    PRIMARY KEY (district_id, id),
    CHECK ((ended_ms IS NULL) = (why IS NULL)),
    FOREIGN KEY (district_id, account_id) REFERENCES account (district_id, id)
) STRICT;
CREATE INDEX wechat_consent_that_holds ON wechat_consent (district_id, account_id, agreed_ms)
    WHERE ended_ms IS NULL;
