"""Grounds on which worlds are made: files in a folder, or indexes in a cluster."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.fixtures.cluster import remove_indexes, snapshot_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Place where worlds are made: its folder, and by the name of a world what is in it.

    `address` is that of an index, `snapshots` a place for copies of it. `clear` takes away what a
    world leaves outside the folder.
    """

    folder: Path
    address: Callable[[str], str]
    snapshots: Callable[[str], str]
    clear: Callable[[str], None] = lambda _: None


def sqlite_ground(folder: Path) -> Ground:
    """Worlds whose indexes are files in their own folders."""
    return Ground(
        folder=folder,
        address=lambda name: f"sqlite:///{folder / name}/puente.db",
        snapshots=lambda name: str(folder / name / "snapshots"),
    )


def opensearch_ground(folder: Path, cluster: str) -> Ground:
    """Worlds whose indexes are in a cluster, under names that nobody else has."""
    own = f"puente-{uuid.uuid4().hex[:8]}"
    place = snapshot_folder(cluster)
    return Ground(
        folder=folder,
        address=lambda name: f"{cluster}/{own}-{name}",
        snapshots=lambda name: f"{place}/{own}-{name}",
        clear=lambda name: remove_indexes(cluster, f"{own}-{name}"),
    )
