"""Alignments of two versions: beads, divergences and the corrections of people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from puente.model.identifiers import DocumentId, SegmentId


class LinkStatus(StrEnum):
    """Who answers for a link; "stale" is what a person said of a text that has changed since."""

    AUTOMATIC = "automatic"
    CONFIRMED = "confirmed"
    STALE = "stale"


class DivergenceKind(StrEnum):
    """Kind of difference between two versions."""

    NUMBER = "number"
    DATE = "date"
    SYMBOL = "symbol"
    NAME = "name"
    NEGATION = "negation"
    MODAL = "modal"
    LIST = "list"
    CLAUSE = "clause"


class Severity(StrEnum):
    """Weight of a difference, the gravest first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """A difference, with what only the source says and only the target says, as it is written."""

    kind: DivergenceKind
    severity: Severity
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """One n-to-m link of an alignment; an empty side has no counterpart.

    `confidence` is between 0 and 1; `reasons` names the features that made it, with their values.
    """

    source: tuple[SegmentId, ...]
    target: tuple[SegmentId, ...]
    confidence: float
    reasons: tuple[tuple[str, float], ...] = ()
    status: LinkStatus = LinkStatus.AUTOMATIC
    divergences: tuple[Divergence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The beads of two versions, in the order of the source; `score` (0..1) is of the whole."""

    source_id: DocumentId
    target_id: DocumentId
    beads: tuple[Bead, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentSummary:
    """An alignment without its beads: how many there are, by what is to be known of them.

    `links` have both sides; `divergences` counts the beads by their gravest divergence.
    """

    source_id: DocumentId
    target_id: DocumentId
    score: float
    beads: int
    links: int
    confirmed: int = 0
    stale: int = 0
    divergences: Mapping[Severity, int] = field(default_factory=dict)


class Decision(StrEnum):
    """Decision of a person on segments of two versions: they are a link, or they are none."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedSegment:
    """A segment as it was when a person saw it; `checksum` is of its text."""

    id: SegmentId
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Correction of a link by a person; later ones go over earlier ones.

    A confirmed one with an empty side says that the other has no counterpart. One that names no
    segment is of the documents as a whole: they are versions of each other, or they are not.
    `made` is the time in UTC, as ISO 8601 writes it. Of those made in one act
    the last one says how many they are, `together`, and which links others took the place of,
    `replaced`, without their divergences; what replaced none cannot be undone.
    """

    source_id: DocumentId
    target_id: DocumentId
    source: tuple[CorrectedSegment, ...]
    target: tuple[CorrectedSegment, ...]
    decision: Decision
    author: str
    made: str
    replaced: tuple[Bead, ...] = ()
    together: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPair:
    """Two documents found to translate each other, with a score between 0 and 1."""

    source_id: DocumentId
    target_id: DocumentId
    score: float
