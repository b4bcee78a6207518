"""HTTP: app factory, shared request handling."""
