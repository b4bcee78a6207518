"""Blocks -> Document metadata + Segments (pure functions)."""
