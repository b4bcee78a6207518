"""Looking things up without a question: documents, versions, translations, symbols, collections."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import permutations
from typing import TypeVar

from puente.errors import (
    AddressMovedError,
    DocumentGoneError,
    DocumentNotFoundError,
    DocumentWithdrawnError,
    ParagraphNotFoundError,
    SegmentGoneError,
    SegmentNotFoundError,
    SymbolError,
    UnheldValueError,
)
from puente.model.alignments import Alignment, AlignmentSummary, Correction
from puente.model.documents import Document, Language, Symbol
from puente.model.filters import FILTERS, Filters
from puente.model.histories import AddressHistory, OfficialNumber
from puente.model.identifiers import DocumentId, SegmentId, WorkId, document_id_of, segment_id
from puente.model.index import CollectionSummary, IndexState
from puente.model.queries import KeywordQuery
from puente.model.reports import ProposalReason
from puente.model.results import HydratedSegment, SymbolAnswer, SymbolMatches, Translation
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal
from puente.store.addresses.histories import history_of
from puente.store.addresses.official_numbers import former_numbers, given_numbers
from puente.store.protocol import Reader, View
from puente.symbols.finding import find_typed_symbols, parse_symbol

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Segments with their documents and translations; `is_whole` when no more of them match."""

    shown: tuple[HydratedSegment, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProposal:
    """Two documents that may be versions of each other, while nobody has decided."""

    source: Document
    target: Document
    score: float
    reason: ProposalReason


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAddresses:
    """Numbers that led to paragraphs of a document: own ones that are gone, and official ones.

    The official ones lead to a paragraph which does not bear them now, or which is gone.
    """

    gone: tuple[int, ...] = ()
    official: tuple[OfficialNumber, ...] = ()


class Catalogue:
    """Look-ups in the indexes that a caller may see, as if they were one."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = tuple(readers)

    def document(self, document_id: DocumentId) -> Document:
        """The document.

        Raises DocumentNotFoundError, or what became of it: AddressMovedError for an id that it had
        or that was typed in capitals, DocumentWithdrawnError or DocumentGoneError.
        """
        return self._in_its_index(document_id, lambda reader: reader.document(document_id))

    def segments(self, document_id: DocumentId) -> tuple[Segment, ...]:
        """A document's segments in order; raises what `document` does."""
        return self._in_its_index(document_id, lambda reader: reader.segments_of(document_id))

    def segment(self, asked: SegmentId) -> Segment:
        """The segment; raises SegmentNotFoundError, SegmentGoneError or what `document` does."""
        for reader in self._readers:
            with suppress(SegmentNotFoundError):
                return reader.segments([asked])[0]
        named = document_id_of(asked)
        try:
            document = self.document(named)
        except AddressMovedError as moved:
            document = self.document(DocumentId(moved.current))
        except DocumentNotFoundError:
            raise SegmentNotFoundError(asked) from None
        segments = self.segments(document.id)
        own = SegmentId(document.id + asked.removeprefix(named))
        if own != asked and any(each.id == own for each in segments):
            raise AddressMovedError(asked, own)
        gone = self.past_addresses(document.id).gone
        if any(own == segment_id(document.id, each) for each in gone):
            raise SegmentGoneError(asked, document.id)
        raise SegmentNotFoundError(asked)

    def past_addresses(self, document_id: DocumentId) -> PastAddresses:
        """The numbers that led to a document's paragraphs otherwise than its paragraphs say now.

        Raises what `document` does.
        """

        def read(reader: Reader) -> PastAddresses:
            segments, known = reader.segments_of(document_id), history_of(reader, document_id)
            present = {segment.number for segment in segments}
            last = max((*present, known.last_number if known else 0), default=0)
            return PastAddresses(
                gone=tuple(each for each in range(1, last + 1) if each not in present),
                official=former_numbers(given_numbers((), known), segments),
            )

        return self._in_its_index(document_id, read)

    def paragraph(self, document_id: DocumentId, official: str) -> Segment:
        """The paragraph to which an official number leads, whatever stands under it now.

        Raises ParagraphNotFoundError, SegmentGoneError, or what `document` does.
        """

        def read(reader: Reader) -> tuple[tuple[Segment, ...], dict[str, int]]:
            segments = reader.segments_of(document_id)
            return segments, given_numbers(segments, history_of(reader, document_id))

        segments, given = self._in_its_index(document_id, read)
        if official not in given:
            raise ParagraphNotFoundError(document_id, official)
        number = given[official]
        for segment in segments:
            if segment.number == number:
                return segment
        raise SegmentGoneError(segment_id(document_id, number), document_id)

    def documents(
        self, filters: Filters = Filters(), *, newest_first: bool = False
    ) -> tuple[Document, ...]:
        """All documents that pass the filters, by id; raises FilterError.

        With `newest_first` they are by date, those of one date by id and the undated last.
        """
        check_filters(filters, self._readers)
        found = (document for reader in self._readers for document in reader.documents(filters))
        by_id = sorted(found, key=lambda document: document.id)
        if newest_first:
            by_id.sort(key=lambda document: document.date or "", reverse=True)
        return tuple(by_id)

    def work(self, slug: str) -> tuple[Document, ...]:
        """The versions of a work, by an id that it has or had, or by one of its documents' ids.

        Capitals in an id that has none do not matter. Raises DocumentWithdrawnError or
        DocumentGoneError where none of them is left.
        """
        found = (self._work(each) for each in _spellings(slug))
        return next(filter(None, found), ())

    def _work(self, slug: str) -> tuple[Document, ...]:
        for reader in self._readers:
            versions = reader.versions(WorkId(slug))
            if versions:
                return versions
        ids = [DocumentId(slug), *(DocumentId(f"{slug}.{language}") for language in Language)]
        for reader in self._readers:  # the same work id in another index is another work
            for document in reader.documents_named(ids):
                return reader.versions(document.work_id)
        for withdrawal in self._withdrawals():
            if slug in (withdrawal.document_id, *withdrawal.slugs):
                raise _withdrawn(withdrawal)
        known = self._histories(slug)
        for reader, history in known:
            for document in _living(reader, history):
                return reader.versions(document.work_id)
        for _, history in known:
            raise DocumentGoneError(history.document_id)
        return ()

    def versions(self, works: Iterable[WorkId]) -> tuple[Document, ...]:
        """The versions of some works that each index has, asked for together."""
        wanted = tuple(works)
        return tuple(each for reader in self._readers for each in reader.documents_of_works(wanted))

    def version(self, slug: str, language: Language) -> Document | None:
        """The version in a language that the address of a work leads to, or led to.

        Capitals do not matter, as in `work`. Raises DocumentWithdrawnError or DocumentGoneError for
        one that is not there any more.
        """
        found = (self._version(each, language) for each in _spellings(slug))
        return next(filter(None, found), None)

    def _version(self, slug: str, language: Language) -> Document | None:
        for reader in self._readers:
            for document in reader.versions(WorkId(slug)):
                if document.language is language:
                    return document
        known = [(r, h) for r, h in self._histories(slug) if h.language is language]
        # A work that it was a version of says more than an id that it had.
        known.sort(key=lambda each: slug not in each[1].former_works)
        for reader, history in known:
            for document in _living(reader, history):
                return document
        self.check_version(slug, language)
        for _, history in known:
            raise DocumentGoneError(history.document_id)
        named = DocumentId(f"{slug}.{language}")
        for reader in self._readers:
            with suppress(DocumentNotFoundError):
                return reader.document(named)
        return None

    def check_version(self, slug: str, language: Language) -> None:
        """Raise DocumentWithdrawnError if a work's version in a language was withdrawn."""
        for withdrawal in self._withdrawals():
            if withdrawal.language is language and slug in withdrawal.slugs:
                raise _withdrawn(withdrawal)

    def alignment(self, first: DocumentId, second: DocumentId) -> Alignment | None:
        """The alignment of two documents, whichever is named first.

        Raises DocumentNotFoundError for an unknown first one.
        """
        for reader in self._readers:
            found = reader.alignment(first, second)
            if found:
                return found
        self.document(first)
        return None

    def alignments(self) -> tuple[AlignmentSummary, ...]:
        """Every alignment without its beads, those of each index in link order."""
        return tuple(found for reader in self._readers for found in reader.alignments())

    def corrections(self, first: DocumentId, second: DocumentId) -> tuple[Correction, ...]:
        """The corrections of two documents' links, oldest first."""
        # Those of the index that has the alignment: ids of another name other documents.
        for reader in self._readers:
            if reader.alignment(first, second):
                return reader.corrections(first, second)
        return ()

    def matching(self, query: KeywordQuery, *, limit: int) -> Matches:
        """The segments that match and have a translation, best first; raises FilterError."""
        check_filters(query.filters, self._readers)
        shown: list[HydratedSegment] = []
        is_whole = True
        for reader in self._readers:
            with reader.view(newest=True) as view:
                (ranking,) = view.search(keyword=[query], limit=limit).keyword
                found = [each.segment_id for each in ranking.scored]
                candidates = view.candidates(found)
                translated = [each for each in found if candidates[each].counterparts]
                by_id = view.hydrate(translated)
            shown += (by_id[each] for each in translated)
            is_whole = is_whole and ranking.total <= limit
        return Matches(shown=tuple(shown), is_whole=is_whole)

    def documents_of(self, ids: Iterable[SegmentId]) -> Mapping[SegmentId, Document]:
        """The document of each segment, asked for together; without, no key."""
        wanted = tuple(ids)
        return {
            each: shown.document
            for reader in self._readers
            for each, shown in reader.hydrate(wanted).items()
        }

    def translations(self, ids: Iterable[SegmentId]) -> Mapping[SegmentId, tuple[Translation, ...]]:
        """The counterparts of each segment in other versions, by language; without, no key."""
        wanted = tuple(ids)
        return {
            each: shown.translations
            for reader in self._readers
            for each, shown in reader.hydrate(wanted).items()
            if shown.translations
        }

    def symbol(self, text: str) -> SymbolAnswer:
        """Look a symbol up, however it is typed; raises SymbolError."""
        return self.answer(_one_symbol(text))

    def answer(self, symbol: Symbol) -> SymbolAnswer:
        """The documents that bear a symbol, their family, and the segments that cite it."""
        return symbol_answer(symbol, [reader.by_symbol(symbol) for reader in self._readers])

    def proposals(self) -> tuple[OpenProposal, ...]:
        """The pairs that are left to people, the likeliest first.

        Without those of which a document is gone or has got its version.
        """
        found = [each for reader in self._readers for each in _open_proposals(reader)]
        return tuple(sorted(found, key=lambda each: (-each.score, each.source.id)))

    def proposal(self, first: DocumentId, second: DocumentId) -> OpenProposal | None:
        """The proposal of two documents, whichever is named first."""
        pair = {first, second}
        found = (each for each in self.proposals() if {each.source.id, each.target.id} == pair)
        return next(found, None)

    def collections(self) -> tuple[CollectionSummary, ...]:
        """Every collection with its counts, by name."""
        by_name: dict[str, list[Document]] = defaultdict(list)
        for document in self.documents():
            by_name[document.collection].append(document)
        return tuple(_summary(name, by_name[name]) for name in sorted(by_name))

    def state(self) -> IndexState:
        """State of the public index: what it holds and what made it."""
        return self._readers[0].index_state()

    def _withdrawals(self) -> Iterator[Withdrawal]:
        """The withdrawals that were not undone, of the indexes that the caller may see."""
        for reader in self._readers:
            yield from (each for each in reader.withdrawals() if not each.is_lifted)

    def _check_not_withdrawn(self, document_id: DocumentId) -> None:
        for withdrawal in self._withdrawals():
            if withdrawal.document_id == document_id:
                raise _withdrawn(withdrawal)

    def _in_its_index(self, document_id: DocumentId, read: Callable[[Reader], _Answer]) -> _Answer:
        """Read from the index that has the document; raises what `document` does."""
        for reader in self._readers:
            with suppress(DocumentNotFoundError):
                return read(reader)
        for spelling in _spellings(document_id):
            self._check_former(DocumentId(spelling), asked=document_id)
        raise DocumentNotFoundError(document_id)

    def _check_former(self, document_id: DocumentId, *, asked: DocumentId) -> None:
        """Raise what became of a document that has or had an id, which was asked for as written."""
        if document_id != asked:
            for reader in self._readers:
                for document in reader.documents_named([document_id]):
                    raise AddressMovedError(asked, document.id)
        self._check_not_withdrawn(document_id)
        for reader, history in self._histories(document_id):
            if document_id in history.ids:
                for document in _living(reader, history):
                    raise AddressMovedError(asked, document.id)
                self._check_not_withdrawn(history.document_id)
                raise DocumentGoneError(document_id)

    def _histories(self, name: str) -> list[tuple[Reader, AddressHistory]]:
        """Histories of the documents that have or had a name, each with its index."""
        return [(reader, each) for reader in self._readers for each in reader.histories(name)]


def _spellings(name: str) -> tuple[str, ...]:
    """A name as it was typed, and without capitals: ids have none, symbols do."""
    return tuple(dict.fromkeys((name, name.lower())))


def _living(reader: Reader, history: AddressHistory) -> Iterator[Document]:
    """The document of a history, if it is there."""
    with suppress(DocumentNotFoundError):
        yield reader.document(history.document_id)


def _withdrawn(withdrawal: Withdrawal) -> DocumentWithdrawnError:
    return DocumentWithdrawnError(withdrawal.document_id, withdrawal.notice)


def check_filters(filters: Filters, views: Sequence[View | Reader]) -> None:
    """Raise UnheldValueError for a value that no document has, of a filter that is checked."""
    asked = {each.name: each.texts(filters) for each in FILTERS if each.checked}
    if not any(asked.values()):
        return
    facets = [facet for view in views for facet in view.facets(KeywordQuery())]
    for name, values in asked.items():
        known = {v.value for facet in facets if facet.name == name for v in facet.values}
        for value in values:
            if value not in known:
                raise UnheldValueError(name, value, ", ".join(sorted(known)) or "none yet")


def symbol_answer(symbol: Symbol, matches: Sequence[SymbolMatches]) -> SymbolAnswer:
    """Join what several indexes know of a symbol into one answer."""
    return SymbolAnswer(
        symbol=symbol,
        documents=tuple(document for match in matches for document in match.documents),
        family=tuple(document for match in matches for document in match.family),
        cited_by=tuple(segment for match in matches for segment in match.citing),
    )


def _open_proposals(reader: Reader) -> Iterator[OpenProposal]:
    proposals = reader.proposals()
    if not proposals:
        return
    documents = {each.id: each for each in reader.documents()}
    paired = {
        (one, documents[other].language)
        for summary in reader.alignments()
        for one, other in permutations((summary.source_id, summary.target_id))
    }
    for each in proposals:
        source, target = (documents.get(e) for e in (each.source_id, each.target_id))
        if source and target:
            places = {(source.id, target.language), (target.id, source.language)}
            if places.isdisjoint(paired):
                yield OpenProposal(
                    source=source, target=target, score=each.score, reason=each.reason
                )


def _one_symbol(text: str) -> Symbol:
    try:
        return parse_symbol(text)
    except SymbolError:
        mentions = find_typed_symbols(text)
        if len(mentions) == 1:
            return mentions[0].symbol
        raise


def _summary(name: str, documents: Sequence[Document]) -> CollectionSummary:
    years = [document.year for document in documents if document.year]
    return CollectionSummary(
        name=name,
        documents=len(documents),
        languages=dict(sorted(Counter(document.language for document in documents).items())),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
    )
