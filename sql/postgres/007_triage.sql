-- People decide on a change: acknowledged, expected, ignored, moved to another commit, or open again.
-- What a commit's message says beforehand belongs to the commit. sql/sqlite/007_triage.sql is its
-- twin.

-- The latest annotation of a series at a commit counts.
ALTER TABLE annotation DROP CONSTRAINT annotation_kind_check;
ALTER TABLE annotation ADD COLUMN target_commit_id bigint; -- of 'moved': the commit that is to blame
ALTER TABLE annotation
    ADD CONSTRAINT annotation_kind_check
        CHECK (kind IN ('acknowledged', 'expected', 'ignored', 'moved', 'reopened', 'note')),
    ADD CONSTRAINT annotation_target_check CHECK ((kind = 'moved') = (target_commit_id IS NOT NULL)),
    ADD FOREIGN KEY (repository_id, target_commit_id) REFERENCES git_commit ON DELETE CASCADE;

CREATE INDEX annotation_target ON annotation (repository_id, target_commit_id);

ALTER TABLE git_commit ADD COLUMN perf_expected jsonb; -- array of texts; NULL: the message says nothing
