"""Pairs of documents of a collection that are translations of each other."""
