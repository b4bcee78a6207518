"""Survey of divergences: works whose versions say different things, and the passages that do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from puente.catalogue.catalogue import Catalogue
from puente.catalogue.passages import Passage, VersionPair, passages, version_pairs
from puente.model.alignments import Severity
from puente.model.filters import Filters
from puente.store.alignment_facts import gravest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPassages:
    """Some of the passages in which versions diverge, the gravest first, of `total` there are."""

    shown: tuple[Passage, ...]
    total: int


def survey_divergences(
    catalogue: Catalogue, filters: Filters = Filters()
) -> tuple[VersionPair, ...]:
    """The aligned versions that diverge anywhere, those with most of the gravest first.

    Raises FilterError.
    """
    diverging = (pair for pair in version_pairs(catalogue, filters) if any(_weight(pair)))
    return tuple(sorted(diverging, key=lambda pair: [-count for count in _weight(pair)]))


def diverging_passages(catalogue: Catalogue, pairs: Iterable[VersionPair]) -> tuple[Passage, ...]:
    """The passages in which versions diverge, in their order."""
    return tuple(
        passage
        for pair in pairs
        for passage in passages(catalogue, pair)
        if passage.bead.divergences
    )


def gravest_passages(
    catalogue: Catalogue,
    pairs: Sequence[VersionPair],
    severity: Severity | None = None,
    *,
    start: int,
    count: int,
) -> RankedPassages:
    """So many passages from a place on, of one severity or by it, within one in order of the pairs.

    The summaries say where each pair's passages stand, so that no text is read but that of the
    pairs in question.
    """
    severities = (severity,) if severity else tuple(Severity)
    total = sum(pair.summary.divergences.get(each, 0) for pair in pairs for each in severities)
    shown: list[Passage] = []
    before = 0
    for each in severities:
        for pair in pairs:
            held = pair.summary.divergences.get(each, 0)
            first, last = max(start - before, 0), min(start + count - before, held)
            if first < last:
                found = [one for one in passages(catalogue, pair) if gravest_of(one.bead) is each]
                shown += found[first:last]
            before += held
    return RankedPassages(shown=tuple(shown), total=total)


def _weight(pair: VersionPair) -> list[int]:
    """Numbers of passages that diverge, by severity, the gravest first."""
    return [pair.summary.divergences.get(severity, 0) for severity in Severity]
