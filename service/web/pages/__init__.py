"""HTML routes and view models."""
