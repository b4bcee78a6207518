"""File of the keys: readable by its owner alone, changed whole, read anew when it has changed."""

import fcntl
import os
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from puente.errors import PuenteError, complaint_of
from service.access.keys import Key, now

_MODE = 0o600


class KeyFileError(PuenteError):
    """A file of keys that cannot be used; no key is accepted until it can."""

    code = "bad-key-file"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            "{path}: {detail}. Mend the file, or name another in PUENTE_KEYS.",
            path=path,
            detail=detail,
        )


class KeyExistsError(PuenteError):
    """A name that a key in force has already."""

    code = "key-exists"

    def __init__(self, name: str) -> None:
        super().__init__(
            "“{name}” has a key. Choose another name, or run `puente keys revoke`.", name=name
        )


class KeyNotFoundError(PuenteError):
    """A name that no key in force has."""

    code = "key-not-found"

    def __init__(self, name: str) -> None:
        super().__init__(
            "No key in force has the name “{name}”. Run `puente keys list`.", name=name
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    version: Literal[1] = 1
    keys: tuple[Key, ...]


_CONTENTS = TypeAdapter(_Contents)


class KeyFile:
    """The keys of a file, as it is now: a change by another program is seen at the next look."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._keys: tuple[Key, ...] = ()

    def read(self) -> tuple[Key, ...]:
        """All keys, those that were revoked too; raises KeyFileError."""
        with self._lock:
            try:
                found = self.path.stat()
            except FileNotFoundError:
                self._seen, self._keys = None, ()
                return ()
            except OSError as error:
                raise KeyFileError(self.path, error.strerror or str(error)) from error
            # A file that takes the place of another has a number of its own.
            seen = found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_mode
            if seen != self._seen:
                self._keys = _read(self.path, found)
                self._seen = seen
            return self._keys

    def add(self, key: Key) -> None:
        """Keep a key; raises KeyExistsError or KeyFileError."""

        def added(keys: Sequence[Key]) -> tuple[Key, ...]:
            if any(each.name == key.name and each.state(now()) == "valid" for each in keys):
                raise KeyExistsError(key.name)
            return (*keys, key)

        self._change(added)

    def revoke(self, name: str, *, when: datetime, by: str) -> None:
        """Take a key back, for good; raises KeyNotFoundError or KeyFileError."""

        def revoked(keys: Sequence[Key]) -> tuple[Key, ...]:
            if not any(each.name == name and each.revoked is None for each in keys):
                raise KeyNotFoundError(name)
            return tuple(
                replace(each, revoked=when, revoked_by=by)
                if each.name == name and each.revoked is None
                else each
                for each in keys
            )

        self._change(revoked)

    def _change(self, change: Callable[[Sequence[Key]], tuple[Key, ...]]) -> None:
        """Write the keys that a change makes of those that are there."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self.path.parent):
                _write(
                    self.path, _CONTENTS.dump_json(_Contents(keys=change(self.read())), indent=1)
                )
        except OSError as error:
            raise KeyFileError(self.path, error.strerror or str(error)) from error


def _read(path: Path, found: os.stat_result) -> tuple[Key, ...]:
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(path, "others than its owner may open it (chmod 600)")
    try:
        return _CONTENTS.validate_json(path.read_bytes()).keys
    except OSError as error:
        raise KeyFileError(path, error.strerror or str(error)) from error
    except ValidationError as error:
        raise KeyFileError(path, complaint_of(error.errors()[0])) from error


def _write(path: Path, text: bytes) -> None:
    """Put a text into the place of a file: whoever looks sees the old one or the new one."""
    scratch = path.with_name(f"{path.name}.new")
    scratch.unlink(missing_ok=True)
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text + b"\n")
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The only change of files in the folder: two at once would lose one of them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
