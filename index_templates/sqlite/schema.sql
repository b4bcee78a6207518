-- One index file: the documents of one visibility, what was found in them, and how to find it.

-- schema, analyzer, embedder, dimension: what made the index. generation: grows with every write.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- A document's segments have the numbers first_segment .. first_segment + segments - 1.
-- opening is the number of the segment that stands for it, NULL when it has none.
-- lengths holds the tokens of each of them: uint32, all bodies, then headings, then translations.
CREATE TABLE document (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    work_id TEXT NOT NULL,
    language TEXT NOT NULL,
    collection TEXT NOT NULL,
    organ TEXT,
    kind TEXT NOT NULL,
    year INTEGER,
    symbol_number TEXT,
    first_segment INTEGER NOT NULL,
    segments INTEGER NOT NULL,
    opening INTEGER,
    lengths BLOB NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX document_by_work ON document (work_id);
CREATE INDEX document_by_symbol_number ON document (symbol_number) WHERE symbol_number IS NOT NULL;

CREATE TABLE segment (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document_n INTEGER NOT NULL,
    part TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;

-- term is "<language>:<stem>"; data is an array of puente.store.postings.ENTRY.
CREATE TABLE posting (
    term TEXT,
    document_n INTEGER,
    data BLOB NOT NULL,
    PRIMARY KEY (term, document_n)
) STRICT, WITHOUT ROWID;
CREATE INDEX posting_by_document ON posting (document_n);

-- The rowid is the segment's number. The words come from analysis.exact_words, which folds them
-- and keeps ñ; the ascii tokenizer takes every other letter as it stands.
CREATE VIRTUAL TABLE phrase USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = "ascii tokenchars ''''"
);

CREATE TABLE vocabulary (
    word TEXT PRIMARY KEY,
    segments INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One int8 row for each segment of the document, and the float32 that makes it a unit vector.
CREATE TABLE vector (
    document_n INTEGER PRIMARY KEY,
    scales BLOB NOT NULL,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE citation (
    number TEXT,
    symbol TEXT,
    segment_n INTEGER,
    PRIMARY KEY (number, symbol, segment_n)
) STRICT, WITHOUT ROWID;
CREATE INDEX citation_by_segment ON citation (segment_n);

CREATE TABLE alignment (
    n INTEGER PRIMARY KEY,
    source_n INTEGER NOT NULL,
    target_n INTEGER NOT NULL,
    score REAL NOT NULL
) STRICT;
CREATE INDEX alignment_by_source ON alignment (source_n);
CREATE INDEX alignment_by_target ON alignment (target_n);

CREATE TABLE bead (
    alignment_n INTEGER,
    ordinal INTEGER,
    record TEXT NOT NULL,
    PRIMARY KEY (alignment_n, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE bead_segment (
    segment_n INTEGER,
    alignment_n INTEGER,
    ordinal INTEGER,
    is_target INTEGER NOT NULL,
    PRIMARY KEY (segment_n, alignment_n, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX bead_segment_by_bead ON bead_segment (alignment_n, ordinal, is_target, segment_n);
