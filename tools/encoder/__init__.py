"""Tools that make the shipped encoder: multilingual-e5-small cut down to Spanish and English."""
