-- What was told to whom, so that nothing is told twice, and what could not be told, so that it is not
-- lost. sql/postgres/013_notices.sql is its twin.

CREATE TABLE notice (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    channel TEXT NOT NULL, -- to whom: 'github-comment cb/benchmarks'
    subject TEXT NOT NULL, -- about what: 'commit HASH', 'pull 7'
    story TEXT NOT NULL,   -- a manifest without results, to tell it again; '': not needed
    state TEXT NOT NULL CHECK (state IN ('taken', 'told', 'pending', 'refused')),
    digest TEXT NOT NULL,  -- SHA-256 of what was told, or refused, last; '': nothing yet
    remote_id TEXT,        -- of the comment or check run that is updated; NULL: none
    reason TEXT NOT NULL,  -- why it is pending or refused; '' otherwise
    pending_since TEXT,    -- NULL: it is not pending
    retry_at TEXT,         -- not to be told before; NULL: at any time
    holder TEXT,           -- who tells it at the moment, until held_until; NULL: nobody
    held_until TEXT,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (repository_id, channel, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_pending ON notice (repository_id, channel) WHERE state IN ('taken', 'pending');
