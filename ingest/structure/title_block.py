"""The title block of a document: its lines, the title among them, and what the others state."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from ingest.structure.lines import TextLine
from ingest.structure.title_block_fields import TitleBlockFields, read_fields, without_fields
from puente.data.tables import read_table
from puente.model.documents import Language, Symbol
from puente.symbols.finding import find_series, find_symbols, is_mark, without_symbols
from puente.symbols.organs import organs
from puente.text.dates import find_date, without_dates
from puente.text.list_labels import are_linked, is_in_capitals
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
    """The first `end` lines of a document; those from `title_start` to `title_end` are its title.

    `phrases` are the lines above the title as they are read. The values are what the lines beside
    the title state; a document that starts in its middle has none.
    """

    end: int = 0
    title_start: int = 0
    title_end: int = 0
    phrases: tuple[str, ...] = ()
    title: str | None = None
    symbol: Symbol | None = None
    series: str | None = None
    date: str | None = None
    organ: str | None = None
    committee: str | None = None
    original_language: Language | None = None
    statements: TitleBlockFields = TitleBlockFields()


@dataclass(frozen=True)
class TitleLine:
    """A line of a title block, without space around it, below `gap` empty lines.

    What several rules ask of it is found out once, so it has no slots.
    """

    text: str
    gap: int = 0

    @cached_property
    def date(self) -> str | None:
        """The first date in it."""
        return find_date(self.text)

    @cached_property
    def is_in_capitals(self) -> bool:
        """Test for capitals alone."""
        return is_in_capitals(self.text)

    @cached_property
    def opens_body_name(self) -> bool:
        """Test for "Comisión" or "Working Group" at the start."""
        folded = fold(self.text)
        return any(folded.startswith(fold(name) + " ") for name in words()["cover"]["bodies"])

    @cached_property
    def is_mark(self) -> bool:
        """Test for what the right column has: symbol, series, date or the original language."""
        if _ORIGINAL.match(self.text) or self.date == self.text:
            return True
        undated = without_dates(self.text)
        has_letters = any(character.isalnum() for character in undated)
        return is_mark(undated) if has_letters else undated != self.text

    @cached_property
    def states(self) -> bool:
        """Test for a line of which nothing is left without the symbol, date or body it states."""
        if _ORIGINAL.search(self.text) or self.date == self.text:
            return True
        rest = " ".join(without_symbols(self.text).split())
        undated = without_dates(without_fields(rest))
        # "Washington, D.C. 30 Septiembre - 1 Octubre, 2004" against a title's "CELEBRADA LOS DÍAS
        # 30 DE SEPTIEMBRE" (both 002), and "(Aprobada en la sesión plenaria del 7 de junio ...)".
        if undated != rest and (_is_place(undated) or self.text.startswith("(")):
            return True
        named = _fold_spaces(undated)
        for name in _known_names():
            named = named.replace(name, " ")
        return named != _fold_spaces(self.text) and not _WORD.search(named)


def read_title_block(document_lines: Sequence[TextLine]) -> TitleBlock:
    """The title block that a document's lines open with."""
    lines = _leading_lines(document_lines)
    below = document_lines[len(lines)] if len(lines) < len(document_lines) else None
    if end := _end_of_case_title(lines, below):
        return _case_title_block(lines[:end])
    stating = _stating(lines)
    if not any(stating):
        return TitleBlock()
    last_stating = max(position for position, states in enumerate(stating) if states)
    start = next((position for position, states in enumerate(stating) if not states), len(lines))
    end = _title_end(lines, start, stating, last_stating) if start < len(lines) else start
    # The lines after the last statement are the first headings (002: "Antecedentes" after
    # "Septiembre 2004"), unless the title is among them.
    last = max(last_stating + 1, end)
    stated_lines = [line for line, states in zip(lines, stating, strict=True) if states]
    stated = [line.text for line in stated_lines]
    return TitleBlock(
        end=last,
        title_start=start,
        title_end=end,
        phrases=read_phrases(lines[:start]),
        title=" ".join(line.text for line in lines[start:end]) or None,
        symbol=_first_symbol(stated),
        series=_first_series(stated),
        date=next((line.date for line in stated_lines if line.date), None),
        organ=_first_named(stated, committee=False),
        committee=_first_named(stated, committee=True),
        original_language=_original_language(stated),
        statements=read_fields(stated, [line.text for line in lines[:last]]),
    )


def _first_symbol(lines: Sequence[str]) -> Symbol | None:
    return next((mention.symbol for line in lines for mention in find_symbols(line)), None)


def _first_series(lines: Sequence[str]) -> str | None:
    return next((series for line in lines if (series := find_series(line))), None)


