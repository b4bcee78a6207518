"""OpenDocument reader."""
