"""PDF reader."""
