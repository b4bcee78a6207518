"""Furniture of pages: running heads, numbers of lines, watermarks."""
