"""Documents: their identity, symbol, dates and provenance."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from puente.model.identifiers import DocumentId, WorkId


class Language(StrEnum):
    """A language a document or a question can be in."""

    ES = "es"
    EN = "en"
    PT = "pt"
    FR = "fr"


class Visibility(StrEnum):
    """Who may see a document; each visibility is an index of its own."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class DocumentKind(StrEnum):
    """Kind of text that a document is; `DOCUMENT` where nothing says it, shown as "Other"."""

    RESOLUTION = "resolution"
    DECLARATION = "declaration"
    CONVENTION = "convention"
    JUDGMENT = "judgment"
    ORDER = "order"
    SEPARATE_OPINION = "separate-opinion"
    ADVISORY_OPINION = "advisory-opinion"
    REPORT = "report"
    COMMUNIQUE = "communique"
    MINUTES = "minutes"
    PRESENTATION = "presentation"
    AGENDA = "agenda"
    MATRIX = "matrix"
    DOCUMENT = "document"


class Distribution(StrEnum):
    """Who a document was meant for, as its title block says; `Visibility` is what Puente does."""

    GENERAL = "general"
    LIMITED = "limited"
    RESTRICTED = "restricted"


Mark: TypeAlias = int | Literal[""] | None
"""A rev., add. or corr. mark: its number, "" for a mark without one, None for no mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """The official mark of a document, parsed; `text` is its one canonical spelling."""

    text: str
    organ: str | None
    kind: str | None
    number: int | None
    year: int | None = None
    session: str | None = None
    meeting: str | None = None
    rev: Mark = None
    add: Mark = None
    corr: Mark = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A symbol as it stands in a text: `raw` is text[start:end]."""

    raw: str
    start: int
    end: int
    symbol: Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Origin of one value of a document's metadata."""

    field: str
    origin: Literal["manifest", "title block", "text", "file name", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with identity, in one language.

    `date` is as precise as the source: "2004-10-13", "2004-10" or "2004"; None when unknown.
    `checksum` is the SHA-256 of the file's bytes, `source` the file's path below the ingested
    folder, `source_url` the address at which its publisher has it. Two fingerprints tell whether a
    file is known: `place` of where it lies, `stated` of what its manifest and the command said of
    it. `official` tells whether the body itself calls the text official, as the manifest or the
    title block states; None is not stated. `embargo` is the first day on which it may be public, as
    its manifest stated it. `added` is the day on which it came into its index; None for one that
    came before that was kept.
    """

    id: DocumentId
    work_id: WorkId
    language: Language
    title: str
    source: str
    checksum: str
    collection: str
    kind: DocumentKind = DocumentKind.DOCUMENT
    visibility: Visibility = Visibility.PUBLIC
    symbol: Symbol | None = None
    series: str | None = None
    organ: str | None = None
    committee: str | None = None
    date: str | None = None
    original_language: Language | None = None
    distribution: Distribution | None = None
    session: str | None = None
    meeting: str | None = None
    agenda_item: str | None = None
    official: bool | None = None
    source_url: str | None = None
    place: str = ""
    stated: str = ""
    embargo: str | None = None
    added: str | None = None
    provenance: tuple[Provenance, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return int(self.date[:4]) if self.date else None

    @property
    def confined_to(self) -> str | None:
        """The restricted collection that it is known in alone; None for a public document.

        Two documents that differ in this are never joined: each would tell of the other.
        """
        return self.collection if self.visibility is Visibility.RESTRICTED else None
