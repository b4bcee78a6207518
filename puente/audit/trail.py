"""Audit trail: who did what and when, in a file that only grows."""

import fcntl
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from puente.clock import Clock, utc_now
from puente.errors import PuenteError
from puente.model.documents import Visibility

NOTHING_BEFORE = "0" * 64
"""In the place of the checksum of the record before, where there is none."""
_BLOCK = 1 << 16


class Act(StrEnum):
    """Act that is recorded."""

    ADDED = "document-added"
    REPLACED = "document-replaced"
    REMOVED = "document-removed"
    RENAMED = "document-renamed"
    RESTRICTED = "document-restricted"
    PUBLISHED = "document-published"
    RELEASED = "embargo-ended"
    WITHDRAWN = "document-withdrawn"
    REINSTATED = "withdrawal-undone"
    CORRECTED = "link-corrected"
    CONFIRMED = "links-imported"
    PAIR_DECIDED = "pair-decided"
    KEY_ADDED = "key-added"
    KEY_REVOKED = "key-revoked"
    RESTORED = "index-restored"
    ROLLED_BACK = "index-rolled-back"
    FAILED = "failed"
    """The act of the record that `about` numbers was begun and not done."""


class AuditError(PuenteError):
    """An audit trail that cannot be written; what was to be recorded is not done."""

    code = "audit-unavailable"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            "The audit trail {path} cannot be used: {detail}. Mend it, or name another file in"
            " PUENTE_AUDIT.",
            path=path,
            detail=detail,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """Record of one act: ids, names of keys and reasons, never a text or a question.

    `previous` is the checksum of the record before, and `checksum` that of all else in this one.
    """

    number: int
    at: str
    who: str
    act: Act
    about: tuple[str, ...] = ()
    index: Visibility | None = None
    detail: str = ""
    previous: str = NOTHING_BEFORE
    checksum: str = ""

    def sealed(self) -> "AuditRecord":
        """The record with its checksum."""
        fields = asdict(replace(self, checksum=""))
        canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return replace(self, checksum=hashlib.sha256(canonical.encode()).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Result of checking a trail: its records, and the first that is broken, if one is.

    `last` is the checksum of the last record that is sound. Whoever can write the file can make a
    whole new chain or cut the end off: a checksum that was noted elsewhere tells.
    """

    records: int
    last: str
    broken: int | None = None
    why: str = ""


class AuditTrail:
    """The trail of a file, written by one person or program; without a path nothing is recorded.

    An act is recorded before it is done, and the record is on the disk by then. So a crash between
    the two leaves a record of an act that did not happen, and never an act without its record. A
    record that was cut off is that of an act which was not begun: the next one takes its place.
    """

    def __init__(self, path: Path | None = None, who: str = "", clock: Clock = utc_now) -> None:
        self.path = path
        self.clock = clock
        self._who = who

    def record(
        self,
        act: Act,
        about: Sequence[str],
        *,
        index: Visibility | None = None,
        detail: str = "",
        who: str = "",
    ) -> int:
        """Add a record, by the trail's writer or who is named; its number. Raises AuditError."""
        if self.path is None:
            return 0
        try:
            with _alone(self.path) as descriptor:
                last = _last_record(self.path, descriptor)
                record = AuditRecord(
                    number=last.number + 1 if last else 1,
                    at=self.clock().isoformat(timespec="seconds"),
                    who=who or self._who,
                    act=act,
                    about=tuple(about),
                    index=index,
                    detail=detail,
                    previous=last.checksum if last else NOTHING_BEFORE,
                ).sealed()
                _append(descriptor, record)
        except OSError as error:
            raise AuditError(self.path, error.strerror or str(error)) from error
        return record.number

    @contextmanager
    def recorded(
        self,
        act: Act,
        about: Sequence[str],
        *,
        index: Visibility | None = None,
        detail: str = "",
        who: str = "",
    ) -> Iterator[None]:
        """Records an act before it is done, and that it failed where it does."""
        number = self.record(act, about, index=index, detail=detail, who=who)
        try:
            yield
        except BaseException as error:
            self.record(
                Act.FAILED, [str(number)], index=index, detail=type(error).__name__, who=who
            )
            raise


UNRECORDED = AuditTrail()
"""The trail of what nobody asked to record."""


def read_trail(path: Path) -> Iterator[AuditRecord]:
    """The records of a file up to the first that cannot be read; none where there is no file."""
    for line in _lines(path):
        try:
            yield _records().validate_json(line)
        except ValidationError:
            return


def verify_trail(path: Path) -> Verification:
    """Check that every record is as it was written, and follows the one before."""
    last, count = NOTHING_BEFORE, 0
    for number, line in enumerate(_lines(path), 1):
        why = _fault(line, number, last)
        if why:
            return Verification(records=count, last=last, broken=number, why=why)
        last, count = _records().validate_json(line).checksum, number
    return Verification(records=count, last=last)


def _fault(line: bytes, number: int, previous: str) -> str:
    """The fault of the line of a record; empty where there is none."""
    if not line.endswith(b"\n"):
        return "it was cut off"
    try:
        record = _records().validate_json(line)
    except ValidationError:
        return "it cannot be read"
    if record.number != number or record.previous != previous:
        return "it does not follow the one before"
    return "" if record.sealed() == record else "it is not as it was written"


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            yield from stream
    except FileNotFoundError:
        return
    except OSError as error:
        raise AuditError(path, error.strerror or str(error)) from error


@cache
def _records() -> TypeAdapter[AuditRecord]:
    return TypeAdapter(AuditRecord)


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    """The file, opened and locked: the chain is one although several programs write it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise AuditError(path, "others than its owner may open it (chmod 600)")
        yield descriptor
    finally:
        os.close(descriptor)


def _last_record(path: Path, descriptor: int) -> AuditRecord | None:
    """The last record; what was cut off behind it is removed."""
    size = os.fstat(descriptor).st_size
    tail, start = b"", size
    while start and tail.count(b"\n") < 2:  # of the record before, and of the last one
        first = max(0, start - _BLOCK)
        tail, start = os.pread(descriptor, start - first, first) + tail, first
    whole, newline, cut = tail.rpartition(b"\n")
    if cut:
        os.ftruncate(descriptor, size - len(cut))
    if not newline:
        return None
    try:
        return _records().validate_json(whole.rpartition(b"\n")[2])
    except ValidationError as error:
        raise AuditError(path, "its last record cannot be read") from error


def _append(descriptor: int, record: AuditRecord) -> None:
    line = json.dumps(asdict(record), ensure_ascii=False) + "\n"
    os.write(descriptor, line.encode())
    os.fsync(descriptor)
