"""Acronyms where a text introduces them: Name (ACRONYM), or ACRONYM (Name)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from puente.model.acronyms import Introduced
from puente.model.documents import Language
from puente.text.stop_words import stop_words
from puente.text.tokenization import fold

LONGEST_NAME = 14
"""Words of a name."""

SHORTEST = 3
"""Letters of an acronym: two stand for too many things."""

_ACRONYM = r"[^\W\d_a-zà-ÿ](?:[.\-\u2010\u2011]?[^\W\d_a-zà-ÿ]){1,9}\.?"
_ONLY_ACRONYM = re.compile(rf"({_ACRONYM})s?")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,160})[)\]]")
_BEFORE_BRACKETS = re.compile(rf"(?<![\w.\-/])({_ACRONYM})\s?$")
_PARTS = re.compile(r"[,;:\u2013\u2014]|\s-\s|\s[ou]\s|\sor\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What a name does not go over; a comma stands in some, and a quotation may be one.
_BARRIER = re.compile(r"[.;:!?()\[\]/\"“”«»„\d]")
_ROMAN = re.compile("(?=.)m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
# What stands around an acronym in brackets.
_AROUND = frozenset(
    word
    for words in (
        "en adelante lo sucesivo también denominado denominada llamado llamada conocido conocida",
        "como por sus su siglas sigla acrónimo el la los las español castellano inglés",
        "hereinafter hereafter henceforth also known referred to as called the its acronym",
        "initials abbreviation for in by per spanish english",
    )
    for word in words.split()
)
_MOST_LETTERS = 5
"""Letters of an acronym that one word of its name gives (SITRAMUN, SENASA)."""
_LINKING = frozenset({"sobre", "contra", "para", "against"})
_NEVER = 100.0
_FARTHEST = 250
_QUOTES = "\"'“”‘’«»"


MOST = 20
"""Acronyms that are taken of one text."""


def find_introduced(text: str) -> Iterator[Introduced]:
    """The acronyms that a text introduces, in order."""
    for match in _IN_BRACKETS.finditer(text):
        before, inside = text[: match.start()], match[1]
        acronym = _acronym_in(inside)
        found = _name_before(before, acronym) if acronym else _name_inside(before, inside)
        if found and len(letters_of(found.acronym)) >= SHORTEST:
            yield found


def letters_of(acronym: str) -> str:
    """The folded letters of an acronym: OP-CAT and O.P.C.A.T. are opcat."""
    return "".join(filter(str.isalpha, fold(acronym)))


def _acronym_in(inside: str) -> str | None:
    """The acronym that brackets give; None where they hold something else, or several."""
    found = set()
    for part in _PARTS.split(inside):
        words = [word.strip(_QUOTES) for word in part.split()]
        kept = [word for word in words if word and word.casefold() not in _AROUND]
        if len(kept) == 1 and (match := _ONLY_ACRONYM.fullmatch(kept[0])):
            found.add(match[1])
    return found.pop() if len(found) == 1 else None


def _name_before(before: str, acronym: str) -> Introduced | None:
    """The name that ends where the brackets with its acronym begin."""
    matches = _words_before(before)
    words = [match.group() for match in matches]
    letters = letters_of(acronym)
    start = _spelt_from(words, letters)
    is_spelt = start is not None
    if start is None and not _ROMAN.fullmatch(letters):
        start = _capitals_from(words)
    if start is None:
        return None
    name = before[matches[start].start() : matches[-1].end()]
    return Introduced(acronym=acronym, name=name, is_spelt=is_spelt)


def _name_inside(before: str, inside: str) -> Introduced | None:
    """The name in brackets, where the acronym before them has its letters."""
    match = _BEFORE_BRACKETS.search(before)
    words = _WORD.findall(inside)
    if not match or _BARRIER.search(inside) or not 2 <= len(words) <= LONGEST_NAME:
        return None
    while words and _is_small(fold(words[0])):
        words = words[1:]
        inside = inside[inside.index(words[0]) :] if words else ""
    if _spelt_from(words, letters_of(match[1])) != 0:
        return None
    return Introduced(acronym=match[1], name=inside.strip(), is_spelt=True)


def _words_before(before: str) -> list[re.Match[str]]:
    """The last words before brackets, back to what no name goes over."""
    tail = before[-_FARTHEST:].rstrip(f" ]{_QUOTES}")
    since = max((barrier.end() for barrier in _BARRIER.finditer(tail)), default=0)
    offset = max(0, len(before) - _FARTHEST)
    return list(_WORD.finditer(before, offset + since, offset + len(tail)))[-LONGEST_NAME:]


def _spelt_from(words: Sequence[str], letters: str) -> int | None:
    """The place of the word from which on words have the letters of an acronym, in their order.

    Every word of a subject gives its first letters. One may give none where the acronym is of four
    letters or more, and what has a capital may be left over at the end (del Perú).
    """
    folded = [fold(word) for word in words]
    ranks = []
    for start in range(len(words) - 1):
        if _is_small(folded[start]) or not folded[start].startswith(letters[0]):
            continue
        cost = _cost(words[start:], folded[start:], letters)
        if cost <= (1.15 if len(letters) > 4 else 1.0 if len(letters) == 4 else 0.9):
            ranks.append((cost + (not words[start][0].isupper()), len(words) - start, start))
    return min(ranks)[2] if ranks else None


def _cost(words: Sequence[str], folded: Sequence[str], letters: str) -> float:
    """Doubt that the letters come from all of these words; _NEVER where they do not."""

    @cache
    def rest(word: int, letter: int) -> float:
        if word == len(words):
            return 0.0 if letter == len(letters) and not _is_small(folded[-1]) else _NEVER
        own, is_small = folded[word], _is_small(folded[word])
        found = [_NEVER]
        if word and is_small:
            found.append(rest(word + 1, letter))
        elif word and (letter < len(letters) or words[word][0].isupper()):
            found.append(rest(word + 1, letter) + (1.0 if letter < len(letters) else 0.6))
        for taken in range(1, min(_MOST_LETTERS, len(letters) - letter) + 1):
            part = letters[letter : letter + taken]
            if own.startswith(part):
                price = 0.1 * (taken - 1) + (0.05 if is_small else 0.0)
                found.append(rest(word + 1, letter + taken) + price)
            elif part == own[0] * 2:  # DDHH
                found.append(rest(word + 1, letter + 2) + 0.15)
        return min(found)

    return rest(0, 0)


@cache
def _is_small(word: str) -> bool:
    """Test for a folded word that stands between those of a name; names are in any language."""
    return word in _LINKING or any(word in stop_words(each) for each in (Language.ES, Language.EN))


def _capitals_from(words: Sequence[str]) -> int | None:
    """The place from which on, to the last word, all words of a subject have a capital."""
    start = len(words)
    for place in range(len(words) - 1, -1, -1):
        if words[place][0].isupper() and not _is_small(fold(words[place])):
            start = place
        elif not _is_small(fold(words[place])):
            break
    capitals = sum(word[0].isupper() for word in words[start:])
    return start if capitals >= 2 and words and words[-1][0].isupper() else None
