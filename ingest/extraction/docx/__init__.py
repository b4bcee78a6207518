"""Word 2007+ reader."""
