"""What makes an index: one that something else made is refused."""

from dataclasses import dataclass

from puente import analysis
from puente.errors import IndexMismatchError

SCHEMA = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What makes an index: an index made by another is refused."""

    embedder: str
    dimension: int
    analyzer: str = analysis.VERSION
    schema: int = SCHEMA


def check_identity(url: str, stored: Identity, wanted: Identity) -> None:
    """Raise IndexMismatchError unless the index was made by what is in use."""
    for what in ("schema", "analyzer", "embedder", "dimension"):
        if getattr(stored, what) != getattr(wanted, what):
            raise IndexMismatchError(url, what, getattr(stored, what), getattr(wanted, what))
