"""Histories of addresses: what a document was called before, and which paragraphs it had."""

from dataclasses import dataclass

from puente.model.documents import Language
from puente.model.identifiers import DocumentId, WorkId


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneParagraph:
    """A paragraph that a document has no more: its number, and a checksum of its text."""

    number: int
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialNumber:
    """An official number by which an address was given, and the number of its paragraph."""

    official: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressHistory:
    """Addresses that led to a document; `document_id` is its id now, or its last one.

    No number up to `last_number` is given to another text. `official_numbers` are those that led to
    a paragraph which does not bear them now. Of a document that `is_gone` there are
    no checksums of paragraphs: its `numbers` in order, and one `checksum` of the whole text, by
    which it is known if it comes back as it was.
    """

    document_id: DocumentId
    language: Language
    collection: str
    former_ids: tuple[DocumentId, ...] = ()
    former_works: tuple[WorkId, ...] = ()
    last_number: int = 0
    gone: tuple[GoneParagraph, ...] = ()
    official_numbers: tuple[OfficialNumber, ...] = ()
    is_gone: bool = False
    numbers: tuple[int, ...] = ()
    checksum: str = ""

    @property
    def ids(self) -> tuple[DocumentId, ...]:
        """Every id that the document has or had."""
        return self.document_id, *self.former_ids

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which an address may ask for it, once: ids, their slugs, and works."""
        slugs = (each.rpartition(".")[0] for each in self.ids)
        return tuple(sorted({*self.ids, *slugs, *self.former_works}))
