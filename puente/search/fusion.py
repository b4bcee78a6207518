"""Several rankings into one, and language versions into one result: pure functions."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TypeAlias, TypeVar

from puente.model.identifiers import DocumentId, SegmentId, document_id_of
from puente.model.results import Ranking


class LegName(StrEnum):
    """Way in which a leg finds segments."""

    SYMBOL = "symbol"
    KEYWORD = "keyword"
    TITLE = "title"
    VECTOR = "vector"
    PART = "part"
    """A numbered part of a document that the question names: `puente.search.numbered_parts`."""


class Feature(StrEnum):
    """Reason for a segment's rank: each is between 0 and 1 before it is weighted."""

    SYMBOL = "symbol"
    WORDS = "words"
    """The share of the question's words that it has, the rare ones counting more."""
    NAMES = "names"
    """The share of them that its document's names have: title, symbol, organ, kind, date."""
    MEANING = "meaning"
    """Closeness of its meaning: it counts the more, the less the words say; see `features_of`."""
    PART = "part"
    """The numbered part that the question names; it has no weight: it stands first."""
    NEARNESS = "nearness"
    """Its place in the order of meaning: 1 for the first of its language, 1/2 for the seventh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """Weights of the features, by their names.

    `python -m tests.quality.fusion` learns them on the tuning halves of both sets of questions and
    says what they give on documents that they were not learned on (docs/decisions/fusion.md). What
    is asked for by its symbol comes before all else.
    """

    symbol: float = 2.0
    words: float = 0.55
    names: float = 0.28
    meaning: float = 0.43
    nearness: float = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A ranking, what it ranks by, and the scores that count as 0 and as 1."""

    name: LegName
    ranking: Ranking
    floor: float = 0.0
    ceiling: float = 1.0

    def shares(self) -> Iterator[tuple[SegmentId, float]]:
        """The segments with their scores between 0 and 1, best first."""
        span = self.ceiling - self.floor
        for scored in self.ranking.scored:
            share = (scored.score - self.floor) / span if span > 0 else 0.0
            yield scored.segment_id, min(max(share, 0.0), 1.0)


_Key = TypeVar("_Key")
Features: TypeAlias = Mapping[Feature, float]

# Half of what being first is worth is left at the seventh place.
_HALF = 6


def features_of(legs: Iterable[Leg]) -> dict[SegmentId, dict[Feature, float]]:
    """The features of each segment that a leg found; those that it lacks are 0.

    Where the best segment has all the words, meaning tells nothing more; where none has any, it
    tells all: a fixed weight buries answers in other words, or refuses nothing (docs/quality.md).
    """
    found: dict[SegmentId, dict[Feature, float]] = defaultdict(dict)
    names: dict[DocumentId, float] = {}
    meaning: dict[SegmentId, float] = {}
    best_words = 0.0
    for leg in legs:
        for place, (segment_id, share) in enumerate(leg.shares()):
            features = found[segment_id]
            match leg.name:
                case LegName.SYMBOL:
                    _raise(features, Feature.SYMBOL, share)
                case LegName.KEYWORD:
                    _raise(features, Feature.WORDS, share)
                    best_words = max(best_words, share)
                case LegName.TITLE:
                    _raise(names, document_id_of(segment_id), share)
                case LegName.VECTOR:
                    _raise(meaning, segment_id, share)
                    _raise(features, Feature.NEARNESS, _HALF / (_HALF + place))
    for segment_id, features in found.items():
        if share := names.get(document_id_of(segment_id), 0.0):
            features[Feature.NAMES] = share
        if share := meaning.get(segment_id, 0.0) * (1 - best_words):
            features[Feature.MEANING] = share
    return dict(found)


def _raise(values: dict[_Key, float], key: _Key, value: float) -> None:
    """Set a value unless a greater one is there: the order of the legs must not matter."""
    values[key] = max(value, values.get(key, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fused:
    """A segment with the parts of its score, which is their sum: exact, in whatever order."""

    segment_id: SegmentId
    parts: Features
    score: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", math.fsum(self.parts.values()))

    def times(self, factor: float) -> "Fused":
        """The same with every part multiplied."""
        parts = {feature: factor * part for feature, part in self.parts.items()}
        return Fused(segment_id=self.segment_id, parts=parts)


def fuse(
    legs: Iterable[Leg], weights: FusionWeights = FusionWeights(), *, least_share: float = 0.0
) -> tuple[Fused, ...]:
    """The segments by the weighted sum of their features, best first, ties by segment id.

    One that has less than the least share of the best sum is left out.
    """
    found = features_of(legs)
    weight_of = {Feature(name): weight for name, weight in asdict(weights).items()}
    scores = {
        segment_id: math.fsum(weight_of[f] * x for f, x in features.items())
        for segment_id, features in found.items()
    }
    least = max(scores.values(), default=0.0) * least_share
    # Half of what the legs find is far from the best, and needs no parts.
    return order(
        Fused(
            segment_id=segment_id, parts={f: weight_of[f] * x for f, x in found[segment_id].items()}
        )
        for segment_id, score in scores.items()
        if score >= least
    )


def order(scored: Iterable[Fused]) -> tuple[Fused, ...]:
    """Best score first, ties by segment id."""
    return tuple(sorted(scored, key=lambda each: (-each.score, each.segment_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The language versions of one passage: the best segment first."""

    best: Fused
    others: tuple[Fused, ...] = ()


def group_versions(
    scored: Sequence[Fused], counterparts: Mapping[SegmentId, Iterable[SegmentId]]
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
