"""The page of a document."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from puente.model.documents import Language
from service.web.dependencies import CatalogueOfApp, Interface
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
    versions = versions_of(catalogue, slug)
    if parameters.version and parameters.version not in versions:
        catalogue.check_version(slug, parameters.version)
    shown = nearest_version(versions, Language(ui), parameters.version)
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
