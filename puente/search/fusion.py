"""Several rankings into one, and language versions into one result: pure functions."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from puente.model.identifiers import SegmentId
from puente.model.results import Ranking, Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A ranking with its weight in a fusion and the scores that count as 0 and as 1."""

    ranking: Ranking
    weight: float
    floor: float
    ceiling: float


def fuse(legs: Iterable[Leg], *, least_share: float = 0.0) -> tuple[Scored, ...]:
    """The weighted sum of the legs' scaled scores, best first, ties by segment id.

    A segment that a leg did not return gets nothing from it; one that has less than the least share
    of the best sum is left out. Sums are exact (`math.fsum`), so the order of the legs does not
    matter. Measured against reciprocal rank fusion in docs/quality.md.
    """
    parts: dict[SegmentId, list[float]] = defaultdict(list)
    for leg in legs:
        span = leg.ceiling - leg.floor
        for scored in leg.ranking.scored:
            share = (scored.score - leg.floor) / span if span > 0 else 0.0
            parts[scored.segment_id].append(leg.weight * min(max(share, 0.0), 1.0))
    sums = {each: math.fsum(part) for each, part in parts.items()}
    least = max(sums.values(), default=0.0) * least_share
    return order(Scored(segment_id=e, score=total) for e, total in sums.items() if total >= least)


def order(scored: Iterable[Scored]) -> tuple[Scored, ...]:
    """Best score first, ties by segment id."""
    return tuple(sorted(scored, key=lambda each: (-each.score, each.segment_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The language versions of one passage: the best segment first."""

    best: Scored
    others: tuple[Scored, ...] = ()


def group_versions(
    scored: Sequence[Scored], counterparts: Mapping[SegmentId, Iterable[SegmentId]]
) -> tuple[Group, ...]:
    """One group for all segments of a ranking that are linked, in the order of their best."""
    linked = _neighbours(counterparts)
    place = {each.segment_id: each for each in scored}
    taken: set[SegmentId] = set()
    groups = []
    for each in scored:
        if each.segment_id in taken:
            continue
        members = _reachable(each.segment_id, linked)
        taken |= members
        others = order(place[m] for m in members if m in place and m != each.segment_id)
        groups.append(Group(best=each, others=others))
    return tuple(groups)


def _neighbours(
    counterparts: Mapping[SegmentId, Iterable[SegmentId]],
) -> Mapping[SegmentId, set[SegmentId]]:
    """The counterparts both ways, for one that was not found has none of its own."""
    linked: dict[SegmentId, set[SegmentId]] = defaultdict(set)
    for each, others in counterparts.items():
        for other in others:
            linked[each].add(other)
            linked[other].add(each)
    return linked


def _reachable(start: SegmentId, linked: Mapping[SegmentId, set[SegmentId]]) -> set[SegmentId]:
    found = {start}
    frontier = [start]
    while frontier:
        for neighbour in linked.get(frontier.pop(), ()):
            if neighbour not in found:
                found.add(neighbour)
                frontier.append(neighbour)
    return found
