"""Compatibility of an index: one that another encoder, analysis or schema made is refused."""

from dataclasses import dataclass, replace

from puente.errors import IndexMismatchError, RollbackError, SnapshotMismatchError
from puente.model.index import IndexState
from puente.text import tokenization

SCHEMA = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Identity of an index: the encoder, analysis and schema that made it."""

    embedder: str
    dimension: int
    analyzer: str = tokenization.VERSION
    schema: int = SCHEMA


def difference(stored: Identity, wanted: Identity) -> str | None:
    """In what an index differs from what is in use, as the end of a sentence; None in nothing."""
    for what in ("schema", "analyzer", "embedder", "dimension"):
        made, used = getattr(stored, what), getattr(wanted, what)
        if made != used:
            return f"was made with {what} {made}, and {used} is in use"
    return None


def check_identity(url: str, stored: Identity, wanted: Identity) -> None:
    """Raise IndexMismatchError unless the index was made by what is in use."""
    found = difference(stored, wanted)
    if found:
        raise IndexMismatchError(url, found, is_readable=stored.schema == wanted.schema)


def nothing_kept(url: str) -> RollbackError:
    """The error of an index that has no earlier one to go back to."""
    return RollbackError(
        url,
        "no earlier one is kept. Only the last `puente reindex` or `puente restore` can be undone;"
        " `puente restore NAME` goes back to a snapshot.",
    )


def check_kept(url: str, kept: Identity, wanted: Identity) -> None:
    """Raise RollbackError unless the index that was kept was made by what is in use."""
    found = difference(kept, wanted)
    if found:
        made_here = replace(wanted, embedder=kept.embedder, dimension=kept.dimension)
        remedy = (
            f"Set PUENTE_EMBEDDER={kept.embedder} and try again."
            if kept == made_here
            else "Use the version of Puente that made it."
        )
        raise RollbackError(url, f"the earlier one {found}. {remedy}")


def check_snapshot(name: str, stored: Identity, wanted: Identity, present: IndexState) -> None:
    """Raise SnapshotMismatchError where documents in use would be replaced by useless ones.

    A snapshot of another encoder or analysis goes where there is no document yet, and is rebuilt
    there; another schema goes nowhere.
    """
    found = difference(stored, wanted)
    if found and (present.documents or stored.schema != wanted.schema):
        raise SnapshotMismatchError(name, found)


def identity_of(state: IndexState) -> Identity:
    """Identity of an index, from its state."""
    return Identity(
        embedder=state.embedder,
        dimension=state.dimension,
        analyzer=state.analyzer,
        schema=state.schema,
    )
