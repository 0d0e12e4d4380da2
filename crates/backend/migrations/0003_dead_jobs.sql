-- Jobs that were given up are counted whenever the service is asked how it stands; the done ones
-- among which they lie are many.
CREATE INDEX jobs_dead ON job (district_id, done_ms) WHERE failure IS NOT NULL AND done_ms IS NOT NULL;
