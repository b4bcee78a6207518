-- Made when the first history is kept; an index from before has none. name is an id that a document
-- has or had, the slug in one, or a work that it was a version of.
-- A record of a kilobyte would take a page of its own in a table without rowids.
CREATE TABLE IF NOT EXISTS history (
    document_id TEXT PRIMARY KEY,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS history_name (
    name TEXT,
    document_id TEXT,
    PRIMARY KEY (name, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS history_name_by_document ON history_name (document_id);
