//! What must be true of contracts, bookings and ratings in any folder, whoever wrote it: each a
//! query that counts the rows that break it. Run by the `check` command and at the end of tests;
//! no handler relies on it.

/// Name of each invariant, and the query whose count must be 0.
pub const INVARIANTS: &[(&str, &str)] = &[
    (
        "no number of a session is held by two bookings",
        "SELECT count(*) FROM (
             SELECT session_id FROM booking WHERE state <> 'cancelled'
             GROUP BY district_id, session_id, number HAVING count(*) > 1) AS doubled",
    ),
    (
        "a session has a row for each of its numbers",
        "SELECT count(*) FROM clinic_session s
         WHERE s.capacity <> (SELECT count(*) FROM ticket t
                              WHERE t.district_id = s.district_id AND t.session_id = s.id
                                  AND t.number <= s.capacity)",
    ),
    (
        "a number behind those sold on line is there while somebody holds it",
        "SELECT count(*) FROM ticket t
         JOIN clinic_session s ON s.district_id = t.district_id AND s.id = t.session_id
         WHERE t.number > s.capacity AND t.booking_id IS NULL",
    ),
    (
        "a session counts the numbers that are taken on line",
        "SELECT count(*) FROM clinic_session s
         WHERE s.taken <> (SELECT count(*) FROM ticket t
                           WHERE t.district_id = s.district_id AND t.session_id = s.id
                               AND t.number <= s.capacity AND t.booking_id IS NOT NULL)",
    ),
    (
        "a taken number names the live booking that holds it",
        "SELECT count(*) FROM ticket t
         LEFT JOIN booking b ON b.district_id = t.district_id AND b.id = t.booking_id
         WHERE t.booking_id IS NOT NULL
             AND (b.id IS NULL OR b.state = 'cancelled' OR b.session_id <> t.session_id
                  OR b.number <> t.number)",
    ),
    (
        "a live booking holds its number",
        "SELECT count(*) FROM booking b
         LEFT JOIN ticket t ON t.district_id = b.district_id AND t.session_id = b.session_id
             AND t.number = b.number
         WHERE b.state <> 'cancelled' AND (t.booking_id IS NULL OR t.booking_id <> b.id)",
    ),
    (
        "a booking is done when it became a service, and only then",
        "SELECT count(*) FROM booking b
         LEFT JOIN service v ON v.district_id = b.district_id AND v.id = b.service_id
             AND v.booking_id = b.id
         WHERE (b.state = 'fulfilled') <> (v.id IS NOT NULL)
             OR (b.service_id IS NOT NULL) <> (v.id IS NOT NULL)",
    ),
    (
        "a rating is about the resident and the doctor of its service",
        "SELECT count(*) FROM rating g
         LEFT JOIN service v ON v.district_id = g.district_id AND v.id = g.service_id
         WHERE v.id IS NULL OR v.resident_id <> g.resident_id OR v.doctor_id <> g.doctor_id",
    ),
    (
        "nobody has two contracts in force on one day",
        "SELECT count(*) FROM contract a
         JOIN contract b ON b.district_id = a.district_id AND b.resident_id = a.resident_id
             AND b.id <> a.id AND b.begins <= a.ends AND b.ends >= a.begins
         WHERE a.state IN ('active', 'expiring') AND b.state IN ('active', 'expiring')",
    ),
    (
        "a contract in force keeps its resident from another, until a later one has begun to",
        "SELECT count(*) FROM contract c
         WHERE c.state IN ('active', 'expiring') AND NOT EXISTS (
             SELECT 1 FROM contract_current n
             WHERE n.district_id = c.district_id AND n.resident_id = c.resident_id
                 AND (n.contract_id = c.id OR n.ends > c.ends))",
    ),
    (
        "what keeps a resident from another contract is a contract of theirs that is not over",
        "SELECT count(*) FROM contract_current n
         LEFT JOIN contract c ON c.district_id = n.district_id AND c.id = n.contract_id
             AND c.resident_id = n.resident_id AND c.ends = n.ends
         WHERE c.id IS NULL OR c.state NOT IN ('submitted', 'active', 'expiring')",
    ),
    (
        "a contract is about at least one package",
        "SELECT count(*) FROM contract c
         WHERE NOT EXISTS (SELECT 1 FROM contract_package p
                           WHERE p.district_id = c.district_id AND p.contract_id = c.id)",
    ),
    (
        "a contract in force has a service plan",
        "SELECT count(*) FROM contract c
         WHERE c.state IN ('active', 'expiring')
             AND EXISTS (SELECT 1 FROM contract_package p
                         WHERE p.district_id = c.district_id AND p.contract_id = c.id
                             AND EXISTS (SELECT 1 FROM package_item i
                                         WHERE i.district_id = p.district_id
                                             AND i.package_id = p.package_id AND i.times > 0))
             AND NOT EXISTS (SELECT 1 FROM plan_item d
                             WHERE d.district_id = c.district_id AND d.contract_id = c.id)",
    ),
    (
        "the figures above a worklist are those of its follow-ups",
        "SELECT count(*) FROM (
             SELECT team_id FROM (
                 SELECT district_id, team_id, urgent, due, village, 1 AS many FROM follow_up_plan
                 UNION ALL
                 SELECT district_id, team_id, urgent, due, village, -many FROM follow_up_count
             ) AS both_tables
             GROUP BY district_id, team_id, urgent, due, village HAVING sum(many) <> 0) AS differing",
    ),
    (
        "what was closed is not on the list",
        "SELECT count(*) FROM follow_up_closed c
         JOIN follow_up_plan p ON p.district_id = c.district_id AND p.resident_id = c.resident_id
             AND p.programme = c.programme
         WHERE c.opened_ms IS NULL",
    ),
    (
        "a suspected case is in no programme of the disease, and stands on the list of whoever follows the person up",
        "SELECT count(*) FROM suspect s
         JOIN resident r ON r.district_id = s.district_id AND r.id = s.resident_id
         LEFT JOIN follow_up_plan p ON p.district_id = s.district_id
             AND p.resident_id = s.resident_id AND p.programme = s.programme
         WHERE p.programme IS NOT NULL OR r.left_how IS NOT NULL OR s.village <> r.village
             OR s.team_id <> coalesce(r.raised_team_id, r.team_id)",
    ),
    (
        "whoever has a person from a colleague is the one to whom they were handed",
        "SELECT count(*) FROM follow_up_doctor d
         LEFT JOIN passing_on p ON p.district_id = d.district_id AND p.id = d.passing_on_id
             AND p.resident_id = d.resident_id
         WHERE d.passing_on_id IS NOT NULL AND (p.id IS NULL OR p.to_staff <> d.staff_id)",
    ),
    (
        "nothing is planned for whoever has left",
        "SELECT count(*) FROM follow_up_plan p
         JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id
         WHERE r.left_how IS NOT NULL",
    ),
    (
        "whoever has left is marked so, and nobody else",
        "SELECT count(*) FROM resident r
         LEFT JOIN departure d ON d.district_id = r.district_id AND d.resident_id = r.id
             AND d.version = (SELECT max(n.version) FROM departure n
                              WHERE n.district_id = r.district_id AND n.resident_id = r.id)
         WHERE coalesce(r.left_how, '') <> coalesce(d.how, '')
             OR coalesce(r.left_on, '') <> coalesce(d.left_on, '')",
    ),
    (
        "a household stands in the village of those who live there",
        "SELECT count(*) FROM resident r
         LEFT JOIN household h ON h.district_id = r.district_id AND h.id = r.household_id
         WHERE r.household_id IS NOT NULL
             AND (h.id IS NULL OR h.township <> r.township OR h.village <> r.village)",
    ),
    (
        "whoever is in the care of a team stands among its changes",
        "SELECT count(*) FROM resident r
         WHERE NOT EXISTS (SELECT 1 FROM area_change a
                           WHERE a.district_id = r.district_id AND a.team_id = r.team_id
                               AND a.village = r.village AND a.resident_id = r.id)",
    ),
    (
        "whoever is in a hospital's care has a red or a returning colour that says so",
        "SELECT count(*) FROM resident r
         LEFT JOIN colour k ON k.district_id = r.district_id AND k.resident_id = r.id
         WHERE (r.raised_team_id IS NOT NULL) <> (coalesce(k.level, 'township') = 'hospital')",
    ),
    (
        "what waits for an answer is open, and what is open waits or was returned",
        "SELECT count(*) FROM push
         WHERE (state = 'waiting' AND open = 0) OR (open = 1 AND state NOT IN ('waiting', 'returned'))",
    ),
    (
        "a colour that holds is the last of its changes",
        "SELECT count(*) FROM colour k
         WHERE NOT EXISTS (SELECT 1 FROM colour_change c
                           WHERE c.district_id = k.district_id AND c.resident_id = k.resident_id
                               AND c.colour = k.colour AND c.at_ms = k.since_ms)",
    ),
    (
        "no change of a team is beyond its newest",
        "SELECT count(*) FROM area_change a
         LEFT JOIN area_position p ON p.district_id = a.district_id AND p.team_id = a.team_id
         WHERE p.newest IS NULL OR p.newest < a.position",
    ),
];
