"""Documents that are taken out by a decision."""
