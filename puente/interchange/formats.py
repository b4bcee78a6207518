"""File formats that alignments are exported in."""

from collections.abc import Mapping
from enum import StrEnum


class ExportFormat(StrEnum):
    """File format of an export."""

    TMX = "tmx"
    CSV = "csv"
    XLSX = "xlsx"
    XLIFF = "xliff"

    @property
    def ending(self) -> str:
        """Ending of the file's name."""
        return "xlf" if self is ExportFormat.XLIFF else self.value


MEDIA_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.TMX: "application/x-tmx+xml",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.XLIFF: "application/xliff+xml",
}