def _case_title_block(lines: Sequence[TitleLine]) -> TitleBlock:
    """The title block of a case; its title is all but the organ and the marks above it."""
    bodies = {*_bodies(), *map(fold, words()["cover"]["organizations"])}
    start = next(
        position
        for position, line in enumerate(lines)
        if _fold_spaces(line.text) not in bodies and not line.is_mark
    )
    title = " ".join(line.text for line in lines[start:])
    above = [line.text for line in lines[:start]]
    return TitleBlock(
        end=len(lines),
        title_start=start,
        title_end=len(lines),
        phrases=read_phrases(lines[:start]),
        title=title,
        symbol=_first_symbol(above),
        series=_first_series(above),
        date=find_date(title),
        organ=_first_organ_in(" ".join(line.text for line in lines)),
    )


def _end_of_case_title(lines: Sequence[TitleLine], below: TextLine | None) -> int:
    """The end of the title block of a case: its name, its date, what was decided; 0 if it is none.

    "VISTO:" ends it, else the last such line, as "(Merits, Reparations and Costs)".
    """
    named = next((position for position, line in enumerate(lines) if _names_case(line.text)), None)
    if named is None or named >= _MAX_LINES_OF_CASE:
        return 0
    end = len(lines)
    if below is None or not below.is_lead_in:
        end = named + 1
        while end < len(lines) and (lines[end].date or lines[end].text.startswith("(")):
            end += 1
    return end if find_date(" ".join(line.text for line in lines[:end])) else 0


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


def read_phrases(lines: Sequence[TitleLine]) -> tuple[str, ...]:
    """The lines above a title as they are read: the left column, then the marks of the right one.

    Marks are series, symbol, date and original language; a converter mixes the columns, and breaks
    names: "CONSEJO PERMANENTE DE LA", "OEA/Ser.G", "ORGANIZACIÓN DE LOS ..." (002, lines 5-12).
    """
    phrases: list[str] = []
    before: TitleLine | None = None
    in_body_name = False
    for line in lines:
        if line.is_mark:
            continue
        goes_on = in_body_name and not line.opens_body_name and not line.states
        if (
            before is not None
            and _can_go_on(before, line)
            and (goes_on or are_linked(before.text, line.text))
        ):
            phrases[-1] += f" {line.text}"
        else:
            phrases.append(line.text)
        in_body_name = line.opens_body_name or goes_on
        before = line
    return (*phrases, *(line.text for line in lines if line.is_mark))


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


def _leading_lines(lines: Sequence[TextLine]) -> list[TitleLine]:
    """The lines up to the first sentence, list, table or note."""
    leading: list[TitleLine] = []
    for line in lines[:_MAX_LINES]:
        is_long = len(line.text) > _MAX_LENGTH
        if line.block.note is not None or is_long or _SENTENCE.search(line.text):
            break
        if line.is_listed or line.names_body or line.is_lead_in:
            break
        examined = TitleLine(line.text, line.block.gap)
        if line.block.text.startswith("\t") and not examined.states:
            break
        leading.append(examined)
    return leading


def _stating(lines: Sequence[TitleLine]) -> list[bool]:
    """For each line, True if it states a symbol, a date, a body ... rather than the title."""
    stating: list[bool] = []
    in_body_name = False
    for position, line in enumerate(lines):
        # A body's name can take five lines (002, lines 22-32); a title in capitals ends it.
        goes_on = in_body_name and _goes_on_in_body_name(lines[position - 1], line)
        states = line.states or _is_place_of_date(lines, position)
        in_body_name = not states and (goes_on or line.opens_body_name)
        stating.append(states or in_body_name)
    return stating


def _goes_on_in_body_name(before: TitleLine, line: TitleLine) -> bool:
    if not _can_go_on(before, line):
        return False
    return not line.is_in_capitals or are_linked(before.text, line.text)


def _is_place_of_date(lines: Sequence[TitleLine], position: int) -> bool:
    """Test for a place under the date or above the symbol: "Fort Lauderdale, Florida"."""
    if not _PLACE.fullmatch(lines[position].text):
        return False
    is_dated = position > 0 and lines[position - 1].date is not None
    return is_dated or (position + 1 < len(lines) and lines[position + 1].states)


def _can_go_on(line: TitleLine, following: TitleLine) -> bool:
    return bool(line.text) and line.is_in_capitals == following.is_in_capitals


def _is_place(text: str) -> bool:
    words_left = text.strip(" ,.()").split()
    return len(words_left) <= 1 or (len(words_left) <= 5 and "," in text.strip(" ,."))


def _title_end(
    lines: Sequence[TitleLine], start: int, stating: Sequence[bool], last_stating: int
) -> int:
    """The end of the title that starts there: it may be broken over several lines."""
    end = start + 1
    while end < len(stating) and not stating[end]:
        line, following = lines[end - 1], lines[end]
        both_upper = line.is_in_capitals and following.is_in_capitals
        goes_on = both_upper and (following.gap == 0 or end < last_stating)
        if not goes_on and not _joins_title(line, following):
            break
        end += 1
    return end


def _joins_title(line: TitleLine, following: TitleLine) -> bool:
    return following.text[:1].islower() or (
        line.is_in_capitals == following.is_in_capitals and are_linked(line.text, following.text)
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
