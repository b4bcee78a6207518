"""Reading of the title block: where it ends, which lines are the title, what the others state."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from ingest.structure.lines import TextLine
from ingest.structure.title_block.bodies import (
    bodies,
    first_organ_in,
    fold_spaces,
    organ_opening_a_line,
    words,
)
from ingest.structure.title_block.fields import read_fields
from ingest.structure.title_block.human_rights import (
    COURT,
    advisory_opinion_block,
    opinion_block,
    report_block,
)
from ingest.structure.title_block.letterhead import end_of_columns
from ingest.structure.title_block.lines import (
    NOTE_MARKS,
    TitleLine,
    can_go_on,
    read_phrases,
    without_note_marks,
)
from ingest.structure.title_block.navigation import end_of_navigation
from ingest.structure.title_block.record import TitleBlock
from ingest.structure.title_block.united_nations import united_nations_block
from puente.model.documents import Symbol
from puente.symbols.finding import find_series, find_symbols, is_mark
from puente.text.dates import find_date, find_single_days
from puente.text.list_labels import are_linked, is_in_capitals
from puente.text.tokenization import fold

_MAX_LINES = 60
_MAX_LENGTH = 400
# "RESOLUCIÓN DE LA", "CORTE ... DE 2010", "CASO ..." stand within the first five lines of orders.
_MAX_LINES_OF_CASE = 8
_MOST_LINES_OF_TITLE = 5
_ACTS = frozenset({"RES", "DEC"})
_DATELINE_LINES = 2
_DATELINE = re.compile(r"(.{10,60}?\d{4}\)?)\s*\.?\s?[-–—]{1,2}\s*(?=[\"“«¿¡A-ZÁÉÍÓÚ])")
_SENTENCE = re.compile(r"(?:\S+\s+){8,}\S+[.;:,]$")
_PLACE = re.compile(
    r"[^\W\d_a-zà-ÿ][a-zà-ÿ]+(?: [\w.'-]+){0,3}, [^\W\d_a-zà-ÿ][\w.]*(?: [\w.]+){0,2}"
)


def read_title_block(document_lines: Sequence[TextLine]) -> TitleBlock:
    """The title block that a document's lines open with."""
    lines = _leading_lines(document_lines)
    other = (
        united_nations_block(document_lines)
        or opinion_block(document_lines)
        or report_block(lines)
        or advisory_opinion_block(document_lines)
    )
    if other is not None:
        return other
    below = document_lines[len(lines)] if len(lines) < len(document_lines) else None
    if end := _end_of_case_title(lines, below):
        return _case_title_block(lines[:end])
    stating = _stating(lines)
    acts_below = below is not None and below.names_body
    if not any(stating):
        return TitleBlock(date=_dateline(document_lines))
    last_stating = max(position for position, states in enumerate(stating) if states)
    last_of_title = _last_of_title(lines, stating, acts_below=acts_below)
    start = _title_start(lines, stating, last_of_title)
    end = _title_end(lines, start, stating, last_stating) if start < len(lines) else start
    if last_of_title is not None and _is_run(lines[start : last_of_title + 1], stating[start:]):
        end = max(end, last_of_title + 1)
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
        title=" ".join(without_note_marks(line.text) for line in lines[start:end]) or None,
        symbol=_first_symbol(stated),
        series=_first_series(stated),
        date=_date(stated_lines) or _dateline(document_lines[last:]),
        organ=organ_opening_a_line(stated, committee=False),
        committee=organ_opening_a_line(stated, committee=True),
        original_language=next(
            (line.original_language for line in stated_lines if line.original_language), None
        ),
        statements=read_fields(stated, [line.text for line in lines[:last]]),
    )


def _last_of_title(
    lines: Sequence[TitleLine], stating: Sequence[bool], *, acts_below: bool
) -> int | None:
    """The line above "(Adopted at ...)", or above the body that acts; None without either."""
    adopted = next((at for at, line in enumerate(lines) if line.tells_adoption), None)
    end = adopted if adopted is not None else len(lines) if acts_below else 0
    above = [at for at in range(end) if not stating[at] and lines[at].can_be_title]
    return above[-1] if above else None


