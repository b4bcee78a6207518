"""Organs that issued documents, by their symbols, their series and what the texts say of them."""

import re
from collections.abc import Iterable, Sequence

from ingest.structure.lines import TextLine
from ingest.structure.title_block.bodies import (
    bodies,
    first_organ_in,
    fold_spaces,
    parent_organ,
    words,
)
from puente.model.documents import Symbol
from puente.symbols.organs import issuing_organ

_SERIES = "OEA/Ser."
_NUMBERED_UNITED_NATIONS = ("UN/", "PAHO/", "WHO/")
_HEAD_LINES = 30
_FIRST_PARAGRAPHS = 3
# The authors of a report introduce themselves at its beginning.
_FIRST_LETTERS = 1500
# Bodies that are their own meetings; a meeting of another names whom it is held for.
_CONFERENCES = frozenset({"CRM", "CSM"})
_ARTICLE = re.compile(r"(?:el|la|los|las|the|a|o|le|l') ?")
# "ACTA DE LA XI CONFERENCIA REGIONAL ...", "Report of the Inter-American Commission ...".
_OF = re.compile(
    r"(?:^|\b(?:del?(?: la| las| los)?|of(?: the)?|da|do|des?|du) )"
    r"(?:[ivxlc]{1,6} |\w{4,}a |\w{3,}th )?$"
)


def organ_of_symbol(symbol: Symbol | None) -> str | None:
    """The organ that issued a symbol, which may be of its committee."""
    if symbol is None or symbol.organ is None:
        return None
    if symbol.organ.startswith(_SERIES):
        return organ_of_series(symbol.organ)
    if symbol.organ.startswith(_NUMBERED_UNITED_NATIONS):
        return issuing_organ(symbol)
    return parent_organ(symbol.organ) or symbol.organ


def organ_of_series(series: str) -> str | None:
    """The organ of a series of the OAS: CIDH of OEA/Ser.L/V/II.98."""
    mark = re.sub(r"\.\d+.*$", "", series)
    for organ, marks in words()["series"].items():
        if mark in marks:
            return organ
    return None


def acting_organ(lines: Sequence[TextLine]) -> str | None:
    """The organ that enacts: "LA ASAMBLEA GENERAL,", "THE PERMANENT COUNCIL,"."""
    for line in lines[:_HEAD_LINES]:
        if line.names_body:
            named = _ARTICLE.sub("", fold_spaces(line.text).rstrip(","), count=1)
            return next((code for name, code in bodies().items() if named == name), None)
    return None


def organ_in_title(heads: Iterable[str]) -> str | None:
    """The organ whose document a title, or a line beside it, says that it is."""
    for said in (fold_spaces(head) for head in heads if not head.endswith((".", "…"))):
        for name, code in bodies().items():
            place = said.find(name)
            if place >= 0 and _OF.search(said[:place]) and parent_organ(code) is None:
                return code
    return None


def organ_introduced(lines: Sequence[TextLine]) -> str | None:
    """The one organ that the first paragraphs introduce with its letters: "... (CIDH)"."""
    paragraphs = [line.text for line in lines if len(line.text.split()) > _FIRST_PARAGRAPHS * 5]
    text = fold_spaces(" ".join(paragraphs[:_FIRST_PARAGRAPHS]))[:_FIRST_LETTERS]
    introduced = {
        code
        for name, code in bodies().items()
        if parent_organ(code) is None
        and re.search(rf"{re.escape(name)} ?(?:\((?:{_letters(code)})\b)", text)
    }
    return introduced.pop() if len(introduced) == 1 else None


def organ_gathered(paragraph: str) -> str | None:
    """The organ whose meeting the first sentence of a declaration is of.

    "Los representantes de los países ... de la VIII Conferencia ..., reunidos en Montevideo".
    """
    told = gathering(paragraph)
    named = first_organ_in(paragraph) if told else None
    return named if named in _CONFERENCES else None


def gathering(paragraph: str) -> str | None:
    """The sentence of a paragraph that says who met, None where it says nothing of it."""
    sentence = paragraph[:_FIRST_LETTERS]
    found = re.search(rf"\b(?:{'|'.join(words()['cover']['gathered'])})\b", fold_spaces(sentence))
    return sentence if found else None


def _letters(code: str) -> str:
    return "|".join(map(re.escape, [code.lower(), *words()["letters"].get(code, ())]))
