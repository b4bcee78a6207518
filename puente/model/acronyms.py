"""Acronyms that a collection teaches, with the paragraphs that prove them."""

from dataclasses import dataclass

from puente.model.documents import Language
from puente.model.identifiers import SegmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """A name with its acronym, as a text has them.

    `is_spelt` says that each letter of the acronym begins a word of the name or goes on with it;
    where not, the name is what is in capitals before the brackets, and more has to be known.
    """

    acronym: str
    name: str
    is_spelt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Introducing:
    """Segment that introduces acronyms, and those that it is aligned with."""

    segment_id: SegmentId
    language: Language
    introduced: tuple[Introduced, ...]
    counterparts: tuple[SegmentId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAcronym:
    """An acronym and its name in one language, and the segment that says so."""

    acronym: str
    name: str
    segment_id: SegmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Acronym:
    """One thing: its acronym and name in both languages, or in one alone."""

    spanish: NamedAcronym | None = None
    english: NamedAcronym | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LearnedAcronyms:
    """All acronyms that one generation of an index teaches; equal to itself alone."""

    known: tuple[Acronym, ...] = ()
