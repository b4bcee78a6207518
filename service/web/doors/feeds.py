"""Feeds of searches, works and collections: Atom 1.0 (RFC 4287) and JSON Feed 1.1."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import Query, Request, Response

from puente.interchange.xml_text import without_forbidden
from puente.model.documents import Document, Language
from puente.model.filters import Filters
from puente.model.queries import Sort
from puente.model.segments import Segment
from service.i18n.translator import translator
from service.web.dependencies import CatalogueOfApp, Interface, SearcherOfApp
from service.web.moved import moved_to
from service.web.pages.views.rendering import template, translator_of
from service.web.pages.views.versions import versions_of
from service.web.parameters import FeedParameters, NoParameters
from service.web.routing import page_router
from service.web.urls import (
    base_address,
    document_address,
    documents_address,
    permalink,
    search_address,
)

MOST_ENTRIES = 50
"""Entries of a feed: the newest."""
# The year in which tags with the name of the host were first given (RFC 4151).
_TAGGED = "2026"
# A time is needed, and the index does not know when it got a document that states none.
_UNKNOWN = "1970-01-01T00:00:00Z"

router = page_router()


class FeedFormat(StrEnum):
    """Form of a feed: the ending of its address."""

    ATOM = "atom"
    JSON = "json"


MEDIA_TYPES: Mapping[FeedFormat, str] = {
    FeedFormat.ATOM: "application/atom+xml",
    FeedFormat.JSON: "application/feed+json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document or a paragraph in a feed; its addresses are whole."""

    id: str
    title: str
    address: str
    language: Language
    date: str | None
    text: str = ""

    @property
    def published(self) -> str | None:
        """The first moment of the day, month or year that the document states."""
        if self.date is None:
            return None
        year, month, day = (*self.date.split("-"), "01", "01")[:3]
        return f"{year}-{month}-{day}T00:00:00Z"

    @property
    def updated(self) -> str:
        """The time that Atom needs."""
        return self.published or _UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Entries, the newest first, with the addresses of the feed and of the page with the same."""

    id: str
    title: str
    address: str
    page: str
    language: str
    author: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> str:
        """The time of the newest entry."""
        return max((each.updated for each in self.entries), default=_UNKNOWN)


@router.get("/feeds/{ui}/search.{form}")
def search_feed(
    request: Request,
    ui: Interface,
    form: FeedFormat,
    parameters: Annotated[FeedParameters, Query()],
    searcher: SearcherOfApp,
) -> Response:
    """The newest paragraphs that answer a question, as a feed; by relevance where that is asked."""
    filters = parameters.filters()
    asked = {
        "respell": parameters.respell,
        "years": parameters.years,
        "expand": parameters.expand,
    }
    sort = parameters.sort or Sort.DATE
    found = searcher.search(parameters.q, filters=filters, sort=sort, size=MOST_ENTRIES, **asked)
    page = search_address(ui, parameters.q, filters, sort=parameters.sort, **asked)
    maker = _Maker(request, ui)
    # What is nearest where nothing answers is no news.
    hits = found.hits if found.is_answered else ()
    feed = maker.feed(
        f"search?{page.partition('?')[2]}",
        translator(ui).text("feeds.search", text=parameters.q),
        page,
        (maker.entry(hit.document, hit.segment) for hit in hits),
    )
    return _answer(request, feed, form)


@router.get("/feeds/{ui}/works/{slug}.{form}")
def work_feed(
    request: Request,
    ui: Interface,
    slug: str,
    form: FeedFormat,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The versions of a work, as a feed."""
    versions = versions_of(catalogue, slug)
    shown = versions.get(Language(ui)) or next(iter(versions.values()))
    path = f"works/{quote(shown.work_id)}"
    if slug != shown.work_id:
        return moved_to(f"/feeds/{ui}/{path}.{form}")
    maker = _Maker(request, ui)
    entries = map(maker.entry, versions.values())
    feed = maker.feed(path, shown.title, document_address(ui, shown.work_id), entries)
    return _answer(request, feed, form)


@router.get("/feeds/{ui}/collections/{name}.{form}")
def collection_feed(
    request: Request,
    ui: Interface,
    name: str,
    form: FeedFormat,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The newest documents of a collection, as a feed."""
    filters = Filters(collections=(name,))
    found = catalogue.documents(filters, newest_first=True)
    maker, t = _Maker(request, ui), translator_of(request, ui)
    feed = maker.feed(
        f"collections/{quote(name)}",
        t.text("feeds.collection", collection=t.name("collections", name)),
        documents_address(ui, filters),
        map(maker.entry, found[:MOST_ENTRIES]),
    )
    return _answer(request, feed, form)


class _Maker:
    """Feeds of a site in the words of an interface."""

    def __init__(self, request: Request, interface: str) -> None:
        self._base = base_address(request)
        self._interface = interface
        self._site = request.app.state.site.name or translator(interface).text("site.name")
        # An address of version 6 has colons, which part a tag.
        host = (urlsplit(self._base).hostname or "localhost").replace(":", "-")
        self._tag = f"tag:{host},{_TAGGED}:"

    def feed(self, path: str, title: str, page: str, entries: Iterable[Entry]) -> Feed:
        """A feed of some entries; its path is that of its address, without the ending."""
        place, mark, query = path.partition("?")
        return Feed(
            id=f"{self._tag}feeds/{self._interface}/{path}",
            title=f"{self._site}: {title}",
            address=f"{self._base}/feeds/{self._interface}/{place}.{{form}}{mark}{query}",
            page=self._base + page,
            language=self._interface,
            author=self._site,
            entries=tuple(entries),
        )

    def entry(self, document: Document, segment: Segment | None = None) -> Entry:
        """The entry of a document, or of a paragraph of it."""
        kind, name = ("segments", segment.id) if segment else ("documents", document.id)
        symbol = f"{document.symbol.text} – " if document.symbol else ""
        return Entry(
            id=f"{self._tag}{kind}/{quote(name)}",
            title=symbol + document.title,
            address=self._base + permalink(document, segment),
            language=segment.language if segment else document.language,
            date=document.date,
            text=segment.text if segment else "",
        )


def _answer(request: Request, feed: Feed, form: FeedFormat) -> Response:
    """The feed in a form, or 304 for who has it as it is."""
    text = _atom(feed) if form is FeedFormat.ATOM else json.dumps(_json(feed), ensure_ascii=False)
    # Weak, for what is sent may be compressed.
    tag = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    # What was withdrawn must not be read from a cache.
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    if "*" in known or tag.removeprefix("W/") in (each.removeprefix("W/") for each in known):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(text, media_type=MEDIA_TYPES[form], headers=headers)


def _atom(feed: Feed) -> str:
    text = template("feed.atom").render(
        feed=feed, own=_address_of(feed, FeedFormat.ATOM), other=_address_of(feed, FeedFormat.JSON)
    )
    return without_forbidden(text)


def _json(feed: Feed) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": _address_of(feed, FeedFormat.JSON),
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [dict(_fields(each)) for each in feed.entries],
    }


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    """The fields of an item of JSON Feed, which needs a content."""
    yield "id", entry.id
    yield "url", entry.address
    yield "title", entry.title
    yield "content_text", entry.text or entry.title
    yield "language", entry.language
    if entry.published:
        yield "date_published", entry.published


def _address_of(feed: Feed, form: FeedFormat) -> str:
    return feed.address.replace("{form}", form)
