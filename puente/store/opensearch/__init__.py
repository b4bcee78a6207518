"""OpenSearch backend."""
