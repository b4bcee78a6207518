"""The commands of those who answer for a collection."""
