"""JSON route of decisions on two documents as a whole."""

from typing import Annotated

from fastapi import Query

from puente.model.identifiers import DocumentId
from service.web.api.documents import DocumentPath
from service.web.api.schemas.pairs import PairAnswer
from service.web.authentication import EditorOfRequest, author_of
from service.web.dependencies import CatalogueOfApp, CorrectionsOfApp
from service.web.parameters import NoParameters, PairDecision
from service.web.routing import api_router

router = api_router()


@router.post("/pairs/{document_id}/{other_id}")
def decide(
    document_id: DocumentPath,
    other_id: DocumentPath,
    body: PairDecision,
    parameters: Annotated[NoParameters, Query()],
    editor: EditorOfRequest,
    catalogue: CatalogueOfApp,
    corrections: CorrectionsOfApp,
) -> PairAnswer:
    """Say that two documents are versions of each other or are not; for editors only.

    Versions are aligned at once; what are none is never paired again. A decision outlives every new
    ingest, and a later one goes over it.
    """
    first, second = DocumentId(document_id), DocumentId(other_id)
    documents = catalogue.document(first), catalogue.document(second)
    author = author_of(editor, documents)
    corrections.decide(first, second, body.decision(), author=author)
    return PairAnswer.from_records(catalogue.document(first), catalogue.document(second), body)
