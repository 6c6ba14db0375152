-- Words of comments, for searching at the desk: in small letters and without accents, as the other database's index has them.
CREATE FUNCTION plain(words TEXT) RETURNS TEXT IMMUTABLE PARALLEL SAFE
    RETURN regexp_replace(normalize(lower(words), NFD), '[\u0300-\u036f]', '', 'g');

-- Whatever is no letter and no digit parts words: what is written as an address would be one word otherwise.
--
-- Each word stands behind the number of its part, `12/caspian` for what is among the comments from 120,000 on. So a word that
-- all comments hold, or a beginning of two letters, is looked for in one part after another, the newest first, and no further
-- than a page needs; one list for the whole store would be gone through whole.
CREATE FUNCTION comment_words(number BIGINT, name TEXT, body TEXT) RETURNS tsvector IMMUTABLE PARALLEL SAFE
    RETURN array_to_tsvector(ARRAY(
        SELECT number / 10000 || '/' || left(word, 60)
        FROM unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', regexp_replace(
            plain(coalesce(name, '') || ' ' || body),
            '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u3000-\u303f]+',
            ' ', 'g')))) AS word));

-- A table of its own, so that a change of state leaves the words as they are. Triggers keep it, so no write can forget to.
CREATE TABLE comment_search (
    number BIGINT PRIMARY KEY NOT NULL,
    words tsvector NOT NULL
);

-- What was added last is looked through one by one at every question, so little of it is kept aside.
CREATE INDEX comment_search_by_words ON comment_search USING gin (words) WITH (gin_pending_list_limit = 64);

CREATE FUNCTION comment_search_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO comment_search (number, words) VALUES (new.number, comment_words(new.number, new.name, new.body))
        ON CONFLICT (number) DO UPDATE SET words = excluded.words;
    RETURN NULL;
END $$;

CREATE FUNCTION comment_search_remove() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM comment_search WHERE number = old.number;
    RETURN NULL;
END $$;

CREATE TRIGGER comment_search_insert AFTER INSERT ON comment FOR EACH ROW EXECUTE FUNCTION comment_search_write();

CREATE TRIGGER comment_search_update AFTER UPDATE OF name, body ON comment FOR EACH ROW EXECUTE FUNCTION comment_search_write();

CREATE TRIGGER comment_search_delete AFTER DELETE ON comment FOR EACH ROW EXECUTE FUNCTION comment_search_remove();
