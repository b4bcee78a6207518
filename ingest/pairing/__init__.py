"""Which documents of a collection are translations of each other."""
