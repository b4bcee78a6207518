"""Tables of a PDF: those that are ruled, and those whose columns are aligned without rules."""
