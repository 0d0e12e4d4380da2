-- An institution's address, phone and place are changed by administrators: of two who do so at once, the
-- second is told.
ALTER TABLE institution ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
