"""What an ingest says while it runs and at its end."""

from dataclasses import dataclass

from puente.records import DocumentId, DocumentPair, Outcome, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a long piece of work is: `done` of `total`, and what is under way."""

    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file; a rejected one says why.

    `unread_pages` of a document that is in the index are missing there: they are pictures of text.
    """

    source: str
    outcome: Outcome
    document_id: DocumentId | None = None
    segments: int = 0
    reason: Reason | None = None
    detail: str | None = None
    unread_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What became of all files, with the pairs of the stores that changed.

    `unpaired` are translations whose original is missing, `gone` documents whose file is no longer
    in its folder, `removed` those of them that were taken out of the index.
    """

    files: tuple[FileReport, ...]
    pairs: tuple[DocumentPair, ...] = ()
    unpaired: tuple[DocumentId, ...] = ()
    gone: tuple[DocumentId, ...] = ()
    removed: tuple[DocumentId, ...] = ()

    @property
    def rejected(self) -> tuple[FileReport, ...]:
        """The files that were refused."""
        return tuple(each for each in self.files if each.outcome is Outcome.REJECTED)
