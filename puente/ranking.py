"""Several rankings into one, and language versions into one result: pure functions."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from puente.records import Bead, Ranking, Scored, SegmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A ranking with its weight in a fusion and the scores that count as 0 and as 1."""

    ranking: Ranking
    weight: float
    floor: float
    ceiling: float


def fuse(legs: Iterable[Leg]) -> tuple[Scored, ...]:
    """The weighted sum of the legs' scaled scores, best first, ties by segment id.

    A segment that a leg did not return gets nothing from it. Sums are exact (`math.fsum`), so the
    order of the legs does not matter. Measured against reciprocal rank fusion in docs/quality.md.
    """
    parts: dict[SegmentId, list[float]] = defaultdict(list)
    for leg in legs:
        span = leg.ceiling - leg.floor
        for scored in leg.ranking.scored:
            share = (scored.score - leg.floor) / span if span > 0 else 0.0
            parts[scored.segment_id].append(leg.weight * min(max(share, 0.0), 1.0))
    return order(Scored(segment_id=each, score=math.fsum(part)) for each, part in parts.items())


def order(scored: Iterable[Scored]) -> tuple[Scored, ...]:
    """Best score first, ties by segment id."""
    return tuple(sorted(scored, key=lambda each: (-each.score, each.segment_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The language versions of one passage: the best segment first."""

    best: Scored
    others: tuple[Scored, ...] = ()


def group_versions(scored: Sequence[Scored], beads: Iterable[Bead]) -> tuple[Group, ...]:
    """One group for all segments of a ranking that beads link, in the order of their best."""
    linked = _neighbours(beads)
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


def _neighbours(beads: Iterable[Bead]) -> Mapping[SegmentId, set[SegmentId]]:
    linked: dict[SegmentId, set[SegmentId]] = defaultdict(set)
    for bead in beads:
        for source in bead.source:
            for target in bead.target:
                linked[source].add(target)
                linked[target].add(source)
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
