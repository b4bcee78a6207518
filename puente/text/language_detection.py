"""Language of a text, one of the project's."""

from functools import cache
from typing import Protocol, cast

from puente.model.documents import Language

# The opening says it: 2,000 characters take half a millisecond.
_ENOUGH = 2_000


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...

    def rank(self, text: str) -> list[tuple[str, float]]: ...


def identify_language(text: str) -> Language:
    """The language a text is most likely in."""
    return rate_language(text)[0]


def rate_language(text: str) -> tuple[Language, float]:
    """The language a text is most likely in, and how sure that is, between 0 and 1."""
    code, confidence = _identifier().classify(text[:_ENOUGH])
    return Language(code), confidence


def share_of_first(text: str, languages: tuple[Language, Language]) -> float:
    """The probability that a text is in the first of two languages, if it is in one of them."""
    rated = dict(_identifier().rank(text[:_ENOUGH]))
    first, second = (rated[language.value] for language in languages)
    return first / (first + second) if first + second else 0.5


@cache
def _identifier() -> _Identifier:
    """py3langid among four languages: 9 of 198 real files are Portuguese or French."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([language.value for language in Language])
    return cast(_Identifier, identifier)
