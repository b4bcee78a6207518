"""Interface language: catalogues, messages, numbers and dates."""
