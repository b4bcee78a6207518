"""Features that a text shares with its translation: numbers, symbols, acronyms, names, words."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeAlias

from puente.model.documents import Language
from puente.model.segments import Segment
from puente.text.lexicon import load_lexicon
from puente.text.numbers import find_numbers
from puente.text.tokenization import fold, tokens

Features: TypeAlias = Mapping[str, float]
"""Language-neutral keys of a text with their weights.

"#1383000" is a number, "@ce/am-75/09 rev. 2" a symbol, "=OEA=OAS" an acronym, "~washi" the start of
a name, "meet" a word (an English stem, to which the lexicon takes Spanish ones).
"""

NUMBER = "#"
SYMBOL = "@"
_ACRONYM = re.compile(r"\b(?:(?:[A-Z]{1,2}\.\s?){2,}|[A-Z]{2,}(?:-[A-Z]+)?s?\b)")
_SYMBOL_WEIGHT = 3.0
_NUMBER_WEIGHT = 1.5
_DIGIT_WEIGHT = 0.7
"""One digit says little: list labels and ordinals are full of them."""
_ACRONYM_WEIGHT = 1.5
_NAME_WEIGHT = 0.7
_NAME_PREFIX = 5
_SHORTEST_WORD = 4
"""Shorter words in lower case are nearly all grammar, which any two texts share."""
_TRANSLATIONS = 3
_LEAST_PROBABLE = 0.1
"""Below this the lexicon's pairs are more often noise than translations."""


def find_features(segment: Segment) -> Features:
    """The features of a segment's text and of the symbols it cites."""
    symbols = {f"{SYMBOL}{fold(symbol)}": _SYMBOL_WEIGHT for symbol in segment.citations}
    return {**text_features(segment.text, segment.language), **symbols}


@lru_cache(maxsize=4096)
def text_features(text: str, language: Language) -> Features:
    """Numbers, acronyms, names and words of a text, under the same keys in every language.

    Kept for a while: pairing reads a document, then aligns it with some others.
    """
    found: dict[str, float] = {}
    for number, _ in find_numbers(text):
        found[NUMBER + number] = _NUMBER_WEIGHT if len(number) > 1 else _DIGIT_WEIGHT
    if not text.isupper():
        for match in _ACRONYM.finditer(text):
            found.update(dict.fromkeys(_acronym_keys(match.group(), language), _ACRONYM_WEIGHT))
    counts: dict[str, float] = defaultdict(float)
    for key, weight in _words(text, language):
        counts[key] += weight
    # A word said three times is not three times the evidence.
    found.update((k, 1 + math.log(n) if n > 1 else n) for k, n in counts.items())
    return found


def document_frequencies(texts: Iterable[Features]) -> Counter[str]:
    """In how many texts each key occurs."""
    return Counter(key for features in texts for key in features)


def _words(text: str, language: Language) -> Iterator[tuple[str, float]]:
    for token in tokens(text, language):
        first = text[token.start]
        if not first.isalpha() or (first.islower() and token.end - token.start < _SHORTEST_WORD):
            continue
        yield from _english(token.stem, language)
        if first.isupper() and token.end - token.start > 3:
            name = fold(text[token.start : token.end])
            yield f"~{name[:_NAME_PREFIX]}", _NAME_WEIGHT


@cache
def _english(stem: str, language: Language) -> tuple[tuple[str, float], ...]:
    """The English stems a stem stands for, each with the root of its probability."""
    match language:
        case Language.EN:
            return ((stem, 1.0),)
        case Language.ES:
            likely = load_lexicon().translations(stem, language)[:_TRANSLATIONS]
            return tuple((e, math.sqrt(p)) for e, p in likely if p >= _LEAST_PROBABLE)
        case _:
            return ()


def _acronym_keys(raw: str, language: Language) -> tuple[str, ...]:
    plain = _bare_acronym(raw)
    return _acronyms().get((language, plain), (f"={plain}",))


@cache
def _acronyms() -> Mapping[tuple[Language, str], tuple[str, ...]]:
    """For an acronym of a language one key for each row of the table that it stands in."""
    found: dict[tuple[Language, str], tuple[str, ...]] = {}
    table = files("puente.data").joinpath("acronyms.tsv").read_text(encoding="utf-8")
    for row in table.splitlines()[1:]:
        spanish, english = (_bare_acronym(side) for side in row.split("\t"))
        for side in ((Language.ES, spanish), (Language.EN, english)):
            found[side] = (*found.get(side, ()), f"={spanish}={english}")
    return found


def _bare_acronym(raw: str) -> str:
    return raw.replace(".", "").replace(" ", "").removesuffix("s")
