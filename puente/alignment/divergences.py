"""Differences in what two versions of a passage say: numbers, names, "shall" against "may"."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

import numpy as np
from babel import Locale
from numpy.typing import NDArray

from puente.alignment.word_alignment import Words, match_words
from puente.data.tables import read_table
from puente.model.alignments import Alignment, Bead, Divergence, DivergenceKind, Severity
from puente.model.documents import Language
from puente.model.segments import Segment
from puente.symbols.finding import find_symbols
from puente.text.lexicon import load_lexicon
from puente.text.numbers import find_numbers, month_number, number_word
from puente.text.tokenization import EXPANSION, fold, fold_word, words

_YEAR = re.compile(r"(?:19|20)\d\d")
_INLINE_LABEL = re.compile(r"(?<![\w(])\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)(?=\s)")
# From here on a word has a counterpart. The least clause, in words of meaning that have none in a
# row, is that of the seed pair's paragraph 13; elsewhere in the pair no more than 4 stand together.
_MATCHED = 0.1
_LEAST_CLAUSE = 5
# So many times as long as a clause, a text does not show by its length that the clause is missing.
_LONG = 8
# How many words around a "not" or a "shall" tell where the other version should have its own, and
# how well they must match.
_NEIGHBOURS = 4
_SURE = 0.3
_SHORTEST_NAME = 4
_SHORTEST_DENIAL = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A version of the passage, and how its words match those of the other one (`match_words`).

    `best` is how well each of them matches at all.
    """

    words: Words
    matched: NDArray[np.float32]
    best: tuple[float, ...]

    @classmethod
    def of(cls, words: Words, matched: NDArray[np.float32]) -> "_Side":
        return cls(words=words, matched=matched, best=tuple(matched.max(axis=1).tolist()))

    @property
    def language(self) -> Language:
        return self.words.language

    @property
    def text(self) -> str:
        return self.words.text

    def has_counterpart(self, place: int) -> bool:
        return self.best[place] >= _MATCHED

    def surroundings(self, place: int) -> range:
        """Places of the other version that say what stands around a word, by its neighbours."""
        around = [p for p in _by_distance(place, len(self.words)) if self.words.is_content(p)]
        sure = [p for p in around[:_NEIGHBOURS] if self.best[p] >= _SURE]
        places = [int(self.matched[p].argmax()) for p in sure]
        if not places:
            return range(self.matched.shape[1])
        return range(min(places) - _NEIGHBOURS, max(places) + _NEIGHBOURS + 1)


_Pair: TypeAlias = tuple[_Side, _Side]
_Found: TypeAlias = Iterator[Divergence]


def find_divergences(
    source: str, target: str, languages: tuple[Language, Language]
) -> tuple[Divergence, ...]:
    """Find what two versions of a passage differ in, gravest first; empty if in nothing.

    It is made to be read by a person: a translator may have had a reason for every one.
    """
    left, right = Words.of(source, languages[0]), Words.of(target, languages[1])
    if not (len(left) and len(right)):
        return ()
    matched = match_words(left, right)
    pair = _Side.of(left, matched), _Side.of(right, matched.T)
    found = [divergence for check in _CHECKS for divergence in check(pair)]
    return tuple(sorted(found, key=lambda each: list(Severity).index(each.severity)))


def with_divergences(
    alignment: Alignment,
    source_segments: Sequence[Segment],
    target_segments: Sequence[Segment],
    known: Sequence[Bead] = (),
) -> Alignment:
    """The alignment with what the two sides of each link differ in (2 ms a link).

    Links that are among the known beads of the same texts keep what was found before.
    """
    segments = {segment.id: segment for segment in (*source_segments, *target_segments)}
    found = {(bead.source, bead.target): bead.divergences for bead in known}

    def differ(bead: Bead) -> tuple[Divergence, ...]:
        sides = [[segments[each] for each in side] for side in (bead.source, bead.target)]
        source, target = (" ".join(segment.text for segment in side) for side in sides)
        return find_divergences(source, target, (sides[0][0].language, sides[1][0].language))

    beads = []
    for bead in alignment.beads:
        if bead.source and bead.target:
            kept = found.get((bead.source, bead.target))
            bead = replace(bead, divergences=differ(bead) if kept is None else kept)
        beads.append(bead)
    return replace(alignment, beads=tuple(beads))


