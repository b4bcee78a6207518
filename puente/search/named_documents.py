"""Documents that a question names: by their title, kind, organ, symbol or date."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from puente.model.identifiers import SegmentId, WorkId
from puente.model.queries import Query, Sort
from puente.model.results import HydratedSegment, NamedDocument

MOST = 3
NEARLY = 0.8
"""Of the best document's share: those with less are not what the question names."""
# Some orders of one case have its name alike, each in two languages.
_LOOKED_AT = 16


def nearly_best(named: Mapping[SegmentId, float]) -> tuple[SegmentId, ...]:
    """Those of some shares, in their order, that are nearly the best."""
    least = NEARLY * max(named.values(), default=0.0)
    return tuple(each for each, share in named.items() if share >= least)[:_LOOKED_AT]


def name_documents(
    segment_ids: Iterable[SegmentId],
    query: Query,
    shares: Mapping[SegmentId, float],
    shown: Mapping[SegmentId, HydratedSegment],
) -> tuple[NamedDocument, ...]:
    """The documents that some segments stand for, of each work the version to be read.

    The best comes first, of equal ones the newest; in the order of dates where a question asks so.
    """
    works: dict[WorkId, list[NamedDocument]] = {}
    for each in segment_ids:
        named = NamedDocument(document=shown[each].document, share=shares[each])
        works.setdefault(named.document.work_id, []).append(named)
    by_date = query.newest or query.sort is Sort.DATE
    read = (
        replace(
            min(versions, key=lambda named: named.document.language is not query.language),
            share=max(named.share for named in versions),
        )
        for versions in works.values()
    )
    # Sorts keep the order of equals: by share, then the newest, the undated last, then by id.
    ranked = sorted(read, key=lambda named: named.document.id)
    ranked.sort(key=lambda named: named.document.date or "", reverse=True)
    if not by_date:
        ranked.sort(key=lambda named: -round(named.share, 2))
    return tuple(ranked[:MOST])
