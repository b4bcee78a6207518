"""UN/OAS document symbols: find, parse, normalise, compare."""
