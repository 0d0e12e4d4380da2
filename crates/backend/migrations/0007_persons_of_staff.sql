-- Who a member of staff is as a person: nobody decides for themselves or their family. Kept for that
-- alone; absent for accounts of before, until an administrator writes it down.

ALTER TABLE staff ADD COLUMN national_id_sealed BLOB;
ALTER TABLE staff ADD COLUMN national_id_masked TEXT;
ALTER TABLE staff ADD COLUMN national_id_index BLOB;      -- blind; a person may have two accounts
