"""Refusals: the problems that each route answers with instead of what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

from puente.audit.trail import AuditError
from puente.errors import (
    AddressMovedError,
    AlignmentChangedError,
    AlignmentGoneError,
    AlignmentNotFoundError,
    BadCharacterError,
    BadVectorError,
    CorrectionError,
    DocumentGoneError,
    DocumentNotFoundError,
    DocumentWithdrawnError,
    EmbedderBusyError,
    EmbedderError,
    EmptyQueryError,
    ExportTooLargeError,
    FileNotKeptError,
    FilterError,
    IndexMismatchError,
    MixedLanguagesError,
    NothingToExportError,
    PageError,
    ParagraphNotFoundError,
    PuenteError,
    QueryTooLongError,
    SegmentGoneError,
    SegmentNotFoundError,
    StoreBusyError,
    StoreError,
    StoreUnavailableError,
    SymbolError,
    UnheldValueError,
    UnknownModelError,
)
from service.access.guesses import TooManyGuessesError
from service.access.key_file import KeyFileError
from service.access.keys import (
    KeyExpiredError,
    KeyRevokedError,
    OtherCollectionError,
    ScopeMissingError,
)
from service.access.sign_in import WrongKeyError
from service.access.visitors import UntrustedProxyError
from service.web.authentication import CrossSiteError, EditingOffError, NotAnEditorError
from service.web.hosts import KeyInAddressError, UnknownHostError
from service.web.problems import (
    REQUEST_STATUSES,
    RepeatedParameterError,
    RestrictedError,
    status_of,
)

_Kinds: TypeAlias = tuple[type[PuenteError] | str, ...]

_ANYWHERE: _Kinds = (
    "unknown-parameter", RepeatedParameterError, KeyInAddressError, "internal",
)  # fmt: skip
_FOR_OWN_HOSTS: _Kinds = (*_ANYWHERE, UnknownHostError)
_OF_KEYS: _Kinds = (KeyExpiredError, KeyRevokedError, TooManyGuessesError, KeyFileError)
# A key is looked at by whoever serves restricted documents.
_READING: _Kinds = (
    WrongKeyError, *_OF_KEYS, UntrustedProxyError,
    StoreUnavailableError, IndexMismatchError, StoreError,
)  # fmt: skip
_INDEX: _Kinds = (*_FOR_OWN_HOSTS, *_READING)
_LIST: _Kinds = (*_INDEX, "bad-parameter", FilterError, UnheldValueError)
_WORDS: _Kinds = (*_LIST, EmptyQueryError, QueryTooLongError, BadCharacterError)
_GONE: _Kinds = (DocumentWithdrawnError, DocumentGoneError)
_FORMER: _Kinds = (AddressMovedError, *_GONE)
_DOCUMENT: _Kinds = (*_INDEX, DocumentNotFoundError, *_FORMER, "not-found")
_ALIGNMENT: _Kinds = (
    *_INDEX, "bad-parameter", AlignmentNotFoundError, *_FORMER, AlignmentGoneError, "not-found",
)  # fmt: skip
_CORRECTION: _Kinds = (
    *_INDEX, "bad-body", "bad-request", "body-too-large", CorrectionError, AlignmentNotFoundError,
    "moved", *_GONE, AlignmentGoneError, "not-found", AlignmentChangedError, EditingOffError,
    NotAnEditorError, ScopeMissingError, OtherCollectionError, CrossSiteError, StoreBusyError,
    AuditError,
)  # fmt: skip

_DECISION: _Kinds = (
    *_INDEX, DocumentNotFoundError, "moved", *_GONE, "not-found", "bad-body", "bad-request",
    "body-too-large", CorrectionError, EditingOffError, NotAnEditorError, ScopeMissingError,
    OtherCollectionError, CrossSiteError, StoreBusyError, AuditError,
)  # fmt: skip

_VECTORS: _Kinds = (
    *_INDEX, "bad-body", "bad-request", "body-too-large", CrossSiteError, UnknownModelError,
    EmbedderError, EmbedderBusyError,
)  # fmt: skip

_REFUSALS: Mapping[str, _Kinds] = {
    "search": (*_WORDS, PageError, RestrictedError),
    "suggest": (
        *_INDEX, "bad-parameter", FilterError, EmptyQueryError, QueryTooLongError,
        BadCharacterError,
    ),
    "documents": _LIST,
    "document": (*_DOCUMENT, FilterError),
    "original_file": (*_DOCUMENT, FileNotKeptError),
    "segments": (*_DOCUMENT, "bad-parameter"),
    "segment": (
        *_INDEX, SegmentNotFoundError, *_FORMER, SegmentGoneError, "not-found", FilterError,
    ),
    "paragraph": (*_DOCUMENT, ParagraphNotFoundError, SegmentGoneError, FilterError),
    "symbol": (*_INDEX, SymbolError, "not-found"),
    "collections": _INDEX,
    "alignment": _ALIGNMENT,
    "correct": _CORRECTION,
    "rule": _CORRECTION,
    "decide": _DECISION,
    "export": (
        *_LIST, DocumentNotFoundError, *_GONE, MixedLanguagesError, ExportTooLargeError,
        NothingToExportError,
    ),
    "divergences": (*_LIST, DocumentNotFoundError, *_GONE),
    "concordance": _WORDS,
    "coverage": _LIST,
    "coverage_by_year": _LIST,
    "embed": _VECTORS,
    "embeddings": (*_VECTORS, BadVectorError),
    "nearest_segments": (
        *_VECTORS, BadVectorError, "bad-parameter", FilterError, UnheldValueError,
    ),
    "health": _ANYWHERE,
    "readiness": (*_ANYWHERE, *_READING),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusals:
    """Codes of the problems of a route by their status, in order, and who needs a key there."""

    codes: Mapping[int, tuple[str, ...]]
    needs_key: bool
    takes_key: bool


def refusals_of(operation: str) -> Refusals:
    """The refusals of the route with this name."""
    kinds = _REFUSALS[operation]
    answers = dict.fromkeys(map(_code_and_status, kinds))
    statuses = sorted({status for _, status in answers})
    return Refusals(
        codes={
            int(status): tuple(code for code, own in answers if own is status)
            for status in statuses
        },
        needs_key=NotAnEditorError in kinds,
        takes_key=WrongKeyError in kinds,
    )


def _code_and_status(kind: type[PuenteError] | str) -> tuple[str, HTTPStatus]:
    if isinstance(kind, str):
        return kind, REQUEST_STATUSES[kind]
    status = status_of(kind)
    if status is None:
        raise LookupError(kind)
    return kind.code, status
