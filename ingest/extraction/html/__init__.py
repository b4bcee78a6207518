"""HTML and MHTML reader."""
