-- The signature under a contract of the bedside as it was drawn: JSON of its lines, sealed.
ALTER TABLE contract_signature ADD COLUMN drawing_sealed BLOB;
