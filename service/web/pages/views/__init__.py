"""Contents of the pages: layouts, rows, choices and marked text, made from records."""
