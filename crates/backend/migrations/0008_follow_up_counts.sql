-- How many of a team's follow-ups are due on each day: the figures above the worklist are sums of
-- days, whatever the size of the team. Changes with follow_up_plan, in the same transaction.
CREATE TABLE follow_up_count (
    district_id TEXT NOT NULL,
    team_id BLOB NOT NULL,
    urgent BIGINT NOT NULL,
    due TEXT NOT NULL,
    village TEXT NOT NULL,
    many BIGINT NOT NULL CHECK (many > 0),    -- no row where nothing is due
    PRIMARY KEY (district_id, team_id, urgent, due, village)
) STRICT;
INSERT INTO follow_up_count (district_id, team_id, urgent, due, village, many)
SELECT district_id, team_id, urgent, due, village, count(*) FROM follow_up_plan
GROUP BY district_id, team_id, urgent, due, village;
DROP INDEX follow_up_plan_village;
