-- Two roles: yaxin_owner owns the tables and migrates, yaxin serves. Run it as postgres in the database, after each
-- upgrade again. The server's role cannot change a table, drop a trigger, or change an entry of the trail.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'yaxin') THEN CREATE ROLE yaxin LOGIN; END IF;
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, yaxin;
GRANT USAGE ON SCHEMA public TO yaxin;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO yaxin;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO yaxin;
REVOKE UPDATE, DELETE, TRUNCATE ON shelters_trailentry FROM yaxin;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM yaxin;
