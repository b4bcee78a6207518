"""Requests made from the description of the API, and answers held against it."""
