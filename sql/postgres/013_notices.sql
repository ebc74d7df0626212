-- What was told to whom, so that nothing is told twice, and what could not be told, so that it is not
-- lost. sql/sqlite/013_notices.sql is its twin.

CREATE TABLE notice (
    repository_id bigint NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    channel text NOT NULL,     -- to whom: 'github-comment cb/benchmarks'
    subject text NOT NULL,     -- about what: 'commit HASH', 'pull 7'
    story text NOT NULL,       -- a manifest without results, to tell it again; '': not needed
    state text NOT NULL CHECK (state IN ('taken', 'told', 'pending', 'refused')),
    digest text NOT NULL,      -- SHA-256 of what was told, or refused, last; '': nothing yet
    remote_id text,            -- of the comment or check run that is updated; NULL: none
    reason text NOT NULL,      -- why it is pending or refused; '' otherwise
    pending_since timestamptz, -- NULL: it is not pending
    retry_at timestamptz,      -- not to be told before; NULL: at any time
    holder text,               -- who tells it at the moment, until held_until; NULL: nobody
    held_until timestamptz,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (repository_id, channel, subject)
);

CREATE INDEX notice_pending ON notice (repository_id, channel) WHERE state IN ('taken', 'pending');
