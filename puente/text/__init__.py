"""Per-language text processing used by documents and queries alike."""
