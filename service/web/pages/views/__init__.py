"""What the pages show: layouts, rows, choices and marked text, made from records."""
