"""Hits of one document, shown together under its title."""

from collections.abc import Iterable
from dataclasses import dataclass

from puente.model.documents import Document
from puente.model.identifiers import DocumentId
from puente.model.results import Hit

MOST_SHOWN = 3
"""Hits of a document that a reader sees without opening the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitGroup:
    """The hits of one document as ranked: those shown, and more that a reader can open."""

    document: Document
    shown: tuple[Hit, ...]
    more: tuple[Hit, ...]


def hit_groups(hits: Iterable[Hit]) -> tuple[HitGroup, ...]:
    """The hits of a page by document, in the order of the best hit of each."""
    groups: dict[DocumentId, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.document.id, []).append(hit)
    return tuple(
        HitGroup(
            document=ranked[0].document,
            shown=tuple(ranked[:MOST_SHOWN]),
            more=tuple(ranked[MOST_SHOWN:]),
        )
        for ranked in groups.values()
    )
