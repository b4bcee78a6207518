"""Summaries of an index: its state and its collections."""

from collections.abc import Mapping
from dataclasses import dataclass

from puente.model.documents import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """State of an index: what it holds and what made it."""

    schema: int
    analyzer: str
    embedder: str
    dimension: int
    documents: int
    segments: int
    alignments: int
    generation: int
    """Grows with every write."""
    pairing_is_due: bool = False
    """True if documents have come, changed or gone since versions were last looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSummary:
    """A collection and what it holds: counts of documents by language, and its years."""

    name: str
    documents: int
    languages: Mapping[Language, int]
    first_year: int | None
    last_year: int | None
