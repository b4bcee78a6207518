"""Bodies and words that title blocks name, and the codes of the bodies."""

from collections.abc import Mapping, Sequence
from functools import cache

from puente.data.tables import read_table
from puente.symbols.organs import organs
from puente.text.tokenization import fold


@cache
def words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The table of what title blocks say."""
    return read_table("ingest", "data/title_block.toml")


def parent_organ(code: str | None) -> str | None:
    """The organ that a committee's code belongs to: CP of CAJP/GT/TM; None for an organ."""
    if code is None:
        return None
    for organ, committees in words()["committees"].items():
        if any(f"{code}/".startswith(f"{committee}/") for committee in committees):
            return organ
    return code.split("/")[0] if "/" in code else None


def first_organ_in(text: str) -> str | None:
    """The organ that a text names first: "RESOLUCIÓN DEL PRESIDENTE DE LA CORTE ..."."""
    folded = fold_spaces(text)
    places = [
        (place, -len(name), code)
        for name, code in bodies().items()
        if (place := folded.find(name)) >= 0 and parent_organ(code) is None
    ]
    return min(places)[2] if places else None


def organ_opening_a_line(lines: Sequence[str], *, committee: bool) -> str | None:
    """The code of the first organ, or committee, that a line opens with."""
    for line in lines:
        folded = fold_spaces(line)
        for name, code in bodies().items():
            if folded.startswith(name) and (parent_organ(code) is not None) == committee:
                return code
    return None


@cache
def stated_names() -> tuple[str, ...]:
    """The folded names that a line can state, long ones first."""
    organizations = map(fold, words()["cover"]["organizations"])
    return tuple(sorted([*organizations, *bodies()], key=len, reverse=True))


@cache
def kind_words() -> frozenset[str]:
    """The folded words that open the names of kinds: "informe", "sentencia", "acta"."""
    kinds = words()["title_words"].values()
    return frozenset(fold(name).split()[0] for names in kinds for name in names)


@cache
def bodies() -> Mapping[str, str]:
    """The codes of organs and committees by their folded names, long names first."""
    known = [
        (fold(name), code)
        for code, organ in organs().items()
        for name in organ.names.values()
        if not code.startswith(("OEA/", "UN/", "PAHO/", "WHO/"))
    ]
    others = [(fold(name), code) for code, names in words()["organs"].items() for name in names]
    codes: dict[str, str] = {}
    for name, code in sorted([*known, *others], key=lambda entry: -len(entry[0])):
        codes.setdefault(name, code)  # CAJP stands before its other mark, CP/CAJP
    return codes


def fold_spaces(text: str) -> str:
    """The text in lower case without accents, its words divided by single spaces."""
    return " ".join(fold(text).split())
