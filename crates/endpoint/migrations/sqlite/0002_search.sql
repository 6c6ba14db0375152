-- Words of comments, for searching at the desk. Contentless: the texts stand in `comment` and nowhere else. Triggers
-- keep it, so no write can forget to.
CREATE VIRTUAL TABLE comment_search USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2',
    -- Beginnings of words are looked for: without their own index, each would gather all words that begin so.
    prefix = '2 3'
);

CREATE TRIGGER comment_search_insert AFTER INSERT ON comment BEGIN
    INSERT INTO comment_search (rowid, words) VALUES (new.number, coalesce(new.name, '') || ' ' || new.body);
END;

CREATE TRIGGER comment_search_update AFTER UPDATE OF name, body ON comment BEGIN
    DELETE FROM comment_search WHERE rowid = old.number;
    INSERT INTO comment_search (rowid, words) VALUES (new.number, coalesce(new.name, '') || ' ' || new.body);
END;

CREATE TRIGGER comment_search_delete AFTER DELETE ON comment BEGIN
    DELETE FROM comment_search WHERE rowid = old.number;
END;
