"""Addresses that stay: what is kept of those that documents had."""
