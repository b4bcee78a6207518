"""A folder that is watched: files are taken when they have come to rest.

By looking again and again, for notices of the system do not come from network disks.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from ingest.sources.listing import Stamp, stamp_files
from puente.errors import ManifestError, PathNotFoundError, PuenteError


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """Seconds from one look to the next, and for which a file must stay as it is to be taken."""

    every: float = 5
    settle: float = 2


def watch(
    paths: Iterable[Path],
    take: Callable[[frozenset[Path]], object],
    notice: Callable[[PuenteError], None],
    stop: Event,
    options: WatchOptions = WatchOptions(),
) -> None:
    """Hand new and changed files to `take`, until it is to stop.

    A file that is gone is a reason to call `take` too. What keeps a round from being done, a
    manifest that is just being edited or a disk that is away, goes to `notice` and is tried again.
    """
    paths = tuple(paths)
    stamp_files(paths)  # what is not there at the start is a mistake
    resting = _Resting()
    said = ""
    while not stop.is_set():
        try:
            look = stamp_files(paths)
            ready = resting.ready(look, time.monotonic() - options.settle)
            if ready or resting.taken.keys() - look.keys():
                take(ready)
                if stop.is_set():
                    return
                resting.take(ready, look)
            said = ""
        except (ManifestError, PathNotFoundError) as error:
            if str(error) != said:
                said = str(error)
                notice(error)
        waits = resting.waits and options.settle < options.every
        stop.wait(options.settle if waits else options.every)


class _Resting:
    """Files that have not changed for a while."""

    def __init__(self) -> None:
        self.taken: dict[Path, Stamp] = {}
        self._since: dict[Path, tuple[Stamp, float]] = {}

    @property
    def waits(self) -> bool:
        """Test for a file that was seen and is not taken yet."""
        return bool(self._since)

    def ready(self, look: Mapping[Path, Stamp], before: float) -> frozenset[Path]:
        """The files that are as they were at that time and were not taken so."""
        now = time.monotonic()
        since = {}
        for path, stamp in look.items():
            if self.taken.get(path) != stamp:
                first, when = self._since.get(path, (stamp, now))
                since[path] = (stamp, when if first == stamp else now)
        self._since = since
        return frozenset(path for path, (_, when) in since.items() if when <= before)

    def take(self, ready: Iterable[Path], look: Mapping[Path, Stamp]) -> None:
        """Remember what was taken; what is gone is forgotten."""
        self.taken = {path: stamp for path, stamp in self.taken.items() if path in look}
        for path in ready:
            self.taken[path] = look[path]
            del self._since[path]
