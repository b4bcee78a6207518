"""Survey of divergences: works whose versions say different things, and the passages that do."""

from collections.abc import Iterable

from puente.catalogue.catalogue import Catalogue
from puente.catalogue.passages import Passage, VersionPair, passages, version_pairs
from puente.model.alignments import Severity
from puente.model.filters import Filters


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


def _weight(pair: VersionPair) -> list[int]:
    """Numbers of passages that diverge, by severity, the gravest first."""
    return [pair.summary.divergences.get(severity, 0) for severity in Severity]
