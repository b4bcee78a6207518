"""Text typed by a person to a Query: phrases, symbols, words, and the language it is in."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from puente.errors import BadCharacterError, FilterError, QueryTooLongError
from puente.model.documents import Language, Mention
from puente.model.filters import BY_PARAMETER, Filter, Filters, FilterValue, filters_from
from puente.model.queries import Joined, Query, Sort
from puente.search.numbered_parts import find_numbered_part
from puente.search.question.time_words import is_year, read_time_words
from puente.symbols.finding import find_all_series, find_typed_symbols, without_series
from puente.text.lexicon import load_lexicon
from puente.text.stop_words import has_subject, stop_words
from puente.text.tokenization import joined_words, stem, words

LONGEST = 512
"""Characters a question may have: a long paragraph fits, a pasted document does not."""

MOST_WORDS = 64

_QUOTED = re.compile(r'"([^"]*)"|“([^“”]*)”|«([^«»]*)»|„([^„“]*)“')


def parse_query(
    text: str,
    filters: Filters = Filters(),
    *,
    respell: bool = True,
    expand: bool = True,
    sort: Sort | None = None,
    years: bool = True,
) -> Query:
    """The question taken apart; raises QueryError for one that is too long or is not text.

    By relevance it is not read for "latest", without `years` not for years.
    """
    text = checked(text)
    phrases, unquoted = _split_phrases(text)
    mentions = [each for each in find_typed_symbols(unquoted) if not _is_year(each, unquoted)]
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
    language = guess_language(text)
    part = find_numbered_part(unquoted, language)
    time = read_time_words(found, newest=sort is not Sort.RELEVANCE, years=years)
    return Query(
        text=text,
        words=tuple(found[place] for place in time.kept),
        phrases=phrases,
        symbols=tuple(dict.fromkeys(mention.symbol for mention in mentions)),
        language=language,
        filters=filters,
        joined=_moved(joined_words(unquoted), time.kept),
        respell=respell,
        expand=expand,
        sort=sort,
        newest=time.newest and sort is None,
        reads_years=years,
        years=time.years,
        years_filter=time.is_span,
        part=part if part and (part.title or mentions) else None,
    )


def split_phrases(text: str) -> tuple[tuple[str, ...], str]:
    """The phrases in quotes of a text, and the rest of it; raises QueryError as `parse_query`."""
    return _split_phrases(checked(text))


def _split_phrases(text: str) -> tuple[tuple[str, ...], str]:
    phrases = (next(filter(None, found.groups()), "") for found in _QUOTED.finditer(text))
    return tuple(filter(None, phrases)), _QUOTED.sub(" ", text)


def _moved(joined: Iterable[Joined], kept: Sequence[int]) -> tuple[Joined, ...]:
    """The joined words by the places of the words that are kept; without what lost one of them."""
    place_of = {old: new for new, old in enumerate(kept)}
    return tuple(
        replace(each, start=place_of[each.start], end=place_of[each.start] + each.end - each.start)
        for each in joined
        if all(place in place_of for place in range(each.start, each.end))
    )


def _is_year(mention: Mention, text: str) -> bool:
    """Test for a year that was taken for a number: "migrant workers resolution 1998".

    Alone, "resolution 1998" is a number.
    """
    symbol = mention.symbol
    rest = f"{text[: mention.start]} {text[mention.end :]}"
    return (
        (symbol.organ, symbol.year, symbol.session) == (None, None, None)
        and is_year(str(symbol.number))
        and any(map(has_subject, words(rest)))
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


def checked(text: str) -> str:
    """The text in NFC, its white space and control characters as single spaces.

    Raises QueryError for one that is too long or is not text.
    """
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
