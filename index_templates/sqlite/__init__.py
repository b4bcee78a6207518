"""The shape of the index, one folder per engine."""
