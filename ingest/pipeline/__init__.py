"""Files -> index: pipeline, isolated workers, sync, watch."""
