"""The title block of a document: which lines it has, which of them are the title, what they say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.structure.resolutions import is_lead_in, names_body
from ingest.structure.title_block_fields import TitleBlockFields, read_fields, without_fields
from puente.data.tables import read_table
from puente.model.blocks import Block
from puente.model.documents import Language, Symbol
from puente.symbols.finding import find_series, find_symbols
from puente.symbols.organs import organs
from puente.text.dates import find_date, without_dates
from puente.text.list_labels import are_linked, is_in_capitals, is_listed
from puente.text.tokenization import fold

_MAX_LINES = 60
_MAX_LENGTH = 400
# "RESOLUCIÓN DE LA", "CORTE ... DE 2010", "CASO ..." stand within the first five lines of orders.
_MAX_LINES_OF_CASE = 8
# Two originals ("Original: Spanish/English") are no one language.
_ORIGINAL = re.compile(r"\boriginal(?: language)?\s*:\s*(\w+)\b(?!\s*/)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:\S+\s+){8,}\S+[.;:,]$")
_WORD = re.compile(r"[^\W\d_]{4,}")
_PLACE = re.compile(
    r"[^\W\d_a-zà-ÿ][a-zà-ÿ]+(?: [\w.'-]+){0,3}, [^\W\d_a-zà-ÿ][\w.]*(?: [\w.]+){0,2}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBlock:
    """The first `end` blocks of a document; those from `title_start` to `title_end` are its title.

    The values are what the other lines state; a document that starts in its middle has none.
    """

    end: int = 0
    title_start: int = 0
    title_end: int = 0
    title: str | None = None
    symbol: Symbol | None = None
    series: str | None = None
    date: str | None = None
    organ: str | None = None
    committee: str | None = None
    original_language: Language | None = None
    statements: TitleBlockFields = TitleBlockFields()


def read_title_block(blocks: Sequence[Block]) -> TitleBlock:
    """The title block that the blocks open with."""
    lines = _leading_lines(blocks)
    if end := _end_of_case_title(blocks, lines):
        return _case_title_block(lines[:end])
    stating = _stating(lines)
    if not any(stating):
        return TitleBlock()
    last_stating = max(position for position, states in enumerate(stating) if states)
    start = next((position for position, states in enumerate(stating) if not states), len(lines))
    end = _title_end(blocks, start, stating, last_stating) if start < len(lines) else start
    # The lines after the last statement are the first headings (002: "Antecedentes" after
    # "Septiembre 2004"), unless the title is among them.
    cover_end = max(last_stating + 1, end)
    stated = [line for line, states in zip(lines, stating, strict=True) if states]
    return TitleBlock(
        end=cover_end,
        title_start=start,
        title_end=end,
        title=" ".join(lines[start:end]) or None,
        symbol=next((mention.symbol for line in stated for mention in find_symbols(line)), None),
        series=next((series for line in stated if (series := find_series(line))), None),
        date=next((date for line in stated if (date := find_date(line))), None),
        organ=_first_named(stated, committee=False),
        committee=_first_named(stated, committee=True),
        original_language=_original_language(stated),
        statements=read_fields(stated, lines[:cover_end]),
    )


def _case_title_block(lines: Sequence[str]) -> TitleBlock:
    """The title block of a case; its title is all but the organ and the marks above it."""
    bodies = {*_bodies(), *map(fold, words()["cover"]["organizations"])}
    start = next(
        position
        for position, line in enumerate(lines)
        if _fold_spaces(line) not in bodies and not _is_mark(line)
    )
    title = " ".join(lines[start:])
    above = lines[:start]
    return TitleBlock(
        end=len(lines),
        title_start=start,
        title_end=len(lines),
        title=title,
        symbol=next((mention.symbol for line in above for mention in find_symbols(line)), None),
        series=next((series for line in above if (series := find_series(line))), None),
        date=find_date(title),
        organ=_first_organ_in(" ".join(lines)),
    )


def _end_of_case_title(blocks: Sequence[Block], lines: Sequence[str]) -> int:
    """How many lines are the title block of a case: its name, its date, what was decided; or 0.

    "VISTO:" ends it, else the last such line, as "(Merits, Reparations and Costs)".
    """
    named = next((position for position, line in enumerate(lines) if _names_case(line)), None)
    if named is None or named >= _MAX_LINES_OF_CASE:
        return 0
    below = blocks[len(lines)] if len(lines) < len(blocks) else None
    end = len(lines)
    if below is None or not is_lead_in(below.text):
        end = named + 1
        while end < len(lines) and (find_date(lines[end]) or lines[end].startswith("(")):
            end += 1
    return end if find_date(" ".join(lines[:end])) else 0


def _names_case(line: str) -> bool:
    found = fold(line).split()
    cases = words()["cover"]["cases"]
    return len(found) > 1 and (found[0] in cases or found[-1] in cases)


def _first_organ_in(text: str) -> str | None:
    """The organ that a text names first: "RESOLUCIÓN DEL PRESIDENTE DE LA CORTE ..."."""
    folded = _fold_spaces(text)
    places = [
        (place, -len(name), code)
        for name, code in _bodies().items()
        if (place := folded.find(name)) >= 0 and parent_organ(code) is None
    ]
    return min(places)[2] if places else None


def read_phrases(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines above a title as they are read: the left column, then the marks of the right one.

    Marks are series, symbol, date and original language; a converter mixes the columns, and breaks
    names: "CONSEJO PERMANENTE DE LA", "OEA/Ser.G", "ORGANIZACIÓN DE LOS ..." (002, lines 5-12).
    """
    phrases: list[str] = []
    before = ""
    in_body_name = False
    for line in lines:
        if _is_mark(line):
            continue
        starts = _opens_body_name(line)
        goes_on = in_body_name and not starts and not _states(line)
        if _can_go_on(before, line) and (goes_on or are_linked(before, line)):
            phrases[-1] += f" {line}"
        else:
            phrases.append(line)
        in_body_name = starts or goes_on
        before = line
    return (*phrases, *filter(_is_mark, lines))


