"""The body whose site this is: its name, logo and colours, and the pages that speak for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from fastapi import Query, Request, Response

from puente.errors import SettingsError
from puente.settings import Settings
from service.i18n.interfaces import interfaces
from service.i18n.own_names import OwnNames, read_own_names
from service.web.dependencies import Interface
from service.web.pages.views.rendering import render
from service.web.parameters import NoParameters
from service.web.routing import page_router

_LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
_MOST_LOGO_BYTES = 100_000
_MOST_TEXT_BYTES = 200_000

router = page_router()


class SitePage(StrEnum):
    """Page that speaks for the body; its own text is in a file of that name and a language."""

    ABOUT = "about"
    ACCESSIBILITY = "accessibility"
    PRIVACY = "privacy"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """Image of the body."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A body's name, address for mail, logo, style and own texts; what is empty is Puente's own.

    A text is by its page and language; names of collections and organs are by language.
    """

    name: str = ""
    email: str = ""
    logo: Logo | None = None
    style: str = ""
    texts: Mapping[tuple[SitePage, str], str] = field(default_factory=dict)
    names: Mapping[str, OwnNames] = field(default_factory=dict)


def read_site(settings: Settings) -> Site:
    """The site that the settings describe; raises SettingsError."""
    return Site(
        name=settings.site_name,
        email=settings.site_email,
        logo=_read_logo(settings.site_logo) if settings.site_logo else None,
        style=_style(settings.site_colour, settings.site_accent),
        texts=_read_texts(settings.site_texts) if settings.site_texts else {},
        names=read_own_names(settings.site_names) if settings.site_names else {},
    )


@router.get("/{ui}/about")
@router.get("/{ui}/accessibility")
@router.get("/{ui}/privacy")
@router.get("/{ui}/contact")
def site_page(
    request: Request, ui: Interface, parameters: Annotated[NoParameters, Query()]
) -> Response:
    """A text of the body whose site this is, or Puente's own: what it is, how it can be used."""
    page = SitePage(request.url.path.rpartition("/")[2])
    site: Site = request.app.state.site
    own = site.texts.get((page, ui))
    return render(request, "site.html", ui, page=page, blocks=_blocks(own) if own else None)


@router.get("/site/style.css")
def site_style(request: Request) -> Response:
    """The colours of the body; nothing where it has none of its own."""
    return _kept_a_while(request.app.state.site.style, "text/css")


@router.get("/site/logo")
def site_logo(request: Request) -> Response:
    """The logo of the body; nothing where it has none."""
    logo: Logo | None = request.app.state.site.logo
    if logo is None:
        return Response(status_code=204)
    return _kept_a_while(logo.content, logo.media_type)


def _kept_a_while(content: str | bytes, media_type: str) -> Response:
    headers = {"Cache-Control": "public, max-age=300"}
    return Response(content, media_type=media_type, headers=headers)


def _style(colour: str, accent: str) -> str:
    """The style that sets the colours, in light and in dark."""
    values = {"--brand": colour, "--on-brand": "#fff" if colour else "", "--rule": accent}
    said = "".join(f"{name}:{value};" for name, value in values.items() if value)
    # It outweighs the dark colours of the pages, which name the theme.
    return f":root:root:root{{{said}}}" if said else ""


def _read_logo(path: Path) -> Logo:
    media_type = _LOGO_TYPES.get(path.suffix.lower())
    if media_type is None:
        raise SettingsError("PUENTE_SITE_LOGO", "the file has to be an .svg or a .png")
    return Logo(content=_read("PUENTE_SITE_LOGO", path, _MOST_LOGO_BYTES), media_type=media_type)


def _read_texts(folder: Path) -> dict[tuple[SitePage, str], str]:
    texts = {}
    for page in SitePage:
        for language in interfaces():
            path = folder / f"{page}.{language}.txt"
            if path.exists():
                content = _read("PUENTE_SITE_TEXTS", path, _MOST_TEXT_BYTES)
                try:
                    texts[page, language] = content.decode("utf-8-sig")
                except UnicodeDecodeError:
                    raise SettingsError("PUENTE_SITE_TEXTS", f"{path.name} is not UTF-8") from None
    return texts


def _read(setting: str, path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise SettingsError(setting, f"{path.name}: {error.strerror}") from error
    if len(content) > most:
        raise SettingsError(setting, f"{path.name} has over {most // 1000} kB")
    return content


def _blocks(text: str) -> list[tuple[str, str]]:
    """Headings, which begin with `## `, and paragraphs, which blank lines part."""
    found = []
    for block in filter(None, map(str.strip, text.replace("\r\n", "\n").split("\n\n"))):
        is_heading = block.startswith("## ")
        found.append(("h2", block.removeprefix("## ")) if is_heading else ("p", block))
    return found
