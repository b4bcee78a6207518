"""TMX, XLIFF, CSV, XLSX out; TMX in."""
