"""A cluster whose nodes die under load, as a command: `python -m tests.faults --rounds 20`."""
