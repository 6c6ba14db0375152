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

-- What was added last is looked through one by one at every question, so little of it is kept aside.
CREATE INDEX comment_search ON comment USING gin (comment_words(number, name, body)) WITH (gin_pending_list_limit = 64);
