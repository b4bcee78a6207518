"""Differences in what two versions of a passage say: numbers, names, "shall" against "may"."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

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
from puente.text.numbers import find_numbers, month_number, number_word, spelled_numbers
from puente.text.tokenization import EXPANSION, fold, fold_word, words

_YEAR = re.compile(r"(?:19|20)\d\d")
# "14. The State", and "82(5) The first months": paragraphs of a list of facts.
_LABEL = re.compile(r"^\s*\(?\d{1,3}(?:\(\d{1,3}\))?[.)]?\s(?=\s*\W?[^\W\d_])")
_LEADER = re.compile(r"[.…_]{4,}\s*\d+")
"""The number of a page in a list of contents: "Remedies ......... 27"."""
_AFTERNOON = re.compile(r"\b(\d{1,2})((?::\d\d)?)\s?[pP]\.?\s?[mM]\b")
_SPANISH_AFTERNOON = re.compile(r"\b(\d{1,2})((?::\d\d)?) de la (?:tarde|noche)\b")
_FULL_HOUR = re.compile(r"(?<=\d):00\b")
_SCALE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s(mil|thousand|mill[oó]n(?:es)?|millions?)\b",
    re.IGNORECASE,
)
_DAY_AND_YEAR = re.compile(r"\b(\d{1,2}),((?:19|20)\d\d)\b")
_DATE_IN_FIGURES = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)\b")
_EARLIER_NOTE = re.compile(r"\bsupra\W+(?:(?:foot)?not[ae]s?\W+|n\.\s?)?\d+", re.IGNORECASE)
"""The notes of two versions are not always numbered alike."""
_YEAR_IN_SHORT = re.compile(r"(?:19|20)?([3-9]\d)")
_TORN = re.compile(r"(?<![\d.,/])\d{1,2}(?: \d{1,2})+(?![.,/]?\d)")
_NOTE_CALL = re.compile(r"(?<=[a-záéíóúñ]{4})\d{1,3}(?!\d)")
_INFINITIVE = re.compile(r"\w*[aeií]r(?:se|me|te|nos|(?:se)?l[aeo]s?)?")
_NUMBER_MARK = re.compile(r"[.º°]{0,2}\s?\d")
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
_DENIED_AFTER = 3
"""Words between a denial and the "may" that it denies: "ninguna persona podrá"."""
_GRANTED_AFTER = 3
"""Words after a "shall" that make it permit: "shall still be allowed", "tendrá derecho"."""
_INFINITIVE_AFTER = 8
"""Words between "deberá" and its verb: "deberá, a más tardar el 30 de abril, presentar"."""


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


def _gravity(source: Sequence[str], target: Sequence[str]) -> Severity:
    """The severity of what one side says and the other does not.

    What only one version says is an omission, a note's mark, a label; where each says as much of
    its own, in numbers about as long, they contradict each other.
    """
    sizes = [
        sorted(sum(letter.isdigit() for letter in raw) for raw in said) for said in (source, target)
    ]
    are_exchanged = bool(source) and len(source) == len(target)
    if are_exchanged and all(abs(one - other) <= 1 for one, other in zip(*sizes, strict=True)):
        return Severity.HIGH
    return Severity.MEDIUM


def _check_symbols(pair: _Pair) -> _Found:
    cited = _only(
        pair, lambda side: {m.symbol.text.casefold(): m.raw for m in find_symbols(side.text)}
    )
    return _differ(DivergenceKind.SYMBOL, _gravity(*cited), *cited)


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
    yield from _differ(DivergenceKind.DATE, _gravity(*dates), *dates)
    yield from _differ(DivergenceKind.NUMBER, _gravity(*numbers), *numbers)


def _uncovered(here: Words, there: Words) -> dict[str, str]:
    """The numbers of one side that the other has neither in figures nor in letters.

    Article 7.5 of one version is article 7(5) of the other.
    """
    said = [number for number, _ in find_numbers(_in_one_form(_mended(there.text, here.text)))]
    others = {part for number in said for part in (number, *number.split("."))}
    spelled = (number_word(word, there.language) for word in there.every_word())
    others.update(number for number in spelled if number is not None)
    others.update(number for number, _ in spelled_numbers(there.text, there.language))
    return {
        number: raw
        for number, raw in _numbers(here, there.text).items()
        if number not in others
        and not ("." in number and others.issuperset(number.split(".")))
        and not _has_year(number, others)
    }


def _has_year(number: str, others: set[str]) -> bool:
    """Test for a year that others state in short or in full: "los noventas", "the 1990s"."""
    year = _YEAR_IN_SHORT.fullmatch(number)
    return year is not None and not others.isdisjoint((year[1], f"19{year[1]}"))


def _mended(text: str, other: str) -> str:
    """The text with figures joined that its file tears apart and the other version has whole.

    "1 8 de febrero" of one version is "February 18" of the other.
    """
    whole = {number for number, _ in find_numbers(other)}

    def join(torn: re.Match[str]) -> str:
        joined = torn.group().replace(" ", "")
        return joined if joined in whole else torn.group()

    return _TORN.sub(join, text)


def _numbers(side: Words, other: str) -> dict[str, str]:
    """The numbers outside symbols, as they are written, by their value; without that of a label.

    `other` is the text of the other version.
    """
    text = side.text
    for mark in (_LABEL, _NOTE_CALL):
        text = mark.sub(lambda found: " " * len(found.group()), text)
    for mention in find_symbols(side.text):
        text = text[: mention.start] + " " * len(mention.raw) + text[mention.end :]
    found = dict(find_numbers(_in_one_form(_mended(text, other))))
    found.pop("0", None)  # "US$ 45,000.00"
    return found


def _in_one_form(text: str) -> str:
    """The text with hours and dates in one form, without pages of contents and notes further up."""
    text = _EARLIER_NOTE.sub(" ", _LEADER.sub(" ", text))
    for afternoon in (_AFTERNOON, _SPANISH_AFTERNOON):
        text = afternoon.sub(lambda hour: f"{int(hour[1]) % 12 + 12}{hour[2]}", text)
    text = _SCALE.sub(_in_full, _DAY_AND_YEAR.sub(r"\1 \2", text))
    return _DATE_IN_FIGURES.sub(r"\1 \3 \4", _FULL_HOUR.sub("", text))


def _in_full(amount: re.Match[str]) -> str:
    """An amount in thousands or millions in figures: "1.6 million" as "1600000"."""
    number = float(amount[1].replace(",", "."))
    return str(
        round(number * (1_000 if amount[2].casefold() in ("mil", "thousand") else 1_000_000))
    )


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
    """A side that denies more often than the other, in words or by a prefix.

    Where the other denies nothing at all it is graver; asked for place by place, one pair in six
    of true translations would be named.
    """
    denied = [_denials(side.words) for side in pair]
    for here, there in ((0, 1), (1, 0)):
        answers = _places(pair[there].words, "negation")
        has_prefix = _denies(pair[there])
        more = _count_apart(denied[here]) - _count_apart(answers) - has_prefix
        if more <= 0:
            continue
        said = [
            [side.words.word(place) for place in places]
            for side, places in zip(pair, denied, strict=True)
        ]
        severity = Severity.LOW if answers or has_prefix else Severity.MEDIUM
        yield from _differ(DivergenceKind.NEGATION, severity, *said)


def _count_apart(places: Sequence[int]) -> int:
    """The number of denials; those close to each other are one, as in "no hay ninguno"."""
    return sum(
        place - before > _NEIGHBOURS for before, place in pairwise((-_NEIGHBOURS - 1, *places))
    )


def _denials(side: Words) -> list[int]:
    """Places of the words that deny, without "No. 5", "no obstante" and their like."""
    said = [fold_word(word) for word in side.every_word()]
    seeming: set[int] = set()
    for phrase in _phrases("seeming_negation", side.language):
        size = len(phrase)
        for start in range(len(said) - size + 1):
            if tuple(said[start : start + size]) == phrase:
                seeming.update(range(start, start + size))
    return [
        place
        for place in _places(side, "negation")
        if place not in seeming
        and not (said[place] == "no" and _NUMBER_MARK.match(side.text, side.tokens[place].end))
    ]


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
    must = [_modals(side.words, "obligation") for side in pair]
    may = [_modals(side.words, "permission") for side in pair]
    # With as many of each on both sides they only stand in another order; where one version has
    # more of them, one is likely to be the phrase of its translator.
    more = len(must[0]) - len(must[1])
    is_exchanged = bool(more) and more == len(may[1]) - len(may[0])
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
        is_grave = is_exchanged and all(
            fold_word(word) in _word_set("binding", side.language)
            for side, said in zip(pair, words, strict=True)
            for word in said
        )
        severity = Severity.HIGH if is_grave else Severity.MEDIUM
        yield from _differ(DivergenceKind.MODAL, severity, *words)


def _modals(side: Words, name: str) -> list[int]:
    """Places of the words of obligation or permission that are not denied.

    "Nadie podrá" and "no one shall" forbid the same. What "shall be entitled" permits rather than
    obliges, and who "debe impuestos" owes them.
    """
    denials = _places(side, "negation")
    return [
        place
        for place in _places(side, name)
        if month_number(side.word(place), side.language) is None  # "May 26"
        and not _grants(side, place)
        and not _owes(side, place)
        and not any(-_DENIED_AFTER <= denial - place <= 1 for denial in denials)
    ]


def _grants(side: Words, place: int) -> bool:
    """Test whether words just after this one make it a permission: "shall be entitled"."""
    after = range(place + 1, min(place + 1 + _GRANTED_AFTER, len(side)))
    return any(fold_word(side.word(p)) in _word_set("granting", side.language) for p in after)


def _owes(side: Words, place: int) -> bool:
    """Test for a form of the Spanish "deber" that no infinitive follows: "deberá impuestos"."""
    if side.language is not Language.ES or not fold_word(side.word(place)).startswith("deb"):
        return False
    after = range(place + 1, min(place + 1 + _INFINITIVE_AFTER, len(side)))
    return not any(_INFINITIVE.fullmatch(side.word(p)) for p in after)


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
def _phrases(name: str, language: Language) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(map(fold_word, words(phrase))) for phrase in _table()[name].get(language, ())
    )


@cache
def _word_set(name: str, language: Language) -> frozenset[str]:
    return frozenset(fold(word) for word in _table()[name].get(language, "").split())


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return read_table("puente.data", "divergence.toml")


_CHECKS: tuple[Callable[[_Pair], _Found], ...] = (
    _check_symbols, _check_numbers, _check_names, _check_negation, _check_modality, _check_lists,
    _check_clauses,
)  # fmt: skip