def parent_organ(code: str | None) -> str | None:
    """The organ that a committee's code belongs to: CP of CAJP/GT/TM; None for an organ."""
    if code is None:
        return None
    for organ, committees in words()["committees"].items():
        if any(f"{code}/".startswith(f"{committee}/") for committee in committees):
            return organ
    return code.split("/")[0] if "/" in code else None


@cache
def words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The table of what title blocks say."""
    return read_table("ingest", "data/title_block.toml")


def _leading_lines(blocks: Sequence[Block]) -> list[str]:
    """The texts up to the first sentence, list, table or note."""
    lines = []
    for block in blocks[:_MAX_LINES]:
        text = block.text.strip()
        if block.note is not None or len(text) > _MAX_LENGTH or _SENTENCE.search(text):
            break
        is_cell = block.text.startswith("\t") and not _states(text)
        if is_cell or is_listed(text) or names_body(text) or is_lead_in(text):
            break
        lines.append(text)
    return lines


def _stating(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it states a symbol, a date, a body ... rather than the title."""
    stating: list[bool] = []
    in_body_name = False
    for position, line in enumerate(lines):
        previous = lines[position - 1] if position else ""
        # A body's name can take five lines (002, lines 22-32); a title in capitals ends it.
        goes_on = (
            in_body_name
            and _can_go_on(previous, line)
            and (not is_in_capitals(line) or are_linked(previous, line))
        )
        states = _states(line) or _is_place_of_date(lines, position)
        in_body_name = not states and (goes_on or _opens_body_name(line))
        stating.append(states or in_body_name)
    return stating


