"""From a match of a symbol's form to its parts and its one canonical spelling."""

import re

from puente.model.documents import Mark, Symbol
from puente.symbols.organs import organs

_MARK = re.compile(r"(?ai:(rev|add?|corr))[.\s\-]{0,2}([0-9]{1,3})?")
_KINDS = {
    "res": "RES",
    "dec": "DEC",
    "doc": "doc",
    "inf": "INF",
    "act": "ACTA",
    "sa": "SA",
    "od": "OD",
}
_SPELLINGS = {
    "RES": "RES. ", "DEC": "DEC. ", "doc": "doc.", "INF": "INF. ", "ACTA": "ACTA ", "SA": "SA. ",
    "OD": "OD.",
}  # fmt: skip
# The letters that say what a document of the United Nations is; all others say whose it is.
_UN_KINDS = frozenset(
    {"RES", "DEC", "PRST", "INF", "NGO", "GC", "CO", "CRP", "Misc", "D", "G", "L", "PV", "R", "SR",
     "W", "WP"}
)  # fmt: skip
_NUMERAL = re.compile(r"[IVXLC]+")
_SERIES_START = re.compile(r"(?ai:OEA|OAS)\s?/\s?(?ai:ser)")
_UN_SEGMENT = re.compile(r"(?:RES|HRC)(?![A-Z])|E?S-[0-9]+|[A-Z]+(?:\.\s?[0-9]+)?|[0-9]+")


def read_inter_american(match: re.Match[str]) -> Symbol | None:
    """AG/RES. 2356 (XXXVIII-O/08), CE/AM-75/09 rev. 2 and their like.

    None when neither a number nor a session or meeting is left.
    """
    group = match.groupdict()
    number = int(group["number"]) if group["number"] else None
    session = meeting = year = None
    place = ""
    if group.get("session"):
        year = _full_year(group["session_year"])
        session = group["session"].upper() + ("-E" if group["term"] in "eE" else "-O")
        place = f" ({session}/{_short_year(year)})"
    elif held := group.get("meeting") or group.get("closed_meeting"):
        year = _full_year(group.get("meeting_year") or group["closed_year"])
        meeting = f"{int(held)}/{_short_year(year)}"
        place = f" ({meeting})"
    elif number is None:
        return None
    elif digits := group.get("year") or group.get("loose_year"):
        year = _full_year(digits)
        place = f"/{_short_year(year)}"
    organ = _organ(group["organ"]) if group.get("organ") else None
    if organ and _NUMERAL.fullmatch(organ):
        return None  # "MISPA II/doc.8/09": the second meeting, not a body
    kind = _KINDS[group["kind"][:3].lower()] if "kind" in group else None
    marks = _marks((group.get("early_mark") or "") + group["marks"])
    return Symbol(
        text=_stem(organ, kind, number)
        + place
        + "".join(f" {name}. {mark}".rstrip() for name, mark in marks.items()),
        organ=organ,
        kind=kind or "doc",
        number=number,
        year=year,
        session=session,
        meeting=meeting,
        rev=marks.get("rev"),
        add=marks.get("add"),
        corr=marks.get("corr"),
    )


def read_united_nations(match: re.Match[str]) -> Symbol | None:
    """A/58/121, E/CN.4/2000/82, CCPR/C/21/Rev.1/Add.13; None when no number is left."""
    group = match.groupdict()
    segments = _united_nations_segments(group["path"])
    organ = ["UN", segments[0]]
    kind = "doc"
    numbers = []
    for segment in segments[1:]:
        name, _, count = segment.partition(".")
        if name in _UN_KINDS:
            kind = name
            numbers.extend([count] if count else [])
        elif segment[0].isdigit() or "-" in segment:
            numbers.append(segment)
        else:
            organ.append(segment)
    if not numbers or "-" in numbers[-1]:
        return None
    # Communications end in their year: CCPR/C/83/D/1149/2002.
    number = numbers.pop(-2 if kind == "D" and len(numbers) > 1 else -1)
    aside = (group.get("parenthesis") or "").upper()
    places = [*numbers, *([aside] if aside else [])]
    marks = _marks(group["marks"])
    return Symbol(
        text="/".join(segments)
        + (f" {group['part'].upper()}" if group.get("part") else "")
        + (f" ({aside})" if aside else "")
        + "".join(f"/{name.capitalize()}.{mark}" for name, mark in marks.items()),
        organ="/".join(organ),
        kind=kind,
        number=int(number),
        year=next((int(place) for place in places if _is_year(place)), None),
        session=next((place for place in places if not _is_year(place)), None),
        rev=marks.get("rev"),
        add=marks.get("add"),
        corr=marks.get("corr"),
    )


