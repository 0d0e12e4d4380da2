-- Where an institution stands, so that people can be led there: millionths of a degree in GCJ-02, the
-- coordinates of China's maps and of WeChat. Unknown where nobody has entered them.
ALTER TABLE institution ADD COLUMN latitude_microdegrees BIGINT
    CHECK (latitude_microdegrees BETWEEN -90000000 AND 90000000);
ALTER TABLE institution ADD COLUMN longitude_microdegrees BIGINT
    CHECK (longitude_microdegrees BETWEEN -180000000 AND 180000000)
    CHECK ((longitude_microdegrees IS NULL) = (latitude_microdegrees IS NULL));
