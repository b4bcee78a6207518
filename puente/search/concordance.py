"""Concordance: each place where some words stand, with what probably translates them there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from puente.alignment.word_alignment import Span, Words, find_counterparts
from puente.catalogue.catalogue import Catalogue
from puente.errors import EmptyQueryError
from puente.model.documents import Document, Language
from puente.model.filters import Filters
from puente.model.identifiers import SegmentId
from puente.model.queries import Concept, KeywordQuery, Query, Term
from puente.model.results import Highlight, HydratedSegment, Translation
from puente.model.segments import Segment
from puente.search.highlighting import merged, phrase_places
from puente.search.question.query_parser import parse_query
from puente.text.stop_words import content_places
from puente.text.tokenization import Token, stem, tokens

DEPTH = 200
"""The most paragraphs that are looked at for one question."""
# Words that were typed without quotes stand together when no more than these are among them.
_STRANGERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcordanceRow:
    """A paragraph that has the words, and its translation in the `translated` document.

    `matches` are the words in the paragraph, `probable` spans of the translation's `text`, which is
    that of its paragraphs, a line each.
    """

    segment: Segment
    document: Document
    matches: tuple[Highlight, ...]
    translation: Translation
    translated: Document
    text: str
    probable: tuple[Highlight, ...]

    @property
    def probable_words(self) -> tuple[str, ...]:
        """Words of the probable spans, each once."""
        return tuple(dict.fromkeys(self.text[each.start : each.end] for each in self.probable))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcordancePage:
    """One page of rows, those where the words stand together first.

    `total` counts the rows, exactly unless more paragraphs match than are looked at.
    """

    query: Query
    rows: tuple[ConcordanceRow, ...]
    total: int
    total_is_exact: bool
    page: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A translated paragraph with the words in it, and whether they stand together."""

    shown: HydratedSegment
    translation: Translation
    matches: tuple[Highlight, ...]
    is_close: bool


def find_translations(
    catalogue: Catalogue, text: str, *, filters: Filters = Filters(), page: int, size: int
) -> ConcordancePage:
    """One page of the places that have a phrase in quotes, or all of some words.

    The languages of the filters are those of the words. Raises QueryError.
    """
    query = parse_query(text, filters)
    if not (query.words or query.phrases or query.symbols):
        raise EmptyQueryError
    guessed = () if filters.languages or query.language is None else (query.language,)
    found = _find_places(catalogue, query, guessed or tuple(Language))
    if guessed and not found.places:
        found = _find_places(catalogue, query, tuple(Language))
    shown = found.places[(page - 1) * size : page * size]
    documents = catalogue.documents_of(each.translation.segments[0].id for each in shown)
    return ConcordancePage(
        query=query,
        rows=tuple(
            _row(each, documents[each.translation.segments[0].id])
            for each in shown
            if each.translation.segments[0].id in documents  # not deleted since
        ),
        total=len(found.places),
        total_is_exact=found.is_whole,
        page=page,
        size=size,
    )


class _Found(NamedTuple):
    """All places, those where the words stand together first; whether there are no others."""

    places: tuple[_Place, ...]
    is_whole: bool


def _find_places(catalogue: Catalogue, query: Query, languages: Iterable[Language]) -> _Found:
    """The places that have the words as words of these languages: "migrantes" is not "migrants"."""
    typed = content_places(query.words, query.language) if query.words else ()
    concepts = tuple(
        Concept(
            terms=tuple(
                Term(language=each, stem=stem(query.words[place], each)) for each in languages
            )
        )
        for place in typed
    )
    asked = KeywordQuery(
        concepts=concepts,
        phrases=(*query.phrases, *(symbol.text for symbol in query.symbols)),
        required=len(concepts),
        filters=query.filters,
    )
    found = catalogue.matching(asked, limit=DEPTH)
    places = _places(found.shown, asked, len(query.words) + _STRANGERS)
    ordered = sorted(places, key=lambda place: not place.is_close)
    return _Found(places=tuple(ordered), is_whole=found.is_whole)


def _places(
    shown: Iterable[HydratedSegment], asked: KeywordQuery, longest: int
) -> Iterator[_Place]:
    """Each two paragraphs once, from the side that ranks first."""
    seen: set[frozenset[SegmentId]] = set()
    for each in shown:
        # It may have been found by its headings or its translation.
        found = _find(each.segment, asked, longest)
        for translation in each.translations if found else ():
            link = frozenset((each.segment.id, *(other.id for other in translation.segments)))
            if found and link not in seen:
                seen.add(link)
                yield _Place(
                    shown=each, translation=translation, matches=found[0], is_close=found[1]
                )


def _find(
    segment: Segment, asked: KeywordQuery, longest: int
) -> tuple[tuple[Highlight, ...], bool] | None:
    """Find all that is asked in a paragraph, and whether it is together; None if some lacks."""
    found = list(tokens(segment.text, segment.language))
    phrases = [phrase_places(segment.text, found, each) for each in asked.phrases]
    words = [_word_places(found, concept, segment.language) for concept in asked.concepts]
    if not (all(phrases) and all(words)):
        return None
    spans = [place for places in phrases for place in places]
    together = _windows(words, longest)
    spans += together or [range(place, place + 1) for places in words for place in places]
    marked = sorted(spans, key=lambda span: span.start)
    highlights = (Highlight(start=found[span[0]].start, end=found[span[-1]].end) for span in marked)
    return merged(highlights), bool(together) or not words


def _word_places(found: Sequence[Token], concept: Concept, language: Language) -> list[int]:
    stems = {term.stem for term in concept.terms if term.language == language}
    return [place for place, token in enumerate(found) if token.stem in stems]


def _windows(words: Sequence[Sequence[int]], longest: int) -> list[range]:
    """The runs of tokens, no longer than so many, that have each of the words."""
    places = sorted((place, number) for number, each in enumerate(words) for place in each)
    windows: list[range] = []
    last: dict[int, int] = {}
    for place, number in places:
        last[number] = place
        start = min(last.values())
        if len(last) == len(words) and place - start < longest:
            windows.append(range(start, place + 1))
            last.clear()
    return windows


def _row(place: _Place, translated: Document) -> ConcordanceRow:
    segment, translation = place.shown.segment, place.translation
    text = translation.text
    source, target = Words.of(segment.text, segment.language), Words.of(text, translation.language)
    matches = [Span(each.start, each.end) for each in place.matches]
    spans = find_counterparts(source, target, matches)
    return ConcordanceRow(
        segment=segment,
        document=place.shown.document,
        matches=place.matches,
        translation=translation,
        translated=translated,
        text=text,
        probable=merged(
            Highlight(start=span.start, end=span.end) for span in sorted(filter(None, spans))
        ),
    )
