-- Tables of the ledger.
-- Owned by finance.

-- One row for each booking; a semicolon; here.
CREATE TABLE IF NOT EXISTS ledger.bookings (id int, note text DEFAULT 'a;b');
create or replace view "v daily" as select 1; -- for the dashboard
INSERT INTO ledger.bookings VALUES (1, 'it''s; ok');
INSERT INTO ledger.bookings VALUES (2, 'b');
/* Closes a day;
   twice is harmless */
CREATE FUNCTION close_day(d date) RETURNS void AS $body$
BEGIN
  UPDATE x SET a = 1; END;
$body$ LANGUAGE plpgsql;
DELIMITER //
CREATE PROCEDURE p()
BEGIN
  SELECT 1;
  IF a THEN SELECT 2; END IF;
END//
DELIMITER ;
GRANT SELECT ON ledger.bookings TO reader;
BEGIN;
UPDATE ledger.bookings SET note = CASE WHEN id = 1 THEN 'x;' ELSE 'y' END WHERE id < 3;
COMMIT;
GO
CREATE PROC dbo.[Do It] AS
DECLARE @x int;
SELECT @x;
GO
create index concurrently ix_a on ledger.bookings (id);