def _is_run(lines: Sequence[TitleLine], stating: Sequence[bool]) -> bool:
    """Test for lines that can be one title, set in one way."""
    is_title = all(
        line.can_be_title and not states for line, states in zip(lines, stating, strict=False)
    )
    capitals = {line.is_in_capitals for line in lines}
    return is_title and len(capitals) == 1 and len(lines) <= _MOST_LINES_OF_TITLE


def _title_start(
    lines: Sequence[TitleLine], stating: Sequence[bool], last_of_title: int | None
) -> int:
    """The line below the symbol of an act, the lines above its adoption, or those below a series.

    What stands above "AG/RES. 1480 (XXVII-O/97)" on a web page is how to get about the site.
    Else it is the first line that states nothing; where all state something, that of its kind.
    """
    for position, line in enumerate(lines[:-1]):
        symbol = _first_symbol([line.text]) if line.is_mark else None
        if symbol is not None and symbol.kind in _ACTS and not stating[position + 1]:
            return position + 1
    others = [
        position
        for position, line in enumerate(lines)
        if not stating[position] and line.can_be_title
    ]
    if not others:
        kinds = [position for position, line in enumerate(lines) if line.is_bare_kind]
        return kinds[-1] if kinds else len(lines)
    if last_of_title is not None:
        return _start_of_run(lines, stating, last_of_title)
    least = max(_end_of_series(lines), _end_of_bare_kind(lines))
    return next((position for position in others if position >= least), others[0])


def _start_of_run(lines: Sequence[TitleLine], stating: Sequence[bool], last: int) -> int:
    """The first line of the title that ends there."""
    start = top = last
    while start and not stating[start - 1] and _goes_on_below(lines[start - 1], lines[start]):
        start -= 1
    # Lines in capitals between what the document states and its adoption are all its title.
    while (
        top and not stating[top - 1] and lines[top - 1].is_in_capitals == lines[top].is_in_capitals
    ):
        top -= 1
    is_bounded = (top == 0 or stating[top - 1]) and last - top < _MOST_LINES_OF_TITLE
    return min(start, top) if is_bounded and lines[last].is_in_capitals else start


def _goes_on_below(line: TitleLine, following: TitleLine) -> bool:
    is_one = line.is_in_capitals == following.is_in_capitals or not following.has_words
    return (is_one and following.gap == 0) or _joins_title(line, following)


def _end_of_bare_kind(lines: Sequence[TitleLine]) -> int:
    """The end of "PRESS RELEASE": what stands above it is the site's, the title below it."""
    return 1 + max((at for at, line in enumerate(lines) if line.is_bare_kind), default=-1)


def _end_of_series(lines: Sequence[TitleLine]) -> int:
    """The end of the marks of a document that bears a series: its title stands below them."""
    marked = [at for at, line in enumerate(lines) if line.is_mark and not line.is_dated_alone]
    has_series = any(find_series(lines[at].text) for at in marked)
    return marked[-1] + 1 if has_series else 0


def _date(lines: Sequence[TitleLine]) -> str | None:
    """The day of adoption, else of distribution, else the first date that a line states.

    A paper of a session bears its days above its own: "5 al 7 de junio de 2005", "31 mayo 2005".
    What minutes say of their adoption is of a later meeting.
    """
    is_record = any(line.symbol_kind == "ACTA" for line in lines)
    adopted = (line.date for line in lines if line.date and _adopts().search(fold(line.text)))
    if not is_record and (day := next(adopted, None)):
        return day
    if any(line.symbol_kind for line in lines):
        own = (day for line in lines for day in find_single_days(line.text))
        if day := next(own, None):
            return day
    return next((line.date for line in lines if line.date), None)


def _dateline(lines: Sequence[TextLine]) -> str | None:
    """The day that a text opens with: "Washington, D.C., 2 de agosto de 2011 – La Comisión"."""
    for line in lines[:_DATELINE_LINES]:
        head = _DATELINE.match(line.text)
        if head is not None:
            opening = TitleLine(head[1])
            return opening.date if opening.states else None
    return None


@cache
def _adopts() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words()['cover']['adopted'])})")


def _first_symbol(lines: Sequence[str]) -> Symbol | None:
    """The first symbol that a line has; a series mark may stand on the line above its number."""
    numbered = [
        f"{line} {following}" for line, following in pairwise(lines) if find_series(line) == line
    ]
    return next(
        (mention.symbol for line in (*lines, *numbered) for mention in find_symbols(line)), None
    )


