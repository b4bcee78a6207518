"""What alignments can be taken out as."""

from collections.abc import Mapping
from enum import StrEnum


class ExportFormat(StrEnum):
    """What an export is written as."""

    TMX = "tmx"
    CSV = "csv"
    XLSX = "xlsx"
    XLIFF = "xliff"

    @property
    def ending(self) -> str:
        """How the name of its file ends."""
        return "xlf" if self is ExportFormat.XLIFF else self.value


MEDIA_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.TMX: "application/x-tmx+xml",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.XLIFF: "application/xliff+xml",
}
