-- Made when the first document is withdrawn; an index from before has none.
CREATE TABLE IF NOT EXISTS withdrawal (
    document_id TEXT PRIMARY KEY,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
