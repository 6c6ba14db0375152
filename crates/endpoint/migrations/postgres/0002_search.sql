-- Words of comments, for searching at the desk.
CREATE INDEX comment_search ON comment USING gin (to_tsvector('simple', coalesce(name, '') || ' ' || body));
