-- A series has one unit: that in which it was stored first. What comes in another unit of the same
-- kind ("1.1 s" after "900 ms") is converted to it, and series.digest is made of the kind of the unit
-- in place of the unit (lib/store/result_rows.hpp). sql/postgres/002_one_unit.sql is its twin.

-- The units from which numbers of the job were converted, by cb parse or to the unit of the series.
ALTER TABLE result_note ADD COLUMN printed_units TEXT NOT NULL DEFAULT '[]'; -- JSON array
