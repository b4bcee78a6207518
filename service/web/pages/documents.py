"""The page of a document."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from puente.model.documents import Document, Language
from puente.model.segments import Segment
from puente.originals.media_types import PDF
from puente.search.within_document import read_wanted
from service.i18n.interfaces import interfaces
from service.web.dependencies import CatalogueOfApp, Interface, OriginalsOfApp
from service.web.doors.citations import interface_of_reference, page_links, page_tags
from service.web.doors.links import header_of
from service.web.moved import moved_to
from service.web.pages.views.document.finds import find, first_find
from service.web.pages.views.document.layout import lay_out
from service.web.pages.views.document.parts import PARAGRAPHS, parts
from service.web.pages.views.document.places import counterpart, read_place
from service.web.pages.views.rendering import render, translator_of
from service.web.pages.views.sharing import linked_data, summary
from service.web.pages.views.versions import nearest_version, versions_of
from service.web.parameters import DocumentParameters
from service.web.routing import page_router
from service.web.urls import base_address, document_address, permalink

router = page_router()


@router.get("/{ui}/doc/{slug}")
def document(
    request: Request,
    ui: Interface,
    slug: str,
    parameters: Annotated[DocumentParameters, Query()],
    catalogue: CatalogueOfApp,
    originals: OriginalsOfApp,
) -> Response:
    """A document, in the version asked for or the one nearest to the reader's language."""
    asked = parameters.version
    named = catalogue.version(slug, asked) if asked else None
    versions = versions_of(catalogue, slug)
    if asked is None:
        # The address showed the version of the interface, which may be of another work by now.
        named = catalogue.version(slug, Language(ui))
    if named and named.work_id != slug:
        return moved_to(document_address(ui, named.work_id, version=asked, at=parameters.at))
    shown = nearest_version(versions, Language(ui), asked)
    if slug != shown.work_id:
        return moved_to(document_address(ui, shown.work_id, version=asked, at=parameters.at))
    # Links to paragraphs name the version where the address does not: the work may get another one.
    is_named = asked or shown.language == ui
    words = parameters.words
    address = partial(
        document_address, ui, shown.work_id, version=asked or shown.language, find=words
    )
    segments = catalogue.segments(shown.id)
    if parameters.at:
        found = _segment_at(parameters.at, shown, versions, catalogue)
        part = parts(len(segments), PARAGRAPHS, 1).part_of(segments.index(found)) if found else 1
        return RedirectResponse(address(part=part, segment=found), HTTPStatus.SEE_OTHER)
    wanted, rows = read_wanted(words), [(each,) for each in segments]
    if parameters.asks_for_first_find and (found := first_find(wanted, rows)):
        return RedirectResponse(address(hit=1, segment=found), HTTPStatus.SEE_OTHER)
    finds = find(wanted, rows, parameters.hit)
    divided = parts(len(segments), PARAGRAPHS, parameters.part or finds.part(PARAGRAPHS))
    links = page_links(shown, base_address(request))
    page = render(
        request,
        "document.html",
        ui,
        document=shown,
        here="" if is_named else address(part=divided.shown, hit=finds.number),
        part_address=lambda part: address(part=part),
        asked=asked,
        versions=versions,
        own_address=permalink(shown),
        alternates={
            language: permalink(version)
            for language, version in versions.items()
            if language in interfaces()
        },
        summary=summary(segments),
        tags=page_tags(
            shown,
            base_address(request),
            translator_of(request, interface_of_reference(shown)),
        ),
        links=links,
        linked_data=linked_data(
            shown,
            versions,
            segments,
            base=base_address(request),
            translate=translator_of(request, ui),
        ),
        has_file=originals.has(shown),
        has_pages=originals.media_type(shown) == PDF,
        finds=finds if words else None,
        finds_around=finds.around(divided.first),
        find_address=lambda number: address(hit=number, segment=finds.segments[number - 1]),
        plain_address=document_address(ui, shown.work_id, version=asked),
        origins={each.field: each.origin for each in shown.provenance},
        layout=lay_out(
            segments,
            divided,
            title=shown.title,
            past=catalogue.past_addresses(shown.id),
        ),
    )
    page.headers["Link"] = header_of(links)
    return page


def _segment_at(
    text: str,
    shown: Document,
    versions: dict[Language, Document],
    catalogue: CatalogueOfApp,
) -> Segment | None:
    """The paragraph that a place names, or its counterpart in the version that is shown."""
    place = read_place(text)
    if place is None:
        return None
    own = versions.get(place.version or shown.language, shown)
    segments = catalogue.segments(own.id)
    found = place.segment(segments)
    if found is None or own.id == shown.id:
        return found
    alignment = catalogue.alignment(own.id, shown.id)
    return (
        counterpart(found, segments, catalogue.segments(shown.id), alignment) if alignment else None
    )
