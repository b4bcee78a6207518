"""Values that a service has, for requests that find something."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from puente.model.filters import FILTERS

_QUESTIONS = (
    "apertura", "migración y desarrollo", '"opening of the session"', "CE/AM-75/09", "migracion xq",
    "acta", "sesión",
)  # fmt: skip
_SYMBOLS = ("CE/AM-75/09", "ce am 75 09", "AG/RES. 2356 (XXXVIII-O/08)", "CP/RES. 1/04 rev. 2")


@dataclass(frozen=True)
class Holdings:
    """Values of each parameter that a reader may see."""

    parameters: Mapping[str, tuple[Any, ...]]

    def of(self, name: str) -> tuple[Any, ...]:
        """Values of a parameter; none where any will do."""
        return self.parameters.get(name, ())


def read_holdings(client: Any, former: Mapping[str, tuple[Any, ...]] = {}) -> Holdings:
    """The holdings that a client is shown, with former ones; of nobody's where it is refused."""
    found = client.get("/api/v1/documents", params={"size": 100})
    documents = found.json()["documents"] if found.status_code == 200 else []
    ids = tuple(each["document"] for each in documents)
    works = tuple(dict.fromkeys(each["work"] for each in documents))
    filters = {
        each.parameter: tuple(
            [value]
            for value in sorted({str(d[each.name]) for d in documents if d[each.name] is not None})
        )
        for each in FILTERS
        if each.checked
    }
    parameters = {
        "document_id": ids,
        "other_id": ids,
        "segment_id": tuple(f"{each}.{n:04}" for each in ids for n in (1, 2, 3)),
        "official_number": ("1", "2", "3"),
        "alignment_id": tuple(f"{each}.es-en" for each in works),
        "work": works,
        "q": _QUESTIONS,
        "symbol": _SYMBOLS,
        "year": (["2009"], ["2004-2009"]),
        "lang": (["es"], ["en", "es"]),
        "page": (1, 2),
        "size": (1, 10),
        **filters,
    }
    return Holdings(
        {
            name: _often(values, than=former.get(name, ()))
            for name, values in parameters.items()
            if values
        }
    )


def _often(values: tuple[Any, ...], *, than: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values that are there, some three times as often as others that were."""
    return (*values * (1 + 3 * len(than) // len(values)), *than)
