"""Evidence that two aligned documents are versions of each other, and the confidence it gives."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ingest.pairing.number_agreement import NumberAgreement, compare_numbers
from ingest.pairing.symbol_relation import (
    SAME_SYMBOL,
    Relation,
    relation_of,
    stated_date,
)
from puente.model.alignments import Alignment
from puente.model.documents import Document
from puente.model.reports import ProposalReason
from puente.model.segments import Segment
from puente.text.numbers import find_numbers, spelled_numbers

# What follows was set on the half tuned on of `python -m tests.quality.pairs`, and on editions of
# one resolution in tests/bench/pairing.py.
_LEAST_CONFIDENCE = 0.5
_LEAST_SCORE_OF_SYMBOL = 0.3
"""Documents that bear one symbol are taken with a poorer alignment, whatever their figures say."""
_SURE_LINK = 0.5
_FEWEST_WORDS = 4
"""A link of fewer words on a side says nothing: "I. Introduction" stands in every report."""
_DOUBT_LEFT_BY_LINK = 0.5
"""Of the doubt whether there is enough text, one link leaves so much."""
_FEWEST_FIGURES = 0.1
"""Differing figures alone leave so much of the confidence: a person decides."""
_FEWEST_FIGURES_OF_SYMBOL = 0.5
_OTHER_DAY = 0.4
"""Orders in one case, some weeks apart, score .76 and share .84 of their numbers."""
_OTHER_DAY_BUT_ALIKE = 0.8
_OTHER_TITLE = 0.3
_MANY_LINKS = 10
_ROMAN = re.compile(r"\b[IVXLC]{2,7}\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FULL_DATE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """The agreement of figures from which on nothing is doubted, and how fast the doubt grows."""

    shared: float
    contradicted: float
    cost: float

    def weigh(self, numbers: NumberAgreement) -> float:
        """The share of the confidence that the figures leave, 0 to 1."""
        shared = 1.0 if numbers.shared is None else min(1.0, numbers.shared / self.shared)
        excess = max(0.0, numbers.contradicted - self.contradicted)
        return max(_FEWEST_FIGURES, shared**6 * math.exp(-self.cost * excess))


# Versions share .75 of their numbers and more, but .56 where one lacks its notes, and contradict
# each other in 0 to .03 of the links with years or symbols, but in .07 where a table was read
# otherwise. Editions of a yearly resolution share .63 at most and contradict in .05 and more.
_STRICT = _Limits(shared=0.57, contradicted=0.04, cost=100.0)
_OF_ONE_DAY = _Limits(shared=0.45, contradicted=0.1, cost=20.0)
"""For two documents that say they are of one day, or bear the same numbers in their titles."""
_ALIKE = _Limits(shared=0.8, contradicted=0.02, cost=100.0)
"""For two documents of which one may state a wrong day."""


class Statements(Enum):
    """Agreement of two statements."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Evidence on two documents: their alignment, and what they say of themselves.

    `score` is that of the alignment, `links` counts its links that say something.
    """

    score: float
    links: int
    numbers: NumberAgreement
    relation: Relation
    days: Statements
    titles: Statements

    @property
    def confidence(self) -> float:
        """The confidence that they are versions of each other, 0 to 1."""
        factors = self._factors()
        if self.relation is SAME_SYMBOL:
            figures = max(_FEWEST_FIGURES_OF_SYMBOL, factors[ProposalReason.FIGURES])
            return self.score * factors[ProposalReason.LITTLE] * figures
        return self.score * math.prod(factors.values())

    @property
    def are_versions(self) -> bool:
        """True if they are paired without asking a person."""
        if self.relation is SAME_SYMBOL:
            return self.score >= _LEAST_SCORE_OF_SYMBOL
        return self.confidence >= _LEAST_CONFIDENCE

    @property
    def reason(self) -> ProposalReason:
        """The reason that speaks most against them."""
        factors = self._factors()
        return self.relation.conflict or min(factors, key=factors.__getitem__)

    def _factors(self) -> dict[ProposalReason, float]:
        """The share of the confidence that each doubt leaves."""
        is_sure = Statements.SAME in (self.days, self.titles)
        figures = (_OF_ONE_DAY if is_sure else _STRICT).weigh(self.numbers)
        are_alike = self.links >= _MANY_LINKS and _ALIKE.weigh(self.numbers) == 1.0
        other_day = _OTHER_DAY_BUT_ALIKE if are_alike and self.score >= 0.9 else _OTHER_DAY
        return {
            ProposalReason.FIGURES: figures,
            ProposalReason.DATE: other_day if self.days is Statements.OTHER else 1.0,
            ProposalReason.TITLE: _OTHER_TITLE if self.titles is Statements.OTHER else 1.0,
            ProposalReason.LITTLE: 1 - _DOUBT_LEFT_BY_LINK**self.links,
        }


def gather_evidence(
    documents: tuple[Document, Document],
    alignment: Alignment,
    sides: Sequence[Sequence[Segment]],
) -> Evidence:
    """The evidence on two documents that have been aligned."""
    words = {segment.id: len(segment.text.split()) for side in sides for segment in side}
    return Evidence(
        score=alignment.score,
        links=sum(
            bead.confidence >= _SURE_LINK
            and all(
                sum(words[each] for each in side) >= _FEWEST_WORDS
                for side in (bead.source, bead.target)
            )
            for bead in alignment.beads
        ),
        numbers=compare_numbers(alignment, sides[0], sides[1]),
        relation=relation_of(*documents),
        days=_compare_days(*documents),
        titles=_compare_titles(*documents),
    )


def _compare_days(one: Document, other: Document) -> Statements:
    """Agreement of the dates that two documents state, as far as both do."""
    first, second = stated_date(one), stated_date(other)
    if first is None or second is None:
        return Statements.UNKNOWN
    shorter = min(len(first), len(second))
    if first[:shorter] != second[:shorter]:
        return Statements.OTHER
    return Statements.SAME if shorter == _FULL_DATE else Statements.UNKNOWN


def _compare_titles(one: Document, other: Document) -> Statements:
    """Agreement of the years and of the other numbers in two titles, as far as both have some."""
    agreements = []
    for ours, theirs in zip(_title_numbers(one), _title_numbers(other), strict=True):
        if ours and theirs:
            agreements.append(Statements.OTHER if ours.isdisjoint(theirs) else Statements.SAME)
    if Statements.OTHER in agreements:
        return Statements.OTHER
    return Statements.SAME if agreements else Statements.UNKNOWN


def _title_numbers(document: Document) -> tuple[set[str], set[str]]:
    """The years of a title, and its other numbers, in figures, letters and Roman ones."""
    title = document.title
    found = {value for value, _ in find_numbers(title)}
    found.update(value for value, _ in spelled_numbers(title, document.language))
    found.update(str(_roman_value(raw)) for raw in _ROMAN.findall(title))
    years = {value for value in found if _YEAR.fullmatch(value)}
    return years, found - years


def _roman_value(raw: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in raw]
    return sum(
        -value if any(value < later for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )
