-- The roles of cb, and what each may do. It runs at each start, so it changes only what differs.
--
--   cb_owner   owns the tables: only the migration connects as it
--   cb_write   the pipeline: reads and writes rows, and changes no table
--   cb_report  the report: reads rows
--   cb_read    GraphQL and people: reads the views (cb store --grant-read)
SELECT format('CREATE ROLE %I LOGIN', name) FROM unnest(ARRAY['cb_owner', 'cb_write', 'cb_report', 'cb_read']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

SELECT 'CREATE DATABASE cb OWNER cb_owner ENCODING ''UTF8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'cb') \gexec

ALTER ROLE cb_report SET default_transaction_read_only = on;
ALTER ROLE cb_read SET default_transaction_read_only = on;
ALTER ROLE cb_read SET statement_timeout = '60s';
ALTER ROLE cb_read SET temp_file_limit = '1GB';
ALTER ROLE cb_read CONNECTION LIMIT 40;
REVOKE ALL ON DATABASE cb FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE cb TO cb_write;
GRANT CONNECT ON DATABASE cb TO cb_report, cb_read;

\connect cb
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO cb_owner;
GRANT USAGE ON SCHEMA public TO cb_write, cb_report;
ALTER DEFAULT PRIVILEGES FOR ROLE cb_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cb_write;
ALTER DEFAULT PRIVILEGES FOR ROLE cb_owner IN SCHEMA public GRANT SELECT ON TABLES TO cb_report;
ALTER DEFAULT PRIVILEGES FOR ROLE cb_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO cb_write;
