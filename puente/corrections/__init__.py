"""Human decisions on links: record, apply, review."""
