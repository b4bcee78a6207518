"""Words that carry no subject in a question."""

from collections.abc import Sequence
from functools import cache

from puente.data.tables import read_table
from puente.model.documents import Language
from puente.text.tokenization import fold


@cache
def stop_words(language: Language) -> frozenset[str]:
    """The folded words that carry no subject in a question of the language."""
    lists = read_table("puente.data", "stopwords.toml")
    return frozenset(fold(word) for word in lists.get(language, "").split())


def has_subject(word: str) -> bool:
    """Test for a folded word that is a stop word of neither language."""
    return not any(word in stop_words(language) for language in (Language.ES, Language.EN))


@cache
def turning_words() -> frozenset[str]:
    """The folded words of both languages that turn a sentence round: they are no evidence alone."""
    return frozenset(read_table("puente.data", "stopwords.toml")["turning"].split())


def content_places(found: Sequence[str], language: Language | None) -> tuple[int, ...]:
    """The places of the words that carry a subject, or of all of them when none does."""
    languages = [language] if language else [Language.ES, Language.EN]
    stops = turning_words().union(*(stop_words(each) for each in languages))
    return tuple(i for i, word in enumerate(found) if word not in stops) or tuple(range(len(found)))
