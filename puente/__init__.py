"""Puente: bilingual search over the documents of inter-American bodies."""
