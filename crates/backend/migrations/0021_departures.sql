-- Whether somebody lives here no more. The columns are what the newest mark says; lists and messages look at
-- them alone.
ALTER TABLE resident ADD COLUMN left_how TEXT;      -- domain::rules::departure::Leaving; none: lives here
ALTER TABLE resident ADD COLUMN left_on TEXT;       -- the day, where it is known
ALTER TABLE resident ADD COLUMN left_known_on TEXT; -- the day on which it was heard of

-- Every mark, and every one that was taken back: never changed, never thrown away.
CREATE TABLE departure (
    district_id TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    version BIGINT NOT NULL,
    id BLOB NOT NULL,                         -- what it closed names it, as it names a call
    how TEXT,                                 -- none: lives here after all
    left_on TEXT,
    known_on TEXT,
    source TEXT NOT NULL,                     -- domain::api::departures::Source
    reason TEXT,
    marked_by BLOB NOT NULL,                  -- staff
    marked_ms BIGINT NOT NULL,
    follow_ups BIGINT NOT NULL,               -- closed, or opened again
    bookings BIGINT NOT NULL,                 -- given back
    contract_id BLOB,                         -- ended, or brought back
    contract_was TEXT,                        -- its state before
    PRIMARY KEY (district_id, resident_id, version)
) STRICT;

-- Whom calls have closed as moved or dead, and whom nobody has followed up since, was known to no form.
INSERT INTO departure (district_id, resident_id, version, id, how, left_on, known_on, source, reason, marked_by,
    marked_ms, follow_ups, bookings)
SELECT c.district_id, c.resident_id, 1, c.call_id, c.reason,
    CASE WHEN c.reason = 'died' THEN k.day ELSE c.closed_on END, c.closed_on, 'call', k.note, c.closed_by,
    k.recorded_ms,
    (SELECT count(*) FROM follow_up_closed a
     WHERE a.district_id = c.district_id AND a.call_id = c.call_id AND a.opened_ms IS NULL), 0
FROM follow_up_closed c
JOIN follow_up_call k ON k.district_id = c.district_id AND k.id = c.call_id
WHERE c.opened_ms IS NULL AND c.reason IN ('moved', 'died')
    AND NOT EXISTS (SELECT 1 FROM follow_up_plan p
                    WHERE p.district_id = c.district_id AND p.resident_id = c.resident_id)
    AND NOT EXISTS (SELECT 1 FROM follow_up_closed b
                    WHERE b.district_id = c.district_id AND b.resident_id = c.resident_id
                        AND b.opened_ms IS NULL AND b.reason IN ('moved', 'died')
                        AND (b.closed_on, b.call_id, b.programme) > (c.closed_on, c.call_id, c.programme));

UPDATE resident SET
    left_how = (SELECT d.how FROM departure d
                WHERE d.district_id = resident.district_id AND d.resident_id = resident.id),
    left_on = (SELECT d.left_on FROM departure d
               WHERE d.district_id = resident.district_id AND d.resident_id = resident.id),
    left_known_on = (SELECT d.known_on FROM departure d
                     WHERE d.district_id = resident.district_id AND d.resident_id = resident.id)
WHERE EXISTS (SELECT 1 FROM departure d
              WHERE d.district_id = resident.district_id AND d.resident_id = resident.id);

-- Nobody takes over whoever has left.
UPDATE push SET open = 0, version = version + 1,
    answered_ms = CASE WHEN state = 'waiting' THEN (
        SELECT d.marked_ms FROM departure d
        WHERE d.district_id = push.district_id AND d.resident_id = push.resident_id)
        ELSE answered_ms END,
    state = CASE WHEN state = 'waiting' THEN 'withdrawn' ELSE state END
WHERE open = 1 AND EXISTS (SELECT 1 FROM departure d
                           WHERE d.district_id = push.district_id AND d.resident_id = push.resident_id);
