"""Look-ups and reports over an index without a query."""
