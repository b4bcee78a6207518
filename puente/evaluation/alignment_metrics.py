"""Agreement of found links with true ones: strict and lax F1 over beads, null links included."""

from collections.abc import Hashable, Iterable
from typing import NamedTuple, TypeAlias, TypeVar

Unit = TypeVar("Unit", bound=Hashable)
Link: TypeAlias = tuple[tuple[Unit, ...], tuple[Unit, ...]]


class Agreement(NamedTuple):
    """Precision and recall of found links; their harmonic mean is `f1`."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two, 0 when both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def strict_f1(gold: Iterable[Link[Unit]], found: Iterable[Link[Unit]]) -> float:
    """F1 of links that are right to the last unit on both sides."""
    return strict_agreement(gold, found).f1


def lax_f1(gold: Iterable[Link[Unit]], found: Iterable[Link[Unit]]) -> float:
    """F1 of links that share a source and a target unit with a link of the other set."""
    return lax_agreement(gold, found).f1


def strict_agreement(gold: Iterable[Link[Unit]], found: Iterable[Link[Unit]]) -> Agreement:
    """Precision and recall of links that are right to the last unit on both sides."""
    true, claimed = set(_split_nulls(gold)), set(_split_nulls(found))
    right = len(true & claimed)
    return Agreement(_share(right, len(claimed)), _share(right, len(true)))


def lax_agreement(gold: Iterable[Link[Unit]], found: Iterable[Link[Unit]]) -> Agreement:
    """Precision and recall of links that share a unit of each side with a link of the other set."""
    true, claimed = set(_split_nulls(gold)), set(_split_nulls(found))
    true_points, claimed_points = _points(true), _points(claimed)
    right = sum(not true_points.isdisjoint(_points([link])) for link in claimed)
    recalled = sum(not claimed_points.isdisjoint(_points([link])) for link in true)
    return Agreement(_share(right, len(claimed)), _share(recalled, len(true)))


def _split_nulls(links: Iterable[Link[Unit]]) -> Iterable[Link[Unit]]:
    """The links, with a one-sided link of many units as many links of one."""
    for source, target in links:
        if source and target:
            yield source, target
        else:
            yield from (((unit,), ()) for unit in source)
            yield from (((), (unit,)) for unit in target)


def _points(links: Iterable[Link[Unit]]) -> set[tuple[Unit | None, Unit | None]]:
    """Every pair of a source and a target unit that are linked; None stands for no counterpart."""
    return {
        (s, t) for source, target in links for s in source or (None,) for t in target or (None,)
    }


def _share(part: int, whole: int) -> float:
    """The share, 1 of nothing: no link was missed and none was wrong."""
    return part / whole if whole else 1.0