def _is_place_of_date(lines: Sequence[str], position: int) -> bool:
    """Whether a line is a place under the date or above the symbol: "Fort Lauderdale, Florida"."""
    if not _PLACE.fullmatch(lines[position].strip()):
        return False
    is_dated = position > 0 and find_date(lines[position - 1]) is not None
    return is_dated or (position + 1 < len(lines) and _states(lines[position + 1]))


def _states(line: str) -> bool:
    """Whether nothing is left of a line without what it states."""
    if _ORIGINAL.search(line) or find_date(line) == line.strip():
        return True
    rest = " ".join(_without_symbols(line).split())
    undated = without_dates(without_fields(rest))
    # "Washington, D.C. 30 Septiembre - 1 Octubre, 2004" against a title's "CELEBRADA LOS DÍAS 30
    # DE SEPTIEMBRE" (both 002), and "(Aprobada en la sesión plenaria del 7 de junio de 2005)".
    if undated != rest and (_is_place(undated) or line.startswith("(")):
        return True
    named = _fold_spaces(undated)
    for name in _known_names():
        named = named.replace(name, " ")
    return named != _fold_spaces(line) and not _WORD.search(named)


def _is_mark(line: str) -> bool:
    """Whether a line is a symbol, a series, a date or the original language and nothing else."""
    if _ORIGINAL.match(line) or find_date(line) == line.strip():
        return True
    rest = _without_symbols(without_dates(line))
    return rest != line and not any(character.isalnum() for character in rest)


def _without_symbols(line: str) -> str:
    rest = line
    for mention in reversed(find_symbols(line)):
        rest = rest[: mention.start] + rest[mention.end :]
    series = find_series(line)
    return rest.replace(series, " ") if series else rest


def _can_go_on(line: str, following: str) -> bool:
    return bool(line) and is_in_capitals(line) == is_in_capitals(following)


def _is_place(text: str) -> bool:
    words_left = text.strip(" ,.()").split()
    return len(words_left) <= 1 or (len(words_left) <= 5 and "," in text.strip(" ,."))


def _opens_body_name(line: str) -> bool:
    folded = fold(line)
    return any(folded.startswith(fold(name) + " ") for name in words()["cover"]["bodies"])


def _title_end(
    blocks: Sequence[Block], start: int, stating: Sequence[bool], last_stating: int
) -> int:
    """Where the title that starts there ends: it may be broken over several lines."""
    end = start + 1
    while end < len(stating) and not stating[end]:
        line, following = blocks[end - 1].text.strip(), blocks[end]
        both_upper = is_in_capitals(line) and is_in_capitals(following.text)
        goes_on = both_upper and (following.gap == 0 or end < last_stating)
        if not goes_on and not _joins_title(line, following.text):
            break
        end += 1
    return end


def _joins_title(line: str, following: str) -> bool:
    return following[:1].islower() or (
        (is_in_capitals(line) == is_in_capitals(following)) and are_linked(line, following)
    )


def _first_named(lines: Sequence[str], *, committee: bool) -> str | None:
    """The code of the first organ, or committee, that a line opens with."""
    for line in lines:
        folded = _fold_spaces(line)
        for name, code in _bodies().items():
            if folded.startswith(name) and (parent_organ(code) is not None) == committee:
                return code
    return None


def _original_language(lines: Sequence[str]) -> Language | None:
    for line in lines:
        if match := _ORIGINAL.search(line):
            stated = fold(match[1])
            for code, names in words()["languages"].items():
                if stated in map(fold, names):
                    return Language(code)
    return None


@cache
def _bodies() -> Mapping[str, str]:
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


@cache
def _known_names() -> tuple[str, ...]:
    """The folded names that a line can state, long ones first."""
    kinds = words()["title_words"]
    names = [*words()["cover"]["organizations"], *kinds["resolution"], *kinds["declaration"]]
    return tuple(sorted([*map(fold, names), *_bodies()], key=len, reverse=True))


def _fold_spaces(text: str) -> str:
    return " ".join(fold(text).split())
