"""The page of a document."""

from typing import Annotated

from fastapi import Query, Request, Response

from puente.model.documents import Language
from service.web.dependencies import CatalogueOfApp, Interface
from service.web.moved import moved_to
from service.web.pages.views.document_layout import lay_out
from service.web.pages.views.rendering import render
from service.web.pages.views.versions import nearest_version, versions_of
from service.web.parameters import DocumentParameters
from service.web.routing import page_router
from service.web.urls import document_address

router = page_router()


@router.get("/{ui}/doc/{slug}")
def document(
    request: Request,
    ui: Interface,
    slug: str,
    parameters: Annotated[DocumentParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """A document, in the version asked for or the one nearest to the reader's language."""
    asked = parameters.version
    named = catalogue.version(slug, asked) if asked else None
    versions = versions_of(catalogue, slug)
    if asked is None:
        # The address showed the version of the interface, which may be of another work by now.
        named = catalogue.version(slug, Language(ui))
    if named and named.work_id != slug:
        return moved_to(document_address(ui, named.work_id, version=asked))
    shown = nearest_version(versions, Language(ui), asked)
    if slug != shown.work_id:
        return moved_to(document_address(ui, shown.work_id, version=asked))
    # Links to paragraphs name the version where the address does not: the work may get another one.
    is_named = asked or shown.language == ui
    here = "" if is_named else document_address(ui, shown.work_id, version=shown.language)
    return render(
        request,
        "document.html",
        ui,
        document=shown,
        here=here,
        asked=asked,
        versions=versions,
        origins={each.field: each.origin for each in shown.provenance},
        layout=lay_out(
            catalogue.segments(shown.id),
            title=shown.title,
            past=catalogue.past_addresses(shown.id),
        ),
    )
