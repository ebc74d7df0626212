-- What a manifest had that the cb that stored it did not know: cb export --format manifests gives it
-- back (lib/manifest/unknown_members.hpp). It is text, because jsonb changes numbers and the order of
-- members. sql/sqlite/011_unknown_members.sql is its twin.

ALTER TABLE job ADD COLUMN unknown_members text; -- JSON object; NULL: nothing, or an older cb stored it
