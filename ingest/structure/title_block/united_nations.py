"""Title pages of the United Nations: a letterhead, marks, the body and its session, the title."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.structure.lines import TextLine
from ingest.structure.title_block.bodies import fold_spaces, words
from ingest.structure.title_block.fields import read_fields, without_fields
from ingest.structure.title_block.lines import NOTE_MARKS, ORIGINAL, TitleLine, without_note_marks
from ingest.structure.title_block.record import TitleBlock
from puente.model.documents import Symbol
from puente.symbols.finding import find_symbols, is_mark, without_symbols
from puente.symbols.organs import issuing_organ, organs
from puente.text.dates import find_date, without_dates
from puente.text.tokenization import fold

_MAX_LINES = 40
_MAX_LENGTH = 300
# The letterhead is the first thing on the page, below a running head at most.
_LETTERHEAD_LINES = 4
_MARK_LINES = 12
_MOST_TITLE_LINES = 6
# Empty lines; behind a list of contents, which is left out, stand as many as it had lines.
_WIDEST_GAP = 2
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDS_BLOCK = re.compile(rf"[{NOTE_MARKS}]|GE\.\d|.*\.{{5,}}")
_SENTENCE = re.compile(r"(?:\S+\s+){8,}\S+[.;:,]$")
# The capital of a symbol in large type can stand on a line of its own: "UNITED NATIONS A".
_CAPITAL = re.compile(r"(?:^|\s)([AES])$")


def united_nations_block(document_lines: Sequence[TextLine]) -> TitleBlock | None:
    """The title block of a document of the United Nations, None for any other."""
    lines = _leading_lines(document_lines)
    found = _symbol_line(lines)
    if found is None or not (_has_letterhead(lines) or is_mark(lines[found[0]].text)):
        return None
    marked, symbol = found
    stating = _stating(lines)
    start = marked + 1
    while start < len(lines) and stating[start]:
        start += 1
    end = start
    while end < min(len(lines), start + _MOST_TITLE_LINES) and not stating[end]:
        if end > start and lines[end].gap > _WIDEST_GAP:
            break
        end += 1
    stated = [line.text for line, states in zip(lines[:start], stating, strict=False) if states]
    title = " ".join(without_note_marks(line.text) for line in lines[start:end])
    return TitleBlock(
        end=end,
        title_start=start,
        title_end=end,
        phrases=tuple(line.text for line in lines[:start]),
        title=title or None,
        symbol=symbol,
        date=next((date for text in stated if (date := find_date(text))), None),
        organ=issuing_organ(symbol),
        original_language=next(
            (line.original_language for line in lines[:start] if line.original_language), None
        ),
        statements=read_fields(stated, stated),
    )


def _leading_lines(document_lines: Sequence[TextLine]) -> list[TitleLine]:
    """The lines up to a note, a list, contents or a sentence."""
    leading: list[TitleLine] = []
    for line in document_lines[:_MAX_LINES]:
        is_contents = fold_spaces(line.text) in map(fold, words()["cover"]["contents"])
        if line.block.note is not None or line.is_listed or is_contents:
            break
        if len(line.text) > _MAX_LENGTH or _ENDS_BLOCK.match(line.text):
            break
        if _SENTENCE.search(line.text):
            break
        leading.append(TitleLine(line.text, line.block.gap))
    return leading


def _has_letterhead(lines: Sequence[TitleLine]) -> bool:
    texts = [fold_spaces(line.text) for line in lines[: _LETTERHEAD_LINES + 1]]
    pairs = [" ".join(texts[place : place + 2]) for place in range(len(texts))]
    names = tuple(map(fold, words()["cover"]["united_nations"]))
    return any(pair.startswith(names) for pair in pairs[:_LETTERHEAD_LINES])


def _symbol_line(lines: Sequence[TitleLine]) -> tuple[int, Symbol] | None:
    """The line that bears the document's symbol, which may be torn: "A", "/HRC/21/11"."""
    capital = ""
    for place, line in enumerate(lines[:_MARK_LINES]):
        text = f"{capital}{line.text}" if line.text.startswith("/") else line.text
        mentions = find_symbols(text)
        if mentions and (mentions[0].symbol.organ or "").startswith("UN/"):
            return place, mentions[0].symbol
        if match := _CAPITAL.search(line.text):
            capital = match[1]
    return None


def _stating(lines: Sequence[TitleLine]) -> list[bool]:
    """For each line, True if it states a mark, a body, a session ... rather than the title."""
    stating = [_states(line) for line in lines]
    names = _letterhead_names()
    for place in range(len(lines)):
        for length in (2, 3):
            # A committee's long name is broken over lines.
            joined = fold_spaces(" ".join(line.text for line in lines[place : place + length]))
            if joined in names:
                stating[place : place + length] = [True] * min(length, len(lines) - place)
    return stating


def _states(line: TitleLine) -> bool:
    if line.is_dated_town:
        return True
    rest = ORIGINAL.sub(" ", without_symbols(line.text).lstrip("/"))
    rest = fold_spaces(without_dates(without_fields(rest)))
    for name in _letterhead_names():
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", rest)
    rest = _session().sub(" ", " ".join(rest.split()))
    return not _WORD.search(rest)


@cache
def _letterhead_names() -> tuple[str, ...]:
    """The folded words of letterheads, long ones first: organisation, bodies, distribution."""
    bodies = [
        name
        for code, organ in organs().items()
        if code == "AG" or code.startswith("UN/")
        for name in organ.names.values()
    ]
    languages = [name for names in words()["languages"].values() for name in names]
    cover = words()["cover"]
    names = {*map(fold, (*bodies, *languages, *cover["united_nations"], *cover["letterhead"]))}
    return tuple(sorted(names, key=len, reverse=True))


@cache
def _session() -> re.Pattern[str]:
    return re.compile("|".join(words()["cover"]["sessions"]))