def read_population(match: re.Match[str]) -> Symbol:
    """UN/POP/EGM-MIG/2006/04: its meeting, its year, its number."""
    return Symbol(
        text=match.group().upper(),
        organ=match["meeting"].upper(),
        kind="doc",
        number=int(match["number"]),
        year=int(match["year"]),
    )


def read_health(match: re.Match[str]) -> Symbol:
    """CD45.R1, CD45 (D1), CD45/INF/2 of PAHO, WHA57.19 and EB115.R11 of WHO."""
    group = match.groupdict()
    body = group["body"].upper()
    session = str(int(group["session"]))
    letters = "".join(filter(str.isalpha, group["rest"])).upper()
    number = int("".join(filter(str.isdigit, group["rest"])))
    if body == "WHA":
        kind, place = "RES", f".{number}"
    elif letters == "R":
        kind, place = "RES", f".R{number}"
    elif letters == "D":
        kind, place = "D", f" (D{number})"
    elif letters == "INF":
        kind, place = "INF", f"/INF/{number}"
    else:
        kind, place = "doc", f"/{number}"
    marks = _marks(group["marks"])
    return Symbol(
        text=body
        + session
        + place
        + "".join(f", {name.capitalize()}. {mark}".rstrip() for name, mark in marks.items()),
        organ=("WHO/" if body in {"WHA", "EB"} else "PAHO/") + body,
        kind=kind,
        number=number,
        session=session,
        rev=marks.get("rev"),
        add=marks.get("add"),
        corr=marks.get("corr"),
    )


def read_human_rights(match: re.Match[str]) -> Symbol:
    """Informe No. 43/01 of the Commission, OC-17/02 and Series C No. 149 of the Court."""
    group = match.groupdict()
    if group.get("judgment"):
        number = int(group["judgment"])
        return Symbol(text=f"Series C No. {number}", organ="CORTEIDH", kind="C", number=number)
    year = _full_year(group["year"])
    if group.get("opinion"):
        organ, kind, number, stem = "CORTEIDH", "OC", int(group["opinion"]), "OC-"
    else:
        organ, kind, number, stem = "CIDH", "INFORME", int(group["number"]), "Informe No. "
    text = f"{stem}{number}/{_short_year(year)}"
    return Symbol(text=text, organ=organ, kind=kind, number=number, year=year)


def spell_series(series: str) -> str:
    """The one spelling of a series mark: OEA/Ser.L/V/II.98 for "oas/ser l/v/ii.98"."""
    parts = "".join(series.split()).upper()
    return "OEA/Ser." + parts[len("OEA/SER.") :]


def _stem(organ: str | None, kind: str | None, number: int | None) -> str:
    digits = "" if number is None else str(number)
    if kind is None:
        return f"{organ}-{digits}"
    if organ is None:
        return f"{kind}. {digits}"
    if organ.startswith("OEA/Ser."):
        return f"{organ} {kind}. {digits}"
    return f"{organ}/{_SPELLINGS[kind]}{digits}".rstrip()


def _organ(raw: str) -> str:
    """The code of an organ, whatever stands for its slashes."""
    if _SERIES_START.match(raw):
        return spell_series(raw)
    code = "/".join(re.split(r"[\s/.\-]+", raw.upper()))
    return code if code in organs() else "".join(raw.upper().split())


def _united_nations_segments(path: str) -> list[str]:
    segments = ("".join(found.split()) for found in _UN_SEGMENT.findall(path.upper()))
    return [re.sub("^(?:SUB|MISC)", lambda name: name.group().title(), s) for s in segments]


def _marks(text: str) -> dict[str, Mark]:
    """The marks in the order in which they stand."""
    return {
        {"ad": "add"}.get(name := match[1].lower(), name): int(match[2]) if match[2] else ""
        for match in _MARK.finditer(text)
    }


def _full_year(digits: str) -> int:
    """Four digits for two; the oldest documents are of 1948, the year of the Charter."""
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 48 else 2000)


def _short_year(year: int) -> str:
    return f"{year % 100:02d}" if 1948 <= year <= 2047 else str(year)


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.startswith(("19", "20"))
