"""Original files of the indexed documents, kept so that readers can open them."""
