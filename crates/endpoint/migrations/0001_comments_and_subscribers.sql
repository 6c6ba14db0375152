-- Comments, their history, subscribers, and the mail that waits to be sent.
-- Times are milliseconds since 1970-01-01T00:00:00Z. Ids are the text of version-7 UUIDs, so their order is that of time.

CREATE TABLE comment (
    id TEXT PRIMARY KEY NOT NULL,
    -- What the sender called it: the second arrival of the same id is the same comment.
    client_id TEXT NOT NULL UNIQUE,
    -- SHA-256 of everything the reader sent: tells a repeat from another comment under a used id.
    fingerprint BLOB NOT NULL,
    article TEXT NOT NULL,
    parent TEXT REFERENCES comment (id),
    name TEXT,
    -- Never shown.
    email TEXT,
    -- As typed, normalised; never HTML.
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'published', 'declined', 'spam', 'withdrawn', 'deleted')),
    -- Why admission found it doubtful: codes between blanks, mostly empty.
    reasons TEXT NOT NULL,
    -- Keyed hash of the sender's network, never the address.
    network BLOB NOT NULL,
    submitted INTEGER NOT NULL,
    published INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX comment_published ON comment (article, id) WHERE state = 'published';
CREATE INDEX comment_by_state ON comment (state, id);
CREATE INDEX comment_by_network ON comment (network, submitted);
CREATE INDEX comment_by_fingerprint ON comment (fingerprint, submitted);

-- Every change of a comment's state: who, when, why. Rows are only ever added.
CREATE TABLE comment_event (
    id TEXT PRIMARY KEY NOT NULL,
    comment TEXT NOT NULL REFERENCES comment (id),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    -- Absent for the first.
    from_state TEXT,
    to_state TEXT NOT NULL,
    reason TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX comment_event_by_comment ON comment_event (comment, id);

CREATE TABLE subscriber (
    id TEXT PRIMARY KEY NOT NULL,
    -- In lower case: one address is one subscriber however it is typed.
    email TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('held', 'pending', 'confirmed', 'unsubscribed')),
    reasons TEXT NOT NULL,
    network BLOB NOT NULL,
    created INTEGER NOT NULL,
    confirmed INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX subscriber_by_network ON subscriber (network, created);

-- Mail is written down in the transaction that makes it due, and sent afterwards.
CREATE TABLE mail (
    -- Also its Message-ID.
    id TEXT PRIMARY KEY NOT NULL,
    subscriber TEXT NOT NULL REFERENCES subscriber (id),
    kind TEXT NOT NULL CHECK (kind IN ('confirmation')),
    -- SHA-256 of the token in its link.
    token_hash BLOB NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    sent INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX mail_unsent ON mail (id) WHERE sent IS NULL;
CREATE INDEX mail_by_subscriber ON mail (subscriber, created);
