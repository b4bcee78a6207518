"""Articles and paragraphs that a question names by their number and the title of a document."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from puente.model.documents import Document, Language
from puente.model.filters import LANGUAGE, values_of
from puente.model.identifiers import DocumentId, SegmentId, document_id_of
from puente.model.queries import Concept, NumberedPart, PartKind, Query
from puente.model.results import Candidate, HydratedSegment
from puente.model.segments import Segment, SegmentKind
from puente.search.fusion import Feature, Fused, LegName
from puente.search.highlighting import LEAST_WEIGHT
from puente.search.retrieval import Candidates
from puente.store.citations import symbol_matches
from puente.store.protocol import View
from puente.text.numbers import roman_number
from puente.text.stop_words import has_subject
from puente.text.tokenization import fold, tokens, words

MOST_DOCUMENTS = 40
"""Documents of the best results whose titles are read."""

MOST_SEGMENTS = 3
"""Paragraphs of an article that stand first."""

# "para 12 personas" is no paragraph in Spanish: without its full stop the word counts in English.
_NAMED = re.compile(
    r"(?<!\w)(?:(?P<article>art[ií]culo|article|art\.?)"
    r"|(?P<operative>operative (?:paragraph|para\.?)|(?:p[áa]rrafo|punto) (?:resolu|opera)tivo)"
    r"|(?P<preambular>preambular (?:paragraph|para\.?)|p[áa]rrafo preambular|considerando)"
    r"|(?P<paragraph>paragraph|p[áa]rrafo|p[áa]rr\.?|paras?\.|para(?P<bare>)|¶))"
    r"\s*(?:n(?:o|º|°|úm)?\.?\s*)?"
    r"(?:(?P<digits>\d{1,4})(?:\.\d{1,2}|\(\d{1,2}\))?|(?P<roman>[IVXLC]{1,8}))(?![\w/])",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"\W*(?:articulo|article|art\.?)\s*(?:n(?:o|º|°)?\.?\s*)?"
    r"(?:(?P<digits>\d{1,4})|(?P<roman>[ivxlc]{1,8}))(?!\w)"
)
# "Article 25 of the American Convention establishes" begins no article.
_OPENING = re.compile(_HEADING.pattern + r"\s*[.:–—-]")


# Before the number of a paragraph in its official number, in the order in which they are tried.
_PREFIXES: Mapping[PartKind, tuple[str, ...]] = {
    PartKind.PARAGRAPH: ("", "op-", "pp-"),
    PartKind.OPERATIVE: ("op-",),
    PartKind.PREAMBULAR: ("pp-",),
}


def find_numbered_part(text: str, language: Language | None) -> NumberedPart | None:
    """The article or paragraph that a question names; its title are all the other words."""
    for match in _NAMED.finditer(text):
        number = _number(match)
        if number is not None and (match["bare"] is None or language is Language.EN):
            rest = tuple(words(f"{text[: match.start()]} {text[match.end() :]}"))
            return NumberedPart(
                kind=next(kind for kind in PartKind if match[kind]),
                number=number,
                title=rest if any(map(has_subject, rest)) else (),
            )
    return None


def find_parts(
    part: NumberedPart, title: Sequence[Concept], query: Query, found: Candidates
) -> Candidates:
    """Candidates with the paragraphs of a part that the question names, at the best score.

    The document is looked for among those whose names the question has, then among those of the
    best results. Nothing changes where none of them
    is named by the question or has such a part.
    """
    first: dict[DocumentId, SegmentId] = {}
    for each in (*found.named, *(fused.segment_id for fused in found.fused)):
        first.setdefault(document_id_of(each), each)
    standing = list(first.values())[:MOST_DOCUMENTS]
    by_view: dict[View, list[SegmentId]] = {}
    for segment_id in standing:
        by_view.setdefault(found.home[segment_id], []).append(segment_id)
    shown = {k: v for view, ids in by_view.items() for k, v in view.hydrate(ids).items()}
    documents = (shown[each].document for each in standing if each in shown)
    for document in named_documents(documents, title, query):
        view = found.home[first[document.id]]
        segments = segments_of_part(part, tuple(view.segments_of(document.id)))
        parts = {k: _candidate(v) for k, v in view.hydrate([s.id for s in segments]).items()}
        admitted = {k: v for k, v in parts.items() if query.narrowed.admit(v.values)}
        if admitted:
            return _with_parts(found, view, admitted)
    return found


def _with_parts(found: Candidates, view: View, parts: Mapping[SegmentId, Candidate]) -> Candidates:
    best = max((each.score for each in found.fused), default=1.0)
    rest = tuple(each for each in found.fused if each.segment_id not in parts)
    named = (Fused(segment_id=each, parts={Feature.PART: best}) for each in parts)
    return replace(
        found,
        fused=(*named, *rest),
        legs={**found.legs, **{each: (LegName.PART, *found.legs.get(each, ())) for each in parts}},
        candidates={**found.candidates, **parts},
        home={**found.home, **dict.fromkeys(parts, view)},
    )


def _candidate(shown: HydratedSegment) -> Candidate:
    """The candidate that a search makes of a segment."""
    segment, values = shown.segment, values_of(shown.document)
    return Candidate(
        id=segment.id,
        part=segment.kind,
        language=segment.language,
        values=(*values[:LANGUAGE], segment.language, *values[LANGUAGE + 1 :]),
        counterparts=tuple(sorted({s.id for each in shown.translations for s in each.segments})),
        date=shown.document.date,
    )


def named_documents(
    documents: Iterable[Document], title: Sequence[Concept], query: Query
) -> tuple[Document, ...]:
    """The documents that a question names, the likeliest first, in the order given among equals.

    Such a document bears a symbol that is asked for, or its title and its kind have every word of
    the question's title, in whatever language. One in the question's language is the likelier, and
    then the one with the shorter title.
    """
    given = tuple(documents)
    bearing = {each.id for s in query.symbols for each in symbol_matches(s, given)[0]}
    named = []
    for place, document in enumerate(given):
        own = [(document.language, t.stem) for t in tokens(document.title, document.language)]
        kind = [(Language.EN, t.stem) for t in tokens(document.kind, Language.EN)]
        stems = {*own, *kind}
        has_title = bool(title) and all(
            any((t.language, t.stem) in stems and t.weight >= LEAST_WEIGHT for t in concept.terms)
            for concept in title
        )
        has_symbol = document.id in bearing
        if has_symbol or has_title:
            is_foreign = document.language is not query.language
            named.append((not has_symbol, is_foreign, len(own), place, document))
    return tuple(document for *_, document in sorted(named, key=lambda each: each[:4]))


def segments_of_part(part: NumberedPart, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The paragraphs of a document that are a numbered part of it, in order; maybe none.

    A paragraph is the one that its official number leads to, of the operative part before the
    preamble where neither is named. An article is what stands under its heading, or the heading
    where nothing does, or a paragraph that begins with it.
    """
    if part.kind is not PartKind.ARTICLE:
        numbered = {each.official_number: each for each in reversed(segments)}
        names = (f"{prefix}{part.number}" for prefix in _PREFIXES[part.kind])
        return tuple(numbered[name] for name in names if name in numbered)[:1]
    for place, each in enumerate(segments):
        if each.kind in (SegmentKind.HEADING, SegmentKind.TITLE):
            if _starts_with(_HEADING, each.text, part.number):
                return _under(part.number, segments[place + 1 :]) or (each,)
        elif each.kind is not SegmentKind.FOOTNOTE and _starts_with(
            _OPENING, f"{each.label or ''} {each.text}", part.number
        ):
            return (each,)
    return ()


def _under(number: int, following: Iterable[Segment]) -> tuple[Segment, ...]:
    """The first paragraphs under the heading of an article, of the segments that follow it."""
    found = takewhile(
        lambda each: any(_starts_with(_HEADING, path, number) for path in each.heading_path),
        following,
    )
    paragraphs = (each for each in found if each.kind is not SegmentKind.HEADING)
    return tuple(islice(paragraphs, MOST_SEGMENTS))


def _starts_with(pattern: re.Pattern[str], text: str, number: int) -> bool:
    match = pattern.match(fold(text))
    return match is not None and _number(match) == number


def _number(match: re.Match[str]) -> int | None:
    """The number that was matched; "l" and "c" alone are letters."""
    if match["digits"]:
        return int(match["digits"])
    letters = match["roman"].casefold()
    return None if letters in ("l", "c") else roman_number(letters)
