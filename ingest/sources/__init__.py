"""Which files to ingest and what their manifest states."""
