"""Generation of an index in OpenSearch: what readers know of it without asking again."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from opensearchpy import OpenSearch

from puente.model.acronyms import LearnedAcronyms
from puente.model.documents import Language
from puente.model.results import Facet
from puente.store.opensearch.indices import Index, Name, checked
from puente.store.opensearch.queries import Confined, Counted, Json, WordStatistics, head_body
from puente.store.protocol import IndexChangedError

_MOST_CACHED_STEMS = 100_000
_MOST_CACHED_WORDS = 10_000
_CONFINED = 32


class OpenSearchGeneration:
    """The name of an index, the number of its generation, and what questions have found out."""

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.number = number
        self._statistics: dict[tuple[Language, ...], WordStatistics] = {}
        self._facets: tuple[Facet, ...] | None = None
        self._languages: tuple[Language, ...] | None = None
        self._spellings: dict[str, Mapping[str, int]] = {}
        self._acronyms: LearnedAcronyms | None = None
        self.collections: tuple[str, ...] | None = None
        self._confined: dict[tuple[str, ...], OpenSearchGeneration] = {}

    @property
    def seen(self) -> int | Confined:
        """The generation, without the collections that the reader may not see."""
        return self.number if self.collections is None else Confined(self.number, self.collections)

    def within(self, collections: tuple[str, ...]) -> "OpenSearchGeneration":
        """The same generation without other collections; it learns for itself."""
        if collections not in self._confined:
            if len(self._confined) >= _CONFINED:
                self._confined = {}
            confined = OpenSearchGeneration(self.name, self.number)
            confined.collections = collections
            self._confined = {**self._confined, collections: confined}
            return confined
        return self._confined[collections]

    def facets(self, read: Callable[[], tuple[Facet, ...]]) -> tuple[Facet, ...]:
        """The facets of all documents; `read` gives them the first time."""
        if self._facets is None:
            self._facets = read()
        return self._facets

    def languages(self, read: Callable[[], tuple[Language, ...]]) -> tuple[Language, ...]:
        """The languages that segments are in; `read` gives them the first time."""
        if self._languages is None:
            self._languages = read()
        return self._languages

    def acronyms(self, read: Callable[[], LearnedAcronyms]) -> LearnedAcronyms:
        """The acronyms that its documents teach; `read` gives them the first time."""
        if self._acronyms is None:
            self._acronyms = read()
        return self._acronyms

    def spellings(self, word: str) -> Mapping[str, int] | None:
        """The spellings of a word that were found."""
        return self._spellings.get(word)

    def learn_spellings(self, word: str, found: Mapping[str, int]) -> None:
        """Keep the spellings of a word."""
        if len(self._spellings) >= _MOST_CACHED_WORDS:
            self._spellings = {}
        self._spellings[word] = found

    def statistics(self, languages: tuple[Language, ...]) -> WordStatistics | None:
        """Statistics of the words of some languages that were counted; None before the first."""
        return self._statistics.get(languages)

    def learn(
        self, languages: tuple[Language, ...], known: WordStatistics, having: dict[Counted, int]
    ) -> WordStatistics:
        """Keep what was found of the words of some languages, and return it with what was known."""
        both = replace(known, having=known.having | having)
        is_small = len(both.having) <= _MOST_CACHED_STEMS
        self._statistics[languages] = both if is_small else replace(known, having=having)
        return both


class CheckedIndex(Index):
    """An index whose first search makes sure that the generation known is the visible one.

    The head comes back with the answers, so that costs no request.
    """

    def __init__(self, client: OpenSearch, alias: str, known: OpenSearchGeneration) -> None:
        super().__init__(client, known.name)
        self._alias = alias
        self._known = known
        self._is_checked = False

    def search_together(self, bodies: Mapping[Name, Json]) -> dict[Name, Json]:
        if self._is_checked:
            return super().search_together(bodies)
        searches = [(self._alias, head_body()), *((self.name, body) for body in bodies.values())]
        head, *answers = self.ask(searches)
        if self._has_moved(checked(head)["hits"]["hits"]):
            raise IndexChangedError
        self._is_checked = True
        return {name: checked(answer) for name, answer in zip(bodies, answers, strict=True)}

    def _has_moved(self, heads: list[Json]) -> bool:
        """Test whether the head is of another index, or says a later generation.

        An earlier one is that of a copy which was not refreshed yet.
        """
        found = [
            (head["_index"], head["fields"]["generation"][0] <= self._known.number)
            for head in heads
        ]
        return found != [(self.name, True)]
