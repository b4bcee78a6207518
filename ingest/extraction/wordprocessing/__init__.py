"""Paragraphs, tables, lists and fields that docx, doc, odt, rtf and html share."""
