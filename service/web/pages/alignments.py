"""Pages of two versions side by side, and their review."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from puente.errors import AlignmentChangedError
from puente.model.documents import Language
from puente.originals.media_types import PDF
from puente.search.within_document import read_wanted
from service.web.authentication import EditorOfRequest, author_of, can_anyone_correct
from service.web.dependencies import CatalogueOfApp, CorrectionsOfApp, Interface, OriginalsOfApp
from service.web.moved import moved_to
from service.web.pages.views.document.finds import find, first_find
from service.web.pages.views.document.parts import ROWS, parts
from service.web.pages.views.document.places import read_place
from service.web.pages.views.rendering import render
from service.web.pages.views.review import ROWS_PAGE, ReviewTable, page_with
from service.web.pages.views.side_by_side import side_by_side
from service.web.pages.views.versions import two_versions
from service.web.pagination import page_count, page_of
from service.web.parameters import (
    FormAction,
    ReadParameters,
    ReviewForm,
    ReviewParameters,
    read_review_form,
)
from service.web.routing import page_router
from service.web.urls import (
    bilingual_address,
    review_address,
)

_REVIEW = "/{first}-{second}/doc/{slug}/review"


router = page_router()


@router.get("/{first}-{second}/doc/{slug}")
def bilingual(
    request: Request,
    first: Interface,
    second: Language,
    slug: str,
    parameters: Annotated[ReadParameters, Query()],
    catalogue: CatalogueOfApp,
    originals: OriginalsOfApp,
) -> Response:
    """Two versions of a document, paragraph beside paragraph."""
    left, right = two_versions(catalogue, slug, Language(first), second)
    plain_address = bilingual_address(first, second, left.work_id)
    if slug != left.work_id:
        return moved_to(plain_address)
    words = parameters.words
    address = partial(bilingual_address, first, second, left.work_id, find=words)
    alignment = catalogue.alignment(left.id, right.id)
    sides = {each.language: catalogue.segments(each.id) for each in (left, right)}
    rows = side_by_side(sides[left.language], sides[right.language], alignment)
    if parameters.at:
        place = read_place(parameters.at)
        found = place.segment(sides.get(place.version or left.language, ())) if place else None
        row = next((at for at, each in enumerate(rows) if found and found.id in each.ids), 0)
        part = parts(len(rows), ROWS, 1).part_of(row)
        return RedirectResponse(address(part=part, segment=found), HTTPStatus.SEE_OTHER)
    wanted, texts = read_wanted(words), [(*each.first, *each.second) for each in rows]
    if parameters.asks_for_first_find and (found := first_find(wanted, texts)):
        return RedirectResponse(address(hit=1, segment=found), HTTPStatus.SEE_OTHER)
    finds = find(wanted, texts, parameters.hit)
    divided = parts(len(rows), ROWS, parameters.part or finds.part(ROWS))
    return render(
        request,
        "bilingual.html",
        first,
        left=left,
        right=right,
        rows=divided.of(rows),
        parts=divided,
        part_address=lambda part: address(part=part),
        finds=finds if words else None,
        finds_around=finds.around(divided.first),
        find_address=lambda number: address(hit=number, segment=finds.segments[number - 1]),
        plain_address=plain_address,
        with_pages={each.id for each in (left, right) if originals.media_type(each) == PDF},
        aligned=alignment is not None,
        gone=[catalogue.past_addresses(each.id).gone for each in (left, right)],
        can_edit=can_anyone_correct(request),
    )


@router.get(_REVIEW)
def review(
    request: Request,
    first: Interface,
    second: Language,
    slug: str,
    parameters: Annotated[ReviewParameters, Query()],
    editor: EditorOfRequest,
    catalogue: CatalogueOfApp,
    corrections: CorrectionsOfApp,
) -> Response:
    """The same rows for editors: what needs a look, and how to correct it."""
    left, right = two_versions(catalogue, slug, Language(first), second)
    address = partial(review_address, first, second, left.work_id)
    if slug != left.work_id:
        return moved_to(address(page=parameters.page))
    author = author_of(editor, (left, right))
    table = ReviewTable.of(corrections.review(left.id, right.id), left.id)
    page = render(
        request,
        "review.html",
        first,
        left=left,
        right=right,
        table=table,
        version=table.review.version,
        attention=table.attention(),
        rows=page_of(tuple(enumerate(table.rows, 1)), parameters.page, size=ROWS_PAGE),
        editor=author,
        unconfirmed=len(table.unconfirmed(parameters.page)),
        can_undo=corrections.last_change(left.id, right.id, author=author) is not None,
        done=parameters.done,
        done_row=parameters.row,
        page=parameters.page,
        last_page=page_count(len(table.rows), ROWS_PAGE),
        page_address=lambda number: address(page=number),
        address_of=lambda number: address(page=page_with(number), row=number),
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post(_REVIEW)
def correct(
    first: Interface,
    second: Language,
    slug: str,
    parameters: Annotated[ReviewParameters, Query()],
    editor: EditorOfRequest,
    form: Annotated[ReviewForm, Depends(read_review_form)],
    catalogue: CatalogueOfApp,
    corrections: CorrectionsOfApp,
) -> Response:
    """Do what a button of the review says, and show the row that it was about."""
    left, right = two_versions(catalogue, slug, Language(first), second)
    author = author_of(editor, (left, right))
    table = ReviewTable.of(corrections.review(left.id, right.id), left.id)
    done: str = form.action
    row: int | None = None
    page = page_with(form.row)
    try:
        match form.action:
            case FormAction.ACCEPT_PAGE:
                links = table.accepting_page(form)
                corrections.accept_all(left.id, right.id, links, author=author)
            case FormAction.UNDO:
                after, beads = corrections.undo(left.id, right.id, form.version, author=author)
                row = ReviewTable.of(after, left.id).row_of((*beads[0].source, *beads[0].target))
                page = page_with(row)
            case _:
                proposed = table.proposed(form)
                after, _ = corrections.correct(left.id, right.id, proposed, author=author)
                row = ReviewTable.of(after, left.id).row_of((*proposed.source, *proposed.target))
                page = page_with(row)
    except AlignmentChangedError:
        done, row = "changed", form.row
    return RedirectResponse(
        review_address(first, second, left.work_id, page=page, done=done, row=row),
        status_code=HTTPStatus.SEE_OTHER,
    )
