"""Query -> ranked, fused, grouped hits."""
