"""Acronyms that texts introduce, and what a collection teaches by them."""
