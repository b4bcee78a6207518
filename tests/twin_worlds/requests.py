"""Requests for every route of the application, with values that find something."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin
from urllib.parse import quote, unquote, urlencode

from puente.model.documents import Visibility
from service.web.app import create_app
from tests.fixtures.builders import EMBEDDER
from tests.fixtures.routes import Route, is_list, plain_types, routes_of
from tests.twin_worlds.history import SYMBOLS, History

_QUESTIONS = (
    "migrantes", "workers", "desarrollo", "Apertura de la sesión", '"Apertura de la sesión"',
    "sessoin", "informarán presupuesto", "CE/AM-3/09", "dólares", "nada que ver",
)  # fmt: skip
_FILES = ("puente.css", "puente.js", "nothing.css", "")
_IDS = ("slug", "document_id", "segment_id", "alignment_id")
_ACCEPTED = ("", "es-AR,es;q=0.9", "en")
_ENCODED = ("gzip", "identity")
_DECISIONS = ("accept", "accept", "accept", "reject")
_ON_A_PAGE = (*_DECISIONS, "accept-page", "undo")
ROUTES = tuple(routes_of(create_app(lambda: NotImplemented)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for an address on a route, with what is posted there."""

    route: str
    address: str
    headers: Mapping[str, str]
    method: str = "GET"
    posted: Mapping[str, Any] | None = None

    @property
    def body(self) -> Mapping[str, Any]:
        """Body of a request, as programs or as forms post it."""
        kind = "json" if self.address.startswith("/api/") else "data"
        return {kind: self.posted} if self.posted is not None else {}


class Asking:
    """Requests by chance: most of their values are those that the worlds have, secret ones too."""

    def __init__(self, history: History, chance: random.Random) -> None:
        self._chance = chance
        self._worlds = history.worlds
        documents = [
            each
            for world in history.worlds
            for visibility in Visibility
            for each in world.documents(visibility)
        ]
        ids = sorted({each.id for each in documents}) or ["nothing.es"]
        works = sorted({each.work_id for each in documents} | {each[:-3] for each in ids})
        marks = [word for each in history.marks.values() for word in each.given[-8:]]
        shared = history.worlds[0].shared_documents()
        counts = Counter(each.work_id for each in shared)
        self._in_two_languages = [work for work, count in counts.items() if count > 1]
        words = (*marks, *(each[:-1] for each in marks), *history.public_words.given[-4:])
        self._values: dict[str, tuple[str, ...]] = {
            "ui": ("es", "en", "es", "en", "pt"),
            "first": ("es", "en"),
            "second": ("en", "es", "en", "es", "pt"),
            "slug": (*works, "nothing"),
            "work": (*works, "nothing"),
            "document_id": (*ids, "nothing.es"),
            "segment_id": tuple(f"{each}.{n:04}" for each in ids for n in (1, 2, 5)),
            "official_number": ("1", "2", "1", "2", "9", "op-1"),
            "alignment_id": tuple(f"{each}.es-en" for each in works),
            "symbol": (*SYMBOLS, "CE/AM-75/09", "CE/AM-33/09"),
            "path": _FILES,
            "q": (*_QUESTIONS, *words), "find": (*_QUESTIONS, *words), "hit": ("1", "2"),
            "lang": ("es", "en"), "collection": ("oas", "csm", "crm"), "organ": ("CE/AM", "CP"),
            "year": ("2009", "1999-2010"), "kind": ("document", "minutes"),
            "page": ("1", "1", "2"), "size": ("1", "20", "100"),
            "visibility": ("public", "restricted"),
            "name": ("oas", "csm", "crm"), "form": ("atom", "json"),
        }  # fmt: skip
        # What a route that is new here calls by another name.
        self._any = (*ids, *works, *SYMBOLS, *words)

    def on(self, route: Route, *, is_known: bool) -> Request:
        """A request on a route; one that is not known to answer gets what is most likely to do so.

        Two versions, or a work that is there, are seldom hit by chance.
        """
        address = route.path
        if address == "/static":
            address += "/{path}"
        for name in _gaps(address):
            value = self._chance.choice(self._values.get(name.partition(":")[0], self._any))
            # Two versions, or a work that is there, are seldom hit by chance.
            if self._in_two_languages and (not is_known or self._chance.random() < 0.6):
                work = self._chance.choice(self._in_two_languages)
                known = {
                    "slug": work, "document_id": f"{work}.es", "alignment_id": f"{work}.es-en",
                }  # fmt: skip
                value = known.get(name, value)
            if name == "other_id" and "/" in address:
                named = unquote(address.rpartition("/{")[0].rpartition("/")[2])
                value = f"{named[:-3]}.{'es' if named.endswith('.en') else 'en'}"
            if name == "second" and (not is_known or f"/{value}-" in address):
                value = "es" if "/en-" in address else "en"
            if name in _IDS and self._chance.random() < 0.05:
                value = value.upper()  # as they are typed where symbols are
            address = address.replace(f"{{{name}}}", quote(value))
        asked = urlencode(list(self._query(route)))
        headers = {
            "Accept-Language": self._chance.choice(_ACCEPTED),
            "Accept-Encoding": self._chance.choice(_ENCODED),
        }
        return Request(
            route=name_of(route),
            address=f"{address}?{asked}" if asked else address,
            headers=headers,
            method=route.method,
            posted=self._posted(address) if route.method == "POST" else None,
        )

    def _posted(self, address: str) -> Mapping[str, Any]:
        """A decision on what is at an address, as it is in one of the worlds."""
        text = self._chance.choice(self._values["q"])
        if address.endswith("/embed"):
            return {"texts": [text]}
        if address.endswith("/embeddings"):
            return {"input": text, "model": EMBEDDER.name}
        if address.endswith("/nearest"):
            return {"text": text}
        if "/pairs/" in address:
            return {"are_versions": self._chance.random() < 0.7}
        named = unquote(address.rpartition("/")[0].rpartition("/")[2])
        alignment = named if address.startswith("/api/") else f"{named}.es-en"
        link = self._chance.choice(self._worlds).link_of(alignment, self._chance)
        work = alignment.rpartition(".")[0]
        unknown = {"version": "0", "source": [f"{work}.es.0001"], "target": [f"{work}.en.0001"]}
        actions = _DECISIONS if address.startswith("/api/") else _ON_A_PAGE
        return {"action": self._chance.choice(actions), **(link or unknown)}

    def _query(self, route: Route) -> Iterator[tuple[str, str]]:
        for name, kind in route.query.items():
            if name != "q" and self._chance.random() < 0.88:
                continue
            times = self._chance.choice((1, 1, 2)) if is_list(kind) else 1
            for _ in range(times):
                yield name, self._value(name, kind)

    def _value(self, name: str, kind: Any) -> str:
        if name in self._values:
            return self._chance.choice(self._values[name])
        found = self._chance.choice(plain_types(kind))
        if get_origin(found) is Literal:
            return str(self._chance.choice(get_args(found)))
        if isinstance(found, type) and issubclass(found, Enum):
            return str(self._chance.choice(list(found)).value)
        by_type = {bool: ("true", "false"), int: ("1", "2"), float: ("0", "0.5")}
        return self._chance.choice(by_type.get(found, self._any))


def name_of(route: Route) -> str:
    """A route's method and path."""
    return f"{route.method} {route.path}"


def _gaps(address: str) -> list[str]:
    return [each.partition("}")[0] for each in address.split("{")[1:]]