def _differ(
    kind: DivergenceKind, severity: Severity, source: Sequence[str], target: Sequence[str]
) -> _Found:
    if source or target:
        yield Divergence(kind=kind, severity=severity, source=tuple(source), target=tuple(target))


def _only(pair: _Pair, state: Callable[[Words], Mapping[str, str]]) -> list[list[str]]:
    """Statements of each side that the other one lacks, as they are written."""
    stated = [state(side.words) for side in pair]
    return [
        [raw for key, raw in here.items() if key not in there]
        for here, there in (stated, reversed(stated))
    ]


def _check_symbols(pair: _Pair) -> _Found:
    cited = _only(pair, lambda side: {m.symbol.text: m.raw for m in find_symbols(side.text)})
    return _differ(DivergenceKind.SYMBOL, Severity.HIGH, *cited)


def _check_numbers(pair: _Pair) -> _Found:
    """Figures that one side has and the other says in no way, years beside dates, and months."""
    alone = [_uncovered(here.words, there.words) for here, there in (pair, pair[::-1])]
    months = _only(pair, _months)
    dates: list[list[str]] = []
    numbers: list[list[str]] = []
    for side, figures, own_months in zip(pair, alone, months, strict=True):
        is_dated = bool(_months(side.words))
        years = [raw for value, raw in figures.items() if is_dated and _YEAR.fullmatch(value)]
        dates.append([*own_months, *years])
        numbers.append([raw for raw in figures.values() if raw not in years])
    # A year that one version adds is no contradiction.
    severity = Severity.HIGH if all(dates) else Severity.MEDIUM
    yield from _differ(DivergenceKind.DATE, severity, *dates)
    yield from _differ(DivergenceKind.NUMBER, Severity.HIGH, *numbers)


def _uncovered(here: Words, there: Words) -> dict[str, str]:
    """The numbers of one side that the other has neither in figures nor in letters.

    Article 7.5 of one version is article 7(5) of the other.
    """
    others = {part for number in _numbers(there) for part in (number, *number.split("."))}
    spelled = (number_word(word, there.language) for word in there.every_word())
    others.update(number for number in spelled if number is not None)
    return {
        number: raw
        for number, raw in _numbers(here).items()
        if number not in others and not ("." in number and others.issuperset(number.split(".")))
    }


def _numbers(side: Words) -> dict[str, str]:
    """The numbers outside symbols, as they are written, by their value."""
    text = side.text
    for mention in find_symbols(side.text):
        text = text[: mention.start] + " " * len(mention.raw) + text[mention.end :]
    return dict(find_numbers(text))


def _months(side: Words) -> dict[str, str]:
    found = ((month_number(word, side.language), word) for word in side.every_word())
    return {str(month): word for month, word in found if month is not None}


def _check_clauses(pair: _Pair) -> _Found:
    """Runs of words whose meaning the other side does not have, if it is the shorter one."""
    sizes = [len(side.text) / EXPANSION[side.language] for side in pair]
    runs = [
        [
            run
            for run in _runs(side)
            if own - other > len(run) / 2 or len(side.text) > _LONG * len(run)
        ]
        for side, own, other in zip(pair, sizes, reversed(sizes), strict=True)
    ]
    return _differ(DivergenceKind.CLAUSE, Severity.MEDIUM, *runs)


def _runs(side: _Side) -> Iterator[str]:
    run: list[int] = []
    content = [place for place in range(len(side.words)) if side.words.is_content(place)]
    for place in (*content, None):
        if place is not None and not side.has_counterpart(place):
            run.append(place)
            continue
        if len(run) >= _LEAST_CLAUSE:
            yield side.words.span(run[0], run[-1] + 1)
        run = []


def _check_names(pair: _Pair) -> _Found:
    """Countries and other proper names that one side has and the other lacks."""
    countries = _only(pair, _countries)
    others = [
        [side.words.word(place) for place in range(len(side.words)) if _is_lone_name(side, place)]
        for side in pair
    ]
    # What neither side finds in the other is one name in two languages.
    if all(others):
        others = [[], []]
    names = [list(dict.fromkeys((*c, *o))) for c, o in zip(countries, others, strict=True)]
    return _differ(DivergenceKind.NAME, Severity.MEDIUM, *names)


