-- Everything that the endpoint remembers, in words that SQLite and PostgreSQL share: TEXT and BIGINT, nothing else.
-- Times are milliseconds since 1970-01-01T00:00:00Z. Ids are the text of version-7 UUIDs, so their order is that of time.
-- Hashes are base64url without padding; those of people's addresses and networks are keyed.

-- One row, taken first by every write: writes follow one another also where several endpoints share a store.
CREATE TABLE turn (
    id BIGINT PRIMARY KEY NOT NULL,
    taken BIGINT NOT NULL
);
INSERT INTO turn (id, taken) VALUES (1, 0);

-- What an article's readers see: changes with every change of it.
CREATE TABLE thread (
    article TEXT PRIMARY KEY NOT NULL,
    -- Counts the changes; names a cached page, and gives a comment its place.
    version BIGINT NOT NULL,
    -- How many comments are published.
    published BIGINT NOT NULL,
    -- What the desk has decided: 'open' or 'closed'. Absent: as the edition says.
    comments TEXT
);

-- Comments sent by one reader's program, told by the token that it was given. No name and no address proves anything.
CREATE TABLE writer (
    id TEXT PRIMARY KEY NOT NULL,
    created BIGINT NOT NULL,
    -- What the desk decided about this writer's comments, counted.
    published BIGINT NOT NULL,
    declined BIGINT NOT NULL
);

CREATE TABLE comment (
    id TEXT PRIMARY KEY NOT NULL,
    -- Counts the comments; the index for searching knows them by it.
    number BIGINT NOT NULL UNIQUE,
    -- What the sender called it: the second arrival of the same id is the same comment.
    client_id TEXT NOT NULL UNIQUE,
    -- Hash of everything the reader sent: tells a repeat from another comment under a used id.
    fingerprint TEXT NOT NULL,
    -- Hash of the folded text alone: tells a text that comes again and again.
    text_hash TEXT NOT NULL,
    article TEXT NOT NULL,
    parent TEXT REFERENCES comment (id),
    -- The first comment of its thread; of a first one, itself.
    root TEXT NOT NULL,
    writer TEXT,
    name TEXT,
    -- Never shown.
    email TEXT,
    -- As typed, normalised; never HTML.
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'published', 'declined', 'spam', 'withdrawn', 'deleted')),
    -- Why admission found it doubtful: codes between blanks, mostly empty.
    doubts TEXT NOT NULL,
    -- How much it is like what the desk calls spam, in thousandths; absent while the desk has taught too little.
    score BIGINT,
    -- Why it was declined, for its writer: one of the newsroom's reasons, and words of the moderator's own.
    reason TEXT,
    note TEXT,
    -- Keyed hash of the sender's network, never the address; absent once it is old.
    network TEXT,
    submitted BIGINT NOT NULL,
    edited BIGINT,
    published BIGINT,
    -- Where it stands among what was ever published on the article; kept when it leaves the page, so replies stay.
    place BIGINT,
    -- Since when it is an editors' pick.
    picked BIGINT,
    -- The moderator who wrote it, where it is an editors' answer.
    editor TEXT,
    -- Counts the changes, so that of two moderators at once the second is told.
    revision BIGINT NOT NULL
);
CREATE INDEX comment_by_place ON comment (article, place) WHERE place IS NOT NULL;
CREATE INDEX comment_by_head ON comment (article, place) WHERE place IS NOT NULL AND parent IS NULL;
CREATE INDEX comment_by_pick ON comment (article, picked) WHERE picked IS NOT NULL;
CREATE INDEX comment_by_root ON comment (root, place) WHERE place IS NOT NULL;
CREATE INDEX comment_by_state ON comment (state, id);
CREATE INDEX comment_by_doubt ON comment (state, id, doubts) WHERE doubts <> '';
CREATE INDEX comment_by_article ON comment (article, state, id);
CREATE INDEX comment_by_network ON comment (network, submitted) WHERE network IS NOT NULL;
CREATE INDEX comment_by_text ON comment (text_hash, submitted);
-- With the state, so that how many of a writer's wait is counted here.
CREATE INDEX comment_by_writer ON comment (writer, id, state);
CREATE INDEX comment_by_parent ON comment (parent) WHERE parent IS NOT NULL;

-- Everything that was done, by whom and why: the history of comments and the audit trail. Rows are only ever added.
CREATE TABLE event (
    id TEXT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    -- 'admission', 'writer', 'terminal', 'system', or a moderator's name.
    actor TEXT NOT NULL,
    -- What was done, a verb: 'send', 'move', 'edit', 'pick', 'sign in', 'add moderator' …
    action TEXT NOT NULL,
    comment TEXT REFERENCES comment (id),
    -- Whom or what else it was done to.
    subject TEXT,
    from_state TEXT,
    to_state TEXT,
    reason TEXT,
    note TEXT,
    -- The text before an edit; taken out when the comment is deleted.
    before TEXT
);
CREATE INDEX event_by_comment ON event (comment, id);
CREATE INDEX event_by_subject ON event (subject) WHERE subject IS NOT NULL;
CREATE INDEX event_by_actor ON event (actor, id);

