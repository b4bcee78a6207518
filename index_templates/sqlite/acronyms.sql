-- Added to an index that an earlier version of Puente has made, when it is next written to.
-- The acronyms that a segment introduces; it stands here only if there are any.
CREATE TABLE IF NOT EXISTS introduction (
    segment_n INTEGER PRIMARY KEY,
    record TEXT NOT NULL
) STRICT;
