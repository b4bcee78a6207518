"""Retrieval and alignment metrics."""
