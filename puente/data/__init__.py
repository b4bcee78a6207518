"""Data files of puente, read with importlib.resources."""
