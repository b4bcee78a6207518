-- Added to an index that has only schema.sql: what people ruled, and alignments without their beads.

-- NULL for an alignment that was linked before.
ALTER TABLE alignment ADD COLUMN summary TEXT;

-- In the order of n, oldest first. It outlives its documents and their alignment.
CREATE TABLE ruling (
    n INTEGER PRIMARY KEY,
    source_id TEXT NOT NULL,
    target_id TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX ruling_by_pair ON ruling (source_id, target_id);
