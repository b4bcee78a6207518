"""The page of a document: its parts, its places, and what is found in it."""
