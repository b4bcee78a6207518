"""Readers of files, one module per format: file -> blocks."""

import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from ingest.blocks import Extracted
from ingest.extract.sniff import FileType, claims_type, sniff
from ingest.extract.text import decode, text_blocks, text_lines
from puente.errors import ExtractionError
from puente.records import Reason

MAX_BYTES = 64 * 1024 * 1024
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link that leads out of the folder or in a circle",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
}


# A reader takes the name of a file, for its messages, and all its bytes.
_READERS: Mapping[FileType, Callable[[Path, bytes], Extracted]] = {
    FileType.TEXT: lambda path, content: Extracted(blocks=text_blocks(path, decode(path, content))),
}


def extract(path: Path) -> Extracted:
    """The lines or paragraphs of a file, as the source has them; the only stage on the disk.

    Links are not followed: `list_files` names the target of those that may be.
    """
    content = _read_bytes(path)
    return _READERS[_type_of(path, content)](path, content)


def extract_lines(path: Path) -> tuple[str, ...]:
    """Every line of a text file, empty ones too; a link is followed."""
    target = path.resolve() if path.exists() else path
    return text_lines(target, _read_text(target))


def _read_text(path: Path) -> str:
    content = _read_bytes(path)
    if _type_of(path, content) is not FileType.TEXT:
        raise ExtractionError(path, Reason.UNSUPPORTED, "only plain text has lines")
    return decode(path, content)


def _type_of(path: Path, content: bytes) -> FileType:
    """The type of a file that can be read."""
    if not content.strip():
        raise ExtractionError(path, Reason.EMPTY, "the file is empty")
    found = sniff(content)
    if found is FileType.TEXT:
        _refuse_wrong_name(path)
    if found in _READERS:
        return found
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
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            kind = _KINDS.get(stat.S_IFMT(mode), "a device")
            detail = f"this is {kind}, not a file"
            raise ExtractionError(path, Reason.UNSUPPORTED, detail)
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
