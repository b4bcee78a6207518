"""Traces of words in what is kept of the public index: its files, or all entries of its indices."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from puente.model.documents import Visibility
from puente.store.opensearch import indices
from puente.store.opensearch.transport.address import parse_address
from puente.store.opensearch.transport.client import connect
from puente.store.sqlite.file import path_of
from tests.twin_worlds.world import TwinWorld

_PAGE = 500


def find_traces(words: Iterable[str], kept: Iterable[bytes]) -> list[str]:
    """The words of which a trace is left.

    A full-text index leaves out the letters that a word shares with the one before, and a stemmer
    may cut its end: what is between tells it.
    """
    contents = [each.lower() for each in kept]
    return [word for word in words if any(word[3:-1].encode() in content for content in contents)]


def kept_of(world: TwinWorld, visibility: Visibility = Visibility.PUBLIC) -> Iterator[bytes]:
    """All that is kept of one index: the file, its log, its snapshots, and what it was before."""
    if world.url.startswith("sqlite:"):
        for path in _files(world, visibility):
            yield path.read_bytes()
    else:
        yield from _entries(world.url, visibility)


def kept_now(world: TwinWorld) -> Iterator[bytes]:
    """What is kept of the public index as it is now, without its past."""
    if world.url.startswith("sqlite:"):
        for path in _files(world, Visibility.PUBLIC):
            is_original = path.parent.parent.name == f"{path_of(world.url).name}.files"
            is_beside = path.parent == path_of(world.url).parent
            if is_original or (is_beside and ".before" not in path.name):
                yield path.read_bytes()


def _files(world: TwinWorld, visibility: Visibility) -> Iterator[Path]:
    """The files of the index, wherever they lie below the folder of the world."""
    own = path_of(world.url)
    for path in sorted(own.parent.rglob("*")):
        is_original = path.parent.parent.name == f"{own.name}.files"
        is_of_index = path.name.startswith(own.stem) or "snapshots" in path.parts or is_original
        is_restricted = (
            f".{Visibility.RESTRICTED}" in path.name or path.parent.name == Visibility.RESTRICTED
        )
        is_wanted = is_restricted is (visibility is Visibility.RESTRICTED)
        if path.is_file() and is_of_index and is_wanted:
            yield path


def _entries(url: str, visibility: Visibility) -> Iterator[bytes]:
    client = connect(url)
    alias = parse_address(url).alias
    if visibility is Visibility.RESTRICTED:
        alias = f"{alias}.{visibility}"
    try:
        for name in indices.names(client, alias):
            client.indices.refresh(index=name)
            body: dict[str, object] = {
                "size": _PAGE, "query": {"match_all": {}}, "sort": [{"_doc": "asc"}],
            }  # fmt: skip
            found = client.search(index=name, body=body, params={"scroll": "1m"})
            while found["hits"]["hits"]:
                yield json.dumps(found["hits"]["hits"], ensure_ascii=False).encode()
                found = client.scroll(scroll_id=found["_scroll_id"], params={"scroll": "1m"})
            client.clear_scroll(scroll_id=found["_scroll_id"])
    finally:
        client.close()
