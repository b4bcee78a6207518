"""The page on which an editor says whether two documents are versions of each other."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from puente.model.identifiers import DocumentId
from service.web.authentication import EditorOfRequest, author_of
from service.web.dependencies import CatalogueOfApp, CorrectionsOfApp, Interface
from service.web.pages.views.rendering import render
from service.web.parameters import NoParameters, PairDecision, read_pair_decision
from service.web.routing import page_router
from service.web.urls import coverage_address, review_address

_PAIR = "/{ui}/pairs/{document_id}/{other_id}"
_SHOWN = 12
"""Paragraphs of each document that are shown: enough to tell what it is."""

router = page_router()


@router.get(_PAIR)
def pair(
    request: Request,
    ui: Interface,
    document_id: str,
    other_id: str,
    parameters: Annotated[NoParameters, Query()],
    editor: EditorOfRequest,
    catalogue: CatalogueOfApp,
) -> Response:
    """The beginnings of two documents, and why they may be versions or may not."""
    ids = DocumentId(document_id), DocumentId(other_id)
    documents = catalogue.document(ids[0]), catalogue.document(ids[1])
    page = render(
        request,
        "pair.html",
        ui,
        documents=documents,
        openings=[catalogue.segments(each)[:_SHOWN] for each in ids],
        proposal=catalogue.proposal(*ids),
        aligned=catalogue.alignment(*ids) is not None,
        editor=author_of(editor, documents),
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post(_PAIR)
def decide(
    ui: Interface,
    document_id: str,
    other_id: str,
    parameters: Annotated[NoParameters, Query()],
    editor: EditorOfRequest,
    decision: Annotated[PairDecision, Depends(read_pair_decision)],
    catalogue: CatalogueOfApp,
    corrections: CorrectionsOfApp,
) -> Response:
    """Keep what an editor says of two documents, and go on to what comes of it."""
    first, second = DocumentId(document_id), DocumentId(other_id)
    documents = catalogue.document(first), catalogue.document(second)
    author = author_of(editor, documents)
    alignment = corrections.decide(first, second, decision.decision(), author=author)
    address = coverage_address(ui)
    if alignment:
        source, target = (catalogue.document(each) for each in (first, second))
        languages = sorted((source.language, target.language), key=lambda each: each != ui)
        if languages[0] == ui:
            address = review_address(languages[0], languages[1], source.work_id)
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
