"""Queries: what a person typed, taken apart, and what a store is asked."""

from dataclasses import dataclass, replace
from enum import StrEnum

from puente.model.documents import Language, Symbol
from puente.model.filters import Filters, YearRange


class Role(StrEnum):
    """Role of a text in a search; some encoders prefix the two differently."""

    QUERY = "query"
    PASSAGE = "passage"


class TermRelation(StrEnum):
    """Ways in which a stem can stand for what was typed, the closest first."""

    OWN = "own"
    ACRONYM = "acronym"
    TRANSLATION = "translation"
    RELATED = "related"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A stem in the index of one language, and how well it stands for the word that was typed.

    `source` are the words that it stands for: several for a name that an acronym is short for.
    """

    language: Language
    stem: str
    weight: float = 1.0
    relation: TermRelation = TermRelation.OWN
    source: tuple[str, ...] = ()


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
    With `openings_only` it must be the one that stands for its document, and has its names.
    """

    concepts: tuple[Concept, ...] = ()
    phrases: tuple[str, ...] = ()
    required: int = 1
    filters: Filters = Filters()
    openings_only: bool = False


class Sort(StrEnum):
    """Order of results; by date is the newest document first, the undated last."""

    RELEVANCE = "relevance"
    DATE = "date"


class PartKind(StrEnum):
    """Kind of numbered part that a question asks for; a paragraph may be of any part of a text."""

    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    OPERATIVE = "operative"
    PREAMBULAR = "preambular"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPart:
    """An article or a paragraph of a document, as a question names it.

    `title` are the words of the question that name the document: all others.
    """

    kind: PartKind
    number: int
    title: tuple[str, ...] = ()


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

    `sort` is the order that was asked for beside the question, None when it may decide itself;
    `newest` is True when its words ask for the newest documents. `years` are those that it speaks
    of, None also where `reads_years` says not to look; they filter where `years_filter`, a span
    in words ("since 2010"), else they only count for more. `part` is an article or a paragraph
    that it names. Words that are understood so are not among `words`, but for single years and the
    words of a part, which texts have too.
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
    sort: Sort | None = None
    newest: bool = False
    reads_years: bool = True
    years: YearRange | None = None
    years_filter: bool = False
    part: NumberedPart | None = None

    @property
    def narrowed(self) -> Filters:
        """The filters with the span of years that the question names; a chosen year decides."""
        if self.years is None or not self.years_filter or self.filters.years:
            return self.filters
        return replace(self.filters, years=(self.years,))
