"""The `puente` command; one module per group of commands."""
