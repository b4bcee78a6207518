"""Coverage of works: versions that they lack, alignments that are missing or out of date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from puente.catalogue.catalogue import Catalogue, OpenProposal
from puente.model.alignments import AlignmentSummary
from puente.model.documents import Document, Language, Symbol
from puente.model.filters import Filters
from puente.model.identifiers import DocumentId, WorkId
from puente.symbols.finding import is_family

_EVERYWHERE = frozenset((Language.ES, Language.EN))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCoverage:
    """Versions that a work has and languages that it lacks; `versions` are in order of id.

    `missing` are the languages that it should have; `original` is the one that a version says it
    was translated from, where that is not there. `probable` are documents in the missing languages
    that bear its symbol in another revision. `unaligned` are versions that no alignment links to
    another one, and `stale` counts the links that a person confirmed of a text that has changed
    since.
    """

    versions: tuple[Document, ...]
    missing: tuple[Language, ...] = ()
    original: Language | None = None
    probable: tuple[Document, ...] = ()
    unaligned: tuple[Document, ...] = ()
    stale: int = 0

    @property
    def work_id(self) -> WorkId:
        """The work."""
        return self.versions[0].work_id

    @property
    def is_whole(self) -> bool:
        """True if nothing is missing and every alignment is there and up to date."""
        return not (self.missing or self.original or self.unaligned or self.stale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The works that lack something, by what can be done soonest, and how many lack nothing.

    `pairing_is_due` says that texts came or changed since translations were last looked for;
    `proposals` are pairs with a document that passes the filters, left to people.
    """

    works: tuple[WorkCoverage, ...]
    whole: int
    pairing_is_due: bool
    proposals: tuple[OpenProposal, ...] = ()

    @property
    def without_original(self) -> int:
        """Number of works whose original is missing."""
        return sum(each.original is not None for each in self.works)


def survey_coverage(catalogue: Catalogue, filters: Filters = Filters()) -> Coverage:
    """Survey what is missing of the works with a version that passes the filters.

    Raises FilterError.
    """
    passing = _passing(catalogue, filters)
    found = _survey(catalogue, passing)
    lacking = [each for each in found if not each.is_whole]
    return Coverage(
        works=tuple(sorted(lacking, key=_urgency)),
        whole=len(found) - len(lacking),
        pairing_is_due=catalogue.state().pairing_is_due,
        proposals=tuple(
            each
            for each in catalogue.proposals()
            if not passing.isdisjoint((each.source.id, each.target.id))
        ),
    )


def survey_works(catalogue: Catalogue, filters: Filters = Filters()) -> tuple[WorkCoverage, ...]:
    """The coverage of every work with a version that passes the filters, in order of work.

    A work should be in Spanish and English, and in what other languages its collection is in.
    Raises FilterError.
    """
    return _survey(catalogue, _passing(catalogue, filters))


def _passing(catalogue: Catalogue, filters: Filters) -> set[DocumentId]:
    return {document.id for document in catalogue.documents(filters)}


def _survey(catalogue: Catalogue, passing: Set[DocumentId]) -> tuple[WorkCoverage, ...]:
    documents = catalogue.documents()
    holdings = _Holdings(documents, catalogue.alignments())
    works = {document.work_id for document in documents if document.id in passing}
    return tuple(holdings.coverage(work) for work in sorted(works))


class _Holdings:
    """All documents and alignments, by what they are looked up by."""

    def __init__(
        self, documents: Iterable[Document], alignments: Iterable[AlignmentSummary]
    ) -> None:
        self._works: dict[WorkId, list[Document]] = defaultdict(list)
        self._languages: dict[str, set[Language]] = defaultdict(lambda: set(_EVERYWHERE))
        self._bearing: dict[tuple[object, ...], list[Document]] = defaultdict(list)
        self._sourced: dict[DocumentId, list[AlignmentSummary]] = defaultdict(list)
        self._aligned: set[DocumentId] = set()
        for document in documents:
            self._works[document.work_id].append(document)
            self._languages[document.collection].add(document.language)
            if document.symbol:
                self._bearing[_stem(document.symbol)].append(document)
        for summary in alignments:
            self._sourced[summary.source_id].append(summary)
            self._aligned |= {summary.source_id, summary.target_id}

    def coverage(self, work: WorkId) -> WorkCoverage:
        """Coverage of a work."""
        versions = self._works[work]
        present = {each.language for each in versions}
        wanted = {each for own in versions for each in self._languages[own.collection]}
        missing = tuple(each for each in Language if each in wanted - present)
        alone = [each for each in versions if each.id not in self._aligned]
        return WorkCoverage(
            versions=tuple(versions),
            missing=missing,
            original=_missing_original(versions),
            probable=tuple(self._probable(versions, missing)),
            unaligned=tuple(alone) if len(present) > 1 else (),
            stale=sum(each.stale for own in versions for each in self._sourced[own.id]),
        )

    def _probable(
        self, versions: Iterable[Document], missing: Iterable[Language]
    ) -> Iterator[Document]:
        """Documents in a missing language whose own work lacks the language of a version."""
        own = [(each.language, each.symbol) for each in versions if each.symbol]
        kin = {each.id: each for _, symbol in own for each in self._bearing[_stem(symbol)]}
        for other in kin.values():
            theirs = {each.language for each in self._works[other.work_id]}
            if other.language in missing and any(
                language not in theirs and other.symbol and is_family(symbol, other.symbol)
                for language, symbol in own
            ):
                yield other


def _missing_original(versions: Iterable[Document]) -> Language | None:
    """The language that a version names as that of the original, where no version is in it."""
    known = tuple(versions)
    stated = [each.original_language for each in known if each.original_language]
    present = {each.language for each in known}
    return next((each for each in stated if each not in present), None)


def _stem(symbol: Symbol) -> tuple[object, ...]:
    """Parts of a symbol that all revisions of a text share; an addendum is another text."""
    return symbol.organ, symbol.kind, symbol.number, symbol.add


def _urgency(coverage: WorkCoverage) -> tuple[bool, bool, bool, bool, WorkId]:
    """Sort key: a stale correction or a version that is there goes before what must be procured.

    Of what must be procured an original comes first: it is what a translation is checked against.
    """
    return (
        not coverage.stale,
        not coverage.unaligned,
        not coverage.probable,
        coverage.original is None,
        coverage.work_id,
    )
