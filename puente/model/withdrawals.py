"""Withdrawals: what is kept of a document that was taken out of an index by a decision."""

from collections.abc import Iterable
from dataclasses import dataclass

from puente.model.documents import Document, Language
from puente.model.identifiers import DocumentId, WorkId


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Withdrawal of a document: what it was called, by what its file is known again.

    `notice` is what readers are told besides. One that `is_lifted` withholds nothing: it says that
    a document stood in this index, until its file comes back. It has no reason and no names: those
    are for the audit trail, and an index of public documents may be read by everybody.
    """

    document_id: DocumentId
    work_id: WorkId
    language: Language
    collection: str
    checksum: str
    place: str
    embargo: str | None = None
    notice: str = ""
    is_lifted: bool = False

    @property
    def slugs(self) -> tuple[str, str]:
        """The names under which addresses of works had it."""
        return self.work_id, self.document_id.rpartition(".")[0]

    def covers(self, document: Document) -> bool:
        """Test for the document itself, or one of the same bytes or the same place."""
        return not self.is_lifted and (
            document.id == self.document_id or self.is_of_file(document.place, document.checksum)
        )

    def is_of_file(self, place: str, checksum: str) -> bool:
        """Test for a file in the place of the document's, or with the same bytes."""
        is_same = checksum == self.checksum if checksum and self.checksum else False
        return is_same or (bool(place) and place == self.place)


def withdrawal_of(document: Document, *, notice: str = "") -> Withdrawal:
    """The withdrawal of a document."""
    return Withdrawal(
        document_id=document.id,
        work_id=document.work_id,
        language=document.language,
        collection=document.collection,
        checksum=document.checksum,
        place=document.place,
        embargo=document.embargo,
        notice=notice,
    )


def covered(
    documents: Iterable[Document], own: Iterable[Withdrawal], others: Iterable[Withdrawal]
) -> tuple[DocumentId, ...]:
    """Those of an index's documents that its own withdrawals cover, or those of other indexes.

    The same id in another index is another document: of those the file alone counts.
    """
    known = tuple(own)
    files = tuple(each for each in others if not each.is_lifted)
    return tuple(
        each.id
        for each in documents
        if any(w.covers(each) for w in known)
        or any(w.is_of_file(each.place, each.checksum) for w in files)
    )