def _first_series(lines: Sequence[str]) -> str | None:
    return next((series for line in lines if (series := find_series(line))), None)


def _case_title_block(lines: Sequence[TitleLine]) -> TitleBlock:
    """The title block of a case; its title is all but the organ and the marks above it."""
    names = {*bodies(), *map(fold, words()["cover"]["organizations"])}
    start = next(
        position
        for position, line in enumerate(lines)
        if fold_spaces(line.text.strip(f"{NOTE_MARKS} ")) not in names and not line.is_mark
    )
    title = " ".join(without_note_marks(line.text) for line in lines[start:])
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
        organ=first_organ_in(" ".join(line.text for line in lines)),
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
        end = _end_of_dated_lines(lines, named + 1)
    return end if find_date(" ".join(line.text for line in lines[:end])) else 0


def _end_of_dated_lines(lines: Sequence[TitleLine], start: int) -> int:
    """The end of the dates and brackets below a case's name, which may be broken: "v.", "Perú"."""
    end = start
    while end < len(lines) and (lines[end].date or lines[end].text.startswith("(")):
        end += 1
    dated = (at for at in range(end, min(end + 3, len(lines))) if lines[at].date)
    if any(line.date for line in lines[:end]) or (further := next(dated, None)) is None:
        return end
    return _end_of_dated_lines(lines, further)


def _names_case(line: str) -> bool:
    found = fold(line).split()
    cases = words()["cover"]["cases"]
    if len(found) > 1 and (found[0] in cases or found[-1] in cases):
        return True
    # "MEDIDAS URGENTES ADOPTADAS POR EL PRESIDENTE DE LA CORTE ... EN EL CASO ÁLVAREZ Y OTROS".
    return is_in_capitals(line) and first_organ_in(line) == COURT and bool({*found} & {*cases})


def _leading_lines(lines: Sequence[TextLine]) -> list[TitleLine]:
    """The lines up to the first sentence, list, table or note."""
    leading: list[TitleLine] = []
    for line in lines[:_MAX_LINES]:
        # Before anything looks into it: a line can be a book.
        if line.block.note is not None or len(line.text) > _MAX_LENGTH:
            break
        examined = TitleLine(line.text, line.block.gap)
        if _SENTENCE.search(line.text) and not examined.tells_adoption:
            break
        if line.is_listed or line.names_body or line.is_lead_in:
            break
        if line.block.text.startswith("\t") and not examined.states:
            break
        leading.append(examined)
    return leading


def _stating(lines: Sequence[TitleLine]) -> list[bool]:
    """For each line, True if it states a symbol, a date, a body ... rather than the title."""
    above = max(end_of_columns(lines), end_of_navigation([line.text for line in lines]))
    stating = [True] * above
    in_body_name = False
    for position, line in list(enumerate(lines))[above:]:
        # A body's name can take five lines (002, lines 22-32); a title in capitals ends it.
        goes_on = in_body_name and _goes_on_in_body_name(lines[position - 1], line)
        states = (
            line.states or _is_place_of_date(lines, position) or _numbers_series(lines, position)
        )
        in_body_name = not states and (goes_on or line.opens_body_name)
        stating.append(states or in_body_name)
    return stating


def _goes_on_in_body_name(before: TitleLine, line: TitleLine) -> bool:
    if not can_go_on(before, line):
        return False
    return not line.is_in_capitals or are_linked(before.text, line.text)


def _numbers_series(lines: Sequence[TitleLine], position: int) -> bool:
    """Test for "Doc. 7 rev." below its series mark, "OEA/Ser.L/V/II.95"."""
    above = lines[position - 1].text if position else ""
    return find_series(above) is not None and is_mark(f"{above} {lines[position].text}")


def _is_place_of_date(lines: Sequence[TitleLine], position: int) -> bool:
    """Test for a place under the date or above the symbol: "Fort Lauderdale, Florida"."""
    if not _PLACE.fullmatch(lines[position].text):
        return False
    is_dated = position > 0 and lines[position - 1].date is not None
    return is_dated or (position + 1 < len(lines) and lines[position + 1].states)


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
