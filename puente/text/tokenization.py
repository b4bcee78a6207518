"""Text to tokens, the same way for a document and a question, in each language."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple

import Stemmer

from puente.model.documents import Language
from puente.model.queries import Joined

VERSION = "3"
"""Changes whenever a token of any text would: an index made with another version is refused."""

# Dotted abbreviations are one word (EE.UU., U.S., D.C.), numbers keep their separators
# (1.383.000 = 1,383,000), a word keeps its apostrophe so that the possessive can be taken off, and
# what only a hyphen parts from its prefix is one word: Inter-American, interamericano.
_TOKEN = re.compile(
    r"(?i:\b(?:inter|extra|intra|trans|sub|vice|multi|anti|auto|co|pre|re|non)-[^\W\d_]{3,})|"
    r"(?:[^\W\d_]{1,2}\.\ ?){1,}[^\W\d_]{1,2}\.(?![\w])|\d+(?:[.,]\d+)+|"
    r"[^\W_]+(?:['’\u00b4][^\W_]+)*"
)
_SEPARATORS = str.maketrans("", "", ".,- ")
# An acute accent that stands alone is typed for one, and names of Mayan languages have theirs.
_APOSTROPHES = str.maketrans(dict.fromkeys("’\u00b4\u02bc", "'"))
_JOINTS = frozenset("-.\u2010\u2011")
_HAS_JOINT = re.compile(r"[^\W\d_]\.?[-.\u2010\u2011][^\W\d_]")
_LONGEST_JOINED = 12

_ENGLISH = Stemmer.Stemmer("english")
# Words that the light stemmer would tear from their plural (docs/decisions/analysis.md).
_SPANISH_OVERRIDES = {
    "ano": "ano", "anos": "ano", "dia": "dia", "dias": "dia", "eje": "eje", "ejes": "eje",
    "avance": "avance", "avances": "avance", "enlace": "enlace", "enlaces": "enlace",
}  # fmt: skip


# Characters of a translation for each character of Spanish. A constant on purpose: the ratio of two
# whole documents is broken by an annex that one of them lacks (F1 .28 instead of .89).
EXPANSION = {Language.ES: 1.0, Language.EN: 0.9, Language.PT: 0.96, Language.FR: 1.03}


class Token(NamedTuple):
    """One word of a text: its index form, and where it stands in the text."""

    stem: str
    start: int
    end: int


def tokens(text: str, language: Language) -> Iterator[Token]:
    """The words of a text in order, stemmed for their language."""
    for match in _TOKEN.finditer(text):
        yield Token(stem(match.group(), language), match.start(), match.end())


def joined_words(text: str, *, capitals: bool = False) -> Iterator[Joined]:
    """The short words that are joined in a text, in order: all, or those in capitals.

    A text is searched by those in capitals, as acronyms are; a question may be typed in any case.
    """
    for start, run in _joined_runs(text):
        word = "".join(map(_plain, run))
        is_meant = not capitals or all(map(str.isupper, run))
        if is_meant and word.isalpha() and len(word) <= _LONGEST_JOINED:
            yield Joined(start=start, end=start + len(run), word=word)


def _joined_runs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Words with nothing but a hyphen or a dot between them, and the place of the first."""
    if not _HAS_JOINT.search(text):
        return
    run: list[str] = []
    start = end = 0
    for place, match in enumerate(_TOKEN.finditer(text)):
        if text[end : match.start()] not in _JOINTS:
            if len(run) > 1:
                yield start, run
            start, run = place, []
        run.append(match.group())
        end = match.end()
    if len(run) > 1:
        yield start, run


# Words that the two ways of writing English spell differently, beyond -isation and -ization.
_AMERICAN = {
    "labour": "labor", "labours": "labors", "programme": "program", "programmes": "programs",
    "centre": "center", "centres": "centers", "defence": "defense", "neighbouring": "neighboring",
    "neighbour": "neighbor", "neighbours": "neighbors", "behaviour": "behavior",
    "honour": "honor", "favour": "favor", "enrolment": "enrollment", "cheque": "check",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def stem(word: str, language: Language) -> str:
    """The index form of one word as it stands in a text."""
    folded = fold(word).replace("-", "")
    if not folded.isalpha() and ("." in folded or "," in folded):
        return folded.translate(_SEPARATORS)
    match language:
        case Language.ES:
            return _stem_spanish(folded.replace("'", ""))
        case Language.EN:
            return _stem_english(folded.removesuffix("'s").replace("'", ""))
        case _:
            return folded


def words(text: str) -> Iterator[str]:
    """The folded, unstemmed words of a text, as the vocabulary holds them."""
    return map(_plain, _TOKEN.findall(text))


def exact_words(text: str) -> list[str]:
    """The words of a text for phrases: case and accents folded, ñ kept (año is not ano)."""
    return [_exact(word) for word in _TOKEN.findall(unicodedata.normalize("NFC", text))]


@lru_cache(maxsize=200_000)
def _plain(word: str) -> str:
    return fold(word).translate(_SEPARATORS)


@lru_cache(maxsize=200_000)
def _exact(word: str) -> str:
    parts = (part if part == "ñ" else fold(part) for part in re.split("(ñ)", word.casefold()))
    return "".join(parts).translate(_SEPARATORS)


def fold(text: str) -> str:
    """The text without case, accents and typographic apostrophes."""
    return _strip_marks(text.casefold())


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """Fold one word as `fold` folds a text."""
    return fold(word)


def _strip_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(filterfalse(unicodedata.combining, decomposed))


def _stem_english(word: str) -> str:
    """Porter2 (Snowball's English) over the American spelling."""
    american = _AMERICAN.get(word, word).replace("isation", "ization")
    return str(_ENGLISH.stemWord(american))


def _stem_spanish(word: str) -> str:
    """The light stemmer of UniNE (Savoy, 2006), with the last vowel of four-letter words.

    Lucene's `light_spanish` leaves words under five letters alone, which parts niño from niños;
    `index_templates/opensearch` repeats these rules as filters.
    """
    if word in _SPANISH_OVERRIDES:
        return _SPANISH_OVERRIDES[word]
    if len(word) == 4 and word[-1] in "aeo" and word.isalpha():
        return word[:3]
    if len(word) < 5:
        return word
    if word[-1] in "oae":
        return word[:-1]
    if word.endswith("eses"):
        return word[:-2]
    if word.endswith("ces"):
        return word[:-3] + "z"
    if word.endswith(("os", "as", "es")):
        return word[:-2]
    return word
