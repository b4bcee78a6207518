"""Doors into other portals and tools, one module per standard."""
