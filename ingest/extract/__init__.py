"""Readers of files, one module per format: file -> blocks."""

from pathlib import Path

from ingest.blocks import Block
from ingest.extract.sniff import FileType, claims_type, sniff
from ingest.extract.text import decode, text_blocks, text_lines
from puente.errors import ExtractionError
from puente.records import Reason

MAX_BYTES = 64 * 1024 * 1024


def extract(path: Path) -> tuple[Block, ...]:
    """The lines or paragraphs of a file, as the source has them; the only stage on the disk."""
    return text_blocks(path, _read_text(path))


def extract_lines(path: Path) -> tuple[str, ...]:
    """Every line of a text file, empty ones too."""
    return text_lines(path, _read_text(path))


def _read_text(path: Path) -> str:
    content = _read_bytes(path)
    if not content.strip():
        raise ExtractionError(path, Reason.EMPTY, "the file is empty")
    found = sniff(content)
    if found is FileType.TEXT:
        _refuse_wrong_name(path)
        return decode(path, content)
    if path.suffix.lower() in found.suffixes:
        raise ExtractionError(
            path,
            Reason.UNSUPPORTED,
            f"{found.value} cannot be read yet. Convert it to text (.txt) first.",
        )
    raise ExtractionError(
        path, Reason.WRONG_TYPE, f"the file is {found.value}, whatever its name says"
    )


def _read_bytes(path: Path) -> bytes:
    """Every byte; a file that the machine will not give is `internal`, not the file's fault."""
    if path.is_dir():
        raise ExtractionError(path, Reason.UNSUPPORTED, "this is a folder, not a file")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        detail = f"the file cannot be opened: {error.strerror or error}"
        raise ExtractionError(path, Reason.INTERNAL, detail) from error
    if len(content) > MAX_BYTES:
        raise ExtractionError(path, Reason.TOO_BIG, f"the file has over {MAX_BYTES >> 20} MiB")
    return content


def _refuse_wrong_name(path: Path) -> None:
    claimed = claims_type(path.suffix)
    if claimed is not None:
        detail = f"the file is named like {claimed.value} and holds plain text. Name it .txt."
        raise ExtractionError(path, Reason.WRONG_TYPE, detail)
