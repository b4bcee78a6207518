"""The bodies that issue documents: their marks and their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from puente.data.tables import read_table
from puente.model.documents import Language, Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """A body and its names; `dashed` when its documents are numbered as in CE/AM-75/09."""

    code: str
    names: Mapping[Language, str]
    dashed: bool


@cache
def organs() -> Mapping[str, Organ]:
    """The known organs by code, the one that a symbol's `organ` holds."""
    table = read_table("puente.data", "organs.toml")
    return {
        code: Organ(
            code=code,
            names={Language.ES: entry["es"], Language.EN: entry["en"]},
            dashed=entry.get("dashed", False),
        )
        for code, entry in table["organs"].items()
    }


def organ_name(code: str, language: Language) -> str | None:
    """The name of an organ, None when it is not known.

    A series may carry the number of a session: OEA/Ser.L/V/II.98 is OEA/Ser.L/V/II.
    """
    organ = organs().get(code)
    if organ is None and code.startswith("OEA/Ser."):
        organ = organs().get(code.rstrip("0123456789."))
    return organ.names.get(language) if organ else None


def issuing_organ(symbol: Symbol) -> str | None:
    """The known organ whose own mark a symbol begins with: UN/CMW/C of CMW/C/MEX/CO/2."""
    parts = (symbol.organ or "").split("/")
    codes = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((code for code in codes if code in organs()), symbol.organ)
