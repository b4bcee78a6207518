"""Lines -> Document: its title, the body that issued it, its date, its language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Literal, TypeAlias, TypeVar

from ingest.sources.listing import SourceFile
from ingest.structure.headings import first_heading
from ingest.structure.issuers import (
    acting_organ,
    gathering,
    organ_gathered,
    organ_in_title,
    organ_introduced,
    organ_of_series,
    organ_of_symbol,
)
from ingest.structure.kinds import document_kind, names_kind
from ingest.structure.lines import TextLine, looks_like_heading
from ingest.structure.title_block.bodies import parent_organ, words
from ingest.structure.title_block.lines import (
    day_of_adoption,
    without_neighbours,
    without_note_marks,
)
from ingest.structure.title_block.record import TitleBlock
from puente.model.blocks import Properties
from puente.model.documents import Document, DocumentKind, Provenance, Symbol, Visibility
from puente.model.identifiers import DocumentId, WorkId
from puente.symbols.finding import find_symbols, is_mark, parse_symbol, slug, symbol_in_name
from puente.text.dates import find_date
from puente.text.language_detection import identify_language
from puente.text.list_labels import are_linked
from puente.text.normalization import normalise
from puente.text.tokenization import fold

# A title made of a text's first words is cut at about a line.
_TITLE_LENGTH = 120
# A title among a file's properties has words that the text opens with, all but one in four.
_OPENING_LINES = 40
_FEWEST_TITLE_WORDS = 2
_SHARE_OF_TITLE_WORDS = 0.75
_LONGEST_TITLE = 400
_HEAD_LINES = 12
# A line in capitals that is shorter was not broken for want of room.
_BROKEN_LENGTH = 40
_WORDS_OF_SECTION = 2
_MOST_LINES_OF_HEADING = 4
_LINES_BELOW = 2
_OF_MEETINGS = frozenset({DocumentKind.DECLARATION, DocumentKind.COMMUNIQUE, DocumentKind.MINUTES})

# A title in capitals that a reader ran together with the first sentence: "INFORME ... El Consejo".
_CAPITALS_BEFORE_SENTENCE = re.compile(
    r"((?:[^\sa-zà-öø-ÿ]+\s+){2,40}[^\sa-zà-öø-ÿ]{3,})\s+(?=[A-ZÁÉÍÓÚ]?[a-zà-öø-ÿ]+\s+[\wà-öø-ÿ]*[a-zà-öø-ÿ])"
)
_WORD = re.compile(r"\w+")
_Value = TypeVar("_Value")
_Origin: TypeAlias = Literal["manifest", "title block", "text", "file name", "file"]


@dataclass(slots=True)
class _Sources:
    """Takes the first value that anything states, and remembers what stated it."""

    provenance: list[Provenance] = field(default_factory=list)

    def take(self, name: str, *stated: tuple[_Origin, _Value | None]) -> _Value | None:
        for origin, value in stated:
            if value is not None:
                self.provenance.append(Provenance(field=name, origin=origin))
                return value
        return None


def describe(
    file: SourceFile,
    lines: Sequence[TextLine],
    title_block: TitleBlock,
    *,
    properties: Properties = Properties(),
    collection: str = "oas",
    visibility: Visibility = Visibility.PUBLIC,
) -> Document:
    """The document that the lines are: by the manifest, its title block, its text, its file.

    In this order of trust: a person states in a manifest what a title block has wrong; what
    programs write into files is wrong more often than not. The day a file was saved says nothing:
    of 276 real documents 28 were dated by it, wrongly wherever that could be checked.
    """
    given, sources = file.given, _Sources()
    own_symbol = title_block.symbol or _head_symbol(lines)
    found = _opening(lines[title_block.end :] or lines, own_symbol)
    opening = without_note_marks(found) if found else None
    head = title_block.title or next((line.text for line in lines[title_block.end :]), "")
    title = sources.take(
        "title",
        ("manifest", given.title),
        ("title block", title_block.title and without_neighbours(title_block.title)),
        ("text", opening if _is_named(opening) else None),
        ("file", _file_title(properties.title, lines)),
        ("text", opening),
    )
    given_symbol = parse_symbol(given.symbol) if given.symbol else None
    symbol = sources.take(
        "symbol",
        ("manifest", given_symbol),
        ("title block", own_symbol),
        ("file name", symbol_in_name(PurePosixPath(file.source).stem)),
    )
    committee = sources.take(
        "committee",
        ("manifest", given.committee),
        ("title block", title_block.committee),
    )
    heads = (title or "", *(line.text for line in lines[: title_block.end]))
    organ = sources.take(
        "organ",
        ("manifest", given.organ),
        ("title block", _organ_of(title_block)),
        ("manifest", parent_organ(given.committee) or organ_of_symbol(given_symbol)),
        ("title block", organ_of_symbol(symbol) or parent_organ(title_block.committee)),
        ("text", acting_organ(lines) or organ_in_title(heads) or organ_introduced(lines)),
        ("text", organ_gathered(_first_paragraph(lines))),
    )
    language = given.language or identify_language(" ".join(line.block.text for line in lines))
    sources.take("language", ("manifest", given.language), ("text", language))
    kind = given.kind or document_kind(symbol, title or "", organ, _beside(lines, title_block))
    date = sources.take(
        "date",
        ("manifest", given.date),
        ("title block", day_of_adoption(head) or title_block.date),
        ("text", _day_of_meeting(kind, title or "", lines)),
        ("manifest", _year_of(given_symbol)),
        ("title block", _year_of(own_symbol)),
        ("file name", _year_of(symbol)),
    )
    stated = title_block.statements
    work = name_of_work(symbol, file.checksum)
    return Document(
        id=DocumentId(f"{work}.{language}"),
        work_id=work,
        language=language,
        title=title or PurePosixPath(file.source).stem,
        source=file.source,
        checksum=file.checksum,
        collection=given.collection or collection,
        kind=kind,
        visibility=given.visibility or visibility,
        symbol=symbol,
        series=sources.take("series", ("title block", title_block.series)),
        organ=organ,
        committee=committee,
        date=date,
        original_language=sources.take(
            "original_language", ("title block", title_block.original_language)
        ),
        distribution=sources.take(
            "distribution",
            ("manifest", given.distribution),
            ("title block", stated.distribution),
        ),
        session=sources.take(
            "session", ("manifest", given.session), ("title block", stated.session)
        ),
        meeting=sources.take(
            "meeting", ("manifest", given.meeting), ("title block", stated.meeting)
        ),
        agenda_item=sources.take(
            "agenda_item", ("manifest", given.agenda_item), ("title block", stated.agenda_item)
        ),
        official=sources.take(
            "official", ("manifest", given.official), ("title block", stated.official)
        ),
        source_url=sources.take("source_url", ("manifest", given.source_url)),
        provenance=tuple(sources.provenance),
    )


def name_of_work(symbol: Symbol | None, checksum: str) -> WorkId:
    """The name of a work of one document: its symbol or a piece of its checksum."""
    return WorkId(slug(symbol) if symbol else checksum[:12])


def _file_title(title: str | None, lines: Sequence[TextLine]) -> str | None:
    """The title among a file's properties, if it is one and the text opens with its words.

    Programs put "Microsoft Word - 4476s.doc" there, or the title of the document before.
    """
    name = normalise(title or "").strip()
    if any(re.fullmatch(pattern, fold(name)) for pattern in words()["properties"]["no_titles"]):
        return None
    said = set(_WORD.findall(fold(" ".join(line.text for line in lines[:_OPENING_LINES]))))
    own = _WORD.findall(fold(name))
    found = sum(word in said for word in own)
    is_title = len(own) >= _FEWEST_TITLE_WORDS and found >= _SHARE_OF_TITLE_WORDS * len(own)
    return name if is_title and len(name) <= _LONGEST_TITLE else None


def _year_of(symbol: Symbol | None) -> str | None:
    """The year that a symbol states, the best that is known where no date is."""
    return str(symbol.year) if symbol is not None and symbol.year is not None else None


def _beside(lines: Sequence[TextLine], title_block: TitleBlock) -> tuple[str, ...]:
    """The lines of the title block that are no title, "ACTA" below it, the body that acts."""
    places = range(title_block.title_start, title_block.title_end)
    head = [line.text for at, line in enumerate(lines[: title_block.end]) if at not in places]
    below = lines[title_block.end : title_block.end + _LINES_BELOW]
    bare = [line.text for line in below if line.text.isupper() and len(line.text.split()) <= 2]
    acting = (line.text for line in lines[title_block.end : _HEAD_LINES] if line.names_body)
    return (*head, *bare, *acting)


def _first_paragraph(lines: Sequence[TextLine]) -> str:
    return next((line.text for line in lines[:_HEAD_LINES] if len(line.text.split()) > 12), "")


def _day_of_meeting(kind: DocumentKind, title: str, lines: Sequence[TextLine]) -> str | None:
    """The day in a title, or in the first sentence of what a meeting declared.

    "Los representantes ..., reunidos en Montevideo los días 17 y 18 de septiembre de 2008".
    """
    if kind not in _OF_MEETINGS:
        return None
    told = gathering(_first_paragraph(lines))
    return find_date(title) or (find_date(told) if told else None)


def _head_symbol(lines: Sequence[TextLine]) -> Symbol | None:
    """The symbol that one of the first lines is, and nothing else; below a list it is cited."""
    for line in lines[:_HEAD_LINES]:
        if line.is_listed or line.is_cell or line.names_body:
            return None
        if is_mark(line.text):
            return next((mention.symbol for mention in find_symbols(line.text)), None)
    return None


def _opening(lines: Sequence[TextLine], symbol: Symbol | None) -> str | None:
    """The first heading or the first words; of a text that begins with its body the symbol."""
    lines = _without_divisions(lines)
    heading = first_heading(lines)
    if heading:
        return _whole_heading(heading, lines)
    first = next((line for line in lines if line.text), None)
    if first is None:
        return None
    if first.is_formula and symbol is not None:
        return symbol.text
    if first.names_body:
        return None
    own = without_neighbours(first.text)
    if own != first.text or len(first.text) <= _TITLE_LENGTH:
        return own
    if match := _CAPITALS_BEFORE_SENTENCE.match(first.text):
        return match[1]
    return first.text[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def _without_divisions(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The lines from the first that names more than "ANEXO" or "CHAPTER VI"."""
    start = next((at for at, line in enumerate(lines) if not line.is_division), 0)
    return lines[start:] if start and looks_like_heading(lines[start].text) else lines


