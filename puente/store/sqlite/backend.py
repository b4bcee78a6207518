"""Backend of the embedded store, whose addresses name a file."""

from pathlib import Path, PurePosixPath

from puente.model.documents import Visibility
from puente.store.backend import Backend, OpeningOptions
from puente.store.credentials import Access
from puente.store.protocol import BackupPlace, Store


class SqliteBackend(Backend):
    """The Backend of `sqlite:///path/file.db`."""

    def open(self, url: str, options: OpeningOptions) -> Store:
        from puente.store.sqlite.store import SqliteStore

        return SqliteStore(url, options)

    def sibling(self, url: str, visibility: Visibility) -> str:
        head, slash, name = url.rpartition("/")
        file = PurePosixPath(name)
        return f"{head}{slash}{file.stem}.{visibility}{file.suffix}"

    def is_served(self, url: str) -> bool:
        return False

    def exists(self, url: str, access: Access) -> bool:
        from puente.store.sqlite.file import path_of

        return path_of(url).exists()

    def find_snapshots(self, url: str, place: str, access: Access) -> BackupPlace:
        from puente.store.sqlite import backups

        folder = backups.snapshot_folder(url, place)
        names = backups.snapshot_names(folder)
        return BackupPlace(name=str(folder), names=frozenset(names))

    def refused_path(self, url: str) -> Path | None:
        from puente.store.sqlite.file import path_of

        path = path_of(url)
        return path.with_name(f"{path.name}.refused.jsonl")
