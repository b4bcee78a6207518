"""The title block of a document: its lines and what they state."""
