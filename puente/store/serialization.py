"""Records to the JSON of a column and back."""

import json
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from puente.model.acronyms import Introduced
from puente.model.alignments import AlignmentSummary, Bead, Correction
from puente.model.documents import Document
from puente.model.histories import AddressHistory
from puente.model.reports import Proposal
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal

# What indexes have called it since the first correction was kept.
_STORED_DECISION = "verdict"

_Record = TypeVar("_Record")


class UnreadableRecordError(ValueError):
    """A stored record that is not what was written; an engine says what to do about it."""


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
    """A correction as JSON, without what is at its default."""
    fields = _corrections().dump_python(correction, mode="json", exclude_defaults=True)
    fields[_STORED_DECISION] = fields.pop("decision")
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def summary_json(summary: AlignmentSummary) -> str:
    """A summary as JSON, without what is at its default."""
    return _summaries().dump_json(summary, exclude_defaults=True).decode()


def withdrawal_json(withdrawal: Withdrawal) -> str:
    """A withdrawal as JSON, without what is at its default."""
    return _withdrawals().dump_json(withdrawal, exclude_defaults=True).decode()


def history_json(history: AddressHistory) -> str:
    """A history of addresses as JSON, without what is at its default."""
    return _histories().dump_json(history, exclude_defaults=True).decode()


def proposals_json(proposals: Sequence[Proposal]) -> str:
    """Proposals of pairs as JSON."""
    return _proposals().dump_json(tuple(proposals)).decode()


def introduced_json(introduced: Sequence[Introduced]) -> str:
    """The acronyms that a segment introduces as JSON, without what is at its default."""
    return _introduced().dump_json(tuple(introduced), exclude_defaults=True).decode()


def document_from(text: str) -> Document:
    """The document that `document_json` wrote."""
    return _read(_documents(), text)


def segment_from(text: str) -> Segment:
    """The segment that `segment_json` wrote."""
    return _read(_segments(), text)


def bead_from(text: str) -> Bead:
    """The bead that `bead_json` wrote."""
    return _read(_beads(), text)


def correction_from(text: str) -> Correction:
    """The correction that `correction_json` wrote."""
    try:
        fields = json.loads(text)
        fields["decision"] = fields.pop(_STORED_DECISION)
        return _corrections().validate_python(fields)
    except (ValueError, KeyError, AttributeError) as error:
        raise UnreadableRecordError(str(error)) from error


def summary_from(text: str) -> AlignmentSummary:
    """The summary that `summary_json` wrote."""
    return _read(_summaries(), text)


def withdrawal_from(text: str) -> Withdrawal:
    """The withdrawal that `withdrawal_json` wrote."""
    return _read(_withdrawals(), text)


def history_from(text: str) -> AddressHistory:
    """The history that `history_json` wrote."""
    return _read(_histories(), text)


def proposals_from(text: str) -> tuple[Proposal, ...]:
    """The proposals that `proposals_json` wrote."""
    return _read(_proposals(), text)


def introduced_from(text: str) -> tuple[Introduced, ...]:
    """The acronyms that `introduced_json` wrote."""
    return _read(_introduced(), text)


def _read(adapter: TypeAdapter[_Record], text: str) -> _Record:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise UnreadableRecordError(str(error)) from error


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
def _withdrawals() -> TypeAdapter[Withdrawal]:
    return TypeAdapter(Withdrawal)


@cache
def _histories() -> TypeAdapter[AddressHistory]:
    return TypeAdapter(AddressHistory)


@cache
def _summaries() -> TypeAdapter[AlignmentSummary]:
    return TypeAdapter(AlignmentSummary)


@cache
def _proposals() -> TypeAdapter[tuple[Proposal, ...]]:
    return TypeAdapter(tuple[Proposal, ...])


@cache
def _introduced() -> TypeAdapter[tuple[Introduced, ...]]:
    return TypeAdapter(tuple[Introduced, ...])