def _is_lone_name(side: _Side, place: int) -> bool:
    """Test whether a word without a counterpart is written like a name and is no word otherwise."""
    word, token = side.words.word(place), side.words.tokens[place]
    if side.has_counterpart(place) or len(word) < _SHORTEST_NAME:
        return False
    if not word[0].isupper() or not word.isalpha() or word.isupper():
        return False
    before = side.text[: token.start].rstrip(' “"«(')
    is_inside = bool(before) and before[-1] not in ".:;!?"
    return is_inside and not load_lexicon().knows(token.stem, side.language)


def _countries(side: Words) -> dict[str, str]:
    """The countries that are named, as they are written, by their code."""
    folded, found = [fold_word(word) for word in side.every_word()], {}
    for start, first in enumerate(folded):
        for name, code in _territories(side.language).get(first, ()):
            end = start + len(name)
            # "reunión" is no island.
            if folded[start:end] == list(name) and side.word(start)[0].isupper():
                found[code] = side.span(start, end)
    return found


@cache
def _territories(language: Language) -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """The names of countries with their codes, by their first words."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for code, name in Locale(str(language)).territories.items():
        if code.isalpha():
            split = tuple(words(name))
            found[split[0]].append((split, code))
    return found


def _check_negation(pair: _Pair) -> _Found:
    """A side that denies something where the other denies nothing, not even by a prefix.

    Asked for place by place, one pair in six of true translations would be named.
    """
    denied = [_places(side.words, "negation") for side in pair]
    for here, there in ((0, 1), (1, 0)):
        if denied[here] and not denied[there] and not _denies(pair[there]):
            said = [
                [side.words.word(place) for place in places]
                for side, places in zip(pair, denied, strict=True)
            ]
            yield from _differ(DivergenceKind.NEGATION, Severity.HIGH, *said)


def _denies(side: _Side) -> bool:
    """Test whether a word without a counterpart begins with a prefix that denies."""
    prefixes = tuple(_table()["negation"].get(f"{side.language}_prefixes", "").split())
    return any(
        len(word) >= _SHORTEST_DENIAL and fold_word(word).startswith(prefixes)
        for place, word in enumerate(side.words.every_word())
        if not side.has_counterpart(place)
    )


def _check_modality(pair: _Pair) -> _Found:
    """Find what one side obliges to where the other permits it."""
    must = [_places(side.words, "obligation") for side in pair]
    may = [_places(side.words, "permission") for side in pair]
    for source, target in ((must, may), (may, must)):
        obliged = [
            place
            for place in source[0]
            if _says(around := pair[0].surroundings(place), target[1])
            and not _says(around, source[1])
        ]
        answers = [p for p in target[1] if any(p in pair[0].surroundings(o) for o in obliged)]
        words = [
            [side.words.word(p) for p in places]
            for side, places in zip(pair, (obliged, answers), strict=True)
        ]
        yield from _differ(DivergenceKind.MODAL, Severity.HIGH, *words)


def _says(places: range, said: Sequence[int]) -> bool:
    return any(place in places for place in said)


def _by_distance(place: int, size: int) -> list[int]:
    """The other places, the nearest first, what follows before what stood before."""
    return sorted((p for p in range(size) if p != place), key=lambda p: (abs(p - place), p < place))


def _check_lists(pair: _Pair) -> _Found:
    labels = [_INLINE_LABEL.findall(side.text) for side in pair]
    if all(labels) and len(labels[0]) != len(labels[1]):
        yield from _differ(DivergenceKind.LIST, Severity.MEDIUM, *labels)


def _places(side: Words, name: str) -> list[int]:
    """Places of the words of a side that the table has under a name."""
    known = _word_set(name, side.language)
    return [place for place, word in enumerate(side.every_word()) if fold_word(word) in known]


@cache
def _word_set(name: str, language: Language) -> frozenset[str]:
    return frozenset(fold(word) for word in _table()[name].get(language, "").split())


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return read_table("puente.data", "divergence.toml")


_CHECKS: tuple[Callable[[_Pair], _Found], ...] = (
    _check_symbols, _check_numbers, _check_names, _check_negation, _check_modality, _check_lists,
    _check_clauses,
)  # fmt: skip
