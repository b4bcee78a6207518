"""Messages between the parent and the process that reads files.

Nothing here loads a reader, so a process that only asks has none in its memory.
"""

import struct
from dataclasses import dataclass
from functools import cache
from typing import IO, TypeAlias

from pydantic import TypeAdapter

from ingest.sources.listing import SourceFile
from puente.model.documents import Document, Visibility
from puente.model.reports import Reason
from puente.model.segments import Segment

_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document with its segments; `unread_pages` hold pictures of text that nobody recognised.

    `remarks` are what a person should know of it beside, `restriction` is the mark in its title
    block or running heads that says it is not for everybody. `other` is the version in another
    language that the same file holds.
    """

    document: Document
    segments: tuple[Segment, ...]
    unread_pages: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()
    restriction: str | None = None
    other: "ReadDocument | None" = None

    @property
    def versions(self) -> "tuple[ReadDocument, ...]":
        """The document itself, and the other version where its file holds one."""
        return (self, self.other) if self.other else (self,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Refusal of a file with its reason; `trace` is where Puente's own code failed."""

    reason: Reason
    detail: str
    trace: str = ""


Answer: TypeAlias = ReadDocument | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on the reading of one file.

    `seconds` on the clock, which start again with each page that was recognised, but never over
    `total_seconds`; `cpu_seconds` of a core and `memory` in bytes for the child and for every
    program it starts; `answer` is bytes of records, about three times their text.
    """

    seconds: float = 90
    total_seconds: float = 3600
    cpu_seconds: int = 60
    memory: int = 1536 << 20
    answer: int = 96 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A file to read, with where its document goes and what its reading may take."""

    file: SourceFile
    collection: str
    visibility: Visibility
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """First message of a worker: whether its children have no network."""

    is_offline: bool


@cache
def answers() -> TypeAdapter[Answer]:
    """The JSON of an answer: who reads hostile files is not believed in pickles."""
    return TypeAdapter(ReadDocument | Refusal)


def send(stream: IO[bytes], content: bytes) -> None:
    """Write a frame."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read a frame; raises EOFError at the end."""
    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    return _read(stream, length)


def _read(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content
