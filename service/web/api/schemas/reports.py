"""The public shapes of what the API says of alignments."""

from collections.abc import Iterable, Sequence
from typing import Self

from pydantic import BaseModel

from puente.catalogue.coverage import Coverage, WorkCoverage
from puente.catalogue.divergence_survey import RankedPassages
from puente.catalogue.passages import Passage, VersionPair
from puente.model.alignments import LinkStatus, Severity
from puente.model.documents import Document, Language
from puente.model.segments import Segment
from puente.search.concordance import ConcordancePage, ConcordanceRow
from service.web.api.schemas.alignments import DivergenceSchema
from service.web.api.schemas.pairs import ProposalSchema
from service.web.api.schemas.search import HighlightSchema
from service.web.pagination import page_of
from service.web.urls import permalink


class SideSchema(BaseModel):
    """Text of one version: its paragraphs, none where it has no counterpart."""

    document: str
    language: Language
    segments: list[str]
    text: str
    url: str | None

    @classmethod
    def from_segments(cls, document: Document, segments: Sequence[Segment]) -> Self:
        return cls(
            document=document.id,
            language=document.language,
            segments=[segment.id for segment in segments],
            text="\n".join(segment.text for segment in segments),
            url=permalink(document, segments[0]) if segments else None,
        )


class DivergingPassageSchema(BaseModel):
    """Paragraphs of two versions that translate each other and differ, gravest first."""

    source: SideSchema
    target: SideSchema
    confidence: float
    status: LinkStatus
    divergences: list[DivergenceSchema]

    @classmethod
    def from_record(cls, passage: Passage) -> Self:
        source, target = (SideSchema.from_segments(*side) for side in passage.sides)
        return cls(
            source=source,
            target=target,
            confidence=passage.bead.confidence,
            status=passage.bead.status,
            divergences=[DivergenceSchema.from_record(each) for each in passage.bead.divergences],
        )


class DivergingWorkSchema(BaseModel):
    """A work in two versions; `passages` counts those that differ, by their gravest difference."""

    work: str
    title: str
    symbol: str | None
    date: str | None
    source: str
    target: str
    passages: dict[Severity, int]

    @classmethod
    def from_record(cls, pair: VersionPair) -> Self:
        symbol = pair.source.symbol or pair.target.symbol
        return cls(
            work=pair.source.work_id,
            title=pair.source.title,
            symbol=symbol.text if symbol else None,
            date=pair.source.date or pair.target.date,
            source=pair.source.id,
            target=pair.target.id,
            passages={each: pair.summary.divergences.get(each, 0) for each in Severity},
        )


class DivergenceAnswer(BaseModel):
    """One page of the works whose versions differ, or of differing passages with their works.

    `total` counts what the pages are cut from.
    """

    works: list[DivergingWorkSchema]
    passages: list[DivergingPassageSchema]
    total: int
    page: int
    size: int

    @classmethod
    def of_works(cls, pairs: Sequence[VersionPair], *, page: int, size: int) -> Self:
        return cls(
            works=_works(page_of(pairs, page, size=size)),
            passages=[],
            total=len(pairs),
            page=page,
            size=size,
        )

    @classmethod
    def of_passages(
        cls,
        pairs: Iterable[VersionPair],
        passages: Sequence[Passage],
        *,
        page: int,
        size: int,
    ) -> Self:
        shown = page_of(passages, page, size=size)
        return cls(
            works=_works(pairs),
            passages=[DivergingPassageSchema.from_record(each) for each in shown],
            total=len(passages),
            page=page,
            size=size,
        )

    @classmethod
    def of_ranked(cls, found: RankedPassages, *, page: int, size: int) -> Self:
        pairs = {(each.pair.source.id, each.pair.target.id): each.pair for each in found.shown}
        return cls(
            works=_works(pairs.values()),
            passages=[DivergingPassageSchema.from_record(each) for each in found.shown],
            total=found.total,
            page=page,
            size=size,
        )


