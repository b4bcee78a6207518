"""An index file of SQLite: its connections, its identity, and what its errors mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

import apsw

from puente.errors import StoreBusyError, StoreUnavailableError
from puente.model.index import IndexState
from puente.model.reports import Proposal
from puente.store.compatibility import Identity
from puente.store.serialization import (
    UnreadableRecordError,
    proposals_from,
    proposals_json,
)
from puente.store.sqlite.disk import checksums
from puente.store.sqlite.disk.permissions import has_log, is_writable, make_file, make_folder_of

SCHEME = "sqlite:///"
_ANY = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE


def path_of(url: str) -> Path:
    """The file of a `sqlite:///` URL; raises StoreUnavailableError."""
    if not url.startswith(SCHEME) or len(url) == len(SCHEME):
        raise StoreUnavailableError(url, f"it names no file. Write {SCHEME}path/file.db.")
    return Path(url.removeprefix(SCHEME))


def open_file(path: Path, *, flags: int = _ANY) -> apsw.Connection:
    """A bare connection to an index file, which checks the pages that it reads."""
    return apsw.Connection(str(path), flags=flags, vfs=checksums.vfs())


def open_uri(uri: str) -> apsw.Connection:
    """The same by a `file:` address, to read only."""
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(uri, flags=flags, vfs=checksums.vfs())


def connect(path: Path, *, busy_seconds: float, create: bool = False) -> apsw.Connection:
    """A connection to an index file, durable in all it commits; `create` makes its folder too.

    Where this process cannot write it can read; a write then raises apsw.ReadOnlyError.
    """
    if create:
        make_folder_of(path)
        make_file(path)
    if path.exists() and not is_writable(path):
        connection = _connect_to_read(path)
        connection.set_busy_timeout(round(busy_seconds * 1000))
    else:
        connection = open_file(path, flags=apsw.SQLITE_OPEN_READWRITE)
        connection.set_busy_timeout(round(busy_seconds * 1000))
        if create and path.stat().st_size == 0:
            checksums.start(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        # A document's postings touch a thousand pages: to copy them back into the file after every
        # commit, as the default of 1,000 pages does, costs a fifth of the ingest rate.
        connection.execute("PRAGMA wal_autocheckpoint = 8000")
    connection.register_fts5_function("occurrences", _occurrences)
    return connection


def _connect_to_read(path: Path) -> apsw.Connection:
    """A connection to an index file whose folder cannot be written.

    With a log beside the file SQLite reads both, if the log's index is there as well. Without one
    it would want to make one, unless it is told that nobody writes; so the reader looks itself
    (`state_of`).
    """
    how = "mode=ro" if has_log(path) else "immutable=1"
    connection = open_uri(f"{path.absolute().as_uri()}?{how}")
    select(connection, "PRAGMA schema_version")  # what cannot be read is to be said now
    return connection


def connect_scratch(path: Path) -> apsw.Connection:
    """A connection to a file that nobody else sees and that need not survive a crash."""
    make_file(path)
    connection = open_file(path)
    if path.stat().st_size == 0:
        checksums.start(connection)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def forget_log(connection: apsw.Connection) -> None:
    """Empty the write-ahead log, which has pages as they were before a deletion.

    While another connection reads an older state it stays; whoever closes the file last empties it.
    """
    connection.set_busy_timeout(0)
    with suppress(apsw.BusyError):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def select(
    connection: apsw.Connection, statement: str, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """All the rows that a statement gives."""
    return connection.execute(statement, values).fetchall()


def remove_leftover(path: Path) -> None:
    """Remove a scratch file whose process was killed; raises apsw.BusyError while it is at work."""
    if path.exists():
        leftover = open_file(path)
        with suppress(apsw.NotADBError), transaction(leftover, "EXCLUSIVE"):
            pass
        leftover.close()
        path.unlink()


@contextmanager
def transaction(connection: apsw.Connection, kind: str) -> Iterator[None]:
    """A transaction that is committed at the end, or rolled back on an error."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def has_index(connection: apsw.Connection) -> bool:
    """Test whether the file holds an index."""
    return bool(select(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'meta'"))


def is_blank(connection: apsw.Connection) -> bool:
    """Test whether the file holds nothing at all."""
    return not select(connection, "SELECT 1 FROM sqlite_schema")


def create_index(connection: apsw.Connection, identity: Identity) -> None:
    """Make the tables of an empty index."""
    connection.execute(_template("schema.sql"))
    connection.execute(_template("rulings.sql"))
    add_withdrawals(connection)
    add_histories(connection)
    add_introductions(connection)
    connection.executemany(
        "INSERT INTO meta (key, value) VALUES (?, ?)",
        [
            ("schema", identity.schema),
            ("analyzer", identity.analyzer),
            ("embedder", identity.embedder),
            ("dimension", identity.dimension),
            ("generation", 0),
        ],
    )
    checksums.mark(connection)


def add_corrections(connection: apsw.Connection) -> None:
    """Make the tables that an index lacks which an earlier version of Puente has made."""
    if not _has_corrections(connection):
        with transaction(connection, "IMMEDIATE"):
            if not _has_corrections(connection):  # another process may have come first
                connection.execute(_template("rulings.sql"))


def add_withdrawals(connection: apsw.Connection) -> None:
    """Make the table of withdrawals in an index that lacks it."""
    connection.execute(_template("withdrawals.sql"))


def add_histories(connection: apsw.Connection) -> None:
    """Make the tables of histories in an index that lacks them."""
    connection.execute(_template("histories.sql"))


def add_introductions(connection: apsw.Connection) -> None:
    """Make the table of acronyms in an index that lacks it."""
    connection.execute(_template("acronyms.sql"))


def has_introductions(connection: apsw.Connection) -> bool:
    """Test for an index with the table of acronyms."""
    return bool(select(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'introduction'"))


def has_histories(connection: apsw.Connection) -> bool:
    """Test for an index with the tables of histories."""
    return bool(select(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'history'"))


def has_withdrawals(connection: apsw.Connection) -> bool:
    """Test for an index with the table of withdrawals."""
    return bool(select(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'withdrawal'"))


def _has_corrections(connection: apsw.Connection) -> bool:
    return bool(select(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'ruling'"))


def _template(name: str) -> str:
    return resources.files("index_templates.sqlite").joinpath(name).read_text(encoding="utf-8")


def read_identity(connection: apsw.Connection) -> Identity:
    """Read what made the index."""
    stored = dict(select(connection, "SELECT key, value FROM meta"))
    return Identity(
        embedder=stored["embedder"],
        dimension=stored["dimension"],
        analyzer=stored["analyzer"],
        schema=stored["schema"],
    )


def read_generation(connection: apsw.Connection) -> int:
    """Number of writes that the index has seen."""
    [[generation]] = select(connection, "SELECT value FROM meta WHERE key = 'generation'")
    return int(generation)


def write_generation(connection: apsw.Connection, generation: int) -> None:
    """Record how many writes the index has seen."""
    connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (generation,))


def read_time_replaced(connection: apsw.Connection) -> datetime | None:
    """Time when another index took this one's place; None if that never happened."""
    found = select(connection, "SELECT value FROM meta WHERE key = 'replaced'")
    return datetime.fromisoformat(found[0][0]) if found else None


def write_time_replaced(connection: apsw.Connection, time: datetime) -> None:
    """Record that another index takes this one's place."""
    _write_meta(connection, "replaced", time.isoformat())


def read_state(connection: apsw.Connection) -> IndexState:
    """Read what the index holds and what made it."""
    identity = read_identity(connection)
    [[documents, segments, alignments]] = select(
        connection,
        "SELECT count(*), coalesce(sum(segments), 0), (SELECT count(*) FROM alignment)"
        " FROM document",
    )
    return IndexState(
        schema=identity.schema,
        analyzer=identity.analyzer,
        embedder=identity.embedder,
        dimension=identity.dimension,
        documents=documents,
        segments=segments,
        alignments=alignments,
        generation=read_generation(connection),
        pairing_is_due=read_pairing_is_due(connection),
    )


def read_pairing_is_due(connection: apsw.Connection) -> bool:
    """Test whether documents have come since versions were last looked for."""
    return bool(select(connection, "SELECT 1 FROM meta WHERE key = 'pairing' AND value = 'due'"))


def write_pairing_is_due(connection: apsw.Connection, *, is_due: bool) -> None:
    """Record whether versions are to be looked for."""
    _write_meta(connection, "pairing", "due" if is_due else "settled")


def read_proposals(connection: apsw.Connection) -> tuple[Proposal, ...]:
    """The pairs that are left to people."""
    for (text,) in select(connection, "SELECT value FROM meta WHERE key = 'proposals'"):
        return proposals_from(text)
    return ()


def write_proposals(connection: apsw.Connection, proposals: Sequence[Proposal]) -> None:
    """Record the pairs that are left to people."""
    _write_meta(connection, "proposals", proposals_json(proposals))


def _write_meta(connection: apsw.Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turns an error of the file into StoreUnavailableError, with what to do about it."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        detail = "another program keeps it locked. Try again when that has ended."
        raise StoreBusyError(url, detail) from error
    except UnreadableRecordError as error:
        raise StoreUnavailableError(url, _DAMAGED) from error
    except tuple(_EXPLANATIONS) as error:
        is_damaged = getattr(error, "extendedresult", None) == apsw.SQLITE_IOERR_DATA
        detail = _DAMAGED if is_damaged else _EXPLANATIONS[type(error)]
        raise StoreUnavailableError(url, detail) from error
    except OSError as error:
        detail = f"its folder cannot be made ({error.strerror}). Give another path."
        raise StoreUnavailableError(url, detail) from error


_DAMAGED = "the file is damaged. Move it away and run `puente ingest` again."
_EXPLANATIONS: dict[type[apsw.Error], str] = {
    apsw.NotADBError: "the file is not an index of Puente. Give another path.",
    apsw.CorruptError: _DAMAGED,
    apsw.CantOpenError: (
        "the file cannot be opened. Check that it exists and that its folder is writable."
    ),
    apsw.ReadOnlyError: "the file cannot be written. Check its permissions and its folder's.",
    apsw.PermissionsError: "the file may not be read. Check its permissions.",
    apsw.FullError: "the disk is full. Make room and try again.",
    apsw.IOError: "the disk failed to read or write it. Check the disk, or restore a copy.",
}


def _occurrences(api: apsw.FTS5ExtensionApi, /, *_: object) -> int:
    """Number of places where the phrases of a full-text query stand in a row."""
    return api.inst_count
