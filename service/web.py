"""The pages: search, documents, versions side by side, symbols, help."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from puente.errors import AlignmentChangedError, DocumentNotFoundError
from puente.records import Document, Language
from puente.retrieval import RetrievalOptions
from service.addresses import (
    bilingual_address,
    document_address,
    review_address,
    search_address,
    symbol_address,
)
from service.dependencies import CatalogueOfApp, ReviewerOfApp, SearcherOfApp
from service.editors import OWN_SITE_ONLY, EditorOfRequest
from service.facets import chips, choice_groups
from service.layout import lay_out
from service.paging import page_count, page_of
from service.parameters import (
    DocumentParameters,
    NoParameters,
    PageParameters,
    ResultsParameters,
    ReviewForm,
    ReviewParameters,
    read_review_form,
    refuse_repeated,
)
from service.problems import VersionNotFoundError
from service.rendering import render
from service.review import ROWS_PAGE, Table, page_with
from service.sidebyside import passages, side_by_side
from service.translate import Interface, preferred_interface, translator

MOST_RESULTS = RetrievalOptions().depth
"""No page of results beyond them can be asked for."""
CITING_PAGE = 20
"""Paragraphs on one page of those that cite a symbol."""

_REVIEW = "/{first}-{second}/doc/{slug}/review"

router = APIRouter(include_in_schema=False, dependencies=[Depends(refuse_repeated)])
page_route = partial(router.get, response_class=HTMLResponse)


@page_route("/")
def entrance(request: Request, parameters: Annotated[NoParameters, Query()]) -> Response:
    """To the home page in the reader's language."""
    interface = preferred_interface(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{interface}/", headers={"Vary": "Accept-Language"})


@page_route("/{ui}")
def home_without_slash(
    ui: Interface, parameters: Annotated[NoParameters, Query()]
) -> RedirectResponse:
    """To the home page."""
    return RedirectResponse(f"/{ui}/")


@page_route("/{ui}/")
def home(
    request: Request,
    ui: Interface,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The search box, what to ask, and what there is."""
    return render(
        request, "home.html", ui, collections=catalogue.collections(), state=catalogue.state()
    )


@page_route("/{ui}/search")
def results(
    request: Request,
    ui: Interface,
    parameters: Annotated[ResultsParameters, Query()],
    searcher: SearcherOfApp,
    catalogue: CatalogueOfApp,
) -> Response:
    """A page of results; without a question, the home page."""
    if not parameters.q.strip():
        return RedirectResponse(f"/{ui}/")
    filters = parameters.filters()
    result = searcher.search(parameters.q, filters=filters, page=parameters.page)
    return render(
        request,
        "search.html",
        ui,
        result=result,
        groups=choice_groups(result, translator(ui)),
        chips=tuple(chips(filters, translator(ui), partial(search_address, ui, result.query.text))),
        citations={
            answer.symbol.text: len(passages(answer.cited_by, catalogue, ui))
            for answer in result.symbols
        },
        last_page=page_count(min(result.total, MOST_RESULTS), result.size),
    )


@page_route("/{first}-{second}/doc/{slug}")
def bilingual(
    request: Request,
    first: Interface,
    second: Language,
    slug: str,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """Two versions of a document, paragraph beside paragraph."""
    left, right = _two_versions(catalogue, slug, Language(first), second)
    if slug != left.work_id:
        return RedirectResponse(bilingual_address(first, second, left.work_id))
    alignment = catalogue.alignment(left.id, right.id)
    rows = side_by_side(catalogue.segments(left.id), catalogue.segments(right.id), alignment)
    return render(
        request,
        "bilingual.html",
        first,
        left=left,
        right=right,
        rows=rows,
        aligned=alignment is not None,
        can_edit=bool(request.app.state.editors.keys),
    )


@page_route(_REVIEW)
def review(
    request: Request,
    first: Interface,
    second: Language,
    slug: str,
    parameters: Annotated[ReviewParameters, Query()],
    editor: EditorOfRequest,
    catalogue: CatalogueOfApp,
    reviewer: ReviewerOfApp,
) -> Response:
    """The same rows for editors: what needs a look, and how to correct it."""
    left, right = _two_versions(catalogue, slug, Language(first), second)
    address = partial(review_address, first, second, left.work_id)
    if slug != left.work_id:
        return RedirectResponse(address())
    table = Table.of(reviewer.review(left.id, right.id), left.id)
    page = render(
        request,
        "review.html",
        first,
        left=left,
        right=right,
        table=table,
        attention=table.attention(),
        rows=page_of(tuple(enumerate(table.rows, 1)), parameters.page, size=ROWS_PAGE),
        editor=editor,
        done=parameters.done,
        done_row=parameters.row,
        page=parameters.page,
        last_page=page_count(len(table.rows), ROWS_PAGE),
        page_address=lambda number: address(page=number),
        address_of=lambda number: address(page=page_with(number), row=number),
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post(_REVIEW, dependencies=[OWN_SITE_ONLY])
def judge(
    first: Interface,
    second: Language,
    slug: str,
    parameters: Annotated[ReviewParameters, Query()],
    editor: EditorOfRequest,
    form: Annotated[ReviewForm, Depends(read_review_form)],
    catalogue: CatalogueOfApp,
    reviewer: ReviewerOfApp,
) -> Response:
    """Do what a button of the review says, and show the row that it was about."""
    left, right = _two_versions(catalogue, slug, Language(first), second)
    table = Table.of(reviewer.review(left.id, right.id), left.id)
    done: str = form.deed
    try:
        judgement = table.judgement(form)
        after, _ = reviewer.judge(left.id, right.id, judgement, author=editor)
        row = Table.of(after, left.id).row_of((*judgement.source, *judgement.target))
    except AlignmentChangedError:
        done, row = "changed", form.row
    return RedirectResponse(
        review_address(first, second, left.work_id, page=page_with(row), done=done, row=row),
        status_code=HTTPStatus.SEE_OTHER,
    )


@page_route("/{ui}/doc/{slug}")
def document(
    request: Request,
    ui: Interface,
    slug: str,
    parameters: Annotated[DocumentParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """A document, in the version asked for or the one nearest to the reader's language."""
    versions = _versions(catalogue, slug)
    shown = _nearest(versions, Language(ui), parameters.version)
    if slug != shown.work_id:
        return RedirectResponse(document_address(ui, shown.work_id, version=parameters.version))
    return render(
        request,
        "document.html",
        ui,
        document=shown,
        versions=versions,
        asked=parameters.version,
        origins={each.field: each.origin for each in shown.provenance},
        layout=lay_out(catalogue.segments(shown.id), title=shown.title),
    )


@page_route("/{ui}/symbol/{symbol:path}")
def symbol(
    request: Request,
    ui: Interface,
    symbol: str,
    parameters: Annotated[PageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """What there is of a symbol; a variant spelling moves to the canonical address."""
    answer = catalogue.symbol(symbol.replace("_", " "))
    if symbol.replace("_", " ") != answer.symbol.text or " " in symbol:
        return RedirectResponse(symbol_address(ui, answer.symbol.text), status_code=301)
    citing_ids = passages(answer.cited_by, catalogue, ui)
    ids = page_of(citing_ids, parameters.page, size=CITING_PAGE)
    citing = [catalogue.segment(each) for each in ids]
    return render(
        request,
        "symbol.html",
        ui,
        answer=answer,
        citing=[(segment, catalogue.document(segment.document_id)) for segment in citing],
        citations=len(citing_ids),
        page=parameters.page,
        last_page=page_count(len(citing_ids), CITING_PAGE),
    )


@page_route("/{ui}/help")
def usage(
    request: Request, ui: Interface, parameters: Annotated[NoParameters, Query()]
) -> Response:
    """How to ask."""
    return render(request, "help.html", ui)


@page_route("/{ui}/api")
def reference(
    request: Request, ui: Interface, parameters: Annotated[NoParameters, Query()]
) -> Response:
    """The API, read from its own description."""
    return render(request, "api.html", ui, paths=request.app.openapi()["paths"])


def _versions(catalogue: CatalogueOfApp, slug: str) -> dict[Language, Document]:
    """The versions of a work by language; raises DocumentNotFoundError."""
    found = catalogue.work(slug)
    if not found:
        raise DocumentNotFoundError(slug)
    return {document.language: document for document in found}


def _two_versions(
    catalogue: CatalogueOfApp, slug: str, first: Language, second: Language
) -> tuple[Document, Document]:
    """Two versions of a work; raises DocumentNotFoundError or VersionNotFoundError."""
    versions = _versions(catalogue, slug)
    left, right = _version(versions, first), _version(versions, second)
    if left is right:
        raise HTTPException(404)
    return left, right


def _version(versions: dict[Language, Document], language: Language) -> Document:
    """The version in a language; raises VersionNotFoundError."""
    if language not in versions:
        raise VersionNotFoundError(next(iter(versions.values())).work_id, language)
    return versions[language]


def _nearest(
    versions: dict[Language, Document], preferred: Language, asked: Language | None
) -> Document:
    """The version asked for, else the preferred one, else the first that there is."""
    if asked:
        return _version(versions, asked)
    return versions.get(preferred) or next(iter(versions.values()))
