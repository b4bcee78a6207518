"""Fuzzing guided by the branches that are reached: `python -m tests.guided_fuzz`."""
