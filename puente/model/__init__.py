"""Frozen records and enums; no behaviour, imports nothing."""
