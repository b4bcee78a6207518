"""Data files of service, read with importlib.resources."""
