"""The files beside an index file: the index that it replaced, and its snapshots."""

from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import apsw

from puente.errors import (
    SnapshotExistsError,
    SnapshotNotFoundError,
    SnapshotPlaceError,
    StoreUnavailableError,
    UnsoundIndexError,
)
from puente.model.index import IndexState
from puente.store.compatibility import nothing_kept
from puente.store.serialization import UnreadableRecordError
from puente.store.sqlite import file
from puente.store.sqlite.disk import checksums
from puente.store.sqlite.disk.permissions import make_file, make_folder_of
from puente.store.sqlite.integrity import find_problems

_ENDING = ".db"
_CANNOT_WRITE = (OSError, apsw.CantOpenError, apsw.FullError, apsw.ReadOnlyError)


def snapshot_folder(url: str, place: str) -> Path:
    """The folder of the snapshots: the one asked for, or `snapshots` beside the index."""
    return Path(place) if place else file.path_of(url).parent / "snapshots"


def snapshot_names(folder: Path) -> tuple[str, ...]:
    """The names of the snapshots in a folder."""
    return tuple(sorted(path.name.removesuffix(_ENDING) for path in folder.glob(f"*{_ENDING}")))


def save(source: apsw.Connection, folder: Path, name: str) -> IndexState:
    """Copy an index into a folder, see that the copy is sound, and give it its name.

    Raises SnapshotExistsError, SnapshotPlaceError or UnsoundIndexError.
    """
    path = folder / f"{name}{_ENDING}"
    if path.exists():
        raise SnapshotExistsError(str(folder), name)
    partial = path.with_name(f"{path.name}.partial")
    try:
        make_folder_of(partial)
        copy_to(partial, source)
        with closing(file.open_file(partial)) as copy:
            state = check_sound(copy, str(path))
        partial.rename(path)
    except _CANNOT_WRITE as error:
        remedy = "Make room, or set PUENTE_SNAPSHOTS to a folder that can be written."
        raise SnapshotPlaceError(str(folder), f"{error}. {remedy}") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return state


def open_snapshot(folder: Path, name: str) -> apsw.Connection:
    """A connection to a snapshot, which may lie where nothing can be written.

    Raises SnapshotNotFoundError.
    """
    path = folder / f"{name}{_ENDING}"
    if not path.exists():
        raise SnapshotNotFoundError(str(folder), name, snapshot_names(folder))
    return file.open_uri(f"{path.absolute().as_uri()}?immutable=1")


def check_sound(connection: apsw.Connection, url: str) -> IndexState:
    """Check an index, and return what it holds; raises UnsoundIndexError."""
    try:
        if not file.has_index(connection):
            raise UnsoundIndexError(url, "the file is not an index of Puente")
        state = file.read_state(connection)
        problems = find_problems(connection, state.dimension)
    except (apsw.CorruptError, apsw.IOError, apsw.NotADBError, UnreadableRecordError) as error:
        raise UnsoundIndexError(url, f"the file is damaged ({error})") from error
    if problems:
        raise UnsoundIndexError(url, "; ".join(problems))
    return state


def open_kept(url: str, path: Path) -> apsw.Connection:
    """A connection to the index that was put aside; raises RollbackError where there is none."""
    if path.exists():
        kept = file.open_file(path)
        if file.has_index(kept):
            checksums.add(kept)  # it may be from before there were any
            return kept
        kept.close()  # the copying was cut off
    raise nothing_kept(url)


def copy_to(path: Path, source: apsw.Connection) -> None:
    """Copy an index into a new file, which is whole without a write-ahead log."""
    path.unlink(missing_ok=True)
    make_file(path)
    with closing(file.open_file(path)) as copy:
        if checksums.are_on(source):
            checksums.start(copy)
        with copy.backup("main", source, "main") as backup:
            backup.step(-1)
        copy.execute("PRAGMA journal_mode = DELETE")


def replace_index(
    url: str, writer: apsw.Connection, new: apsw.Connection, aside: Path, generation: int
) -> None:
    """Copy the new index over the writer's in one transaction, and that one to `aside` before.

    A rename would be shorter, but SQLite would play a write-ahead log that the old file left
    behind into the new one ("How To Corrupt An SQLite Database File", section 1.4), and readers
    that have the old file open would never see the new. The new index must have checksums: pages
    without them would lose their last bytes to the ones of this file.

    Raises StoreUnavailableError when the index no longer has the generation that the new one was
    made from.
    """
    with (
        closing(file.open_file(Path(writer.db_filename("main")))) as reader,
        writer.backup("main", new, "main") as backup,
    ):
        backup.step(0)  # takes the write lock: from here on no other process can write
        if file.read_generation(reader) != generation:
            raise StoreUnavailableError(url, "another program wrote to it meanwhile. Try again.")
        copy_to(aside, reader)
        with closing(file.open_file(aside)) as kept:
            file.write_time_replaced(kept, datetime.now(UTC))
        file.add_corrections(new)
        file.write_generation(new, generation + 1)
        backup.step(-1)
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
