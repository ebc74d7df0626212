-- People decide on a change: acknowledged, expected, ignored, moved to another commit, or open again.
-- What a commit's message says beforehand belongs to the commit. sql/postgres/007_triage.sql is its
-- twin.

ALTER TABLE annotation RENAME TO old_annotation;
DROP INDEX annotation_series;
DROP INDEX annotation_commit;

-- What a person said about a commit, about a series, or about a series at a commit. The latest counts.
CREATE TABLE annotation (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    id INTEGER PRIMARY KEY, -- unique in the whole file
    kind TEXT NOT NULL
        CHECK (kind IN ('acknowledged', 'expected', 'ignored', 'moved', 'reopened', 'note')),
    series_id INTEGER,
    commit_id INTEGER,
    target_commit_id INTEGER, -- of 'moved': the commit that is to blame
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (repository_id, id),
    CHECK ((kind = 'moved') = (target_commit_id IS NOT NULL)),
    FOREIGN KEY (repository_id, series_id) REFERENCES series (repository_id, id) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, commit_id) REFERENCES git_commit (repository_id, id) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, target_commit_id) REFERENCES git_commit (repository_id, id) ON DELETE CASCADE
) STRICT;

INSERT INTO annotation (repository_id, id, kind, series_id, commit_id, created_by, created_at, reason)
SELECT repository_id, id, kind, series_id, commit_id, created_by, created_at, reason
FROM old_annotation;
DROP TABLE old_annotation;

CREATE INDEX annotation_series ON annotation (repository_id, series_id);
CREATE INDEX annotation_commit ON annotation (repository_id, commit_id);
CREATE INDEX annotation_target ON annotation (repository_id, target_commit_id);

ALTER TABLE git_commit ADD COLUMN perf_expected TEXT; -- JSON array of texts; NULL: the message says nothing
