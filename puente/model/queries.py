"""Queries: what a person typed, taken apart, and what a store is asked."""

from dataclasses import dataclass
from enum import StrEnum

from puente.model.documents import Language, Symbol
from puente.model.filters import Filters


class Role(StrEnum):
    """Role of a text in a search; some encoders prefix the two differently."""

    QUERY = "query"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A stem in the index of one language, and how well it stands for the word that was typed."""

    language: Language
    stem: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One word of a query as a weighted disjunction of terms of all languages.

    The structured query of Darwish & Oard (2003): term frequencies and document frequencies of the
    terms are summed with their weights before they are scored.
    """

    terms: tuple[Term, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordQuery:
    """Question to a store's keyword leg.

    A segment matches when it has at least `required` of the concepts and every phrase word for
    word, whatever its case and accents (ñ stays ñ). With no concepts the phrases alone decide.
    """

    concepts: tuple[Concept, ...] = ()
    phrases: tuple[str, ...] = ()
    required: int = 1
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Words written as one with hyphens or dots, from one place among them to before another.

    `word` is all of them without what joins them, folded: OP-CAT is opcat.
    """

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Question of a person, taken apart; `words` are in order, without the phrases and symbols.

    `language` is the language the question seems to be in, None when it cannot be told. `joined`
    are the words that hyphens or dots make one. `respell` is whether words that are misspelt may be
    searched as what was probably meant, `expand` whether words are searched by more than their own
    spelling in their own language.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    symbols: tuple[Symbol, ...]
    language: Language | None
    filters: Filters
    joined: tuple[Joined, ...] = ()
    respell: bool = True
    expand: bool = True
