"""The three fields in which a segment's words are searched."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from puente.model.documents import Document, Language
from puente.model.segments import Segment, SegmentKind
from puente.symbols.organs import organ_name
from puente.text.numbers import month_name
from puente.text.tokenization import exact_words, joined_words, stem, tokens, words

FIELDS = ("body", "heading", "translation")

# A letter to the engines, and nothing of a word to `exact_words`.
_MARK = "\N{MIDDLE DOT}"

TermCounts: TypeAlias = Counter[tuple[Language, str]]
"""Count of each stem of a language in a text."""


def count_terms(
    segment: Segment, counterparts: Sequence[Segment], standing_for: Document | None = None
) -> Mapping[str, TermCounts]:
    """The terms of a segment by field; the words of its counterparts fill its translation.

    A segment that stands for a document has the document's names among its headings.
    """
    language = segment.language
    names = names_of(standing_for) if standing_for else ()
    return {
        "body": _count([(language, segment.text)]),
        "heading": _count([*((language, text) for text in _headings(segment)), *names]),
        "translation": _count((other.language, other.text) for other in counterparts),
    }


def names_of(document: Document) -> Iterator[tuple[Language, str]]:
    """The names by which a document is asked for: title, kind, organ, symbol, session, date."""
    yield document.language, document.title
    yield Language.EN, document.kind.replace("-", " ")
    for text in (document.symbol and document.symbol.text, document.session):
        if text:
            yield document.language, text
    for language in (Language.ES, Language.EN):
        name = document.organ and organ_name(document.organ, language)
        if name:
            yield language, name
        if document.date:
            yield language, _in_words(document.date, language)


def _in_words(date: str, language: Language) -> str:
    """The parts of a date with the name of its month: "2005 June 24"."""
    year, *rest = date.split("-")
    names = [month_name(int(month), language) for month in rest[:1]]
    return " ".join((year, *names, *(str(int(day)) for day in rest[1:])))


def phrase_words(text: str) -> str:
    """The words of a text in which phrases are looked for; after a mark, its acronyms as one word.

    No phrase has the mark, so none reaches over it.
    """
    joined = (f"{_MARK} {each.word}" for each in joined_words(text, capitals=True))
    return " ".join((*exact_words(text), *joined))


def vocabulary_of(text: str) -> frozenset[str]:
    """The folded words of a text by which it can be asked for."""
    return frozenset((*words(text), *(each.word for each in joined_words(text, capitals=True))))


def _count(texts: Iterable[tuple[Language, str]]) -> TermCounts:
    """Count stems: of the words, and of acronyms whose parts are joined (OP-CAT is opcat, too)."""
    counts: TermCounts = Counter()
    for language, text in texts:
        counts.update((language, token.stem) for token in tokens(text, language))
        joined = joined_words(text, capitals=True)
        counts.update((language, stem(each.word, language)) for each in joined)
    return counts


def _headings(segment: Segment) -> list[str]:
    """Headings above a segment; for a table row also its headers, unless its text has them."""
    if segment.kind is not SegmentKind.TABLE_ROW:
        return list(segment.heading_path)
    headers = [segment.label or "", *(cell.header for cell in segment.cells)]
    return [*segment.heading_path, *(text for text in headers if text not in segment.text)]
