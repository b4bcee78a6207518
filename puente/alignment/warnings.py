"""Warnings that two texts may not be versions of each other at all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from puente.model.alignments import Alignment, Bead
from puente.model.documents import Language
from puente.model.segments import Segment

# Of the better linked side at least 0.75 of the text is linked in the 27 hard pairs of
# tests/quality, 0.35 at most in 72 unrelated ones.
_CERTAIN_VERSIONS = 0.5

# Lower-case words that two texts have in common, each as often as in the one that has it less:
# among documents of tests/quality/pairs.py .37 to .81 of those in one language (of a copy all),
# .15 to .37 of Spanish and Portuguese ones, .08 at most of Spanish and English ones. That a word
# stands anywhere in the other text says nothing of judgments of 700 paragraphs: they quote in both.
_SAME_LANGUAGE = 0.45
_ENOUGH_WORDS = 20
# Of fewer words two versions may share most ("total", "regional"); so many, and all, only a copy.
_FEWEST_WORDS = 6


_COMPARED = 1e-9


class AlignmentWarning(StrEnum):
    """Reason not to trust an alignment."""

    EMPTY = "empty"
    """A side has no text."""
    SAME_LANGUAGE = "same-language"
    """Both sides are in one language; nothing was linked."""
    TOO_LONG = "too-long"
    """Parts have too many paragraphs, and nothing that places them: they were not compared."""
    UNRELATED = "unrelated"
    """Of neither side half of the text is linked."""


def find_warnings(
    alignment: Alignment, source: Sequence[Segment], target: Sequence[Segment]
) -> tuple[AlignmentWarning, ...]:
    """Find the gravest reason not to trust an alignment of these; empty if there is none.

    A null link in which nobody can trust is one of what was not compared.
    """
    if not all(any(s.text.strip() for s in side) for side in (source, target)):
        return (AlignmentWarning.EMPTY,)
    if are_in_one_language(source, target):
        return (AlignmentWarning.SAME_LANGUAGE,)
    if any(bead.confidence < _COMPARED for bead in alignment.beads if not _is_link(bead)):
        return (AlignmentWarning.TOO_LONG,)
    if _share_linked(alignment.beads, source, target) < _CERTAIN_VERSIONS:
        return (AlignmentWarning.UNRELATED,)
    return ()


def scale_confidence(
    beads: Sequence[Bead], source: Sequence[Segment], target: Sequence[Segment]
) -> list[Bead]:
    """The beads with links no surer than it is that the texts are versions of each other at all."""
    doubt = min(1.0, _share_linked(beads, source, target) / _CERTAIN_VERSIONS)
    return [
        replace(bead, confidence=bead.confidence * doubt**2)
        if bead.source and bead.target
        else bead
        for bead in beads
    ]


def share_of_both(
    beads: Sequence[Bead], source: Sequence[Segment], target: Sequence[Segment]
) -> float:
    """The share of the text of both sides that is linked, each link counted by its confidence."""
    linked = _linked_text(beads, source) + _linked_text(beads, target)
    return linked / (_characters((*source, *target)) or 1)


def are_in_one_language(source: Sequence[Segment], target: Sequence[Segment]) -> bool:
    """Test whether two texts are in the same language, even if they are marked as in two."""
    if not source or not target:
        return False
    if _main_language(source) is _main_language(target):
        return True
    fewer, more = sorted((_plain_words(source), _plain_words(target)), key=Counter.total)
    if fewer.total() < _ENOUGH_WORDS:
        return len(fewer) >= _FEWEST_WORDS and fewer.keys() <= more.keys()
    ours, theirs = fewer.total(), more.total()
    shared = sum(min(count / ours, more[word] / theirs) for word, count in fewer.items())
    return shared > _SAME_LANGUAGE


def _main_language(segments: Sequence[Segment]) -> Language:
    """The language of most of a text: a judgment quotes in others."""
    lengths: Counter[Language] = Counter()
    for segment in segments:
        lengths[segment.language] += len(segment.text)
    return lengths.most_common(1)[0][0]


def _plain_words(segments: Sequence[Segment]) -> Counter[str]:
    """The lower-case words of a text: names, acronyms and numbers are the same in any language."""
    said = (word for segment in segments for word in segment.text.split())
    return Counter(word for word in said if word.isalpha() and word.islower())


def _share_linked(
    beads: Sequence[Bead], source: Sequence[Segment], target: Sequence[Segment]
) -> float:
    """The share of the better linked side's text."""
    return max(_linked_text(beads, side) / (_characters(side) or 1) for side in (source, target))


def _linked_text(beads: Iterable[Bead], segments: Sequence[Segment]) -> float:
    """The characters of one side that are linked, each link counted by its confidence."""
    lengths = {segment.id: len(segment.text) for segment in segments}
    return sum(
        bead.confidence * sum(lengths.get(i, 0) for i in (*bead.source, *bead.target))
        for bead in beads
        if _is_link(bead)
    )


def _is_link(bead: Bead) -> bool:
    return bool(bead.source and bead.target)


def _characters(segments: Iterable[Segment]) -> int:
    return sum(len(segment.text) for segment in segments)
