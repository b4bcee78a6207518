"""Title blocks of the Commission's reports on petitions and of separate opinions of the Court."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.structure.lines import TextLine
from ingest.structure.title_block.bodies import fold_spaces, words
from ingest.structure.title_block.fields import read_fields
from ingest.structure.title_block.lines import TitleLine, without_note_marks
from ingest.structure.title_block.record import TitleBlock
from puente.symbols.finding import find_series, find_symbols, is_mark
from puente.text.dates import find_date
from puente.text.list_labels import is_in_capitals
from puente.text.tokenization import fold

COMMISSION = "CIDH"
COURT = "CORTEIDH"
# "REPORT Nº 112/99" stands first, or below the names of the organisation and of the Commission.
_LINES_ABOVE = 6
# A judge's name, then the judgment: "OF JUDGE ...", "JUDGMENT OF THE ...", "CASE OF ...", "v. ...".
_LINES_OF_OPINION = 5
_LINES_OF_ADVISORY_OPINION = 10
_MAX_LENGTH = 400


def report_block(lines: Sequence[TitleLine]) -> TitleBlock | None:
    """The title block of "REPORT Nº 47/02": the petition's name and country down to the date.

    `lines` are the leading lines of a document.
    """
    for place, line in enumerate(lines[:_LINES_ABOVE]):
        mentions = find_symbols(line.text)
        if not mentions or mentions[0].symbol.kind != "INFORME" or not is_mark(line.text):
            continue
        dated = [at for at in range(place + 1, len(lines)) if lines[at].date is not None]
        end = dated[0] if dated else len(lines)
        title = " ".join(without_note_marks(each.text) for each in lines[place + 1 : end])
        texts = [each.text for each in lines[: end + 1]]
        return TitleBlock(
            end=end + 1 if dated else end,
            title_start=place + 1,
            title_end=end,
            phrases=tuple(texts[: place + 1]),
            title=title or None,
            symbol=mentions[0].symbol,
            series=next((mark for text in texts if (mark := find_series(text))), None),
            date=lines[end].date if dated else None,
            organ=COMMISSION,
            statements=read_fields(texts[: place + 1], texts[: place + 1]),
        )
    return None


def advisory_opinion_block(document_lines: Sequence[TextLine]) -> TitleBlock | None:
    """The title block of "ADVISORY OPINION OC-17/2002": its day, who asked, the question."""
    names = tuple(map(fold, words()["title_words"]["advisory-opinion"]))
    texts = [line.text for line in document_lines[:_LINES_OF_ADVISORY_OPINION]]
    for place, text in enumerate(texts[:_LINES_ABOVE]):
        mentions = find_symbols(text)
        if not mentions or not fold_spaces(text).startswith(names):
            continue
        end = place + 1
        while end < len(texts) and is_in_capitals(texts[end]) and not texts[end].endswith(":"):
            end += 1
        title = " ".join(map(without_note_marks, texts[place:end])).rstrip(",")
        return TitleBlock(
            end=end,
            title_start=place,
            title_end=end,
            phrases=tuple(texts[:place]),
            title=title,
            symbol=mentions[0].symbol,
            date=find_date(title),
            organ=COURT,
        )
    return None


def opinion_block(document_lines: Sequence[TextLine]) -> TitleBlock | None:
    """The title block of a judge's opinion: its first lines, with the day of the judgment."""
    texts = [line.text for line in document_lines[:_LINES_OF_OPINION]]
    place = next((at for at, text in enumerate(texts[:2]) if _names_opinion(text)), None)
    if place is None or len(texts[place]) > _MAX_LENGTH:
        return None
    end = place + 1
    while end < len(texts) and _goes_on().match(fold_spaces(texts[end])):
        if texts[end].endswith((",", ".", ";")):  # the first words of the text: "In the case of"
            break
        end += 1
    heads = [line.text for line in document_lines[:_LINES_OF_OPINION] if _is_head(line)]
    return TitleBlock(
        end=end,
        title_start=place,
        title_end=end,
        phrases=tuple(texts[:place]),
        title=" ".join(map(without_note_marks, texts[place:end])),
        date=next((date for text in heads if (date := find_date(text))), None),
        organ=COURT,
    )


def _is_head(line: TextLine) -> bool:
    return line.stated_level is not None or (line.text.isupper() and len(line.text) <= _MAX_LENGTH)


def _names_opinion(text: str) -> bool:
    return _opinion().match(fold_spaces(text)) is not None


@cache
def _opinion() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words()['cover']['opinions'])})\b")


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words()['cover']['opinions_go_on'])})\b")
