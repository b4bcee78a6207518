"""Readers of files, one module per format: file -> blocks."""

import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ingest.extraction.doc.reader import read_doc
from ingest.extraction.docx.reader import read_docx
from ingest.extraction.file_type import FileType, claims_type, holds_code_of, sniff
from ingest.extraction.html.reader import read_html, read_web_archive
from ingest.extraction.odt.reader import read_odt
from ingest.extraction.pdf.reader import read_pdf
from ingest.extraction.plain_text import decode, text_blocks, text_lines
from ingest.extraction.rtf.reader import read_rtf
from puente.errors import ExtractionError
from puente.model.blocks import Extracted
from puente.model.reports import Reason

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
    FileType.PDF: read_pdf,
    FileType.DOCX: read_docx,
    FileType.DOC: read_doc,
    FileType.ODT: read_odt,
    FileType.RTF: read_rtf,
    FileType.HTML: read_html,
    FileType.WEB_ARCHIVE: read_web_archive,
}
# What has text, and no reader yet.
_DOCUMENTS = {
    FileType.OFFICE,
    FileType.WORD_XML,
}


def extract(path: Path) -> Extracted:
    """The lines or paragraphs of a file, as the source has them; the only stage on the disk.

    Links are not followed: `list_files` names the target of those that may be.
    """
    content = _read_bytes(path)
    file_type = _type_of(path, content)
    extracted = _READERS[file_type](path, content)
    claimed = claims_type(path.suffix)
    if claimed in (None, file_type):
        return extracted
    remark = f"the file is named {path.suffix.lower()} and is {file_type.value}"
    return replace(extracted, remarks=(*extracted.remarks, remark))


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
    found, claimed = sniff(content), claims_type(path.suffix)
    if found is FileType.TEXT and claimed is not None and holds_code_of(claimed, content):
        detail = f"the file is named like {claimed.value} and is a damaged one"
        raise ExtractionError(path, Reason.MALFORMED, detail)
    if found in _READERS:
        return found
    if found is FileType.ENCRYPTED:
        detail = "the file has a password. Save it without one."
        raise ExtractionError(path, Reason.ENCRYPTED, detail)
    if found in _DOCUMENTS or found is claimed:
        detail = f"{found.value} cannot be read. Save its text as .docx or .pdf first."
        raise ExtractionError(path, Reason.UNSUPPORTED, detail)
    raise ExtractionError(path, Reason.WRONG_TYPE, f"the file is {found.value}, not a document")


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
