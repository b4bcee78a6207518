"""Interface language: catalogues and formatting."""
