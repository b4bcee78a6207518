"""Order of the groups of an answer, where it is not that of their scores."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from puente.model.filters import FILTERS, Filters, YearRange
from puente.model.identifiers import DocumentId, SegmentId, document_id_of
from puente.model.queries import Query, Sort
from puente.model.results import Candidate
from puente.search.diversity import MOST
from puente.search.fusion import Fused, Group, LegName
from puente.search.retrieval import Candidates

NEAR = 0.75
"""Of the best score: a document with a passage at least so good is on the subject too."""

YEAR_WEIGHT = 1.15
"""Weight of a passage whose document is of a year that the question speaks of."""

SPAN_SHARE = 0.5
"""Of the best score: the best within a span of years has as much, or the span is no filter."""

_YEAR = next(place for place, each in enumerate(FILTERS) if each.name == "year")


def in_order(groups: Sequence[Group], query: Query, found: Candidates) -> tuple[Group, ...]:
    """The groups in the order that a question wants; they come by score.

    By date is the newest document first. A question for the newest has the documents that are near
    the best in that order, each with its best passages, and then all others by score. A part that
    the question names comes before all.
    """
    if query.sort is Sort.DATE:
        return _newest_first(groups, found)
    if query.newest:
        groups = _nearest_by_date(groups, found)
    named = [any(LegName.PART in found.legs[each] for each in _members(group)) for group in groups]
    return (
        *(group for group, is_named in zip(groups, named, strict=True) if is_named),
        *(group for group, is_named in zip(groups, named, strict=True) if not is_named),
    )


def holds(query: Query, ranked: Mapping[Filters, Sequence[Fused]]) -> bool:
    """Test whether the span of years that a question names leaves an answer to it.

    "Massacres between 1980 and 1983" means no document of those years: where the best of them is
    far behind the best of all, the span is no filter.
    """
    whole = replace(query.narrowed, years=query.filters.years)
    within, best = (
        max((e.score for e in ranked[f][:1]), default=0.0) for f in (query.narrowed, whole)
    )
    return within >= SPAN_SHARE * best


def year_weight(years: YearRange | None, candidate: Candidate) -> float:
    """The weight of a passage in a question that speaks of some years; 1 for all others."""
    year = candidate.values[_YEAR]
    if years is None or not isinstance(year, int):
        return 1.0
    return YEAR_WEIGHT if years.first <= year <= years.last else 1.0


def _newest_first(groups: Sequence[Group], found: Candidates) -> tuple[Group, ...]:
    # "2004-10-13" stands before "2004-10", and that before "2004"; equals keep their order.
    return tuple(sorted(groups, key=lambda group: _date(group, found), reverse=True))


def _nearest_by_date(groups: Sequence[Group], found: Candidates) -> tuple[Group, ...]:
    of_document: dict[DocumentId, list[Group]] = {}
    for group in groups:
        of_document.setdefault(document_id_of(group.best.segment_id), []).append(group)
    least = NEAR * max((group.best.score for group in groups), default=0.0)
    near = [own[:MOST] for own in of_document.values() if own[0].best.score >= least]
    near.sort(key=lambda own: _date(own[0], found), reverse=True)
    first = list(chain.from_iterable(near))
    taken = {group.best.segment_id for group in first}
    return (*first, *(group for group in groups if group.best.segment_id not in taken))


def _date(group: Group, found: Candidates) -> str:
    """The date of a group's leader, else the newest of its other versions; "" without any."""
    dates = [found.candidates[each].date or "" for each in _members(group)]
    return dates[0] or max(dates)


def _members(group: Group) -> list[SegmentId]:
    return [each.segment_id for each in (group.best, *group.others)]
