-- Which key the hashes and links in this store were made with; tells nothing of the key. No row before the first start.
CREATE TABLE key_mark (
    id BIGINT PRIMARY KEY NOT NULL,
    mark TEXT NOT NULL
);
