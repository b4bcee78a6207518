"""HTTP client of the cluster."""
