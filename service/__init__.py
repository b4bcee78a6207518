"""The doors: commands, HTTP API and pages."""
