-- What a phone that keeps its doctor's area has to look at again. A row says that something of a
-- resident has changed in the care of a team, and where in the order of that team's changes; what it
-- is now, and whether the phone may still have it, is decided when it is read.

-- The newest position of each team: who changes something counts on in the same transaction, so
-- that positions become visible in their order.
CREATE TABLE area_position (
    district_id TEXT NOT NULL,
    team_id BLOB NOT NULL,
    newest BIGINT NOT NULL,
    PRIMARY KEY (district_id, team_id)
) STRICT, WITHOUT ROWID;

-- Every resident of a team has a row, and so has whoever left it or moved within it.
CREATE TABLE area_change (
    district_id TEXT NOT NULL,
    team_id BLOB NOT NULL,
    village TEXT NOT NULL,
    resident_id BLOB NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (district_id, team_id, village, resident_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX area_change_in_order ON area_change (district_id, team_id, position);

INSERT INTO area_change (district_id, team_id, village, resident_id, position)
SELECT district_id, team_id, village, id,
    row_number() OVER (PARTITION BY district_id, team_id ORDER BY village, name, id)
FROM resident;
INSERT INTO area_position (district_id, team_id, newest)
SELECT district_id, team_id, max(position) FROM area_change GROUP BY district_id, team_id;