-- Who may not write for a time or for ever: kind is 'writer', 'network' or 'email'; value is the id or the keyed hash.
CREATE TABLE bar (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    until BIGINT,
    actor TEXT NOT NULL,
    reason TEXT,
    created BIGINT NOT NULL,
    PRIMARY KEY (kind, value)
);

-- Words as the desk's decisions have taught them.
CREATE TABLE word (
    word TEXT PRIMARY KEY NOT NULL,
    good BIGINT NOT NULL,
    bad BIGINT NOT NULL
);

-- Who wants to be told of answers to a comment.
CREATE TABLE watch (
    id TEXT PRIMARY KEY NOT NULL,
    comment TEXT NOT NULL REFERENCES comment (id),
    email TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('wished', 'asked', 'confirmed', 'stopped')),
    created BIGINT NOT NULL,
    confirmed BIGINT
);
CREATE INDEX watch_by_comment ON watch (comment);
CREATE INDEX watch_by_email ON watch (email);

CREATE TABLE subscriber (
    id TEXT PRIMARY KEY NOT NULL,
    -- Absent once wiped; `address` stays, so that who has left is not written to again.
    email TEXT,
    -- Keyed hash of the address in lower case: one address is one subscriber however it is typed.
    address TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('held', 'pending', 'confirmed', 'unsubscribed', 'blocked')),
    doubts TEXT NOT NULL,
    network TEXT,
    -- 'form' or 'import'.
    source TEXT NOT NULL,
    -- The very sentence agreed to.
    consent TEXT,
    created BIGINT NOT NULL,
    confirmed BIGINT,
    -- Keyed hash of the network that confirmed.
    confirmed_network TEXT,
    ended BIGINT
);
CREATE INDEX subscriber_by_network ON subscriber (network, created);
CREATE INDEX subscriber_by_state ON subscriber (state, id);
CREATE INDEX subscriber_by_time ON subscriber (created);

-- Mail is written down in the transaction that makes it due, and sent afterwards.
CREATE TABLE mail (
    -- Also its Message-ID.
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    -- Keyed hash of the recipient in lower case.
    address TEXT NOT NULL,
    -- The recipient's domain, for pacing.
    domain TEXT NOT NULL,
    -- The subscriber, watch, comment or moderator that it is about.
    about TEXT NOT NULL,
    -- Of an answer: the comment that it tells of.
    comment TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'doubtful', 'failed', 'dropped')),
    created BIGINT NOT NULL,
    -- Not to be sent before.
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- When the last attempt began, for pacing.
    tried BIGINT,
    -- While sending: until when this attempt may take.
    lease BIGINT,
    sent BIGINT,
    -- What the mail server said last.
    error TEXT
);
CREATE INDEX mail_by_state ON mail (state, due);
CREATE INDEX mail_by_attempt ON mail (tried);
CREATE INDEX mail_by_address ON mail (address, created);
CREATE INDEX mail_by_kind ON mail (kind, created);
CREATE INDEX mail_by_about ON mail (about, created);

CREATE TABLE moderator (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE,
    email TEXT,
    role TEXT NOT NULL CHECK (role IN ('moderator', 'owner')),
    -- Argon2id, as a PHC string; absent until the one-time link was used.
    password TEXT,
    -- Hash of the one-time link's token, and until when it works.
    invitation TEXT UNIQUE,
    invited_until BIGINT,
    -- How mail comes: 'each', 'daily' or 'none'.
    mail TEXT NOT NULL,
    created BIGINT NOT NULL,
    -- Since when no longer a moderator.
    ended BIGINT
);

CREATE TABLE session (
    -- Hash of the cookie's token.
    id TEXT PRIMARY KEY NOT NULL,
    moderator TEXT NOT NULL REFERENCES moderator (id),
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL
);

-- Bearer tokens for the newsroom's own tools.
CREATE TABLE api_token (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    used BIGINT,
    ended BIGINT
);

-- Failed sign-ins, to slow down guessing. `about` is a name or a keyed hash of a network.
CREATE TABLE attempt (
    id TEXT PRIMARY KEY NOT NULL,
    about TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX attempt_by_about ON attempt (about, at);

-- What the newsroom decides at the desk, each as JSON: reasons for declining, word lists, the edition's notice, the breaker.
CREATE TABLE newsroom (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    revision BIGINT NOT NULL
);
