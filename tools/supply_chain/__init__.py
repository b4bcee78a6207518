"""Checks of what Puente is delivered with: `make audit` runs them."""
