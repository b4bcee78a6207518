"""The JSON routes under /api/v1, and the checks of health and readiness."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from puente.errors import AlignmentNotFoundError
from puente.records import Document, DocumentId, Language, SegmentId, Visibility
from service.dependencies import CatalogueOfApp, ReviewerOfApp, SearcherOfApp
from service.editors import OWN_SITE_ONLY, EditorOfRequest
from service.parameters import (
    AlignmentParameters,
    DocumentListParameters,
    JudgementBody,
    NoParameters,
    SearchParameters,
    SegmentListParameters,
    refuse_repeated,
)
from service.problems import PROBLEM_RESPONSES, RestrictedError
from service.schemas import (
    AlignmentAnswer,
    CollectionListAnswer,
    DocumentAnswer,
    DocumentListAnswer,
    HealthAnswer,
    ReadinessAnswer,
    RulingAnswer,
    SearchAnswer,
    SegmentAnswer,
    SegmentListAnswer,
    SymbolAnswerSchema,
)

DocumentPath = Annotated[str, Path(description="Id of a document, as every answer names it.")]
SegmentPath = Annotated[str, Path(description="Id of a paragraph, as every answer names it.")]
SymbolPath = Annotated[str, Path(description="A symbol, in any spelling, with its slashes.")]

AlignmentPath = Annotated[
    str, Path(description="A work and two languages of it: WORK.es-en. Either may stand first.")
]

_CHECKS = [Depends(refuse_repeated)]

router = APIRouter(prefix="/api/v1", responses=PROBLEM_RESPONSES, dependencies=_CHECKS)
health_router = APIRouter(responses=PROBLEM_RESPONSES, dependencies=_CHECKS)


@router.get("/search")
def search(
    parameters: Annotated[SearchParameters, Query()], searcher: SearcherOfApp
) -> SearchAnswer:
    """Paragraphs that answer a question, in both languages, with their official translations."""
    if parameters.visibility is not Visibility.PUBLIC:
        raise RestrictedError
    result = searcher.search(
        parameters.q, filters=parameters.filters(), page=parameters.page, size=parameters.size
    )
    return SearchAnswer.from_record(result)


@router.get("/documents")
def documents(
    parameters: Annotated[DocumentListParameters, Query()], catalogue: CatalogueOfApp
) -> DocumentListAnswer:
    """The documents that pass the filters."""
    found = catalogue.documents(parameters.filters())
    return DocumentListAnswer.from_records(found, page=parameters.page, size=parameters.size)


@router.get("/documents/{document_id}")
def document(
    document_id: DocumentPath,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> DocumentAnswer:
    """One document and the versions of its work."""
    found = catalogue.document(DocumentId(document_id))
    return DocumentAnswer.from_versions(found, catalogue.work(found.work_id))


@router.get("/documents/{document_id}/segments")
def segments(
    document_id: DocumentPath,
    parameters: Annotated[SegmentListParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SegmentListAnswer:
    """A document's paragraphs, in order."""
    found = catalogue.segments(DocumentId(document_id))
    return SegmentListAnswer.from_records(
        document_id, found, page=parameters.page, size=parameters.size
    )


@router.get("/segments/{segment_id}")
def segment(
    segment_id: SegmentPath,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SegmentAnswer:
    """One paragraph with its official translations and its neighbours."""
    found = catalogue.segment(SegmentId(segment_id))
    return SegmentAnswer.from_parts(
        found,
        catalogue.document(found.document_id),
        catalogue.segments(found.document_id),
        catalogue.translations([found.id]).get(found.id, ()),
    )


@router.get("/symbols/{symbol:path}")
def symbol(
    symbol: SymbolPath,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SymbolAnswerSchema:
    """What the collection has of a document symbol, however it is spelled."""
    return SymbolAnswerSchema.from_record(catalogue.symbol(symbol))


@router.get("/collections")
def collections(
    parameters: Annotated[NoParameters, Query()], catalogue: CatalogueOfApp
) -> CollectionListAnswer:
    """The collections and what they hold."""
    return CollectionListAnswer.from_records(catalogue.collections())


@router.get("/alignments/{alignment_id}")
def alignment(
    alignment_id: AlignmentPath,
    parameters: Annotated[AlignmentParameters, Query()],
    catalogue: CatalogueOfApp,
    reviewer: ReviewerOfApp,
) -> AlignmentAnswer:
    """The links between two versions, with what is doubtful, diverging or stale about them."""
    versions = _versions(alignment_id, catalogue)
    first, second = (each.id for each in versions.values())
    review = reviewer.review(first, second)
    return AlignmentAnswer.from_page(review, versions, page=parameters.page, size=parameters.size)


@router.post("/alignments/{alignment_id}/rulings", dependencies=[OWN_SITE_ONLY])
def rule(
    alignment_id: AlignmentPath,
    body: JudgementBody,
    parameters: Annotated[NoParameters, Query()],
    editor: EditorOfRequest,
    catalogue: CatalogueOfApp,
    reviewer: ReviewerOfApp,
) -> RulingAnswer:
    """Correct a link; for editors only. What a person rules outlives every new ingest."""
    versions = _versions(alignment_id, catalogue)
    first, second = (each.id for each in versions.values())
    review, changed = reviewer.judge(first, second, body.judgement(), author=editor)
    return RulingAnswer.from_review(review, versions, changed)


@health_router.get("/healthz")
def health(parameters: Annotated[NoParameters, Query()]) -> HealthAnswer:
    """Whether the service is alive, with an index or without."""
    return HealthAnswer(status="alive")


@health_router.get("/readyz")
def readiness(
    parameters: Annotated[NoParameters, Query()], catalogue: CatalogueOfApp
) -> ReadinessAnswer:
    """Whether the index answers, so that requests may be sent here, and what it holds."""
    return ReadinessAnswer.from_record(catalogue.state())


def _versions(alignment_id: str, catalogue: CatalogueOfApp) -> dict[Language, Document]:
    """The two versions that an alignment is of; raises AlignmentNotFoundError."""
    work, _, languages = alignment_id.rpartition(".")
    first, _, second = languages.partition("-")
    versions = {each.language: each for each in catalogue.work(work)} if work else {}
    found = {each: versions[each] for each in versions if each in (first, second)}
    if len(found) != 2:
        raise AlignmentNotFoundError(f"{work}.{first}", f"{work}.{second}")
    return found
