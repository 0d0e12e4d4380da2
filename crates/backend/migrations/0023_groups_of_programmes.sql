-- The groups of people that follow from the programmes in which somebody is followed up
-- (domain::rules::people_groups); those of the register stay what the register says.
ALTER TABLE resident ADD COLUMN programme_groups TEXT NOT NULL DEFAULT '[]'; -- JSON list of words

UPDATE resident SET programme_groups = (
    SELECT '[' || string_agg('"' || CASE p.programme
            WHEN 'smi' THEN 'severe_mental'
            WHEN 'home_bound' THEN 'self_care_loss'
            WHEN 'maternity' THEN 'pregnant'
            ELSE p.programme END || '"', ',') || ']'
    FROM follow_up_plan p
    WHERE p.district_id = resident.district_id AND p.resident_id = resident.id
        AND p.programme IN ('hypertension', 'diabetes', 'smi', 'tuberculosis', 'copd', 'home_bound', 'maternity'))
WHERE EXISTS (
    SELECT 1 FROM follow_up_plan p
    WHERE p.district_id = resident.district_id AND p.resident_id = resident.id
        AND p.programme IN ('hypertension', 'diabetes', 'smi', 'tuberculosis', 'copd', 'home_bound', 'maternity'));
