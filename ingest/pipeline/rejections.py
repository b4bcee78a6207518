"""The files that were refused, kept beside the index, so that none is read in vain again.

A file is left out while its bytes are those that were refused, by the same version of Puente.
What may have failed for want of time or memory is tried three times in all.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingest.pipeline.worker_protocol import Refusal
from ingest.sources.listing import SourceFile
from puente.model.reports import Reason

_MAY_PASS = {Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED, Reason.INTERNAL}
_MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedFile:
    """A refused file: where it lies (a fingerprint), its bytes, why, how often it was tried.

    A reason of None says that the file of that place was read since.
    """

    place: str
    source: str
    checksum: str
    reason: Reason | None
    detail: str
    attempts: int
    at: str
    version: str


class Rejections:
    """The refused files of an index; a JSON line each in `path`, in memory without one."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._version = version("puente")
        self._refused: dict[str, RejectedFile] = {}
        lines = 0
        for refused in _read(path):
            lines += 1
            self._refused.pop(refused.place, None)
            if refused.reason is not None:
                self._refused[refused.place] = refused
        if path is not None and lines > 2 * len(self._refused):
            self._compact(path)

    def find(self, place: str, file: SourceFile) -> Refusal | None:
        """The refusal of a file, if to read it again would be in vain."""
        refused = self._same(place, file)
        if refused is None or refused.reason is None:
            return None
        if refused.reason in _MAY_PASS and refused.attempts < _MOST_ATTEMPTS:
            return None
        return Refusal(reason=refused.reason, detail=refused.detail)

    def add(self, place: str, file: SourceFile, refusal: Refusal) -> None:
        """Record a refusal."""
        before = self._same(place, file)
        attempts = before.attempts + 1 if before else 1
        self._refused[place] = self._record(place, file, attempts, refusal)
        self._write(self._refused[place])

    def release(self, place: str, file: SourceFile) -> None:
        """Record that the file of a place is no longer refused."""
        if self._refused.pop(place, None) is not None:
            self._write(self._record(place, file, 0, None))

    def _same(self, place: str, file: SourceFile) -> RejectedFile | None:
        """The refusal of the same bytes by the same readers; a file that has none is asked anew."""
        refused = self._refused.get(place)
        if refused is None or not file.checksum:
            return None
        same = (refused.checksum, refused.version) == (file.checksum, self._version)
        return refused if same else None

    def _record(
        self, place: str, file: SourceFile, attempts: int, refusal: Refusal | None
    ) -> RejectedFile:
        return RejectedFile(
            place=place,
            source=file.source,
            checksum=file.checksum,
            reason=refusal.reason if refusal else None,
            detail=refusal.detail if refusal else "",
            attempts=attempts,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=self._version,
        )

    def _write(self, refused: RejectedFile) -> None:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # The names of restricted files are for nobody else.
            self._path.touch(mode=0o600)
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(_line(refused))

    def _compact(self, path: Path) -> None:
        scratch = path.with_name(f"{path.name}.new")
        scratch.touch(mode=0o600)
        scratch.write_text("".join(map(_line, self._refused.values())), encoding="utf-8")
        scratch.replace(path)


def _line(refused: RejectedFile) -> str:
    return json.dumps(asdict(refused), ensure_ascii=False) + "\n"


def _read(path: Path | None) -> Iterator[RejectedFile]:
    """The records of a file; a line that was cut off is no record."""
    if path is None or not path.exists():
        return
    adapter = TypeAdapter(RejectedFile)
    for line in path.read_bytes().splitlines():
        try:
            yield adapter.validate_json(line)
        except ValidationError:
            continue
