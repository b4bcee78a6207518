"""Text typed by a person to a Query: phrases, symbols, words, and the language it is in."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from puente.errors import BadCharacterError, FilterError, QueryTooLongError
from puente.model.documents import Language
from puente.model.filters import BY_PARAMETER, Filter, Filters, FilterValue, filters_from
from puente.model.queries import Query
from puente.symbols.finding import find_all_series, find_typed_symbols, without_series
from puente.text.lexicon import load_lexicon
from puente.text.stop_words import stop_words
from puente.text.tokenization import joined_words, stem, words

LONGEST = 512
"""Characters a question may have: a long paragraph fits, a pasted document does not."""

MOST_WORDS = 64

_QUOTED = re.compile(r'"([^"]*)"|“([^“”]*)”|«([^«»]*)»|„([^„“]*)“')


def parse_query(
    text: str, filters: Filters = Filters(), *, respell: bool = True, expand: bool = True
) -> Query:
    """The question taken apart; raises QueryError for one that is too long or is not text."""
    text = _checked(text)
    phrases = tuple(p for m in _QUOTED.finditer(text) if (p := next(filter(None, m.groups()), "")))
    unquoted = _QUOTED.sub(" ", text)
    mentions = find_typed_symbols(unquoted)
    for mention in reversed(mentions):
        unquoted = f"{unquoted[: mention.start]} {unquoted[mention.end :]}"
    if not mentions:
        # Where no symbol follows it, a series is searched as it is printed: "ser" is a stop word.
        series = find_all_series(unquoted)
        unquoted = without_series(unquoted)
        phrases += series
    found = tuple(words(unquoted))
    if len(found) > MOST_WORDS:
        raise QueryTooLongError(LONGEST, MOST_WORDS)
    return Query(
        text=text,
        words=found,
        phrases=phrases,
        symbols=tuple(dict.fromkeys(mention.symbol for mention in mentions)),
        language=guess_language(text),
        filters=filters,
        joined=tuple(joined_words(unquoted)),
        respell=respell,
        expand=expand,
    )


def guess_language(text: str) -> Language | None:
    """Spanish or English by the words only one of them has; None when they do not tell."""
    votes = 0.0
    for word in words(text):
        spanish = word in stop_words(Language.ES) or _is_of(word, Language.ES)
        english = word in stop_words(Language.EN) or _is_of(word, Language.EN)
        votes += spanish - english
        votes += (word in stop_words(Language.ES)) - (word in stop_words(Language.EN))
    votes += sum(character in "áéíóúñü¿¡" for character in text.casefold())
    if votes == 0:
        return None
    return Language.ES if votes > 0 else Language.EN


def _is_of(word: str, language: Language) -> bool:
    """Test whether the lexicon has the word and its best translation is another one.

    Names and untranslated words (children in a Spanish text) tell nothing.
    """
    root = stem(word, language)
    best = load_lexicon().translations(root, language)[:1]
    return bool(best) and best[0][0] != root


def _checked(text: str) -> str:
    """The text in NFC, its white space and control characters as single spaces."""
    for character in text:
        if character == "\0" or unicodedata.category(character) == "Cs":
            raise BadCharacterError(character)
    if len(text) > LONGEST:
        raise QueryTooLongError(LONGEST, MOST_WORDS)
    plain = "".join(" " if unicodedata.category(c) in {"Cc", "Cf"} else c for c in text)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def parse_filters(texts: Mapping[str, Iterable[str]]) -> Filters:
    """The filters that texts name, by parameter, each value once; raises FilterError."""
    return filters_from(
        {
            BY_PARAMETER[parameter].name: dict.fromkeys(
                _parse_value(BY_PARAMETER[parameter], text) for text in values
            )
            for parameter, values in texts.items()
        }
    )


def _parse_value(narrowing: Filter, text: str) -> FilterValue:
    try:
        return narrowing.parse(text)
    except ValueError as error:
        raise FilterError(narrowing.name, text, narrowing.accepted) from error
