"""Lines -> Document: its title, the body that issued it, its date, its language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, TypeAlias, TypeVar

from ingest.sources.listing import SourceFile
from ingest.structure.headings import first_heading
from ingest.structure.lines import TextLine
from ingest.structure.title_block.bodies import parent_organ, words
from ingest.structure.title_block.reading import TitleBlock
from puente.model.blocks import Properties
from puente.model.documents import Document, DocumentKind, Provenance, Symbol, Visibility
from puente.model.identifiers import DocumentId, WorkId
from puente.symbols.finding import parse_symbol, slug
from puente.text.dates import is_date
from puente.text.language_detection import identify_language
from puente.text.normalization import normalise
from puente.text.tokenization import fold

# A title made of a text's first words is cut at about a line.
_TITLE_LENGTH = 120
# A title among a file's properties has words that the text opens with, all but one in four.
_OPENING_LINES = 40
_FEWEST_TITLE_WORDS = 2
_SHARE_OF_TITLE_WORDS = 0.75
_LONGEST_TITLE = 400
# Clocks that were never set say 1601, 1970 or 1980.
_FIRST_FILES = "1985"

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
    """The document that the lines are: by the manifest, its title block, its file, its text.

    In this order of trust: a person states in a manifest what a title block has wrong; what
    programs write into files is wrong more often than not, but says more than first words do.
    """
    given, sources = file.given, _Sources()
    title = sources.take(
        "title",
        ("manifest", given.title),
        ("title block", title_block.title),
        ("file", _file_title(properties.title, lines)),
        ("text", _opening(lines[title_block.end :] or lines)),
    )
    given_symbol = parse_symbol(given.symbol) if given.symbol else None
    symbol = sources.take("symbol", ("manifest", given_symbol), ("title block", title_block.symbol))
    committee = sources.take(
        "committee",
        ("manifest", given.committee),
        ("title block", title_block.committee),
    )
    organ = sources.take(
        "organ",
        ("manifest", given.organ),
        ("title block", title_block.organ or _organ_of(title_block.symbol)),
        ("manifest", parent_organ(given.committee) or _organ_of(given_symbol)),
    )
    language = given.language or identify_language(" ".join(line.block.text for line in lines))
    sources.take("language", ("manifest", given.language), ("text", language))
    date = sources.take(
        "date",
        ("manifest", given.date),
        ("title block", title_block.date),
        ("file", _file_date(properties.date)),
    )
    stated = title_block.statements
    work = WorkId(slug(symbol) if symbol else file.checksum[:12])
    return Document(
        id=DocumentId(f"{work}.{language}"),
        work_id=work,
        language=language,
        title=title or PurePosixPath(file.source).stem,
        source=file.source,
        checksum=file.checksum,
        collection=given.collection or collection,
        kind=given.kind or _kind(symbol, given.title or title_block.title or ""),
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
        provenance=tuple(sources.provenance),
    )


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


def _file_date(date: str | None) -> str | None:
    """The day that a file says it was made, unless no word processor was there to make it."""
    return date if date and is_date(date) and date >= _FIRST_FILES else None


def _opening(lines: Sequence[TextLine]) -> str | None:
    """The first heading or the first words."""
    heading = first_heading(lines)
    if heading:
        return heading
    text = next((line.text for line in lines if line.text), "")
    if len(text) <= _TITLE_LENGTH:
        return text or None
    return text[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def _organ_of(symbol: Symbol | None) -> str | None:
    """The organ that issued a symbol, which may be of its committee."""
    if symbol is None:
        return None
    return parent_organ(symbol.organ) or symbol.organ


def _kind(symbol: Symbol | None, title: str) -> DocumentKind:
    """By the symbol, else by the word for a kind that the title has first."""
    for name, kinds in words()["symbol_kinds"].items():
        if symbol is not None and symbol.kind in kinds:
            return DocumentKind(name)
    title_words = f" {' '.join(_WORD.findall(fold(title)))} "
    places = {
        title_words.find(f" {fold(word)} "): DocumentKind(name)
        for name, spellings in words()["title_words"].items()
        for word in spellings
    }
    found = [place for place in places if place >= 0]
    return places[min(found)] if found else DocumentKind.DOCUMENT
