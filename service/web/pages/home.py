"""The home page, the help and the description of the API."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from service.i18n.interfaces import preferred_interface
from service.web.dependencies import CatalogueOfApp, Interface
from service.web.pages.views.rendering import render
from service.web.parameters import NoParameters
from service.web.routing import page_router

router = page_router()


@router.get("/")
def entrance(request: Request, parameters: Annotated[NoParameters, Query()]) -> Response:
    """To the home page in the reader's language."""
    interface = preferred_interface(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{interface}/", headers={"Vary": "Accept-Language"})


@router.get("/{ui}")
def home_without_slash(
    ui: Interface, parameters: Annotated[NoParameters, Query()]
) -> RedirectResponse:
    """To the home page."""
    return RedirectResponse(f"/{ui}/")


@router.get("/{ui}/")
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


@router.get("/{ui}/help")
def usage(
    request: Request, ui: Interface, parameters: Annotated[NoParameters, Query()]
) -> Response:
    """Help on asking questions."""
    return render(request, "help.html", ui)


@router.get("/{ui}/api")
def reference(
    request: Request, ui: Interface, parameters: Annotated[NoParameters, Query()]
) -> Response:
    """The API, read from its own description."""
    return render(request, "api.html", ui, paths=request.app.openapi()["paths"])
