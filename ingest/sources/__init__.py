"""Files to ingest, with what their manifest states."""
