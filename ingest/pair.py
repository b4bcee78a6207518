"""Which documents of a collection are translations of each other."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from statistics import fmean

from ingest.align import SHARED_NUMBERS, Similarity, align
from ingest.features import Features, document_frequencies, find_features
from puente.records import Alignment, Document, DocumentId, DocumentPair, Language, Segment, Symbol

# Aligned, the 81 Spanish and English combinations of nine real pairs score 0.96 and more when they
# are translations and 0.25 at most when they are not; an annex of 40 % on one side leaves 0.7.
_LEAST_SCORE = 0.5
_LEAST_SCORE_OF_SYMBOL = 0.3
"""Documents that bear one symbol are taken with a poorer alignment."""
# Yearly resolutions repeat each other word for word and differ in their numbers and dates: linked
# paragraphs of true pairs share 0.67 to 1.00 of their numbers, of the same with other dates 0.05
# to 0.47.
_LEAST_AGREEMENT = 0.57
_FEWEST_NUMBERED = 3
"""With fewer links that have numbers their agreement says nothing."""
_COMMON = 25
"""A key in more documents than this finds no candidates."""
_CANDIDATES = 5
"""Documents of another language that a document is compared with."""
_ORDER = {language: place for place, language in enumerate(Language)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document with its segments."""

    document: Document
    segments: tuple[Segment, ...]


def pair(
    entries: Sequence[Entry], similarity: Similarity | None = None
) -> tuple[DocumentPair, ...]:
    """The pairs of versions in different languages, by id; each document once for a language.

    Equal symbols are tried first, then equal content; a pair is taken only if aligning it agrees.
    Revisions, and documents of different years, are not versions of each other.
    """
    by_id = {entry.document.id: entry for entry in entries}
    found: dict[tuple[DocumentId, Language], DocumentPair] = {}
    for first, second in (*_same_symbol_candidates(entries), *_content_candidates(entries)):
        source, target = sorted((by_id[first], by_id[second]), key=_place)
        sides = (source.document, target.document), (target.document, source.document)
        if any((one.id, other.language) in found for one, other in sides):
            continue
        score = _verify(source, target, similarity)
        if score is not None:
            accepted = DocumentPair(
                source_id=source.document.id, target_id=target.document.id, score=score
            )
            found.update({(one.id, other.language): accepted for one, other in sides})
    return tuple(sorted(set(found.values()), key=lambda each: (each.source_id, each.target_id)))


def unpaired_translations(
    entries: Iterable[Entry], pairs: Iterable[DocumentPair]
) -> tuple[DocumentId, ...]:
    """The documents that say they are translations and are paired with no original, by id."""
    documents = {entry.document.id: entry.document for entry in entries}
    versions: dict[DocumentId, set[Language]] = defaultdict(set)
    for each in pairs:
        versions[each.source_id].add(documents[each.target_id].language)
        versions[each.target_id].add(documents[each.source_id].language)
    return tuple(
        sorted(
            document.id
            for document in documents.values()
            if document.original_language not in (None, document.language)
            and document.original_language not in versions[document.id]
        )
    )


def _place(entry: Entry) -> tuple[int, DocumentId]:
    return _ORDER[entry.document.language], entry.document.id


def _document_features(entry: Entry) -> Features:
    """Every key of a document once, with the greatest weight that it has in a segment."""
    found: dict[str, float] = {}
    for segment in entry.segments:
        for key, weight in find_features(segment).items():
            found[key] = max(weight, found.get(key, 0.0))
    return found


def _same_symbol_candidates(entries: Iterable[Entry]) -> Iterator[tuple[DocumentId, DocumentId]]:
    """Documents in different languages that bear one symbol, some in more detail than others."""
    bearers: dict[tuple[object, ...], list[Document]] = defaultdict(list)
    for entry in sorted(entries, key=lambda each: each.document.id):
        if entry.document.symbol:
            bearers[_identity(entry.document.symbol)].append(entry.document)
    for documents in bearers.values():
        for first, second in combinations(documents, 2):
            if first.language != second.language and _may_be_one_work(first, second):
                yield first.id, second.id


def _identity(symbol: Symbol) -> tuple[object, ...]:
    return symbol.organ, symbol.kind, symbol.number, symbol.rev, symbol.add, symbol.corr


def _may_be_one_work(first: Document, second: Document) -> bool:
    """Whether neither their symbols nor their years tell two documents apart.

    "AG/RES. 2356" may stand for "AG/RES. 2356 (XXXVIII-O/08)".
    """
    one, other = first.symbol, second.symbol
    if one is None or other is None:
        return _are_compatible(first.year, second.year)
    return _identity(one) == _identity(other) and all(
        _are_compatible(*stated)
        for stated in (
            (one.year, other.year),
            (one.session, other.session),
            (one.meeting, other.meeting),
        )
    )


def _are_compatible(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _content_candidates(entries: Iterable[Entry]) -> list[tuple[DocumentId, DocumentId]]:
    """Documents in different languages by the cosine of their rare keys, the nearest first."""
    documents = {entry.document.id: entry.document for entry in entries}
    vectors = _rare_vectors({entry.document.id: _document_features(entry) for entry in entries})
    holders: dict[str, list[DocumentId]] = defaultdict(list)
    for identifier, vector in vectors.items():
        for key in vector:
            holders[key].append(identifier)
    nearest: dict[tuple[DocumentId, DocumentId], float] = {}
    for identifier, vector in vectors.items():
        dots: dict[DocumentId, float] = defaultdict(float)
        for key, weight in vector.items():
            for other in holders[key]:
                if documents[other].language != documents[identifier].language:
                    dots[other] += weight * vectors[other][key]
        best = sorted(dots.items(), key=lambda found: (-found[1], found[0]))
        possible = (
            (other, dot)
            for other, dot in best
            if _may_be_one_work(documents[identifier], documents[other])
        )
        for other, dot in islice(possible, _CANDIDATES):
            nearest[min(identifier, other), max(identifier, other)] = dot
    return sorted(nearest, key=lambda found: (-nearest[found], found))


def _rare_vectors(features: Mapping[DocumentId, Features]) -> dict[DocumentId, dict[str, float]]:
    """Unit vectors over the keys that more than one and not too many documents have."""
    counts = document_frequencies(features.values())
    vectors = {}
    for identifier, found in sorted(features.items()):
        vector = {
            key: weight * math.log(1 + len(features) / counts[key])
            for key, weight in found.items()
            if 2 <= counts[key] <= _COMMON
        }
        length = math.sqrt(sum(weight**2 for weight in vector.values()))
        vectors[identifier] = {key: weight / length for key, weight in vector.items()}
    return vectors


def _verify(source: Entry, target: Entry, similarity: Similarity | None) -> float | None:
    """The score of the alignment of two documents, None when it says they are no translations."""
    alignment = align(source.segments, target.segments, similarity)
    if source.document.symbol and target.document.symbol:
        is_accepted = alignment.score >= _LEAST_SCORE_OF_SYMBOL
    else:
        is_accepted = alignment.score >= _LEAST_SCORE and _do_numbers_agree(alignment)
    return alignment.score if is_accepted else None


def _do_numbers_agree(alignment: Alignment) -> bool:
    shares = [dict(bead.reasons).get(SHARED_NUMBERS) for bead in alignment.beads]
    stated = [share for share in shares if share is not None]
    return len(stated) < _FEWEST_NUMBERED or fmean(stated) >= _LEAST_AGREEMENT