class ProbableVersionSchema(BaseModel):
    """A document that may be the missing version: the same symbol in another revision."""

    document: str
    language: Language
    title: str
    symbol: str | None
    url: str

    @classmethod
    def from_record(cls, document: Document) -> Self:
        return cls(
            document=document.id,
            language=document.language,
            title=document.title,
            symbol=document.symbol.text if document.symbol else None,
            url=permalink(document),
        )


class WorkCoverageSchema(BaseModel):
    """A work that lacks something.

    `missing` are languages; `original` is that of the original, where it is missing. `unaligned`
    are versions that no alignment links to another one, `stale` counts confirmed links of which a
    text has changed since.
    """

    work: str
    title: str
    collection: str
    versions: dict[Language, str]
    missing: list[Language]
    original: Language | None
    probable: list[ProbableVersionSchema]
    unaligned: list[str]
    stale: int

    @classmethod
    def from_record(cls, coverage: WorkCoverage) -> Self:
        return cls(
            work=coverage.work_id,
            title=coverage.versions[0].title,
            collection=coverage.versions[0].collection,
            versions={each.language: each.id for each in coverage.versions},
            missing=list(coverage.missing),
            original=coverage.original,
            probable=[ProbableVersionSchema.from_record(each) for each in coverage.probable],
            unaligned=[each.id for each in coverage.unaligned],
            stale=coverage.stale,
        )


class CoverageAnswer(BaseModel):
    """One page of the works that lack something; `whole` counts those that lack nothing.

    `pairing_is_due` says that texts came, changed or went since translations were last looked for.
    `proposals` are one page of the pairs that are left to people, the likeliest first.
    """

    works: list[WorkCoverageSchema]
    whole: int
    pairing_is_due: bool
    proposals: list[ProposalSchema]
    total: int
    page: int
    size: int

    @classmethod
    def from_record(cls, coverage: Coverage, *, page: int, size: int) -> Self:
        shown = page_of(coverage.works, page, size=size)
        return cls(
            works=[WorkCoverageSchema.from_record(each) for each in shown],
            whole=coverage.whole,
            pairing_is_due=coverage.pairing_is_due,
            proposals=[
                ProposalSchema.from_record(each)
                for each in page_of(coverage.proposals, page, size=size)
            ],
            total=len(coverage.works),
            page=page,
            size=size,
        )


class ConcordanceRowSchema(BaseModel):
    """A paragraph that has the words at `matches`, and its translation.

    At the `probable` spans the translation probably says them; none where that is unclear.
    """

    title: str
    symbol: str | None
    date: str | None
    source: SideSchema
    matches: list[HighlightSchema]
    target: SideSchema
    probable: list[HighlightSchema]
    confidence: float

    @classmethod
    def from_record(cls, row: ConcordanceRow) -> Self:
        document = row.document
        return cls(
            title=document.title,
            symbol=document.symbol.text if document.symbol else None,
            date=document.date,
            source=SideSchema.from_segments(document, [row.segment]),
            matches=[HighlightSchema.from_record(each) for each in row.matches],
            target=SideSchema.from_segments(row.translated, row.translation.segments),
            probable=[HighlightSchema.from_record(each) for each in row.probable],
            confidence=row.translation.confidence,
        )


class ConcordanceAnswer(BaseModel):
    """One page of the places where words stand, with their translations."""

    query: str
    rows: list[ConcordanceRowSchema]
    total: int
    total_is_exact: bool
    page: int
    size: int

    @classmethod
    def from_record(cls, found: ConcordancePage) -> Self:
        return cls(
            query=found.query.text,
            rows=[ConcordanceRowSchema.from_record(each) for each in found.rows],
            total=found.total,
            total_is_exact=found.total_is_exact,
            page=found.page,
            size=found.size,
        )


def _works(pairs: Iterable[VersionPair]) -> list[DivergingWorkSchema]:
    return [DivergingWorkSchema.from_record(each) for each in pairs]
