-- Whether the job and the series of a measurement exist is checked once a statement instead of once a
-- row. A foreign key runs a query for each row, which took three quarters of the time to store a
-- measurement. The rules stay: a measurement without its job or series is refused, both stay locked
-- until the end of the transaction, and measurements are deleted with either.
-- sql/sqlite/010_checks_and_places.sql is the twin that needs none of this.
--
-- The functions name the tables with the schema of the table that fires the trigger, so they do not
-- depend on the search_path of the session.

DO $$
DECLARE
    key name;
BEGIN
    FOR key IN SELECT conname FROM pg_constraint
        WHERE conrelid = 'measurement'::regclass AND contype = 'f'
    LOOP
        EXECUTE format('ALTER TABLE measurement DROP CONSTRAINT %I', key);
    END LOOP;
END $$;

CREATE FUNCTION check_measurements() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    is_missing boolean;
BEGIN
    FOREACH parent IN ARRAY ARRAY['series', 'job'] LOOP
        EXECUTE format('WITH used AS (SELECT DISTINCT repository_id, %3$I AS id FROM added), '
            'held AS (SELECT repository_id, id FROM %1$I.%2$I p JOIN used USING (repository_id, id) '
            'FOR KEY SHARE OF p) '
            'SELECT EXISTS (SELECT repository_id, id FROM used EXCEPT SELECT repository_id, id FROM held)',
            TG_TABLE_SCHEMA, parent, parent || '_id') INTO is_missing;
        IF is_missing THEN
            RAISE foreign_key_violation
                USING MESSAGE = format('a measurement refers to a row of %s that does not exist', parent);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- For job and series, whose names are those of the columns that refer to them.
CREATE FUNCTION delete_measurements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DELETE FROM %1$I.measurement m USING removed '
        'WHERE m.repository_id = removed.repository_id AND m.%2$I = removed.id',
        TG_TABLE_SCHEMA, TG_TABLE_NAME || '_id');
    RETURN NULL;
END $$;

CREATE FUNCTION truncate_measurements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('TRUNCATE %I.measurement', TG_TABLE_SCHEMA);
    RETURN NULL;
END $$;

CREATE TRIGGER measurement_added AFTER INSERT ON measurement
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_measurements();
CREATE TRIGGER job_removed AFTER DELETE ON job
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION delete_measurements();
CREATE TRIGGER series_removed AFTER DELETE ON series
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION delete_measurements();
CREATE TRIGGER job_truncated AFTER TRUNCATE ON job
    FOR EACH STATEMENT EXECUTE FUNCTION truncate_measurements();
CREATE TRIGGER series_truncated AFTER TRUNCATE ON series
    FOR EACH STATEMENT EXECUTE FUNCTION truncate_measurements();
