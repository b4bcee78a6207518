"""Records to the JSON of a column and back."""

from functools import cache

from pydantic import TypeAdapter

from puente.model.alignments import AlignmentSummary, Bead, Correction
from puente.model.documents import Document
from puente.model.segments import Segment


def document_json(document: Document) -> str:
    """A document as JSON, without what is at its default."""
    return _documents().dump_json(document, exclude_defaults=True).decode()


def segment_json(segment: Segment) -> str:
    """A segment as JSON, without what is at its default."""
    return _segments().dump_json(segment, exclude_defaults=True).decode()


def bead_json(bead: Bead) -> str:
    """A bead as JSON, without what is at its default."""
    return _beads().dump_json(bead, exclude_defaults=True).decode()


def correction_json(correction: Correction) -> str:
    """A ruling as JSON, without what is at its default."""
    return _corrections().dump_json(correction, exclude_defaults=True).decode()


def summary_json(summary: AlignmentSummary) -> str:
    """A summary as JSON, without what is at its default."""
    return _summaries().dump_json(summary, exclude_defaults=True).decode()


def document_from(json: str) -> Document:
    """The document that `document_json` wrote."""
    return _documents().validate_json(json)


def segment_from(json: str) -> Segment:
    """The segment that `segment_json` wrote."""
    return _segments().validate_json(json)


def bead_from(json: str) -> Bead:
    """The bead that `bead_json` wrote."""
    return _beads().validate_json(json)


def correction_from(json: str) -> Correction:
    """The ruling that `ruling_json` wrote."""
    return _corrections().validate_json(json)


def summary_from(json: str) -> AlignmentSummary:
    """The summary that `summary_json` wrote."""
    return _summaries().validate_json(json)


# Built on first use: they take 40 ms, and `puente --help` has no need of them.
@cache
def _documents() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


@cache
def _segments() -> TypeAdapter[Segment]:
    return TypeAdapter(Segment)


@cache
def _beads() -> TypeAdapter[Bead]:
    return TypeAdapter(Bead)


@cache
def _corrections() -> TypeAdapter[Correction]:
    return TypeAdapter(Correction)


@cache
def _summaries() -> TypeAdapter[AlignmentSummary]:
    return TypeAdapter(AlignmentSummary)
