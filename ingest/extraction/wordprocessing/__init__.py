"""What docx, doc, odt, rtf and html share."""
