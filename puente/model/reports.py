"""Reports of an ingest, while it runs and at its end."""

from dataclasses import dataclass
from enum import StrEnum

from puente.model.alignments import DocumentPair
from puente.model.identifiers import DocumentId


class Reason(StrEnum):
    """Reason for refusing a file; the codes are stable."""

    ENCRYPTED = "encrypted"
    WRONG_TYPE = "wrong-type"
    EMPTY = "empty"
    TOO_BIG = "too-big"
    BOMB = "bomb"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    MALFORMED = "malformed"
    UNSUPPORTED = "unsupported"
    NEEDS_OCR = "needs-ocr"
    INTERNAL = "internal"
    BAD_MANIFEST = "bad-manifest"


class Outcome(StrEnum):
    """Outcome of an ingest for one file."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    DUPLICATE = "duplicate"
    WITHHELD = "withheld"
    """Its document was withdrawn, or that of the same bytes or symbol."""
    REJECTED = "rejected"


class VisibilityNote(StrEnum):
    """Note on a file whose visibility is not simply what was stated of it."""

    KEPT = "kept-restricted"
    """Its document stands restricted, and this run does not make it public."""
    SAME_BYTES = "same-bytes-restricted"
    """Another file with the same bytes is restricted."""
    HELD = "held-back"
    """Its text says that it is restricted."""
    EMBARGOED = "embargoed"
    """Its embargo keeps it restricted until a day to come."""
    RELEASED = "released"
    """Its embargo is over, and it is public now."""
    PUBLISHED = "published"
    """It was restricted and is public now."""
    WITHDRAWN = "withdrawn"
    """It was refused, and its old text is in the public index no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress of a long piece of work: `done` of `total`, and what is under way."""

    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """Report on one file; that on a rejected one says why.

    `unread_pages` of a document that is in the index are missing there: they are pictures of text.
    """

    source: str
    outcome: Outcome
    document_id: DocumentId | None = None
    segments: int = 0
    reason: Reason | None = None
    detail: str | None = None
    unread_pages: tuple[int, ...] = ()
    visibility_note: VisibilityNote | None = None


class ProposalReason(StrEnum):
    """Reason for not pairing two documents that read as translations."""

    REVISION = "revision"
    """Their symbols differ in rev., add. or corr."""
    SYMBOL = "symbol"
    """Their symbols are those of different documents."""
    YEAR = "year"
    """They are of different years."""
    DATE = "date"
    """They are of different days."""
    TITLE = "title"
    """Their titles bear different numbers or years."""
    LITTLE = "little"
    """They have too little text to tell."""
    FIGURES = "figures"
    """The years, symbols and numbers in their texts differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two documents that may be versions, for a person to decide; `score` is their alignment's."""

    source_id: DocumentId
    target_id: DocumentId
    score: float
    reason: ProposalReason


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """Report on all files, with the pairs that are new and what may be pairs.

    `unpaired` are translations whose original is missing, `gone` documents whose file is no longer
    in its folder, `removed` those of them that were taken out of the index. `withdrawn` left the
    public index because they are not public any more, `published` were restricted and are public.
    """

    files: tuple[FileReport, ...]
    pairs: tuple[DocumentPair, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    unpaired: tuple[DocumentId, ...] = ()
    gone: tuple[DocumentId, ...] = ()
    removed: tuple[DocumentId, ...] = ()
    withdrawn: tuple[DocumentId, ...] = ()
    published: tuple[DocumentId, ...] = ()

    @property
    def rejected(self) -> tuple[FileReport, ...]:
        """The files that were refused."""
        return tuple(each for each in self.files if each.outcome is Outcome.REJECTED)
