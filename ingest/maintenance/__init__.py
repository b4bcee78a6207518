"""Rebuild an index and prove it before it is used."""