def _whole_heading(heading: str, lines: Sequence[TextLine]) -> str:
    """The heading with the lines that it was broken into, in capitals or behind a small word."""
    whole = [heading]
    for line, following in pairwise(lines[:_MOST_LINES_OF_HEADING]):
        if following.is_formula or following.is_listed or not following.looks_like_heading:
            break
        if not (_is_broken_in_capitals(line, following) or are_linked(line.text, following.text)):
            break
        whole.append(following.text)
    return " ".join(whole)


def _is_broken_in_capitals(line: TextLine, following: TextLine) -> bool:
    """Test for two lines in capitals of which the first is long, set as one.

    Where a source states headings the second is one of the same level, and more than two words:
    below the title of a report stands "RESUMEN EJECUTIVO".
    """
    if len(line.text) < _BROKEN_LENGTH or not (line.text.isupper() and following.text.isupper()):
        return False
    level = line.stated_level
    is_one = level is not None and level == following.stated_level
    is_long = len(following.text.split()) > _WORDS_OF_SECTION
    return following.block.gap == 0 or (following.block.gap == 1 and is_one and is_long)


def _is_named(opening: str | None) -> bool:
    """Test for a first heading that says what the document is: "Informe ...", "ACTA ..."."""
    return opening is not None and not opening.endswith(("…", ".")) and names_kind(opening)


def _organ_of(title_block: TitleBlock) -> str | None:
    """The organ that a title block names, or whose symbol or series it bears."""
    symbol = title_block.symbol
    if symbol is not None and (symbol.organ or "").startswith(("UN/", "PAHO/", "WHO/")):
        return organ_of_symbol(symbol)
    return title_block.organ or organ_of_symbol(symbol) or organ_of_series(title_block.series or "")
