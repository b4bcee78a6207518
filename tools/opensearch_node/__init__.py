"""A real OpenSearch for tests and trials, without Docker."""
