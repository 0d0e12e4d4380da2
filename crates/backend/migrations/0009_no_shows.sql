-- A booking asks for the appointments that its resident has missed, which are few.
CREATE INDEX booking_no_show ON booking (district_id, resident_id, held_on) WHERE state = 'no_show';
