"""Paragraph alignment of two versions and what differs in them."""
