"""The commands that look after an index: made anew, gone back, copied, restored."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from puente.errors import (
    RollbackError,
    SnapshotExistsError,
    SnapshotNameError,
    SnapshotNotFoundError,
)
from puente.model.documents import Visibility
from puente.model.index import IndexState
from service.cli.language import error_line, messages
from service.cli.options import StoreUrl, read_settings
from service.cli.output import SOME_REJECTED, WRONG_USAGE, progress_bar, say
from service.cli.usage import SpokenTyper

if TYPE_CHECKING:
    from puente.embedding.protocol import Embedder
    from puente.model.withdrawals import Withdrawal
    from puente.settings import Settings
    from puente.store.protocol import BackupPlace, Store

upkeep = SpokenTyper()

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")

SnapshotName = Annotated[str, typer.Argument(metavar="NAME", help="Name of the snapshot.")]


@upkeep.command()
def reindex(store: StoreUrl = None) -> None:
    """Make an index anew with the encoder and the analysis in use."""
    from ingest.maintenance.reindex import reindex as rebuild
    from puente.embedding import open_embedder

    settings = read_settings(store)
    embedder = open_embedder(settings.embedder)
    for visibility in _made(settings):
        with _opened(settings, visibility) as opened:
            with progress_bar() as show:
                rebuild(opened, embedder, show)
            state = opened.index_state()
            say(messages().text("index.rebuilt", url=opened.url, counts=_counts(state)))


@upkeep.command()
def rollback(store: StoreUrl = None) -> None:
    """Go back to the index that the last reindex or restore replaced; again, and forward."""
    from puente.audit.trail import Act
    from puente.embedding import open_embedder
    from service.bootstrap import audit_trail_of

    settings = read_settings(store)
    embedder = open_embedder(settings.embedder)
    refused = 0
    made = _made(settings)
    withdrawn = _withdrawn(settings)
    for visibility in made:
        with _opened(settings, visibility) as opened:
            try:
                with audit_trail_of(settings).recorded(Act.ROLLED_BACK, [], index=visibility):
                    done = opened.roll_back(
                        embedder=embedder.name, dimension=embedder.dimension, withdrawn=withdrawn
                    )
            except RollbackError as error:
                say(error_line(error))
                refused += 1
                continue
        say(
            messages().text(
                "index.rolled_back_to" if done.replaced else "index.rolled_back",
                url=opened.url,
                counts=_counts(done.now),
                before=_counts(done.before),
                when=f"{done.replaced:%Y-%m-%d %H:%M:%S}" if done.replaced else "",
            )
        )
    if refused:
        raise typer.Exit(WRONG_USAGE if refused == len(made) else SOME_REJECTED)


@upkeep.command()
def snapshot(name: SnapshotName, store: StoreUrl = None) -> None:
    """Copy an index as it is now to where snapshots are kept."""
    settings = read_settings(store)
    place = _place(settings, name)
    if place.names & {_full_name(name, each) for each in Visibility}:
        raise SnapshotExistsError(place.name, name)
    # The public index comes last: without it there is nothing to restore.
    for visibility in reversed(_made(settings)):
        with _opened(settings, visibility) as opened:
            state = opened.save_snapshot(settings.snapshots, _full_name(name, visibility))
            counts = _counts(state)
            say(
                messages().text(
                    "index.saved", url=opened.url, counts=counts, name=name, place=place.name
                )
            )


@upkeep.command()
def restore(name: SnapshotName, store: StoreUrl = None) -> None:
    """Put what a snapshot holds in the place of an index."""
    from puente.audit.trail import Act
    from puente.embedding import open_embedder
    from service.bootstrap import audit_trail_of

    settings = read_settings(store)
    place = _place(settings, name)
    if _full_name(name, Visibility.PUBLIC) not in place.names:
        ending = f".{Visibility.PUBLIC}"
        known = sorted(each.removesuffix(ending) for each in place.names if each.endswith(ending))
        raise SnapshotNotFoundError(place.name, name, known)
    embedder = open_embedder(settings.embedder)
    withdrawn = _withdrawn(settings)
    trail = audit_trail_of(settings)
    for visibility in Visibility:
        full_name = _full_name(name, visibility)
        if full_name in place.names:
            with (
                _opened(settings, visibility, embedder) as opened,
                trail.recorded(Act.RESTORED, [name], index=visibility),
            ):
                state = opened.restore_snapshot(
                    settings.snapshots,
                    full_name,
                    embedder=embedder.name,
                    dimension=embedder.dimension,
                    withdrawn=withdrawn,
                )
            say(messages().text("index.rebuilt", url=opened.url, counts=_counts(state)))


def _place(settings: "Settings", name: str) -> "BackupPlace":
    """The place of the snapshots, for one of that name; raises SnapshotNameError."""
    from puente.store import find_snapshots

    if not _NAME.fullmatch(name):
        raise SnapshotNameError(name)
    return find_snapshots(settings.store, settings.snapshots, settings.access)


def _full_name(name: str, visibility: Visibility) -> str:
    """The name of the part of a snapshot that has one visibility."""
    return f"{name}.{visibility}"


def _made(settings: "Settings") -> tuple[Visibility, ...]:
    """The public index, and the others that were ever made."""
    from service.bootstrap import visibilities_made

    return visibilities_made(settings)


def _withdrawn(settings: "Settings") -> "tuple[Withdrawal, ...]":
    """The withdrawals in force, of every index that there is."""
    from puente.store import exists, url_for
    from puente.withdrawal.service import in_force

    found: tuple[Withdrawal, ...] = ()
    for visibility in _made(settings):
        if exists(url_for(settings.store, visibility), settings.access):
            with _opened(settings, visibility) as opened:
                found += in_force([opened])
    return found


@contextmanager
def _opened(
    settings: "Settings", visibility: Visibility, maker: "Embedder | None" = None
) -> Iterator["Store"]:
    """The index of one visibility, whatever made it; where there is none, the encoder's."""
    from puente.store import exists, open_store, url_for

    url = url_for(settings.store, visibility)
    made_by = None if exists(url, settings.access) else maker
    store = open_store(
        url,
        embedder=made_by.name if made_by else None,
        dimension=made_by.dimension if made_by else None,
        create=made_by is not None,
        access=settings.access,
    )
    try:
        yield store
    finally:
        store.close()


def _counts(state: IndexState) -> str:
    words = messages()
    return words.text(
        "index.counts",
        documents=words.counted("counts.documents", state.documents),
        segments=words.counted("counts.segments", state.segments),
        generation=state.generation,
    )
