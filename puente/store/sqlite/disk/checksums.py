"""Checksums of the pages of an index file, by SQLite's own checksum VFS.

Every page of 4,096 bytes ends with eight that sum up the others. SQLite compares them when it
reads the page, so that damage is an error and never another answer.
"""

from functools import cache
from pathlib import Path
from typing import BinaryIO

import apsw
import apsw.sqlite_extra

_EXTENSION = "cksumvfs"
_BYTES = 8
_MARK = "checksums"
# A page that another process writes just now may be read by half.
_ATTEMPTS = 3


@cache
def vfs() -> str:
    """The name of the VFS that checks pages, which every connection to an index opens with.

    Files without checksums pass through it as they are.
    """
    loading = apsw.Connection(":memory:")
    apsw.sqlite_extra.load(loading, _EXTENSION)
    loading.close()
    return "cksmvfs"


def start(connection: apsw.Connection) -> None:
    """Give checksums to a file that is empty as yet."""
    connection.reserve_bytes("main", _BYTES)
    # The VFS computes them from the moment on when it has seen a first page that has room for them;
    # a large transaction may write other pages before that one.
    connection.execute("PRAGMA user_version = 1")


def are_on(connection: apsw.Connection) -> bool:
    """Test whether the pages of a file have checksums."""
    return bool(connection.pragma("checksum_verification") == "1")


def mark(connection: apsw.Connection) -> None:
    """Record in the index that its pages have checksums, if they have."""
    if are_on(connection):
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_MARK, 1))


def check_are_on(connection: apsw.Connection) -> None:
    """Raise apsw.CorruptError for an index whose checksums were switched off by damage."""
    marked = connection.execute("SELECT 1 FROM meta WHERE key = ?", (_MARK,)).fetchall()
    if marked and not are_on(connection):
        raise apsw.CorruptError("the header of the file has lost its checksums")


def add(connection: apsw.Connection) -> None:
    """Give checksums to a file that nobody else reads, if it has none; this writes it anew."""
    if are_on(connection):
        return
    connection.reserve_bytes("main", _BYTES)
    connection.execute("VACUUM")
    # The pages that were written before the first one have room for a checksum, and none yet.
    connection.pragma("checksum_verification", "OFF")
    connection.execute("VACUUM")
    connection.pragma("checksum_verification", "ON")
    mark(connection)


def find_damaged_pages(connection: apsw.Connection) -> tuple[int, ...]:
    """The pages of a file that are not as they were written, also those that nothing uses."""
    if not are_on(connection):
        return ()
    path = Path(connection.db_filename("main"))
    size = int(connection.pragma("page_size"))
    with path.open("rb") as stream:
        return tuple(
            number
            for number in range(1, path.stat().st_size // size + 1)
            if not any(_is_whole(connection, stream, number, size) for _ in range(_ATTEMPTS))
        )


def _is_whole(connection: apsw.Connection, stream: BinaryIO, number: int, size: int) -> bool:
    stream.seek((number - 1) * size)
    [[whole]] = connection.execute("SELECT verify_checksum(?)", (stream.read(size),))
    return bool(whole)
