-- Family and proxies: what lets a phone act for a resident, in place of the bare link. One grant
-- in force for a phone and a resident; what has ended stays, so that it can be told who could act.

CREATE TABLE access_grant (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    account_id BLOB NOT NULL,                   -- the phone that acts
    resident_id BLOB NOT NULL,                  -- for whom
    relation TEXT NOT NULL,                     -- domain::codes::Relation
    capacity TEXT NOT NULL,                     -- domain::codes::Capacity
    functions TEXT NOT NULL,                    -- JSON list of domain::codes::Function
    given_by TEXT NOT NULL,                     -- domain::codes::GivenBy
    papers TEXT NOT NULL,                       -- JSON list of domain::codes::Paper
    giver_kind TEXT NOT NULL CHECK (giver_kind IN ('account', 'staff', 'system')),
    giver_id BLOB,
    given_ms BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'holding', 'refused', 'ended')),
    ends TEXT,                                  -- last day
    reason TEXT,                                -- of a refusal
    ended_ms BIGINT,
    ended_by BLOB,                              -- an account or a member of staff
    PRIMARY KEY (district_id, id),
    CHECK (capacity <> 'helper' OR ends IS NOT NULL),
    FOREIGN KEY (district_id, account_id) REFERENCES account (district_id, id)
) STRICT;
CREATE UNIQUE INDEX one_grant ON access_grant (district_id, account_id, resident_id)
    WHERE state IN ('pending', 'holding');
CREATE INDEX grants_of_account ON access_grant (district_id, account_id, state);
CREATE INDEX grants_of_resident ON access_grant (district_id, resident_id, state);
CREATE INDEX grants_to_check ON access_grant (district_id, given_ms) WHERE state = 'pending';

-- A code by which a resident lets somebody act: fifteen minutes, one use, few tries. Only its keyed
-- hash stands here.
CREATE TABLE grant_invitation (
    district_id TEXT NOT NULL,
    id BLOB NOT NULL,
    resident_id BLOB NOT NULL,
    account_id BLOB NOT NULL,                   -- the phone that made it
    functions TEXT NOT NULL,                    -- JSON list of domain::codes::Function
    ends TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    made_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    used_ms BIGINT,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, account_id) REFERENCES account (district_id, id)
) STRICT;
CREATE INDEX invitation_by_code ON grant_invitation (district_id, code_hash);
CREATE INDEX invitations_of_resident ON grant_invitation (district_id, resident_id, expires_ms);
CREATE INDEX invitation_by_age ON grant_invitation (district_id, expires_ms);

-- What was linked until now. A phone that is the person's own stays so. Any other link becomes a
-- helper's: everything but the full ID number, and no longer than to the 28th of this month next
-- year, by when the person has to agree again. The id is half of the account's and half of the
-- resident's, both random. (In a cast the type is written small: in capitals it is a column's.)
INSERT INTO access_grant (district_id, id, account_id, resident_id, relation, capacity, functions,
    given_by, papers, giver_kind, given_ms, state, ends)
SELECT district_id,
    CAST(substr(account_id, 9, 8) || substr(resident_id, 9, 8) AS BLOB),
    account_id, resident_id, relation,
    CASE relation WHEN 'oneself' THEN 'oneself' ELSE 'helper' END,
    CASE relation WHEN 'oneself'
        THEN '["record","contract","booking","rating","messages","readers","identity"]'
        ELSE '["record","contract","booking","rating","messages","readers"]' END,
    'earlier', '[]', 'system', linked_ms, 'holding',
    CASE relation WHEN 'oneself' THEN NULL ELSE
        CAST(CAST(substr(CAST(CURRENT_DATE AS text), 1, 4) AS BIGINT) + 1 AS text)
        || substr(CAST(CURRENT_DATE AS text), 5, 4) || '28' END
FROM account_person;

DROP TABLE account_person;
